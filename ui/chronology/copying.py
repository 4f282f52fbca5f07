"""Chosen rows of the chronology as a table for the clipboard: plain text, HTML, and cells for a spreadsheet. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QMimeData

from pclo_app.records.agencies import AGENCIES
from pclo_app.records.as_entry import MARK
from pclo_app.records.safe_cells import protected

from .words import Row

MOST = 2000
"""So many rows are copied at one time; more is what exports are for."""
HEADINGS = ("No.", "Date", "Time", "Agency", "Source", "Told by", "What happened", "Decision", "A/B")


def cells(row: Row) -> list[str]:
    """One row, in the order of `HEADINGS`."""
    entry = row.entry
    decision = entry.decision
    decided = ""
    if decision is not None:
        decided = ". ".join(part.rstrip(".") for part in (decision.decision, decision.why, str(decision.by)) if part)
    source = str(entry.source) if row.own else f"{MARK[row.kind]}: {entry.source}"
    return [
        str(row.number), entry.when.in_words(), entry.when.time, AGENCIES.get(entry.agency, entry.agency), source,
        str(entry.told_by or ""), entry.fact, decided, entry.disclosure,
    ]  # fmt: skip


def as_tsv(rows: Sequence[Row]) -> str:
    """Cells with tabs between, which a spreadsheet takes as words and never as a formula."""
    lines = [HEADINGS, *(cells(row) for row in rows)]
    return "\r\n".join("\t".join(_cell(each) for each in line) for line in lines) + "\r\n"


def as_html(rows: Sequence[Row]) -> str:
    """The same for a letter or a mail: every word escaped, and safe in a spreadsheet too."""
    head = "".join(f"<th>{escape(each)}</th>" for each in HEADINGS)
    body = "".join(f"<tr>{''.join(map(_html_cell, cells(row)))}</tr>" for row in rows)
    return f'<meta charset="utf-8"><table border="1"><tr>{head}</tr>{body}</table>'


def _html_cell(words: str) -> str:
    text = escape(protected(words)).replace("\n", "<br>")
    return f"<td>{text}</td>"


def clip(rows: Sequence[Row]) -> QMimeData:
    """What goes on the clipboard."""
    made = QMimeData()
    text = as_tsv(rows)
    made.setText(text)
    made.setData("text/tab-separated-values", text.encode())
    made.setHtml(as_html(rows))
    return made


def _cell(words: str) -> str:
    return protected(" ".join(words.split()))
