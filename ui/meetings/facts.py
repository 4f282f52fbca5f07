"""What the editor asks the case file for, and what it hands back: all of it off the Qt thread.

Functions here run on the worker that owns the case file. They answer with plain values.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from pclo_app.casefile import findings as asked
from pclo_app.casefile import meetings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.meetings import Answer, Presentation
from pclo_app.casefile.model import Changed, Item, Saved, SealedRecord
from pclo_app.casefile.shown_again import Change, since_shown
from pclo_app.practice.headings import blank_answers, rule_set
from pclo_app.practice.meeting_rules import MeetingContext
from pclo_app.practice.working_days import calendar
from pclo_app.records.meeting import Attendee, StrategyMeeting
from pclo_app.records.person import Person

from .following import Earlier, earlier, followed, going_on

if TYPE_CHECKING:
    from pclo_app.reports.document import Document

NEW = "new"
"""In a `Place`: a record that has not been saved yet."""

CONTINUED = "Record continued"


class MeetingReports(Protocol):
    """The prints of a record."""

    def presented(self, cf: CaseFile, meeting: str) -> Document:
        """What the chair is shown, and what is sealed."""

    def draft(self, cf: CaseFile, meeting: str, child: str = "") -> Document:
        """The record as it stands, or one child's view of it."""

    def sealed_copy(self, cf: CaseFile, sealed: SealedRecord) -> Document:
        """A copy of a sealed record."""

    def slip(self, cf: CaseFile, sealed: SealedRecord) -> Document:
        """The code alone, for the chair to take away."""


class RealReports:
    """The prints of `pclo_app.reports`."""

    def presented(self, cf: CaseFile, meeting: str) -> Document:
        """What the chair is shown, and what is sealed."""
        from pclo_app.reports import strategy_record

        return strategy_record.presented(cf, meeting)

    def draft(self, cf: CaseFile, meeting: str, child: str = "") -> Document:
        """The record as it stands, or one child's view of it."""
        from pclo_app.reports import strategy_record

        return strategy_record.draft(cf, meeting, child=child)

    def sealed_copy(self, cf: CaseFile, sealed: SealedRecord) -> Document:
        """A copy of a sealed record."""
        from pclo_app.reports import strategy_record

        return strategy_record.sealed_copy(cf, sealed)

    def slip(self, cf: CaseFile, sealed: SealedRecord) -> Document:
        """The code alone, for the chair to take away."""
        from pclo_app.reports import slip

        return slip.of_sealed(cf, sealed)


@dataclass(frozen=True)
class Facts:
    """Everything around one record that its editor needs."""

    case: str
    reference: str
    family: str
    record: StrategyMeeting
    """The newest head, or a new record prepared from the case."""
    id: str = ""
    """Empty while nothing has been saved."""
    heads: tuple[str, ...] = ()
    draft: bytes | None = None
    people: dict[str, Person] = field(default_factory=dict)
    conference_limit: date | None = None
    earlier: tuple[Earlier, ...] = ()
    """The meetings that this one can go on from."""
    sealed: SealedRecord | None = None
    shown: bool = False
    """Whether this very revision was shown to the chair already."""

    @property
    def context(self) -> MeetingContext:
        """What the rules of practice look at beside the record."""
        return MeetingContext(
            children=self.people, calendar=calendar(), conference_limit=self.conference_limit, record=self.id
        )

    @property
    def children(self) -> dict[str, Person]:
        """The children of the case, by id."""
        return {id: person for id, person in self.people.items() if person.is_child}


def draft_key(case: str, record: str) -> str:
    """Where the words of a record are kept while they are half written."""
    return f"meeting/{NEW}/{case}" if record in ("", NEW) or followed(record) else f"meeting/{record}"


def load(cf: CaseFile, case: str, record: str) -> Facts:
    """Read everything for one record; ``new`` prepares one from the case's professionals.

    ``new:`` and an id prepares one that goes on from that meeting.
    """
    known: Item[Any] = cf.item(case)
    people = {item.id: item.record for item in cf.people(case)}
    clock = asked.clock_of_section_47(cf, case)
    facts = Facts(
        case=case,
        reference=known.record.reference,
        family=known.record.family,
        record=StrategyMeeting(),
        draft=cf.draft(draft_key(case, record)),
        people=people,
        conference_limit=clock.limit if clock else None,
        earlier=earlier(cf, case, record),
    )
    if record in ("", NEW):
        return replace(facts, record=_prepared(cf, case, people))
    if followed(record):
        return replace(facts, record=going_on(cf, _prepared(cf, case, people), followed(record)))
    item: Item[StrategyMeeting] = cf.item(record)
    head = item.heads[0]
    shown = any(
        each.record.record == record and each.record.act == "shown to the chair" and each.heads[0].at >= head.at
        for each in cf.items(case, "disclose")
    )
    return replace(
        facts,
        record=with_headings(item.record, cf.now().date()),
        id=record,
        heads=tuple(version.rev for version in item.heads),
        sealed=meetings.seal_of(cf, record),
        shown=shown,
    )


def _prepared(cf: CaseFile, case: str, people: dict[str, Person]) -> StrategyMeeting:
    """A new record: today, the officer, and the case's professionals, their attendance unanswered."""
    now = cf.now()
    order = list(AGENCY_ORDER)
    professionals = [(id, person) for id, person in people.items() if person.is_professional]
    professionals.sort(key=lambda each: order.index(each[1].agency) if each[1].agency in order else len(order))
    me = cf.officer
    rows = [Attendee(name=me.name, rank=me.rank, agency="POL", attendance="present", recorder=True)]
    rows += [
        Attendee(name=person.name, rank=person.rank, agency=person.agency, organisation=person.organisation, person=id)
        for id, person in professionals
        if person.name.casefold() != me.name.casefold()
    ]
    there = {each.agency for each in rows}
    rows += [Attendee(agency=code) for code in ("CSC", "HEA", "EDU") if code not in there]
    rows.sort(key=lambda each: order.index(each.agency) if each.agency in order else len(order))
    made = StrategyMeeting(
        number=f"SM-{_next_number(cf, case)}",
        date=now.date().isoformat(),
        start=f"{now:%H:%M}",
        children=tuple(id for id, person in people.items() if "subject child" in person.roles),
        attendance=tuple(rows),
    )
    return with_headings(made, now.date())


AGENCY_ORDER = ("POL", "CSC", "HEA", "EDU", "PRB", "HOU", "LEG", "OTH")


def with_headings(record: StrategyMeeting, today: date) -> StrategyMeeting:
    """The record with a row for every heading of its rule set."""
    if record.decisions:
        return record
    held = _day(record.date) or today
    rules = rule_set(held)
    return msgspec.structs.replace(record, decisions=blank_answers(rules), headings_rule=rules.id)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _next_number(cf: CaseFile, case: str) -> int:
    numbers = [item.record.number for item in cf.items(case, "strategy_meeting")]
    return 1 + max((int(each[3:]) for each in numbers if each.startswith("SM-") and each[3:].isdecimal()), default=0)


def save(
    cf: CaseFile,
    record: StrategyMeeting,
    *,
    case: str,
    id: str,
    heads: tuple[str, ...],
    key: str,
    draft: bytes | None = None,
) -> Saved:
    """Make a revision and forget the draft that led to it. Saving unchanged words makes none.

    ``draft`` is kept beside the revision: words that the record cannot hold yet, and the cursor.
    """
    if id:
        record = msgspec.structs.replace(record, change_reason=CONTINUED)
        saved = cf.save(record, case=case, id=id, based_on=heads or None, drop=key)
    else:
        saved = cf.save(record, case=case, drop=key)
    if draft is not None:
        cf.put_draft(draft_key(case, saved.id), draft)
    return saved


@dataclass(frozen=True)
class Shown:
    """A record being shown to its chair, with what the seal binds beside the PDF."""

    presentation: Presentation
    text: str
    template: str
    changed: Changed
    changes: tuple[Change, ...] = ()
    """What reads differently from when the chair was shown it last."""


def show(cf: CaseFile, reports: MeetingReports, meeting: str) -> Shown:
    """Render the record once and begin to show it; the showing is recorded."""
    document = reports.presented(cf, meeting)
    changes = tuple(since_shown(cf, meeting))
    presentation = meetings.present(cf, meeting, document.pdf, document.pages)
    changed = Changed(frozenset({presentation.case}), frozenset({"disclose"}))
    return Shown(presentation, document.text(), document.template, changed, changes)


@dataclass(frozen=True)
class SealedNow:
    """A record that has just been answered."""

    sealed: SealedRecord
    changed: Changed


def seal(cf: CaseFile, shown: Shown, answer: Answer) -> SealedNow:
    """Fix the record with the chair's answer, and forget its draft."""
    sealed = meetings.seal(cf, shown.presentation, answer, text=shown.text, template=shown.template)
    case = shown.presentation.case
    cf.drop_draft(draft_key(case, shown.presentation.meeting))
    return SealedNow(sealed, Changed(frozenset({case}), frozenset({"seal", "strategy_meeting", "action"})))
