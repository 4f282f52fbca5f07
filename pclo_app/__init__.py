"""The case file itself: records, journal, vault, reports and sync. Knows nothing of Qt."""

__version__ = "0.1.0"
