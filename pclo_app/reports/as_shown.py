"""The chronology as it stands on the screen: the columns chosen, the filter in force, the gaps where they are shown.

The words of each cell come from the screen's own rules; here they are laid out on paper, with
the filter in the sentence under the title, so that nobody takes a part for the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..casefile.model import Gap
from ..records.agencies import SHORT_NAMES
from ..records.as_entry import MARK
from ..records.case import Case
from . import timeline_picture, words
from .blocks import Block, Content, Para, para
from .chronology import KEY_ROOM, Progress, gap_row, key, safe_name, silent, title, told
from .chronology_cells import Entry, changed_apart, decided_lines, remark
from .document import Document
from .flow import Column, Row
from .page import Finish, Imprint, finished, start
from .sheet import LANDSCAPE
from .styles import BODY, CELL, CELL_BOLD, CELL_SOFT
from .timeline_picture import Picture
from .typeface import Run

NAME = "chronology-as-shown"
WIDTHS = {
    "No.": 27.0,
    "Date": 74.0,
    "Time": 52.0,
    "Agency": 44.0,
    "Source": 124.0,
    "What happened": 0.0,
    "A/B": 24.0,
    "Ages": 96.0,
    "Since the entry before": 84.0,
}
"""The table's columns by their headings, and how wide each is on paper; the facts take the rest."""
_REST = ("What happened", "Source")


@dataclass(frozen=True)
class Line:
    """One row of the table."""

    row: Entry
    ages: str = ""
    since: str = ""
    disagrees: tuple[int, ...] = ()
    """The numbers of the entries that disagree with it."""


@dataclass(frozen=True)
class Shown:
    """What the screen shows, and what is shown of it."""

    case: Case
    narrowed: str
    """What the filter leaves, in words: ``key decisions, Police or Health``."""
    entries: int
    """Of the whole case."""
    lines: tuple[Line | Gap, ...]
    as_at: datetime
    columns: tuple[str, ...] = tuple(WIDTHS)
    """The headings of the columns that are shown, in their order."""
    two_lines: bool = False
    """Whether a row says who told it, and what came of it."""
    table: bool = True
    """Whether the table is on the screen."""
    picture: Picture | None = None
    """The timeline, where it is on the screen."""

    @property
    def shown(self) -> int:
        """How many entries are shown."""
        return len({line.row.id for line in self.lines if isinstance(line, Line)})


def render(source: Shown, imprint: Imprint, *, progress: Progress = silent) -> Document:
    """What is on the screen as a document."""
    reference = source.case.reference
    finish = Finish(
        name=NAME,
        title=f"Chronology as shown on the screen, case {reference}",
        about=f"{reference} Chronology as shown on the screen at {words.moment_plain(source.as_at)}",
        file_name=f"{safe_name(reference)}-{NAME}.pdf",
    )
    flow = start(LANDSCAPE, imprint, finish)
    flow.bottom += KEY_ROOM
    scope = scope_of(source)
    flow.head = lambda flow: title(flow, "Chronology as shown on the screen", scope)
    flow.head(flow)
    if source.picture is not None:
        timeline_picture.draw(flow, source.picture)
        if source.table:
            flow.page()
    if source.table:
        columns = [Column(name, _width(name, source.columns)) for name in source.columns]
        flow.table(columns, told(_rows(source), len(source.lines), progress), style=CELL, pad=1.7, gap=8.0)
        if not source.lines:
            flow.text("The filter leaves no entry.", style=BODY)
    for sheet in flow.sheets:
        key(flow, sheet, "")
    flow.bottom -= KEY_ROOM
    return finished(flow, imprint, finish)


def scope_of(source: Shown) -> str:
    """The sentence under the title: which case, what the filter leaves, and of how many."""
    parts = [f"Case {source.case.reference}. Police copy with Part A and Part B."]
    if source.picture is not None:
        parts.append("The timeline shows the whole case.")
    if source.table:
        total = words.counted(source.entries, "entry", "entries")
        shown = f"all {total}" if source.shown == source.entries else f"{source.shown:,} of {total}"
        parts.append(f"The table shows {shown}{f', only: {source.narrowed}' if source.narrowed else ''}.")
    return " ".join(parts)


def _width(name: str, columns: Sequence[str]) -> float:
    """A column's width; where the facts are not shown the source takes the rest."""
    rest = next((each for each in _REST if each in columns), columns[-1])
    return 0.0 if name == rest else WIDTHS[name]


def _rows(source: Shown) -> Iterator[Row]:
    apart = changed_apart([line.row for line in source.lines if isinstance(line, Line)])
    for line in source.lines:
        if isinstance(line, Gap):
            yield gap_row(line)
            continue
        number = str(line.row.number)
        cells = [_cell(name, line, apart.get(line.row.id, ()), two_lines=source.two_lines) for name in source.columns]
        again: list[Content] = [para(number, CELL_BOLD)] if source.columns[0] == "No." else []
        yield Row(cells, again=again)


def _cell(name: str, line: Line, apart: Sequence[str], *, two_lines: bool) -> Content:
    row, entry = line.row, line.row.entry
    match name:
        case "No.":
            return para(str(row.number), CELL_BOLD)
        case "Date":
            return para(entry.when.in_table() if entry.when.known else "Date not known", CELL_BOLD)
        case "Time":
            return entry.when.time_in_table() if entry.when.known else entry.when.as_given
        case "Agency":
            return para(entry.agency or entry.agency_as_given, CELL, mark=entry.agency * (entry.agency in SHORT_NAMES))
        case "Source":
            told_by = words.named(entry.told_by) if two_lines else ""
            return [para(str(entry.source), CELL), *([para(told_by, CELL_SOFT)] if told_by else [])]
        case "A/B":
            return para(entry.disclosure or "–", CELL_BOLD if entry.disclosure == "B" else CELL)
        case "Ages":
            return para(line.ages, CELL_SOFT)
        case "Since the entry before":
            return para(line.since, CELL_SOFT)
    return _fact(line, apart, two_lines=two_lines)


def _fact(line: Line, apart: Sequence[str], *, two_lines: bool) -> Sequence[Block]:
    row, entry = line.row, line.row.entry
    blocks: list[Block] = []
    marks = [] if row.own else [MARK.get(row.kind, row.kind)]
    if apart:
        marks.append(f"Changed apart, {apart.index(row.version.rev) + 1} of {len(apart)}, not yet settled")
    elif row.revisions > 1:
        marks.append("Changed")
    if line.disagrees:
        marks.append(f"Sources disagree: see {', '.join(map(str, line.disagrees))}")
    if marks:
        blocks.append(para(". ".join(marks), CELL_SOFT))
    decided = entry.decision.decision.strip() if entry.decision else ""
    if decided and not entry.fact.casefold().startswith(decided.casefold()):
        blocks += decided_lines(entry.decision, own=row.own) if entry.decision else ()
        blocks.append(para(entry.fact, CELL))
    else:
        blocks.append(para(entry.fact, CELL_BOLD if decided else CELL, mark="diamond" if decided else ""))
    blocks += remark(entry)
    if two_lines:
        blocks += _further(row)
    return blocks


def _further(row: Entry) -> Sequence[Block]:
    """The second line of the screen's row, whole."""
    entry = row.entry
    parts = (
        ("Child’s words:", entry.child_words),
        ("Action:", entry.action_taken),
        ("Outcome:", entry.outcome),
        ("Why:", entry.decision.why if entry.decision else ""),
        ("Significance:", entry.significance),
    )
    runs: list[Run] = []
    for heading, said in parts:
        if said:
            runs += [Run(f"{' ' if runs else ''}{heading}", CELL_BOLD), Run(f" {words.sentence(said)}", CELL)]
    return [Para(tuple(runs))] if runs else []
