"""Bringing a table into a chronology: read, map, plan, compare, and only then save.

Nothing here writes. `plan_csv` says what each row would become and why a row cannot be
brought in; `compare` says which of them the case holds already; the case file saves.
"""

from __future__ import annotations

from .comparing import Changed, Comparison, compare
from .mapping import Mapping, read_mapping
from .planning import Plan, PlannedRow, Rejected, plan_csv, plan_table
from .reading import Table, read_bytes, read_table

__all__ = [
    "Changed",
    "Comparison",
    "Mapping",
    "Plan",
    "PlannedRow",
    "Rejected",
    "Table",
    "compare",
    "plan_csv",
    "plan_table",
    "read_bytes",
    "read_mapping",
    "read_table",
]
