"""What reports are printed from, gathered out of an open case file."""

from __future__ import annotations

from typing import Any

from ..casefile import chronology as rows_of
from ..casefile import findings, meetings
from ..casefile.casefile import CaseFile
from ..casefile.model import ChronologyFilter, Item, SealedRecord, Version
from ..practice import clocks, meeting_rules
from ..practice.phrases import read_day
from ..practice.working_days import calendar
from ..records.base import Record
from ..records.case import Case
from ..records.conference import Conference, ConferenceOutcome
from ..records.event_date.wording import day_in_words
from ..records.meeting import StrategyMeeting
from ..records.person import Person
from ..records.seal import Seal
from ..records.work import Action, Check
from . import words
from .chronology import ChronologyInput
from .errors import NothingToReport, WrongRecord
from .gather_after import replaced_version
from .outcome import OutcomeInput
from .page import Imprint
from .preparation import PreparationInput
from .strategy_checks import COUNTED_HERE
from .strategy_view import Check as Line
from .strategy_view import MeetingView, SealView, Writer


def case_item(cf: CaseFile, case: str) -> Item[Case]:
    """A case by its id or its force reference."""
    if len(case) == 32 and all(c in "0123456789abcdef" for c in case):
        return cf.item(case)
    return cf.case_by_reference(case)


def imprint(cf: CaseFile, case: Case, recipient: str, copy: tuple[int, int]) -> Imprint:
    """Who prints, when, and for whom."""
    return Imprint(
        by=str(cf.officer),
        at=cf.now(),
        recipient=recipient,
        copy=copy,
        marking=case.marking,
        head=cf.store.tip(cf.vault.device, cf.epoch).prev,
    )


def _of_kind(cf: CaseFile, id: str, kind: type[Record], name: str, what: str) -> Item[Any]:
    item = cf.item(id)
    if not isinstance(item.record, kind):
        raise WrongRecord(name=name, kind=what)
    return item


def _people(cf: CaseFile, case: str) -> dict[str, Person]:
    return {item.id: item.record for item in cf.people(case)}


def _children(people: dict[str, Person], chosen: tuple[str, ...]) -> tuple[Person, ...]:
    """The children that a record names; none is guessed."""
    return tuple(people[id] for id in chosen if id in people)


def _writer(cf: CaseFile, version: Version[Any]) -> Writer:
    """Who wrote a revision, with the team where it is known."""
    officer = cf.officer
    if (version.name, version.rank) == (officer.name, officer.rank):
        return Writer(version.name, version.rank, officer.team)
    roster = cf.roster()
    return Writer(version.name, version.rank, roster.team_name if roster else "")


# strategy meetings --------------------------------------------------------------------------------------------


def meeting_view(cf: CaseFile, meeting_id: str) -> MeetingView:
    """A meeting's record as it stands. Raises WrongRecord."""
    item = _of_kind(cf, meeting_id, StrategyMeeting, "strategy-record", "strategy meeting")
    apart: tuple[Line, ...] = ()
    if item.in_conflict:
        by = "; ".join(f"{version.by}, {words.moment_plain(_when(version))}" for version in item.heads)
        apart = (Line("One version only", False, f"No. Two people changed it apart: {by}. The newest is printed."),)
    return _view(cf, item.heads[0], apart)


def sealed_meeting_view(cf: CaseFile, sealed: SealedRecord) -> MeetingView:
    """A meeting's record at the very revision that its chair answered."""
    return _view(cf, meetings.presented_version(cf, sealed), ())


def _view(cf: CaseFile, version: Version[Any], apart: tuple[Line, ...]) -> MeetingView:
    meeting = version.record
    if not isinstance(meeting, StrategyMeeting):
        raise WrongRecord(name="strategy-record", kind="strategy meeting")
    case: Case = cf.item(version.case).record
    people = _people(cf, version.case)
    context = meeting_rules.MeetingContext(children=people)
    standing = tuple(
        Line(finding.title, False, words.sentence(f"Not answered. {finding.words}"))
        for finding in meeting_rules.findings(meeting, context)
        if finding.level in ("must", "reason") and finding.rule not in COUNTED_HERE
    )
    return MeetingView(
        meeting=meeting,
        case=case,
        children=_children(people, meeting.children),
        writer=_writer(cf, version),
        findings=(*standing, *apart),
        limits=_begins(meeting),
        replaces=replaced_version(cf, meeting),
    )


def _begins(meeting: StrategyMeeting) -> tuple[str, ...]:
    """The limit that a meeting starts when it begins section 47 enquiries, whatever the day of printing."""
    held = read_day(meeting.date)
    if meeting.began_section_47 != "yes" or held is None:
        return ()
    limit = clocks.limit_of("initial-conference", held, calendar())
    return (f"The initial conference limit is {day_in_words(limit)} (15 working days).",)


def _when(version: Version[Any]) -> Any:
    return words.recorded(version.at, version.offset)


def seal_view(cf: CaseFile, sealed: SealedRecord) -> SealView:
    """A chair's answer with the words around it."""
    version = sealed.seal
    seal = version.record
    if not isinstance(seal, Seal):
        raise WrongRecord(name="strategy-record", kind="chair’s answer")
    return SealView(
        seal=seal,
        code=sealed.code,
        digest=sealed.digest,
        sealed_at=words.recorded(seal.present[1], version.offset),
        began=words.recorded(seal.present[0], version.offset),
        officer=_writer(cf, version),
        fingerprint=version.device,
    )


# chronologies -------------------------------------------------------------------------------------------------


def chronology_input(
    cf: CaseFile, case_id: str, *, decisions: bool = False, child: str = "", part: str = ""
) -> ChronologyInput:
    """A case's entries: all, the key decisions, or what concerns one child; part A, part B or the police copy."""
    case: Case = cf.item(case_id).record
    people = _people(cf, case_id)
    rows = rows_of.every(cf, case_id, ChronologyFilter(decisions=decisions))
    selection = "Key decisions" if decisions else "All agencies"
    children = tuple(person for person in people.values() if "subject child" in person.roles)
    if child:
        person = people.get(child)
        if person is None:
            raise WrongRecord(name="chronology-child", kind="person of this case")
        rows = [row for row in rows if child in row.entry.persons or not row.entry.persons]
        selection = f"Entries that name {person.name} or nobody"
        children = (person,)
    if part:
        rows = [row for row in rows if (row.entry.may_be_shared if part == "A" else row.entry.disclosure)]
    return ChronologyInput(
        case=case,
        children=children,
        rows=tuple(rows),
        as_at=cf.now(),
        gaps=tuple(rows_of.gaps(cf, case_id)),
        numbers=rows_of.numbers(cf, case_id),
        selection=selection,
        part=part,
    )


# conferences --------------------------------------------------------------------------------------------------


def preparation_input(cf: CaseFile, conference_id: str) -> PreparationInput:
    """What an officer prepares for one conference. Raises WrongRecord."""
    item = _of_kind(cf, conference_id, Conference, "preparation", "conference")
    conference: Conference = item.record
    checks: list[Check] = [found.record for found in cf.items(item.case, "check")]
    actions: list[Action] = [found.record for found in cf.items(item.case, "action")]
    return PreparationInput(
        conference=conference,
        case=cf.item(item.case).record,
        children=_children(_people(cf, item.case), conference.children),
        checks=tuple(check for check in checks if check.conference in ("", conference_id)),
        actions=tuple(action for action in actions if action.is_open),
        conditions=tuple(each for each in findings.conditions_of(cf, item.case) if each.state != "over"),
        people={person.id: person.record.name for person in cf.people(item.case)},
        numbers=rows_of.numbers(cf, item.case),
        limits=_running(cf, item),
    )


def _running(cf: CaseFile, item: Item[Conference]) -> tuple[str, ...]:
    """The clock of the section 47 enquiry, for an initial conference."""
    clock = findings.clock_of_section_47(cf, item.case)
    held = read_day(item.record.date)
    if clock is None or held is None or item.record.type != "initial":
        return ()
    return (
        f"Section 47 enquiries began on {day_in_words(clock.start)}. The limit for this conference is "
        f"{day_in_words(clock.limit)}; it is held on working day {calendar().count(clock.start, held)} of {clock.of}.",
    )


def outcome_input(cf: CaseFile, record_id: str) -> OutcomeInput:
    """The outcome of a conference, by the outcome's own id or the conference's. Raises WrongRecord, NothingToReport."""
    item = cf.item(record_id)
    if isinstance(item.record, Conference):
        found = [o for o in cf.items(item.case, "conference_outcome") if o.record.conference == record_id]
        if not found:
            raise NothingToReport(why="no outcome of this conference is recorded")
        item = found[-1]
    outcome = item.record
    if not isinstance(outcome, ConferenceOutcome):
        raise WrongRecord(name="outcome", kind="conference")
    conference: Conference = _of_kind(cf, outcome.conference, Conference, "outcome", "conference").record
    actions = [found.record for found in cf.items(item.case, "action")]
    return OutcomeInput(
        outcome=outcome,
        conference=conference,
        case=cf.item(item.case).record,
        children=_children(_people(cf, item.case), conference.children),
        actions=tuple(a for a in actions if a.from_record in (item.id, outcome.conference)),
    )
