"""What good practice asks: rules, time limits and the findings they lead to.

Rules are data with effective dates (`resources/practice`); the code here decides when one
applies. Every function is pure: it is given records, a date and the tables, and answers
with values. Nothing here opens a case file, reads a clock or draws.
"""
