"""Several cases' and agencies' chronologies as one, and what in them may be one event told twice."""
