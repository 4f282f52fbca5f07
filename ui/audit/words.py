"""A line of the audit log as the table shows it and as a screen reader says it."""

from __future__ import annotations

from pclo_app.casefile.audit import Line
from ui.shell.words import moment_words
from ui.widgets.row_delegate import Cell

HEADINGS = ("When", "Who", "What", "Record", "Where")
WHEN, WHO, WHAT, RECORD, WHERE = range(5)

_MARKS = {"opened": "eye", "disclosed": "printer", "erased": "close", "keys": "lock-small", "chain": "link",
          "answered": "seal", "document": "document", "team": "people"}  # fmt: skip


def when(line: Line) -> str:
    """The moment on the clock of the laptop that wrote it."""
    return moment_words(line.at, line.off)


def record(line: Line) -> str:
    """The case and the record, as far as their words are here."""
    return ", ".join(part for part in (line.reference, line.record_title.partition("\n")[0]) if part)


def where(line: Line) -> str:
    """The laptop."""
    return line.laptop[:1].upper() + line.laptop[1:]


def cell(line: Line, column: int) -> Cell:
    """One cell. What only some lines have, a remark, is the second line of What."""
    match column:
        case 0:
            return Cell(when(line), small=True)
        case 1:
            return Cell(line.who, second=line.rank)
        case 2:
            tone = "danger" if line.act == "erased" else ""
            return Cell(line.what.partition("\n")[0], second=line.remark or line.kind, tone=tone,
                        mark=_MARKS.get(line.act, ""), mark_space=True)  # fmt: skip
        case 3:
            return Cell(line.record_title.partition("\n")[0], second=line.reference)
    return Cell(where(line), second=f"Number {line.seq:,}" + (f", series {line.epoch}" if line.epoch > 1 else ""),
                small=True)  # fmt: skip


def sentence(line: Line) -> str:
    """The whole row."""
    what = record(line)
    parts = (when(line), f"{line.who}, {line.rank}", line.what, what, where(line), line.remark)
    return ". ".join(part for part in parts if part) + "."
