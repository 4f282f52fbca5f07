"""What each revision means in the access log: its act, and one line of plain words.

The words come from the record itself, so a line loses its detail when the contents of its
revision are erased or put away, and keeps what the signed header says.
"""

from __future__ import annotations

from ..journal.revision import Header
from ..records import kinds
from ..records.audit import Attachment, Consult, Disclose, Erasure
from ..records.base import Record
from ..records.custody import Epoch, KeyEvent
from ..records.describe import KIND_NAMES
from ..records.roster import Roster
from ..records.seal import OUTCOME_WORDS, Seal

ACTS: dict[str, str] = {
    "written": "Written",
    "changed": "Changed",
    "answered": "Answered by the chair",
    "document": "Document added",
    "disclosed": "Printed, exported or shown",
    "opened": "Opened",
    "keys": "Keys",
    "chain": "New chain",
    "erased": "Erased",
    "team": "Team roster",
    "newer": "From a newer version",
}
"""The acts that the log can be narrowed to, with their words."""

_OF_KIND = {
    "seal": "answered",
    "attachment": "document",
    "disclose": "disclosed",
    "consult": "opened",
    "key_event": "keys",
    "epoch": "chain",
    "erasure": "erased",
    "roster": "team",
}
_DISCLOSED = {
    "printed": "Printed",
    "saved as PDF": "Saved as PDF",
    "exported": "Exported",
    "shown to the chair": "Shown to the chair",
    "sent": "Sent",
}


def act(head: Header) -> str:
    """Which of `ACTS` a revision is."""
    kind = kinds.kind_from_wire(head.kind)
    if kind is None:
        return "newer"
    if kind in ("attachment", "seal") and head.par:
        return "changed"
    return _OF_KIND.get(kind, "changed" if head.par else "written")


def words(head: Header, record: Record | None) -> str:
    """One line: "Chronology entry written", "Action changed: done", "Printed Chronology: DI Sharma"."""
    match record:
        case Consult():
            return "Access log read" if record.purpose == "audit" else f"Opened for {record.purpose}"
        case Disclose():
            copies = f", {record.copies} copies" if record.copies > 1 else ""
            recipient = f": {record.recipient}" if record.recipient else ""
            return f"{_DISCLOSED[record.act]} {record.what}{recipient}{copies}"
        case KeyEvent(act="certificate made" | "certificate brought in"):
            return f"Keys: {record.act}, fingerprint {record.note[:16]}"
        case KeyEvent():
            return f"Keys: {record.act}" + (f", {record.holder}" if record.holder else "")
        case Epoch():
            return f"New chain: {record.why}"
        case Erasure():
            count = len(record.revs)
            return f"Erased {count} {'revision' if count == 1 else 'revisions'}: {record.ground}"
        case Roster():
            return f"Team roster, version {record.n}" + (f": {record.change_reason}" if record.change_reason else "")
        case Seal() if not head.par:
            return f"Chair’s answer: {OUTCOME_WORDS[record.outcome]}, {record.by.name}"
        case Attachment() if not head.par:
            return f"Document added: {record.file_name}"
    return _plain(head, record)


def _plain(head: Header, record: Record | None) -> str:
    """What a line says of any kind of record, and of one whose contents are not here."""
    kind = kinds.kind_from_wire(head.kind)
    if kind is None:
        return f"Needs a newer version: {head.kind}"
    name = KIND_NAMES.get(kind, kind)
    if record is None and kind in kinds.NOT_CASEWORK:
        return name
    if not head.par:
        return f"{name} written"
    reason = record.change_reason.strip() if record is not None else ""
    done = "changed" if len(head.par) == 1 else "settled, two versions"
    return f"{name} {done}: {reason}" if reason else f"{name} {done}"
