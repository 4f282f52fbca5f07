"""What the integrated view asks of the case file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pclo_app.casefile import audit, integrated, siblings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.integrated import Line, Order
from pclo_app.casefile.siblings import Proposal
from pclo_app.practice.likeness import Alike
from pclo_app.records.agencies import SHORT_NAMES
from pclo_app.records.as_entry import MARK
from ui.shell.rows_table import Column, Row
from ui.widgets.row_delegate import Cell

LINE_COLUMNS = (
    Column("No.", 6), Column("Date", 16), Column("Time", 11), Column("Case", 9), Column("Agency", 14),
    Column("Source", 20), Column("What happened"),
)  # fmt: skip
PAIR_COLUMNS = (Column("Lines", 9), Column("Answer", 18), Column("Why they are side by side"))

ANSWERS = (
    ("duplicate of", "Same event", "One event, told twice"),
    ("conflicts with", "Sources disagree", "One event; the sources disagree"),
    ("different from", "Different events", "Two different events"),
    ("follows", "Follows", "The second follows the first"),
)
"""Kind of link, words of the button, words of the answer."""
SAID = {kind: words for kind, _, words in ANSWERS}


@dataclass(frozen=True)
class Found:
    """The order of some cases' lines, and those that are seen first."""

    cases: tuple[str, ...]
    order: Order
    proposals: tuple[Proposal, ...]
    first: dict[int, Row]


@dataclass(frozen=True)
class Pairs:
    """The pairs that may be one event, those that nobody has answered first."""

    alike: dict[str, Alike]
    rows: tuple[Row, ...]

    @property
    def unsettled(self) -> int:
        """How many nobody has looked at."""
        return sum(not pair.settled for pair in self.alike.values())


def find(cf: CaseFile, cases: Sequence[str], purpose: str, count: int) -> Found:
    """The order of some cases' lines. Each case that is shown is written to the access log."""
    for case in cases:
        audit.consult(cf, case, purpose)  # type: ignore[arg-type]  # one of PURPOSES
    order = integrated.order(cf, cases)
    proposals = tuple(siblings.proposals(cf, cases[0])) if cases else ()
    return Found(tuple(cases), order, proposals, rows(cf, order, 0, count))


def rows(cf: CaseFile, order: Order, start: int, count: int) -> dict[int, Row]:
    """Some rows of the table, by their places from 0."""
    return {line.number - 1: _line_row(line) for line in integrated.page(cf, order, start, count)}


def pairs_of(found: Sequence[Alike], order: Order) -> Pairs:
    """The pairs of these lines as the list shows them."""
    numbers = order.numbers()
    there = [pair for pair in found if pair.one in numbers and pair.other in numbers]
    there.sort(key=lambda pair: (bool(pair.settled), numbers[pair.one]))
    return Pairs({pair_key(pair): pair for pair in there}, tuple(_pair_row(pair, numbers) for pair in there))


def both(cf: CaseFile, order: Order, pair: Alike) -> tuple[Line, Line] | None:
    """The two lines of a pair; None where one is not there any more."""
    numbers = order.numbers()
    if pair.one not in numbers or pair.other not in numbers:
        return None
    one, other = (integrated.page(cf, order, numbers[id] - 1, 1) for id in (pair.one, pair.other))
    return (one[0], other[0]) if one and other else None


def pair_key(pair: Alike) -> str:
    """What a pair is known by."""
    return f"{pair.one}/{pair.other}"


def agency_of(line: Line) -> str:
    """The agency in words."""
    return SHORT_NAMES.get(line.entry.agency, line.entry.agency_as_given)


def source_of(line: Line) -> str:
    """The agency before its source."""
    return ": ".join(part for part in (agency_of(line), str(line.entry.source)) if part)


def day_of(line: Line) -> str:
    """The date as the table has it."""
    when = line.entry.when
    return when.in_table() if when.known else when.as_given or "Date not known"


def _line_row(line: Line) -> Row:
    entry, row = line.entry, line.row
    fact = " ".join(entry.fact.split())
    kind = "" if row.own else MARK.get(row.kind, row.kind)
    mark = "decision" if entry.decision is not None else "not-equal" if row.conflict else ""
    time = entry.when.time_in_table() if entry.when.known else ""
    said = [
        f"{line.number}", day_of(line), time, f"case {line.reference} number {row.number}", source_of(line), kind,
        "key decision" if entry.decision is not None else "", "sources disagree" if row.conflict else "", fact,
    ]  # fmt: skip
    return Row(
        f"{line.id}/{row.version.rev}",
        (
            Cell(str(line.number), align_right=True, grey=True),
            Cell(day_of(line)),
            Cell(time, bold=not entry.when.exact),
            Cell(line.reference, mono=True),
            Cell(agency_of(line), agency=entry.agency, hollow=not entry.when.exact),
            Cell(str(entry.source), grey=True),
            Cell(fact, mark=mark, mark_space=True, bold=entry.decision is not None, chip=kind, chip_kind="plain"),
        ),
        ", ".join(part for part in said if part),
    )


def _pair_row(pair: Alike, numbers: dict[str, int]) -> Row:
    lines = f"{numbers[pair.one]} and {numbers[pair.other]}"
    answer = SAID.get(pair.settled, "Not answered yet")
    return Row(
        pair_key(pair),
        (
            Cell(lines),
            Cell(answer, state="" if not pair.settled else "done", bold=not pair.settled),
            Cell(pair.why, grey=bool(pair.settled)),
        ),
        f"Lines {lines}, {answer}. {pair.why}",
    )
