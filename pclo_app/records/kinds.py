"""All kinds of record, and their one form as bytes.

A payload is canonical: decoding it and encoding the result gives the same bytes. That
rules out duplicate keys, other key orders and odd spellings of numbers.
"""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec

from .after_sealing import Addendum, PaperReturn
from .audit import Attachment, Consult, Disclose, Erasure
from .base import Missing, Record
from .case import Case
from .chronology import ChronologyEntry
from .condition import Condition, ConditionCheck
from .conference import Conference, ConferenceOutcome
from .custody import Epoch, KeyEvent
from .errors import NotARecord, UnknownKind
from .meeting import StrategyMeeting
from .person import Person
from .reason import RecordedReason
from .review import Review
from .roster import Roster
from .safeguarding import Medical, PoliceProtection
from .seal import Seal
from .text import clean
from .work import Action, Check

KINDS: dict[str, type[Record]] = {
    "case": Case,
    "person": Person,
    "chronology_entry": ChronologyEntry,
    "strategy_meeting": StrategyMeeting,
    "seal": Seal,
    "addendum": Addendum,
    "paper_return": PaperReturn,
    "action": Action,
    "check": Check,
    "condition": Condition,
    "condition_check": ConditionCheck,
    "conference": Conference,
    "conference_outcome": ConferenceOutcome,
    "medical": Medical,
    "police_protection": PoliceProtection,
    "recorded_reason": RecordedReason,
    "review": Review,
    "attachment": Attachment,
    "disclose": Disclose,
    "consult": Consult,
    "key_event": KeyEvent,
    "epoch": Epoch,
    "erasure": Erasure,
    "roster": Roster,
}
"""Name of each kind; on the wire it carries its version: ``case/1``."""

NOT_CASEWORK = frozenset({"disclose", "consult", "key_event", "epoch", "erasure", "roster"})
"""Kinds that record what was done with the case file; they are read in the audit log, not among the casework."""

DS_ONLY = frozenset({"review", "roster", "erasure"})
"""Kinds that only a detective sergeant may write."""

ABOUT_THE_FILE = NOT_CASEWORK - DS_ONLY
"""Kinds by which a laptop tells what was done with its file; written even where the roster has put it out of use."""

R = TypeVar("R", bound=Record)

_ESCAPED = re.compile(rb"\\[urbf]")

_NAMES = {kind: name for name, kind in KINDS.items()}
_ENCODER = msgspec.json.Encoder()
_DECODERS: dict[str, msgspec.json.Decoder[Any]] = {name: msgspec.json.Decoder(kind) for name, kind in KINDS.items()}


def kind_of(record: Record) -> str:
    """The name of a record's kind."""
    return _NAMES[type(record)]


def wire_kind(name: str) -> str:
    """The kind with its version, as a revision's header has it."""
    return f"{name}/1"


def kind_from_wire(kind: str) -> str | None:
    """The name of a kind we know, or None for one from a newer version."""
    name, _, version = kind.partition("/")
    return name if version == "1" and name in KINDS else None


def encode(record: Record) -> bytes:
    """The record's canonical bytes. Raises ControlCharacter for text that cannot be shown."""
    raw = _ENCODER.encode(record)
    if not _plain(raw):
        _check_text(msgspec.to_builtins(record))
    return raw


def decode(name: str, payload: bytes) -> Record:
    """The record in a payload. Raises UnknownKind, NotARecord or ControlCharacter."""
    decoder = _DECODERS.get(name)
    if decoder is None:
        raise UnknownKind(kind=name, known=", ".join(KINDS))
    try:
        record: Record = decoder.decode(payload)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise NotARecord(kind=name, why=_where(error)) from None
    if _ENCODER.encode(record) != payload:
        raise NotARecord(kind=name, why="its bytes are not in the one permitted form")
    if not _plain(payload):
        _check_text(msgspec.to_builtins(record))
    return record


def from_file(name: str, text: bytes) -> Record:
    """A record from JSON that a person wrote: any key order and spacing, text brought to its clean form."""
    decoder = _DECODERS.get(name)
    if decoder is None:
        raise UnknownKind(kind=name, known=", ".join(KINDS))
    try:
        plain = msgspec.json.decode(text)
        record: Record = msgspec.convert(_cleaned(plain), KINDS[name])
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise NotARecord(kind=name, why=_where(error)) from None
    return record


def missing(record: Record) -> list[Missing]:
    """What the record cannot be saved without, in the order of its fields."""
    found: list[Missing] = record.missing()  # type: ignore[attr-defined]
    return found


def schema(name: str) -> dict[str, Any]:
    """The kind's JSON Schema."""
    if name not in KINDS:
        raise UnknownKind(kind=name, known=", ".join(KINDS))
    return msgspec.json.schema(KINDS[name])


def _where(error: Exception) -> str:
    """The error's own words, which name the field and the types, never a value."""
    if not isinstance(error, msgspec.ValidationError):
        return "it cannot be read as JSON"
    return re.sub(r"value '.*?'(?= - at|$)", "value", str(error), flags=re.DOTALL)


def _plain(raw: bytes) -> bool:
    """Whether encoded text is ASCII without any control character but new line and tab: then it is clean as it is."""
    return raw.isascii() and b"\x7f" not in raw and not _ESCAPED.search(raw)


def _check_text(value: Any) -> None:
    """Refuses text that is not in its clean form."""
    for text in _texts(value):
        if clean(text) != text:
            raise NotARecord(kind="text", why="it is not in Unicode's composed form (NFC)")


def _texts(value: Any) -> list[str]:
    found: list[str] = []
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, list | tuple):
            stack.extend(item)
    return found


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return value


def tidy(record: R) -> R:
    """The record with its text in composed form. Raises ControlCharacter."""
    if _plain(_ENCODER.encode(record)):
        return record
    plain = msgspec.to_builtins(record)
    if all(clean(text) == text for text in _texts(plain)):
        return record
    return msgspec.convert(_cleaned(plain), type(record))
