"""The standard reports: plain values in, the same PDF bytes out, whoever renders them and where.

Each report has a pure part (records and words in, laid-out sheets out) and a thin part
that gathers its input from an open case file. `catalogue` lists them and renders any.
"""
