"""What can be done about a sealed record: add a statement, begin a new version, take back signed paper.

The sealed record and its seal stay as they are, for ever. A new version is a record of its
own; it takes the place of the old one only by being sealed itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import msgspec

from ..records.after_sealing import Addendum, PaperReturn
from ..records.audit import Attachment
from ..records.base import Named
from ..records.errors import IncompleteRecord
from ..records.meeting import StrategyMeeting
from ..records.seal import Seal
from . import attachments, meetings
from .casefile import CaseFile
from .errors import AmendmentOpen, NotSealed
from .model import Item, Saved, SealedRecord

PAPER_DAYS = 14
"""Days until a page to be signed on paper is overdue."""
UNMATCHED = "Signed page, not matched to a record"
"""The source of a scan on which no code of ours could be read; it stays a task until it is matched or withdrawn."""


# addenda ------------------------------------------------------------------------------------------------------


def add_statement(cf: CaseFile, meeting: str, words: str, by: Named, about: str = "") -> Saved:
    """Put a statement beside a sealed record (id). Raises NotSealed, IncompleteRecord, NoSuchRecord."""
    sealed = _sealed(cf, meeting)
    statement = Addendum(meeting=meeting, code=sealed.code, about=about, words=words, by=by)
    return cf.save(statement, case=sealed.seal.case)


def statements(cf: CaseFile, meeting: str) -> list[Item[Addendum]]:
    """The statements beside a sealed record, the oldest first."""
    case = cf.item(meeting).case
    found = [item for item in cf.items(case, "addendum") if item.record.meeting == meeting]
    return sorted(found, key=lambda item: (item.heads[0].at, item.id))


# a new version ------------------------------------------------------------------------------------------------


def amend(cf: CaseFile, meeting: str, why: str) -> Saved:
    """Begin a new version of a sealed record, to be shown to the chair and sealed afresh.

    Raises IncompleteRecord without a reason, NotSealed, and AmendmentOpen where a new version
    was begun and is not sealed yet.
    """
    if not why.strip():
        raise IncompleteRecord(field="amends_why", why="Say why the sealed record is to be changed.")
    _sealed(cf, meeting)
    item = cf.item(meeting)
    later = next((other for other in _versions_after(cf, item) if not other.sealed), None)
    if later is not None:
        raise AmendmentOpen(number=later.record.number, version=later.record.version)
    newest = max([item.record.version, *(other.record.version for other in _versions_after(cf, item))])
    record = msgspec.structs.replace(
        item.record, version=newest + 1, amends=meeting, amends_why=why.strip(), change_reason=""
    )
    return cf.save(record, case=item.case)


def begun_version(cf: CaseFile, meeting: str) -> Item[StrategyMeeting] | None:
    """The new version that was begun and is not sealed yet, if there is one."""
    return next((other for other in _versions_after(cf, cf.item(meeting)) if not other.sealed), None)


def taken_over_by(cf: CaseFile, meeting: str) -> Item[StrategyMeeting] | None:
    """The sealed version that has taken the place of this one, if there is one; the newest of several."""
    later = [other for other in _versions_after(cf, cf.item(meeting)) if other.sealed]
    return max(later, key=lambda other: other.record.version, default=None)


def _versions_after(cf: CaseFile, item: Item[StrategyMeeting]) -> list[Item[StrategyMeeting]]:
    """The records that amend this one, or one that amends it."""
    found: list[Item[StrategyMeeting]] = []
    known = {item.id}
    others = sorted(cf.items(item.case, "strategy_meeting"), key=lambda other: other.record.version)
    for other in others:
        if other.record.amends in known:
            known.add(other.id)
            found.append(other)
    return found


# paper --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """A record that is to be signed on paper, and has not come back."""

    case: str
    meeting: str
    number: str
    code: str
    since: date
    due: date
    overdue: bool


def waiting(cf: CaseFile, case: str | None = None) -> list[Waiting]:
    """The papers that have not come back, those longest out first."""
    back = {item.record.code for item in cf.items(case, "paper_return")}
    today = cf.now().date()
    found = []
    for sealed in meetings.seals(cf, case):
        seal = sealed.seal.record
        if not isinstance(seal, Seal) or seal.outcome != "wet-ink" or sealed.code in back:
            continue
        since = datetime.fromisoformat(sealed.seal.at.replace("Z", "+00:00")).date()
        due = since + timedelta(days=PAPER_DAYS)
        number = cf.item(sealed.meeting).record.number
        found.append(Waiting(sealed.seal.case, sealed.meeting, number, sealed.code, since, due, today > due))
    return sorted(found, key=lambda each: (each.since, each.code))


def unmatched(cf: CaseFile, case: str | None = None) -> list[Item[Attachment]]:
    """Scans of signed pages that belong to no record yet."""
    linked = {item.record.attachment for item in cf.items(case, "paper_return")}
    return [
        item for item in cf.items(case, "attachment")
        if item.record.source == UNMATCHED and not item.record.withdrawn and item.id not in linked
    ]  # fmt: skip


def keep_unmatched(cf: CaseFile, case: str, file_name: str, data: bytes) -> Saved:
    """Keep a scan on which no code could be read, so that it is not lost and stays a task."""
    return attachments.attach(cf, case, file_name, data, source=UNMATCHED, shows="A signed page")


def paper_came_back(cf: CaseFile, sealed: SealedRecord, file_name: str, data: bytes, returned: PaperReturn) -> Saved:
    """Link a scan to the sealed record whose code is on its pages: the document and the return, or neither.

    ``returned`` says what is on the paper; its ids and its code are filled in here.
    """
    with cf.store.transaction():
        scan = attachments.attach(
            cf, sealed.seal.case, file_name, data, source="Signed page", shows=f"Signed on paper, code {sealed.code}"
        )
        record = msgspec.structs.replace(
            returned,
            meeting=sealed.meeting,
            code=sealed.code,
            attachment=scan.id,
            received_on=returned.received_on or cf.now().date().isoformat(),
        )
        return cf.save(record, case=sealed.seal.case)


def paper_of(cf: CaseFile, meeting: str) -> Item[PaperReturn] | None:
    """The signed paper of a record, where it has come back."""
    case = cf.item(meeting).case
    found = [item for item in cf.items(case, "paper_return") if item.record.meeting == meeting]
    return max(found, key=lambda item: item.heads[0].at, default=None)


def _sealed(cf: CaseFile, meeting: str) -> SealedRecord:
    sealed = meetings.seal_of(cf, meeting)
    if sealed is None:
        raise NotSealed()
    return sealed
