"""The integrated chronology on paper: several cases and agencies in one order, each line with its case and agency.

Behind the table stand the pairs of lines that may tell of one event, side by side with the
reasons. Both lines are kept, and nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..casefile.integrated import Line
from ..casefile.model import Gap
from ..practice.likeness import Alike
from ..records.agencies import SHORT_NAMES
from . import chronology_cells as cells
from . import timeline_picture, words
from .blocks import Block, Content, Para, blocks_of, para
from .chronology import KEY_ROOM, Progress, gap_row, key, safe_name, silent, title, told, year_of
from .chronology_cells import changed_apart, conflicts_of
from .document import Document
from .flow import Column, Flow, Row
from .page import Finish, Imprint, finished, start
from .sheet import LANDSCAPE
from .styles import BODY, BODY_SOFT, CELL, CELL_BOLD, CELL_SOFT
from .timeline_picture import Picture
from .typeface import Run

COLUMNS = (
    Column("No.", 27),
    Column("Date and time", 74),
    Column("Case, and no. there", 58),
    Column("Agency, source, who (rank or designation)", 120),
    Column("What happened (fact)"),
    Column("Decision or action, why and who", 128, mark="diamond"),
    Column("Significance (opinion, and whose)", 112),
)
PAIR_COLUMNS = (
    Column("One line", 262),
    Column("The other", 262),
    Column("Why they stand side by side"),
)
ANSWERS = {
    "duplicate of": "One event, told twice.",
    "conflicts with": "One event; the sources disagree.",
    "different from": "Two different events.",
    "follows": "The one follows the other.",
    "": "Nobody has said yet.",
}
"""What a person has said of two lines that are alike."""


@dataclass(frozen=True)
class IntegratedInput:
    """What an integrated chronology is printed from."""

    references: tuple[str, ...]
    lines: tuple[Line, ...]
    pairs: tuple[Alike, ...]
    as_at: datetime
    gaps: tuple[Gap, ...] = ()
    picture: Picture | None = None
    part: str = ""

    @property
    def cases(self) -> str:
        """``KM-0389 and KM-0417``."""
        found = list(self.references)
        return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def render(source: IntegratedInput, imprint: Imprint, *, progress: Progress = silent) -> Document:
    """The integrated chronology as a document."""
    part = "" if source.part != "A" else ", Part A"
    finish = Finish(
        name="chronology-integrated",
        title=f"Integrated chronology, {source.cases}",
        about=f"{source.cases} Integrated chronology{part} as at {words.moment_plain(source.as_at)}",
        file_name=f"{safe_name('-'.join(source.references))[:80]}-chronology-integrated.pdf",
    )
    flow = start(LANDSCAPE, imprint, finish)
    flow.bottom += KEY_ROOM
    scope = _scope(source)
    flow.head = lambda flow: title(flow, "Integrated chronology", scope)
    title(flow, "Integrated chronology", scope)
    if source.picture is not None:
        timeline_picture.draw(flow, source.picture)
        flow.page()
    flow.table(COLUMNS, told(_rows(source), len(source.lines), progress), style=CELL, pad=1.7, gap=8.0)
    if not source.lines:
        flow.text("No entry of these cases has been chosen by these terms.", style=BODY)
    _pairs(flow, source)
    for sheet in flow.sheets:
        key(flow, sheet, source.part)
    flow.bottom -= KEY_ROOM
    return finished(flow, imprint, finish)


def _scope(source: IntegratedInput) -> str:
    part = {"A": "Part A only", "B": "Part A and Part B", "": "police copy with Part A and Part B"}[source.part]
    agencies = [name.lower() for code, name in SHORT_NAMES.items() if any(x.entry.agency == code for x in source.lines)]
    settled = sum(bool(pair.settled) for pair in source.pairs)
    found = [
        f"{words.counted(len(source.references), 'case')}: {source.cases}",
        part,
        words.counted(len({line.id for line in source.lines}), "entry", "entries"),
    ]
    if agencies:
        found.append(f"told by {', '.join(agencies)}")
    pairs = ""
    if source.pairs:
        pairs = (
            f" {words.counted(len(source.pairs), 'pair')} that may be one event, {settled} settled: listed at the end."
        )
    return f"{words.sentence(', '.join(found))}{pairs}"


def _rows(source: IntegratedInput) -> Iterator[Row]:
    gaps = sorted(source.gaps, key=lambda gap: gap.before)
    rows = [line.row for line in source.lines]
    numbers = {line.id: line.number for line in source.lines}
    conflicts, apart = conflicts_of(rows), changed_apart(rows)
    perhaps, year = _perhaps(source.pairs), ""
    for line in source.lines:
        while gaps and gaps[0].before <= line.number:
            yield gap_row(gaps.pop(0))
        row = line.row
        fact = cells.fact(
            row, conflicts.get(row.id, ()), apart.get(row.id, ()), numbers=numbers,
            tellable=numbers if source.part == "A" else None,
        )  # fmt: skip
        number = str(line.number)
        columns: list[Content] = [
            (Para((Run(number, CELL_BOLD),)),),
            cells.when(row, part=source.part),
            (para(line.reference, CELL), para(f"no. {row.number}", CELL_SOFT)),
            cells.source(row.entry, named=True),
            _with_twins(fact, perhaps.get(row.id, ()), numbers),
            cells.decision(row.entry, own=row.own),
            cells.significance(row.entry),
        ]
        again = ((para(number, CELL_BOLD),), (para("continued", CELL_SOFT),))
        begins = "" if year == (year := year_of(row)) else year
        yield Row(columns, again=again, badge="B" if row.entry.disclosure == "B" else "", begins=begins)
        if cells.across(row.entry, own=row.own):
            yield cells.decisions_row(row.entry, own=row.own)


def _perhaps(pairs: Sequence[Alike]) -> dict[str, list[tuple[str, str]]]:
    """For each line, the lines that may tell of the same event, with what somebody has said."""
    found: dict[str, list[tuple[str, str]]] = {}
    for pair in pairs:
        found.setdefault(pair.one, []).append((pair.other, pair.settled))
        found.setdefault(pair.other, []).append((pair.one, pair.settled))
    return found


def _with_twins(fact: Content, twins: Sequence[tuple[str, str]], numbers: Mapping[str, int]) -> Content:
    said: list[Block] = []
    for settled, begin in (("", "May be the same event as"), ("duplicate of", "The same event as")):
        found = [str(numbers[other]) for other, answer in twins if answer == settled and other in numbers]
        if found:
            said.append(para(f"{begin} {', '.join(found)}.", CELL_BOLD))
    return [*blocks_of(fact, CELL), *said] if said else fact


def _pairs(flow: Flow, source: IntegratedInput) -> None:
    """The pairs side by side."""
    lines = {line.id: line for line in source.lines}
    shown = [pair for pair in source.pairs if pair.one in lines and pair.other in lines]
    if not shown:
        return
    flow.heading(None, "Lines that may tell of one event", keep=80)
    flow.text("Both lines of each pair stand above. Neither was changed or left out.", style=BODY_SOFT)
    flow.space(4)
    rows = (
        Row(
            (
                _side(lines[pair.one]),
                _side(lines[pair.other]),
                (para(pair.why, CELL), para(ANSWERS.get(pair.settled, pair.settled), CELL_BOLD)),
            )
        )
        for pair in shown
    )
    flow.table(PAIR_COLUMNS, rows, style=CELL, pad=2.2, gap=10.0)


def _side(line: Line) -> Sequence[Block]:
    entry = line.entry
    when = entry.when
    day = " ".join(part for part in (when.in_table() if when.known else "Date not known", when.time_in_table()) if part)
    mark = entry.agency if entry.agency in SHORT_NAMES else ""
    return (
        para(f"{line.number}.  {day}", CELL_BOLD),
        para(
            f"{SHORT_NAMES.get(entry.agency, entry.agency_as_given)}, {line.reference} no. {line.row.number}",
            CELL_SOFT,
            mark=mark,
        ),
        para(words.sentence(str(entry.source)), CELL_SOFT),
        para(entry.fact, CELL),
    )
