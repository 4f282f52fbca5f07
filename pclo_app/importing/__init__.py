"""Bringing a table into a chronology: read, map, plan, compare, and only then save.

Nothing here writes but `accepting` and `undoing`. `plan_table` says what each row would
become and why a row cannot be brought in; `compare` says which of them the case holds
already; `accept` saves.
"""

from __future__ import annotations

from .comparing import Changed, Comparison, compare
from .grids import Book, Grid, Row
from .mapping import Dates, Mapping, read_mapping
from .planning import Plan, PlannedRow, Rejected, plan_csv, plan_table
from .reading import Table, read_book, read_bytes, read_table, table_of

__all__ = [
    "Book",
    "Changed",
    "Comparison",
    "Dates",
    "Grid",
    "Mapping",
    "Plan",
    "PlannedRow",
    "Rejected",
    "Row",
    "Table",
    "compare",
    "plan_csv",
    "plan_table",
    "read_book",
    "read_bytes",
    "read_mapping",
    "read_table",
    "table_of",
]
