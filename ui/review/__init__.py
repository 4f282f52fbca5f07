"""Supervision: a sergeant's reading of the cases, and what an officer is asked."""
