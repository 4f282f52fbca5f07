"""What the screens of a sealed record ask the case file for: statements, versions, paper. Runs on the worker."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from pclo_app.casefile import after_sealing, meetings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Item, Saved, SealedRecord
from pclo_app.errors import KnownError
from pclo_app.practice.phrases import read_day, short_day
from pclo_app.records.after_sealing import Addendum, PaperReturn
from pclo_app.records.seal import Seal
from pclo_app.reports import scanned
from pclo_app.reports.errors import NotAScan
from pclo_app.reports.sealing import place_of_answer

from . import listing
from .facts import MeetingReports
from .listing import Checked
from .wording import sealed_when


@dataclass(frozen=True)
class StatementLine:
    """One statement beside the record."""

    about: str
    words: str
    by: str
    written: str
    """Who wrote it down, and when."""


@dataclass(frozen=True)
class VersionLine:
    """Another version of the record."""

    words: str
    kind: str
    meeting: str


@dataclass(frozen=True)
class Aftermath:
    """Everything that was said or done since the seal."""

    statements: tuple[StatementLine, ...] = ()
    versions: tuple[VersionLine, ...] = ()
    paper: str = ""
    """That the signed paper came back, and what it says."""
    waiting: str = ""
    """That it is waited for."""
    overdue: bool = False
    can_amend: bool = True


def read(cf: CaseFile, meeting: str) -> Aftermath:
    """Read it."""
    item = cf.item(meeting)
    versions = []
    if item.record.amends:
        before = meetings.seal_of(cf, item.record.amends)
        number = cf.item(item.record.amends).record.version
        code = f", code {before.code}" if before is not None else ""
        words = f"Takes the place of version {number}{code}. Why: {item.record.amends_why}"
        versions.append(VersionLine(words, "info", item.record.amends))
    later, begun = after_sealing.taken_over_by(cf, meeting), after_sealing.begun_version(cf, meeting)
    if later is not None:
        sealed = meetings.seal_of(cf, later.id)
        when = f", sealed {sealed_when(sealed)}, code {sealed.code}" if sealed is not None else ""
        versions.append(VersionLine(f"Taken over by version {later.record.version}{when}.", "warn", later.id))
    if begun is not None:
        words = f"Version {begun.record.version} has been begun and is not signed. Why: {begun.record.amends_why}"
        versions.append(VersionLine(words, "warn", begun.id))
    out = next((each for each in after_sealing.waiting(cf, item.case) if each.meeting == meeting), None)
    due = "" if out is None else f"The signed paper was due on {short_day(out.due)}."
    if out is not None and not out.overdue:
        due = f"Waiting for the signed paper, due by {short_day(out.due)}."
    return Aftermath(
        statements=tuple(_statement(each) for each in after_sealing.statements(cf, meeting)),
        versions=tuple(versions),
        paper=_paper(cf, meeting),
        waiting=due,
        overdue=out is not None and out.overdue,
        can_amend=later is None and begun is None,
    )


def _statement(item: Item[Addendum]) -> StatementLine:
    first, said = item.heads[0], item.record
    return StatementLine(said.about, said.words, str(said.by), f"Written down by {first.by}, {_day(first.at)}")


def _paper(cf: CaseFile, meeting: str) -> str:
    back = after_sealing.paper_of(cf, meeting)
    if back is None:
        return ""
    said = back.record
    reserve = f": {said.reservation.rstrip('.')}" if said.reservation else ""
    how = "the code was read from the page" if said.how == "read from the page" else "the code was typed"
    return (
        f"The signed paper came back on {_day(said.received_on)}: {said.says}{reserve}. "
        f"Compared with the record by {said.seen_by}; {how}."
    )


def _day(at: str) -> str:
    day = read_day(at[:10])
    return short_day(day) if day else at


# paper --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scan:
    """A scan that somebody chose, and what it turned out to be."""

    name: str
    data: bytes
    pdf: bytes
    """The scan as pages that can be shown."""
    pages: int
    how: str = ""
    """"read from the page", "typed", or "" where there is no record yet."""
    match: Checked | None = None
    sealed_pdf: bytes = b""
    answer_page: int = 0
    """The page on which the answer stands, from 0."""
    problem: str = ""
    awaited: bool = False
    """Whether the record is waiting for its paper."""


def look(cf: CaseFile, reports: MeetingReports, name: str, data: bytes, meeting: str = "") -> Scan:
    """Read the code off a scan. ``meeting`` is the record that it is expected to be of. Raises NotAScan."""
    scan = Scan(name, data, as_pages(data), scanned.pages_of(data))
    codes = scanned.codes(data)
    if not codes:
        return _with(
            scan, problem="No code can be read on this scan. Type the code that stands at the foot of the page."
        )
    problem = ""
    for each in codes:
        try:
            return _matched(cf, reports, scan, listing.check(cf, each.code), "read from the page", meeting)
        except KnownError as error:
            problem = f"The scan has the code {each.code}. {error.part('what')}"
    return _with(scan, problem=problem)


def typed(cf: CaseFile, reports: MeetingReports, scan: Scan, code: str, meeting: str = "") -> Scan:
    """The record of a code that was typed from the paper. Raises MistypedCode, NoSuchCode, ErasedRecord."""
    return _matched(cf, reports, scan, listing.check(cf, code), "typed", meeting)


def _matched(cf: CaseFile, reports: MeetingReports, scan: Scan, found: Checked, how: str, meeting: str) -> Scan:
    seal = found.sealed.seal.record
    assert isinstance(seal, Seal)
    back = after_sealing.paper_of(cf, found.meeting)
    awaited = seal.outcome == "wet-ink" and back is None
    problem = ""
    if meeting and found.meeting != meeting:
        here, there = cf.item(meeting).record, cf.item(found.meeting).record
        if here.number == there.number:
            problem = f"That code is for version {there.version}. The record is now version {here.version}."
        else:
            problem = f"That code is not of this record: it is of {found.words.partition('. ')[0]}."
    if back is not None:
        problem = f"{problem} The paper of that record came back already.".strip()
    elif not awaited:
        problem = f"{problem} That record was answered on the screen; no paper is waited for.".strip()
    pdf = reports.sealed_copy(cf, found.sealed).pdf
    place = place_of_answer(pdf)
    return _with(
        scan,
        how=how,
        match=found,
        sealed_pdf=pdf,
        answer_page=place.page if place is not None else seal.pages - 1,
        problem=problem,
        awaited=awaited,
    )


def _with(scan: Scan, **fields: object) -> Scan:
    from dataclasses import replace

    return replace(scan, **fields)  # type: ignore[arg-type]


def as_pages(data: bytes) -> bytes:
    """A PDF as it is; a picture as a PDF of its pages, in memory. Raises NotAScan."""
    if data[:5] == b"%PDF-":
        return data
    from PIL import Image, ImageOps

    scanned.pages_of(data)  # looks at its size before it is unpacked
    made = BytesIO()
    try:
        with Image.open(BytesIO(data)) as picture:
            ImageOps.exif_transpose(picture).convert("L").save(made, "PDF", resolution=150)
    except (OSError, ValueError):
        raise NotAScan(why="it is neither a PDF nor a picture that can be read") from None
    return made.getvalue()


def keep(cf: CaseFile, scan: Scan, returned: PaperReturn) -> Saved:
    """Link the scan to the record that it is of. Raises IncompleteRecord."""
    sealed: SealedRecord = scan.match.sealed  # type: ignore[union-attr]
    return after_sealing.paper_came_back(cf, sealed, scan.name, scan.data, returned)
