"""What a sealed record's later pages are printed from, gathered out of an open case file."""

from __future__ import annotations

from ..casefile import after_sealing, meetings
from ..casefile.casefile import CaseFile
from ..casefile.model import SealedRecord
from ..errors import KnownError
from ..records.audit import Attachment
from ..records.meeting import StrategyMeeting
from ..records.seal import OUTCOME_WORDS, Seal
from . import words
from .strategy_after import AfterSealing, Returned, Statement
from .strategy_view import OtherVersion


def after_view(cf: CaseFile, sealed: SealedRecord) -> AfterSealing:
    """Everything recorded about a sealed record since its seal."""
    meeting = meetings.presented_version(cf, sealed).record
    over = after_sealing.taken_over_by(cf, sealed.meeting)
    return AfterSealing(
        statements=_statements(cf, sealed.meeting),
        paper=_paper(cf, sealed.meeting),
        takes_the_place_of=replaced_version(cf, meeting) if isinstance(meeting, StrategyMeeting) else None,
        taken_over_by=None if over is None else _version(cf, over.id, over.record.amends_why),
    )


def replaced_version(cf: CaseFile, meeting: StrategyMeeting) -> OtherVersion | None:
    """The sealed version whose place a version takes, where it is on this laptop."""
    return _version(cf, meeting.amends, meeting.amends_why) if meeting.amends else None


def _version(cf: CaseFile, id: str, why: str) -> OtherVersion | None:
    sealed = meetings.seal_of(cf, id)
    if sealed is None or not isinstance(sealed.seal.record, Seal):
        return None
    seal = sealed.seal.record
    record = meetings.presented_version(cf, sealed).record
    return OtherVersion(
        number=record.version if isinstance(record, StrategyMeeting) else 0,
        sealed_at=words.recorded(seal.present[1], sealed.seal.offset),
        code=sealed.code,
        outcome=OUTCOME_WORDS[seal.outcome],
        why=why,
    )


def _statements(cf: CaseFile, meeting: str) -> tuple[Statement, ...]:
    found = []
    for item in after_sealing.statements(cf, meeting):
        version, said = item.heads[0], item.record
        by = ", ".join(part for part in (said.by.name, said.by.rank, said.by.agency) if part)
        at = words.recorded(version.at, version.offset)
        found.append(Statement(by, said.about, said.words, version.by, at))
    return tuple(found)


def _paper(cf: CaseFile, meeting: str) -> Returned | None:
    item = after_sealing.paper_of(cf, meeting)
    if item is None:
        return None
    back = item.record
    return Returned(
        says=back.says,
        reservation=back.reservation,
        received_on=back.received_on,
        seen_by=str(back.seen_by),
        how=back.how,
        pages=back.pages,
        digest=_scan_digest(cf, back.attachment),
    )


def _scan_digest(cf: CaseFile, attachment: str) -> str:
    """The fingerprint of the scan, or nothing where its record is not on this laptop."""
    try:
        record = cf.item(attachment).record
    except KnownError:
        return ""
    return record.digest if isinstance(record, Attachment) else ""
