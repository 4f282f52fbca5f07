"""Checking a code: typed, or read off a scan, a photograph or a PDF. Which sealed record a paper claims to be.

The code proves which record a paper claims to be; that its words are the same is for the eye.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..casefile import after_sealing, meetings
from ..casefile.casefile import CaseFile
from ..casefile.errors import NoSuchCode
from ..casefile.model import SealedRecord
from ..records.meeting import StrategyMeeting
from . import scanned
from .errors import NoCodeOnScan
from .scanned import Found


@dataclass(frozen=True)
class CheckedCode:
    """A code that belongs to a sealed record here."""

    sealed: SealedRecord
    record: StrategyMeeting
    """The meeting's record as the chair answered it."""
    reference: str
    """Of the case."""
    page: int = 0
    """Of the scan, from 1; 0 for a typed code."""
    later: tuple[int, str] | None = None
    """Version and code of the sealed record that has taken its place."""
    earlier: tuple[int, str] | None = None
    """Version and code of the sealed record whose place it took."""


def typed(cf: CaseFile, code: str) -> CheckedCode:
    """The record of a typed code. Raises MistypedCode, NoSuchCode, ErasedRecord."""
    return _checked(cf, meetings.by_code(cf, code), 0)


def scan(cf: CaseFile, data: bytes) -> list[CheckedCode]:
    """The records of the codes on a scan, each once, in the order of its pages.

    Raises NotAScan, NoCodeOnScan where no code of ours can be read, and what `typed` raises
    where none of the codes is of a record here.
    """
    codes = scanned.codes(data)
    if not codes:
        raise NoCodeOnScan()
    found = []
    for each in codes:
        try:
            found.append(_checked(cf, meetings.by_code(cf, each.code), each.page))
        except NoSuchCode:
            if len(codes) == 1:
                raise
    if not found:
        raise NoSuchCode()
    return found


def first_code(data: bytes) -> Found | None:
    """The first code of ours on a scan. Raises NotAScan."""
    return next(iter(scanned.codes(data)), None)


def _checked(cf: CaseFile, sealed: SealedRecord, page: int) -> CheckedCode:
    record = meetings.presented_version(cf, sealed).record
    assert isinstance(record, StrategyMeeting)
    later = after_sealing.taken_over_by(cf, sealed.meeting)
    return CheckedCode(
        sealed=sealed,
        record=record,
        reference=cf.item(sealed.seal.case).record.reference,
        page=page,
        later=_version(cf, later.id) if later is not None else None,
        earlier=_version(cf, record.amends) if record.amends else None,
    )


def _version(cf: CaseFile, meeting: str) -> tuple[int, str] | None:
    sealed = meetings.seal_of(cf, meeting)
    if sealed is None:
        return None
    record = meetings.presented_version(cf, sealed).record
    return (record.version if isinstance(record, StrategyMeeting) else 0, sealed.code)
