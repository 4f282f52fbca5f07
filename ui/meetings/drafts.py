"""A half-written record as bytes: every word, the cursor, and what was not yet a date. Pure."""

from __future__ import annotations

from typing import Any

import msgspec

from pclo_app.records.meeting import StrategyMeeting


class ChairDraft(msgspec.Struct, frozen=True, kw_only=True):
    """What the chair had done when the laptop locked. Never the strokes of a signature."""

    rev: str = ""
    choice: str = ""
    fields: dict[str, Any] = {}
    seen: tuple[int, ...] = ()


class MeetingDraft(msgspec.Struct, frozen=True, kw_only=True):
    """The editor as it stood."""

    record: StrategyMeeting
    case: str = ""
    heads: tuple[str, ...] = ()
    """The revisions that the words were based on."""
    unread: dict[str, str] = {}
    focus: str = ""
    cursor: int = -1
    scroll: int = 0
    note: str = ""
    reasons: dict[str, str] = {}
    """Reasons being written in the findings, by card."""
    notes_open: bool = False
    chair: ChairDraft | None = None


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(MeetingDraft)


def encode(draft: MeetingDraft) -> bytes:
    """The draft as bytes."""
    return _ENCODER.encode(draft)


def decode(body: bytes | None) -> MeetingDraft | None:
    """The draft in such bytes; None where there is none, or it is of another version."""
    if not body:
        return None
    try:
        return _DECODER.decode(body)
    except msgspec.MsgspecError:
        return None
