"""Is the case file whole? The check, and what it found, to read, to print and to keep."""
