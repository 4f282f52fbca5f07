"""One fictional case, made once for every test of the reports."""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import msgspec
import pytest

from pclo_app.casefile.model import EntryRow, Gap, Version
from pclo_app.records import kinds
from pclo_app.records.base import Named
from pclo_app.records.case import Case, Reference
from pclo_app.records.chronology import ChronologyEntry, Decision, Link, Source
from pclo_app.records.event_date import EventDate
from pclo_app.records.meeting import (
    Attendee,
    FindingReason,
    HeadingAnswer,
    MeetingAction,
    SharedInformation,
    SpokenNote,
    StrategyMeeting,
)
from pclo_app.records.person import Person
from pclo_app.records.seal import STATEMENT, Ink, Seal, SignedBy, code_of, seal_digest
from pclo_app.reports.chronology import ChronologyInput
from pclo_app.reports.page import Imprint
from pclo_app.reports.strategy_record import TEMPLATE
from pclo_app.reports.strategy_view import MeetingView, SealView, Writer

PCLO = "Police Conference Liaison Officer (police staff, Band D)"

HEADINGS = (
    "Section 47 enquiries",
    "Single agency or joint",
    "Criminal investigation",
    "Medical assessment",
    "Police protection",
    "Other children",
    "Legal advice and orders",
    "Safety of each child now",
    "Interviews, and who sees the child",
    "Protecting evidence",
    "Language, interpreter, disability",
    "What the family is told, and when",
    "Information still needed",
    "Next meeting or conference",
)


def _case() -> Case:
    return Case(
        reference="KM-0417",
        family="ORRIN-VALE",
        references=(
            Reference(system="CRIS", number="4419237/26"),
            Reference(system="Merlin", number="26PAC118204"),
        ),
    )


def _children() -> tuple[Person, ...]:
    return (
        Person(name="Maisie Orrin-Vale", born=EventDate("2022-02-14"), roles=("subject child",)),
        Person(name="Theo Orrin-Vale", born=EventDate("2017-09-02"), roles=("subject child",)),
    )


def _attendance() -> tuple[Attendee, ...]:
    return (
        Attendee(name="Dawn Pettifer", rank=PCLO, agency="POL", attendance="present", recorder=True),
        Attendee(
            name="Farah Whitcombe", rank="Detective Sergeant, Child Abuse Investigation Team", agency="POL",
            attendance="phone", supervisor=True,
        ),
        Attendee(name="Owen Tranter", rank="Detective Constable", agency="POL", attendance="present",
                 note="Investigating officer"),
        Attendee(name="Imelda Crosbie", rank="Team Manager", agency="CSC", attendance="present", chair=True),
        Attendee(name="Jonah Prideaux", rank="Social Worker", agency="CSC", attendance="present"),
        Attendee(name="Beatrix Nwosu-Lane", rank="Health Visitor", agency="HEA", attendance="present"),
        Attendee(name="Dr Anil Marchetti", rank="Consultant Community Paediatrician", agency="HEA",
                 attendance="apologies", reason_absent="in clinic", doctor=True),
        Attendee(name="Gillian Peake", rank="Nursery Manager, designated safeguarding lead", agency="EDU",
                 attendance="present", note="Pennyfield Nursery"),
        Attendee(name="Carl Osei-Munt", rank="Deputy Head, designated safeguarding lead", agency="EDU",
                 attendance="not invited", note="Thornbank Primary"),
    )  # fmt: skip


def _decisions() -> tuple[HeadingAnswer, ...]:
    said = {
        1: ("decided", "Section 47 enquiries continue.", "Injury with no consistent account.", "", ""),
        2: ("decided", "Joint enquiry.", "A crime may have been committed; DAR 2, medical report.", "", ""),
        5: ("decided", "Considered and not used.", "Dale Pruett has left, mother agrees in writing.", "", ""),
        7: ("deferred", "Legal planning meeting.", "Needs the written medical report.", "Imelda Crosbie", "2026-11-12"),
        11: ("not applicable", "", "Both parents speak English; no disability is known.", "", ""),
    }
    plain = ("decided", "As set out in the actions.", "What was said at this meeting.", "", "")
    found = []
    for number, heading in enumerate(HEADINGS, 1):
        answer, decision, why, who, until = said.get(number, plain)
        found.append(
            HeadingAnswer(number=number, heading=heading, answer=answer, decision=decision, why=why, who=who,
                          until=until)
        )  # fmt: skip
    return tuple(found)


def _meeting() -> StrategyMeeting:
    action = MeetingAction(
        what="Visit without notice and see both children alone", why="Check that Dale Pruett has not come back",
        who=Named(name="Jonah Prideaux", rank="Social Worker", agency="CSC"), by="2026-11-06",
    )  # fmt: skip
    shared = (
        SharedInformation(
            agency="POL", who=Named(name="O Tranter", rank="Detective Constable"), degree="first-hand",
            fact="Three domestic reports, 2024 to 2025. Dale Pruett: conviction for battery, 2019. He left the "
            "address on 3 November.",
        ),
        SharedInformation(
            agency="HEA", who=Named(name="B Nwosu-Lane", rank="Health Visitor"), degree="second-hand",
            fact="Two missed appointments in 2025. Read from Dr Marchetti’s letter of 4 November: bruising to both "
            "sides of the left ear, “not consistent with the fall described”.",
            opinion="The mother has been hard to reach since September, and that is a change.",
        ),
        SharedInformation(
            agency="EDU", who=Named(name="G Peake", rank="Nursery Manager"), degree="first-hand",
            fact="Maisie said “Dale cross” on 2 November. She has been quiet since September.",
        ),
    )  # fmt: skip
    return StrategyMeeting(
        number="SM-2", form="meeting", date="2026-11-05", start="14:00", end="15:05", place="Civic Centre, Room 3",
        purpose="Bruising to Maisie’s left ear and cheek, seen at nursery on Monday 2 November 2026, 09:15. Two "
        "accounts of a fall have been given, with different days.",
        medical="held", began_section_47="no", immediate_danger="no",
        attendance=_attendance(), information=shared, decisions=_decisions(),
        actions=(action,) * 3 + (msgspec.structs.replace(action, by="2026-11-09", what="Obtain the written report"),),
        notes=(
            SpokenNote(at="14:21", text="I Crosbie: wants a date for the next visit before people leave.",
                       filed="kept"),
            SpokenNote(at="14:30", text="Filed elsewhere", filed="action"),
        ),
        finding_reasons=(
            FindingReason(
                finding="meeting.no-doctor", words="No doctor present. A medical was held on 3 November 2026.",
                reason="Dr Marchetti was in clinic and could not be released; his letter was read out.",
                by="D Pettifer (PCLO)", at="14:41",
            ),
        ),
    )  # fmt: skip


def ink_of(seed: int = 5) -> Ink:
    """A signature as a pen would give it: three strokes with time and pressure."""
    rng = random.Random(seed)
    strokes = []
    for word in range(3):
        points = []
        for n in range(60):
            x = word * 2200 + n * 35 + 160 * math.sin(n / 3)
            y = 900 + 600 * math.sin(n / 2.7 + word) + rng.randrange(60)
            points.append((int(x), int(y), word * 900 + n * 9, 300 + 6 * n))
        strokes.append(tuple(points))
    return Ink(dev="pen", unit="0.01mm", strokes=tuple(strokes))


def _row(number: int, **fields: object) -> EntryRow[ChronologyEntry]:
    entry = ChronologyEntry(**fields)  # type: ignore[arg-type]
    version = Version(
        id=f"{number:032x}", rev=f"{number:064x}", parents=(), kind="chronology_entry", case="c" * 32, record=entry,
        name="Dawn Pettifer", rank=PCLO, role="PCLO", device="d" * 32, at="2026-11-05T15:12:00Z", offset="+00:00",
        seq=number,
    )  # fmt: skip
    return EntryRow(number=number, version=version, revisions=1, conflict=False, in_conflict=False)


def _rows() -> tuple[EntryRow[ChronologyEntry], ...]:
    me = Named(name="Dawn Pettifer", rank="PCLO")
    ds = Named(name="F Whitcombe", rank="Detective Sergeant")
    cris = Source(system="CRIS", reference="4419237/26", page="DAR 6")
    return (
        _row(44, when=EventDate("2026-09-23"), agency="EDU", disclosure="A", source=Source(document="Letter"),
             fact="Theo: attendance 68% for the half term so far. 4 late arrivals."),
        _row(45, when=EventDate("2026-10-31~"), agency="POL", source=cris, disclosure="A",
             told_by=Named(name="O Tranter", rank="Detective Constable"),
             fact="Dale Pruett says that Maisie fell from a trampoline on the Saturday.",
             links=(Link(kind="conflicts with", entry=f"{46:032x}", words="different day"),)),
        _row(46, when=EventDate("2026-11-01~"), agency="OTH", degree="second-hand",
             source=Source(document="Said to me"), fact="Kerry Orrin says that the trampoline fall was on the Sunday."),
        _row(49, when=EventDate("2026-11-03", "11:20"), agency="HEA", disclosure="A", source=Source(document="Report"),
             told_by=Named(name="Dr A Marchetti", rank="Consultant Community Paediatrician"), degree="first-hand",
             fact="Child protection medical. Bruising to the front and back of the left ear.",
             significance="Injury to both sides of an ear is not likely in one fall.", significance_by=me),
        _row(50, when=EventDate("2026-11-03", "16:00"), agency="POL", disclosure="B", source=cris, told_by=ds,
             fact="DC Tranter and J Prideaux visited. Dale Pruett left at 16:20.", child_words="Is Dale coming back?",
             decision=Decision(decision="Police protection not used.", why="Pruett has left.", by=ds,
                               with_whom="I Crosbie, Team Manager")),
        _row(51, when=EventDate(as_given="some time that winter"), agency="HOU", source=Source(document="Tenancy file"),
             fact="Neighbour wrote to the council about shouting."),
    )  # fmt: skip


@pytest.fixture(scope="session")
def view() -> MeetingView:
    """A complete record of a meeting."""
    return MeetingView(
        meeting=_meeting(), case=_case(), children=_children(),
        writer=Writer("Dawn Pettifer", PCLO, "Child Abuse Investigation Team North"),
        limits=("The initial conference limit is Monday 23 November 2026 (15 working days).",),
    )  # fmt: skip


@pytest.fixture(scope="session")
def imprint() -> Imprint:
    """A print for the chair."""
    return Imprint(
        by=f"Dawn Pettifer, {PCLO}", at=datetime(2026, 11, 5, 15, 16, tzinfo=UTC),
        recipient="Imelda Crosbie, Team Manager, Kingsmere social care", copy=(1, 2),
    )  # fmt: skip


@pytest.fixture(scope="session")
def answered() -> Callable[..., SealView]:
    """Makes the chair's answer to a presented PDF."""

    def make(pdf: bytes, pages: int, outcome: str = "signed", **fields: object) -> SealView:
        plain: dict[str, object] = {
            "v": 1, "rec": "a" * 64, "pdf": hashlib.sha256(pdf).hexdigest(), "pages": pages, "txt": "b" * 64,
            "tpl": TEMPLATE, "app": "1.0", "outcome": outcome, "stmt": STATEMENT.format(version=1),
            "by": SignedBy(name="Imelda Crosbie", desig="Team Manager", agency="Kingsmere children’s social care",
                           idcheck="known to officer"),
            "reserve": None, "why": None, "ink": ink_of(),
            "present": ("2026-11-05T15:03:00Z", "2026-11-05T15:12:00Z"), "seen": tuple(range(1, pages + 1)),
            "aloud": False, "witness": (), "salt": "0" * 32,
        }  # fmt: skip
        seal = Seal(**{**plain, **fields})  # type: ignore[arg-type]
        digest = seal_digest(kinds.encode(seal))
        sealed_at = datetime(2026, 11, 5, 15, 12, tzinfo=UTC)
        return SealView(
            seal=seal, code=code_of(digest), digest=digest, sealed_at=sealed_at,
            began=sealed_at - timedelta(minutes=9),
            officer=Writer("Dawn Pettifer", PCLO, "Child Abuse Investigation Team North"),
            fingerprint="9f3c22a170d4" + "0" * 20,
        )  # fmt: skip

    return make


@pytest.fixture(scope="session")
def chronology() -> ChronologyInput:
    """Six entries with every feature that a row can have."""
    rows = _rows()
    return ChronologyInput(
        case=_case(), children=_children(), rows=rows, as_at=datetime(2026, 11, 18, 16, 31, tzinfo=UTC),
        gaps=(Gap(before=45, days=38, start="2026-09-23", end="2026-10-31"),),
        numbers={row.id: row.number for row in rows},
    )  # fmt: skip


@pytest.fixture(scope="session")
def crowded(view: MeetingView) -> MeetingView:
    """Forty people with long, Welsh, Polish and right-to-left names, sixty actions, five pages of information."""
    names = (
        "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch-Featherstonehaugh Ŵyn ap Ŷstwyth",
        "Świętosława Brzęczyszczykiewicz-Łącka",
        "دانيال بيلكا",
        "נעמי כהן",
        "Gwenllïan Môn-Ŷnys",
        "李娜",
    )
    rank = "Designated Safeguarding Lead and Deputy Head of Inclusion and Attendance (temporary, maternity cover)"
    codes = ("POL", "CSC", "HEA", "EDU", "PRB", "HOU", "LEG", "OTH")
    people = tuple(
        Attendee(name=f"{names[n % 6]} {n}", rank=rank, agency=codes[n % 8], attendance="present", chair=n == 3)
        for n in range(40)
    )
    long = "What was said about the morning, in the order in which it was said and by whom. " * 60
    shared = tuple(
        SharedInformation(agency=codes[n], who=Named(name=names[n % 5], rank=rank), fact=long, opinion=long[:800])
        for n in range(8)
    )
    action = view.meeting.actions[0]
    meeting = msgspec.structs.replace(
        view.meeting, attendance=people, information=shared, actions=(action,) * 60,
        notes=tuple(SpokenNote(at="14:21", text=long[:300], filed="kept") for _ in range(20)),
        disagreements=long[:1500],
    )  # fmt: skip
    return replace(view, meeting=meeting)


@pytest.fixture(scope="session")
def row_of() -> Callable[..., EntryRow[ChronologyEntry]]:
    """Makes a numbered row of the chronology."""
    return _row


@pytest.fixture(scope="session")
def headings() -> SimpleNamespace:
    """The fourteen headings' names."""
    return SimpleNamespace(names=HEADINGS)
