"""A meeting that goes on from an earlier one: its people, its children, its open actions; its headings blank again."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from pclo_app.casefile import meetings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.practice.phrases import read_day, short_day
from pclo_app.records.meeting import Attendee, CarriedAction, StrategyMeeting

_AFTER = "new:"


@dataclass(frozen=True)
class Earlier:
    """A meeting that this one can go on from."""

    id: str
    words: str


def after(meeting: str) -> str:
    """In a `Place`: a new record that goes on from this one."""
    return f"{_AFTER}{meeting}"


def followed(record: str) -> str:
    """The id in such a place, "" for none."""
    return record.removeprefix(_AFTER) if record.startswith(_AFTER) else ""


def earlier(cf: CaseFile, case: str, but: str = "") -> tuple[Earlier, ...]:
    """The meetings of a case, the newest first; a version that was taken over is left out."""
    items = [item for item in cf.items(case, "strategy_meeting") if item.id != but]
    replaced = {item.record.amends for item in items if item.sealed}
    items = [item for item in items if item.id not in replaced]
    items.sort(key=lambda item: (item.record.date, item.record.start), reverse=True)
    return tuple(Earlier(item.id, _words(item.record)) for item in items)


def _words(record: StrategyMeeting) -> str:
    day = read_day(record.date)
    return ", ".join(part for part in (record.number, record.title, short_day(day) if day else "") if part)


def going_on(cf: CaseFile, record: StrategyMeeting, before: str) -> StrategyMeeting:
    """The record with what an earlier meeting (id) leaves to it. Nothing that was typed already is lost."""
    earlier = cf.item(before).record
    known = {each.action: each for each in record.carried}
    carried = tuple(
        known.get(item.id)
        or CarriedAction(action=item.id, what=item.record.what, who=item.record.who, by=item.record.by)
        for item in meetings.open_actions_of(cf, before)
    )
    return msgspec.structs.replace(
        record,
        form="reconvened",
        follows=before,
        children=record.children if record.follows else earlier.children or record.children,
        home_authority=record.home_authority or earlier.home_authority,
        purpose=record.purpose or earlier.purpose,
        attendance=_people(record, earlier),
        carried=carried,
    )


def _people(record: StrategyMeeting, before: StrategyMeeting) -> tuple[Attendee, ...]:
    """Those of the earlier meeting, each to be asked again whether they are there; then whom only this one names."""
    here = {each.name.casefold(): each for each in record.attendance if each.name.strip()}
    rows = []
    for each in before.attendance:
        if not each.name.strip():
            continue
        now = here.pop(each.name.casefold(), None)
        asked_again = msgspec.structs.replace(
            each, attendance="", reason_absent="", representations="", note="", chair=False, recorder=False
        )
        rows.append(now if now is not None and (now.attendance or now.chair or now.recorder) else asked_again)
    return (*rows, *here.values())
