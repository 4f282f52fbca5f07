"""What the integrated view asks of the case file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pclo_app.casefile import audit, integrated, siblings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.integrated import Integrated, Line
from pclo_app.casefile.siblings import Proposal
from pclo_app.practice.likeness import Alike
from pclo_app.records.agencies import SHORT_NAMES
from pclo_app.records.as_entry import MARK
from ui.shell.rows_table import Column, Row
from ui.widgets.row_delegate import Cell

LINE_COLUMNS = (
    Column("No.", 4), Column("Date", 14), Column("Time", 9), Column("Case", 9), Column("Agency", 14),
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
    """What is on the screen."""

    cases: tuple[str, ...]
    whole: Integrated
    proposals: tuple[Proposal, ...]
    rows: tuple[Row, ...]
    pairs: tuple[Row, ...]


def find(cf: CaseFile, cases: Sequence[str], purpose: str) -> Found:
    """The merged lines of some cases, and their pairs. Each case that is shown is written to the access log."""
    for case in cases:
        audit.consult(cf, case, purpose)  # type: ignore[arg-type]  # one of PURPOSES
    whole = integrated.merged(cf, cases)
    numbers = {line.id: line.number for line in whole.lines}
    pairs = sorted(whole.alike, key=lambda pair: (bool(pair.settled), numbers[pair.one]))
    return Found(
        tuple(cases),
        whole,
        tuple(siblings.proposals(cf, cases[0])) if cases else (),
        tuple(_line_row(line) for line in whole.lines),
        tuple(_pair_row(pair, numbers) for pair in pairs),
    )


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
