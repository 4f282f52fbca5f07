"""Printing: choosing a report, seeing it, sending it to a printer or into a file, and writing down that it left."""
