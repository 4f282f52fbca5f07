"""Conferences: the list of a case, the preparation, and what came of each."""
