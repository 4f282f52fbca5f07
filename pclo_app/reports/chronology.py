"""The chronology as a table: facts, decisions and opinions each in a column of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from ..casefile.model import Gap
from ..records.agencies import SHORT_NAMES
from ..records.case import Case
from ..records.person import Person
from . import chronology_cells as cells
from . import timeline_picture, words
from .blocks import Para, para
from .chronology_cells import Entry, changed_apart, conflicts_of
from .document import Document
from .flow import Column, Flow, Row
from .page import Finish, Imprint, finished, start
from .sheet import LANDSCAPE, Mark, Sheet, Words
from .styles import BODY, CELL, CELL_BOLD, CELL_SOFT, SMALL_BOLD, SMALL_SOFT, SUBTITLE, TITLE
from .timeline_picture import Picture
from .typeface import Run

COLUMNS = (
    Column("No.", 27),
    Column("Date and time", 74),
    Column("Agency, source, who (rank or designation)", 134),
    Column("What happened (fact)"),
    Column("Decision or action, why and who", 148, mark="diamond"),
    Column("Significance (opinion, and whose)", 148),
)
HEADINGS = {"chronology-decisions": "Chronology: key decisions", "chronology-child": "Chronology: one child"}
"""What a chronology of a part is called, by the report's name."""
_EMPTY = 84.0
"""The width of a column in which nothing stands but its heading: that is said, and not left out."""
KEY_ROOM = 20.0
"""What the key takes above the foot of each page."""
_TELL_AFTER = 50

Progress = Callable[[int, int], object]


def silent(_done: int, _total: int) -> None:
    """For reports that nobody waits for."""


@dataclass(frozen=True)
class ChronologyInput:
    """What a chronology is printed from."""

    case: Case
    children: tuple[Person, ...]
    rows: tuple[Entry, ...]
    """The entries to print, in order, with their numbers in the whole chronology."""
    as_at: datetime
    gaps: tuple[Gap, ...] = ()
    numbers: dict[str, int] = field(default_factory=dict)
    """Number of every entry by id, for links to entries that are not printed."""
    persons: dict[str, str] = field(default_factory=dict)
    """Names by id."""
    selection: str = "All agencies"
    """What was chosen, in words: it stands in the scope sentence."""
    part: str = ""
    """A: shareable only. B: with what is restricted. Empty: the police copy, with what is not decided."""
    picture: Picture | None = None
    """The timeline, where it was asked for."""
    beside: Mapping[str, str] = field(default_factory=dict)
    """Words under the date, by id of the entry."""
    nameless: str = ""
    """Where nobody may be named: what was done about it, in words. Neither case nor names stand anywhere then."""


def render(
    source: ChronologyInput, imprint: Imprint, *, name: str = "chronology", progress: Progress = silent
) -> Document:
    """The chronology as a document. ``progress`` is told of every row, and may stop it by raising."""
    finish = _finish(source, name)
    flow = start(LANDSCAPE, imprint, finish)
    flow.bottom += KEY_ROOM
    scope = _scope(source)
    heading = "Chronology without names" if source.nameless else HEADINGS.get(name, "Chronology")
    flow.head = lambda flow: title(flow, heading, scope)
    title(flow, heading, scope)
    if source.picture is not None:
        timeline_picture.draw(flow, source.picture)
        flow.page()
    flow.table(columns_for(source.rows), told(_rows(source), len(source.rows), progress), style=CELL, pad=1.7, gap=8.0)
    if not source.rows:
        flow.text("No entry of this case has been chosen by these terms.", style=BODY)
    for sheet in flow.sheets:
        key(flow, sheet, source.part)
    flow.bottom -= KEY_ROOM
    return finished(flow, imprint, finish)


def columns_for(rows: Iterable[Entry]) -> tuple[Column, ...]:
    """The columns, narrow where no row has anything to say in them: the facts have that room."""
    entries = [row.entry for row in rows]
    decided = any(entry.decision or entry.action_taken or entry.outcome for entry in entries)
    meant = any(entry.significance for entry in entries)
    *facts, decision, significance = COLUMNS
    return (
        *facts,
        decision if decided else decision._replace(width=_EMPTY),
        significance if meant else significance._replace(width=_EMPTY),
    )


def _finish(source: ChronologyInput, name: str) -> Finish:
    moment = words.moment_plain(source.as_at)
    if source.nameless:
        return Finish(
            name=name,
            title="Chronology without names",
            about=f"Chronology without names as at {moment}",
            file_name="chronology-without-names.pdf",
        )
    reference = source.case.reference
    part = "" if source.part != "A" else ", Part A"
    heading = HEADINGS.get(name, "Chronology")
    return Finish(
        name=name,
        title=f"{heading}, case {reference}",
        about=f"{reference} {heading}{part} as at {moment}",
        file_name=f"{safe_name(reference)}-{name}.pdf",
    )


def told(rows: Iterable[Row], total: int, progress: Progress) -> Iterator[Row]:
    """The rows, telling from time to time how many of them are laid out."""
    for done, row in enumerate(rows):
        if done % _TELL_AFTER == 0:
            progress(min(done, total), total)
        yield row


def safe_name(text: str) -> str:
    """A reference as part of a file name."""
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in text)


def title(flow: Flow, heading: str, scope: str) -> None:
    """The heading and what is in it, at the head of each page."""
    flow.line(heading, TITLE._replace(size=14.5, leading=18), flow.x, flow.y - 13.2)
    flow.space(18.5)
    flow.text(scope, style=SUBTITLE)
    flow.space(5)


def _scope(source: ChronologyInput) -> str:
    if source.nameless:
        return " ".join((source.nameless, f"{_selection(source)}."))
    children = [
        f"{child.name} (born {words.day_plain(child.born.edtf)})" if child.born.exact else child.name
        for child in source.children
    ]
    joined = " and ".join([", ".join(children[:-1]), children[-1]] if len(children) > 1 else children)
    parts = [f"Case {source.case.reference}.", words.sentence(joined), f"{_selection(source)}."]
    return " ".join(part for part in parts if part)


def _selection(source: ChronologyInput) -> str:
    part = {"A": "Part A only", "B": "Part A and Part B", "": "police copy with Part A and Part B"}[source.part]
    dated = [row.entry.when for row in source.rows if row.entry.when.known]
    found = [source.selection, part]
    if dated:
        lows = [str(when.lower or when.upper) for when in dated]
        highs = [str(when.upper or when.lower) for when in dated]
        found.append(words.span(min(lows), max(highs)))
    undated = len(source.rows) - len(dated)
    if undated:
        found.append(f"{undated} without a date")
    found.append(words.counted(len({row.id for row in source.rows}), "entry", "entries"))
    return ", ".join(found)


# rows ---------------------------------------------------------------------------------------------------------


def _rows(source: ChronologyInput) -> Iterator[Row]:
    gaps = sorted(source.gaps, key=lambda gap: gap.before)
    conflicts = conflicts_of(source.rows)
    apart = changed_apart(source.rows)
    printed = frozenset(row.id for row in source.rows)
    year = ""
    for row in source.rows:
        while gaps and gaps[0].before <= row.number:
            yield gap_row(gaps.pop(0))
        made = _entry_row(source, row, conflicts.get(row.id, ()), apart.get(row.id, ()), printed)
        if year != (year := year_of(row)):
            made = replace(made, begins=year)
        yield made
        if cells.across(row.entry, own=row.own):
            yield cells.decisions_row(row.entry, own=row.own)


def year_of(row: Entry) -> str:
    """The year of a line, for the file's list of contents."""
    day = row.entry.when.lower or row.entry.when.upper
    return str(day.year) if day is not None else "Date not known"


def gap_row(gap: Gap) -> Row:
    """A band across the table: how long nobody said anything, and why, where somebody has found out."""
    said = f"Gap: {gap.days} days with no entry from any agency, {words.span(gap.start, gap.end)}."
    runs = [Run(f"{said} ", CELL_BOLD)]
    if gap.why:
        runs += [Run(words.sentence(words.capital(gap.why)), CELL), Run(f" {gap.by}" if gap.by else "", CELL_SOFT)]
    else:
        runs.append(Run("Not yet explained.", CELL))
    return Row([(Para(tuple(runs), centred=True, before=1),)], whole=True, shade=True)


def _entry_row(
    source: ChronologyInput,
    row: Entry,
    conflicts: Sequence[tuple[str, str]],
    apart: Sequence[str],
    printed: frozenset[str],
) -> Row:
    entry = row.entry
    number = str(row.number)
    short = not source.nameless
    columns = [
        (Para((Run(number, CELL_BOLD),)),),
        cells.when(row, part=source.part, beside=source.beside.get(row.id, "")),
        cells.source(entry),
        cells.fact(
            row, conflicts, apart, numbers=source.numbers, tellable=printed if source.part == "A" else None, short=short
        ),
        cells.decision(entry, own=row.own),
        cells.significance(entry, short=short),
    ]
    again = ((para(number, CELL_BOLD),), (para("continued", CELL_SOFT),))
    return Row(columns, again=again, badge="B" if entry.disclosure == "B" else "")


# the key ------------------------------------------------------------------------------------------------------


def key(flow: Flow, sheet: Sheet, part: str) -> None:
    """What the shapes and letters mean, on every page."""
    y = flow.bottom - 12
    x = flow.x
    sheet.words.append(Words(x, y, SMALL_BOLD, "Key"))
    x += 22
    for code, name in SHORT_NAMES.items():
        sheet.marks.append(Mark(code, x + 3.4, y + 2.9, 6.6))
        said = f"{code} {name.lower()}"
        sheet.words.append(Words(x + 10, y, SMALL_SOFT, said))
        x += 10 + flow.setter.width(said, SMALL_SOFT) + 8
    sheet.marks.append(Mark("diamond", x + 3.4, y + 2.9, 6.6))
    notes = "key decision"
    if part != "A":
        notes += ".  B: restricted"
    sheet.words.append(Words(x + 10, y, SMALL_SOFT, notes))
