"""The police record of a strategy meeting: written while people talk, and signed by its chair."""
