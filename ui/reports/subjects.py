"""What there is to report on: the cases, and in each the children, meetings and conferences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from pclo_app.casefile import chronology
from pclo_app.casefile import meetings as meetings_of
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import ChronologyFilter, Item
from pclo_app.records.conference import CONFERENCE_NAMES, Conference
from pclo_app.records.describe import title
from pclo_app.records.meeting import StrategyMeeting
from pclo_app.records.person import Person
from pclo_app.reports.catalogue import REPORTS, Report
from ui.shell.words import counted, iso_short
from ui.widgets.name_rank import Person as Reader

NOTHING = MappingProxyType(
    {
        "chronology": "No entry yet",
        "chronology-decisions": "No key decision yet",
        "chronology-child": "No child is recorded yet",
        "chronology-integrated": "No entry yet",
        "chronology-anonymised": "No entry yet",
        "strategy-record": "No meeting yet",
        "strategy-record-paper": "No meeting yet",
        "strategy-record-signed": "No sealed record yet",
        "strategy-record-child": "No sealed record yet",
        "preparation": "No conference yet",
        "outcome": "No conference has an outcome yet",
    }
)


@dataclass(frozen=True)
class Subject:
    """A record that a report can be about."""

    id: str
    words: str
    sealed: bool = False


@dataclass(frozen=True)
class CaseSubjects:
    """One case, with what each report can be about."""

    id: str
    reference: str
    marking: str
    entries: int
    decisions: int
    undecided: int
    """Entries that nobody has put into part A or part B."""
    of: Mapping[str, tuple[Subject, ...]] = field(default_factory=dict)
    """Name of a report to its records; only of reports that need one."""
    people: tuple[Reader, ...] = ()
    """Professionals of the case: those who are likely to read a report."""

    def has(self, report: Report) -> bool:
        """Whether there is anything for this report."""
        if report.needs == "record":
            return bool(self.of.get(report.name))
        return bool(self.decisions if report.name == "chronology-decisions" else self.entries)

    def line(self, report: Report) -> str:
        """What the list of reports says under its title."""
        if not self.has(report):
            return NOTHING.get(report.name, "Nothing for this yet")
        if report.name == "chronology":
            return f"All {counted(self.entries, 'entry', 'entries')}, or Part A"
        if report.name == "chronology-decisions":
            return counted(self.decisions, "key decision")
        if report.name == "chronology-integrated":
            return "Several cases and agencies as one"
        if report.name == "chronology-anonymised":
            return "Roles instead of names, for training"
        found = self.of[report.name]
        if len(found) == 1:
            return found[0].words
        return f"{len(found)} to choose from"


def load(cf: CaseFile, _progress: object = None) -> tuple[CaseSubjects, ...]:
    """Every case of the case file, the open ones first."""
    cases = sorted(cf.cases(), key=lambda item: (item.record.status != "open", item.record.reference))
    return tuple(_case(cf, item.id, item.record.reference, item.record.marking) for item in cases)


def _case(cf: CaseFile, id: str, reference: str, marking: str) -> CaseSubjects:
    totals = chronology.totals(cf, id)
    decided = sum(chronology.count(cf, id, ChronologyFilter(disclosure=part)) for part in ("A", "B"))
    people = [(item.id, item.record) for item in cf.people(id)]
    case_meetings = list(reversed(cf.items(id, "strategy_meeting")))
    meetings = tuple(
        Subject(
            item.id,
            ", ".join(
                part
                for part in (
                    item.record.number or title(item.record),
                    iso_short(item.record.date),
                    "signed and sealed" if item.sealed else "draft, not signed",
                )
                if part
            ),
            item.sealed,
        )
        for item in case_meetings
    )
    conferences = list(reversed(cf.items(id, "conference")))
    outcomes = {item.record.conference for item in cf.items(id, "conference_outcome")}
    said = tuple(Subject(item.id, _conference(item.record)) for item in conferences)
    return CaseSubjects(
        id,
        reference,
        marking,
        entries=totals.entries,
        decisions=totals.decisions,
        undecided=totals.entries - decided,
        of={
            "chronology-child": tuple(Subject(person, record.name) for person, record in people if record.is_child),
            "strategy-record": meetings,
            "strategy-record-paper": tuple(meeting for meeting in meetings if not meeting.sealed),
            "strategy-record-signed": tuple(meeting for meeting in meetings if meeting.sealed),
            "strategy-record-child": _children_of(cf, case_meetings, meetings, people),
            "preparation": said,
            "outcome": tuple(subject for subject in said if subject.id in outcomes),
        },
        people=tuple(_reader(record) for _, record in people if record.is_professional),
    )


def _children_of(
    cf: CaseFile,
    listed: Sequence[Item[StrategyMeeting]],
    named: Sequence[Subject],
    people: Sequence[tuple[str, Person]],
) -> tuple[Subject, ...]:
    """Each child of each sealed record, at the revision that its chair answered."""
    names = {id: person.name for id, person in people}
    found = []
    for item, subject in zip(listed, named, strict=True):
        sealed = meetings_of.seal_of(cf, item.id) if item.sealed else None
        record = meetings_of.presented_version(cf, sealed).record if sealed is not None else None
        if isinstance(record, StrategyMeeting):
            of = subject.words.removesuffix(", signed and sealed")
            found += [
                Subject(f"{item.id}/{child}", f"{names[child]}, {of}", sealed=True)
                for child in record.children
                if child in names
            ]
    return tuple(found)


def _conference(record: Conference) -> str:
    return ", ".join(part for part in (CONFERENCE_NAMES[record.type], iso_short(record.date)) if part)


def _reader(record: Person) -> Reader:
    return Reader(record.name, record.rank, record.agency)


def report_named(name: str) -> Report | None:
    """A report by its own name or by the name on a document: a draft is of the same report."""
    return REPORTS.get(name) or REPORTS.get(name.removesuffix("-draft"))
