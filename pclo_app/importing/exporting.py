"""Rows out of the case, in the same columns in which rows come in.

A cell that begins like a formula gets an apostrophe before it: a spreadsheet would run
it otherwise, and the words of a statement come from people who may wish harm. Reading
takes the apostrophe off again, so that a file that went out and comes back changes nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from ..records.chronology import ChronologyEntry
from ..records.safe_cells import protected, unprotected
from .mapping import FIELDS
from .planning import Plan
from .reading import Table

COLUMNS = tuple(field.name for field in FIELDS)
_ALWAYS = frozenset({"date", "precision", "event", "source_agency", "source_ref", "note"})


def to_csv(rows: Iterable[Sequence[str]]) -> str:
    """CSV text (RFC 4180, lines ended by CR LF) in which no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([protected(cell) for cell in row])
    return out.getvalue()


def csv_rows(entries: Iterable[ChronologyEntry]) -> list[tuple[str, ...]]:
    """The heading row and one row for each entry, for `to_csv`. Columns nobody uses are left out."""
    filled = [_cells(entry) for entry in entries]
    used = [name for name in COLUMNS if name in _ALWAYS or any(row[name] for row in filled)]
    return [tuple(used), *(tuple(row[name] for name in used) for row in filled)]


def rejects_csv(table: Table, plan: Plan) -> str:
    """The rows that were not brought in, as they stood, each with its number and the reasons."""
    reasons: dict[int, list[str]] = {}
    for rejected in plan.rejected:
        reasons.setdefault(rejected.row, []).append(f"{rejected.field}: {rejected.reason}")
    heading = (*table.header.cells, "row", "why not brought in")
    width = len(table.header.cells)
    rows = [
        (*map(unprotected, row.cells), *[""] * (width - len(row.cells)), str(row.number), " ".join(reasons[row.number]))
        for row in table.rows
        if row.number in reasons
    ]
    return to_csv([heading, *rows])


def _cells(entry: ChronologyEntry) -> dict[str, str]:
    when, source, told = entry.when, entry.source, entry.told_by
    agency = entry.agency_as_given or entry.agency
    return {
        "date": when.edtf,
        "date_as_written": when.as_given,
        "precision": when.precision if when.edtf else "",
        "time": when.time,
        "event": entry.fact,
        "source_agency": agency,
        "source_system": "" if source.system == agency else source.system,
        "source_ref": source.reference,
        "source_document": source.document,
        "source_page": source.page,
        "told_by": told.name if told else "",
        "told_by_rank": told.rank if told else "",
        "told_by_agency": told.agency if told else "",
        "degree": entry.degree,
        "type": entry.type,
        "child_seen": entry.child_seen,
        "child_seen_by": entry.child_seen_by,
        "child_words": entry.child_words,
        "action_taken": entry.action_taken,
        "outcome": entry.outcome,
        "disclosure": entry.disclosure,
        "note": entry.note,
    }
