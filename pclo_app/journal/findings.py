"""What a check of the journal found, in plain English.

A problem says where, what happened, what is safe and what to do. It names a revision by
its number, its laptop, its kind of record and its time, never by its words.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Protocol

from .errors import RULES, BadRevision
from .revision import Header, Revision
from .store import Fork, RawRow

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_OTHERS_SAFE = "Every revision that is not listed here is as it was signed."
_TELL = (
    "Do not work on in this case file. Keep it as it is, tell your supervisor, and restore a backup into a new"
    " folder: what the office has received can be fetched again."
)
_REBUILD = "Run 'pclo rebuild' (Settings, Is it whole?, Rebuild), then check again. If it stays, restore a backup."
_FETCH = "Take in the newest bundles from the office, then check again. If it stays, tell your supervisor."

#: What each finding says: what happened, what is safe, what to do. The rules of single rows are added below.
_TEXTS = {
    "id": ("Its header is not the one that was stored.", _OTHERS_SAFE, _TELL),
    "column": (
        "The file's index says something else about it than its signed header ({field}).",
        "The signed header itself is as it was written.",
        _TELL,
    ),
    "unknown-device": (
        "It comes from a laptop whose key is not known here, so its signature cannot be checked.",
        _OTHERS_SAFE,
        "Take in the newest roster from the office, then check again.",
    ),
    "chain": (
        "It does not follow the revision that stands before it: one of the two was put in later.",
        _OTHERS_SAFE,
        _TELL,
    ),
    "gap": ("Missing from the middle or the start of the laptop's chain.", _OTHERS_SAFE, _FETCH),
    "parent": ("A revision that it builds on is not here.", "Its own words are as they were signed.", _FETCH),
    "parent-record": (
        "It builds on a revision of another record, which no version of this program does.",
        "Its own words are as they were signed.",
        "Tell your supervisor which laptop this came from.",
    ),
    "waiting": (
        "It is marked as waiting for an earlier revision although everything it builds on is here.",
        "Its own words are as they were signed.",
        _REBUILD,
    ),
    "link": (
        "The file's index of what builds on what does not agree with its signed header.",
        "Its own words are as they were signed.",
        _REBUILD,
    ),
    "head-missing": (
        "It is the newest revision of its record, or one of them, but the file's index does not show it.",
        "Its own words are as they were signed.",
        _REBUILD,
    ),
    "head-extra": (
        "The file's index shows it as the newest revision of its record, which it is not.",
        "Its own words are as they were signed.",
        _REBUILD,
    ),
    "index-lost": (
        "The file's index names a revision that is not in the journal.",
        _OTHERS_SAFE,
        _REBUILD,
    ),
    "contents-lost": ("There are contents here that belong to no revision.", _OTHERS_SAFE, _TELL),
    "receipt-form": ("The receipt cannot be read.", _OTHERS_SAFE, _TELL),
    "receipt-key": (
        "It comes from an office whose key is not known here, so its signature cannot be checked.",
        _OTHERS_SAFE,
        "Take in the newest roster from the office, then check again.",
    ),
    "receipt-signature": ("Its signature is not that of the office it names.", _OTHERS_SAFE, _TELL),
    "receipt-chain": (
        "It does not follow the receipt before it: one of the two is missing, or was put in later.",
        _OTHERS_SAFE,
        _TELL,
    ),
    "receipt-other": (
        "Receipt {field} of the office names another revision for this place: from here on or earlier, this history"
        " was written again after the office had signed for it.",
        "The office holds the history for which it signed.",
        _TELL,
    ),
    "receipt-behind": (
        "Receipt {field} of the office says that it holds this revision, and it is not here: this file is older, or"
        " was cut short.",
        "The office holds it, with everything before it.",
        _FETCH,
    ),
    "fork": (
        "This laptop has signed two histories: a second, different revision for this place arrived on {at}.",
        "Both are kept, each with its signature.",
        "Tell your supervisor. It happens when an old copy of a case file was put back and worked on, or when a"
        " history was rewritten.",
    ),
}
_DAMAGED = {rule: (f"{why[0].upper()}{why[1:]}{{detail}}.", _OTHERS_SAFE, _TELL) for rule, why in RULES.items()}
TEXTS = MappingProxyType(_DAMAGED | _TEXTS)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing found. ``code`` is stable, a key of `TEXTS`; ``rev`` is the revision's identity where there is one."""

    where: str
    what: str
    safe: str
    do: str
    code: str = ""
    rev: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a check."""

    checked: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Nothing was found."""
        return not self.problems

    def as_dict(self) -> dict[str, object]:
        """For ``--json``."""
        return {"ok": self.ok, "checked": self.checked, "problems": [asdict(problem) for problem in self.problems]}


class Lookup(Protocol):
    """Finds a stored revision, so that it can be named."""

    def get(self, rev: str) -> Revision | None:
        """One revision."""


class Finder:
    """Collects what is found and gives each thing its name and its words."""

    def __init__(self, lookup: Lookup, this_device: str) -> None:
        self._lookup = lookup
        self._this_device = this_device
        self._problems: list[Problem] = []
        self._blamed: set[bytes] = set()
        self.counts: dict[str, int] = {}

    def report(self) -> Report:
        """Everything found so far."""
        return Report(self.counts, self._problems)

    def blamed(self, rev: bytes) -> bool:
        """Whether the index entries of this revision need no words of their own: the revision itself is bad."""
        return rev in self._blamed

    def row(self, row: RawRow, head: Header | None, code: str, detail: str = "", *identities: bytes) -> None:
        """Something about one row. ``identities``: under which other names its index entries may be found."""
        rev, device, epoch, seq, *_ = row
        self._blamed.update((rev, *identities))
        self._add(code, self._name(device.hex(), epoch, seq, head), rev=rev.hex(), detail=detail)

    def gap(self, device: str, epoch: int, first: int, last: int) -> None:
        """Numbers missing from a chain."""
        span = f"Revision {first}" if first == last else f"Revisions {first} to {last}"
        self._add("gap", f"{span} of {self._laptop(device, epoch)}")

    def stored(self, rev: bytes, code: str) -> None:
        """Something about a revision that is known by its identity only."""
        if self.blamed(rev):
            return
        revision = self._lookup.get(rev.hex())
        if revision is None:
            self._add("index-lost", f"Index entry {rev.hex()[:16]}", rev=rev.hex())
            return
        head = revision.head
        self._add(code, self._name(head.dev, head.ep, head.seq, head), rev=rev.hex())

    def lost_payload(self, rev: bytes) -> None:
        """Contents without a revision."""
        if not self.blamed(rev):
            self._add("contents-lost", f"Contents {rev.hex()[:16]}", rev=rev.hex())

    def fork(self, fork: Fork) -> None:
        """Evidence of a second history."""
        where = self._name(fork.device, fork.epoch, fork.seq, None)
        self._add("fork", where, rev=fork.revision.id, at=fork.first_seen)

    def receipt(self, office: bytes, n: int, code: str) -> None:
        """Something about one receipt."""
        self._add(code, f"Receipt {n} of office {office.hex()[:8]}")

    def pinned(self, device: str, epoch: int, seq: int, receipt: int, code: str) -> None:
        """A receipt names a row for this place that is not here."""
        self._add(code, self._name(device, epoch, seq, None), detail=str(receipt))

    def bad_fork(self, fork: Fork, fault: BadRevision) -> None:
        """The evidence itself is damaged."""
        where = f"The second version of revision {fork.seq} of {self._laptop(fork.device, fork.epoch)}"
        self._add(fault.rule, where, rev=fork.revision.id, detail=fault.field)

    def _add(self, code: str, where: str, *, rev: str = "", detail: str = "", at: str = "") -> None:
        what, safe, do = TEXTS[code]
        words = what.format(field=detail, detail=f" ({detail})" if detail else "", at=at)
        self._problems.append(Problem(where, words, safe, do, code, rev))

    def _laptop(self, device: str, epoch: int) -> str:
        laptop = "this laptop" if device == self._this_device else f"laptop {device[:8]}"
        return laptop if epoch == 1 else f"{laptop}, series {epoch}"

    def _name(self, device: str, epoch: int, seq: int, head: Header | None) -> str:
        """'Revision 42 of this laptop (chronology entry, 3 Nov 2026 16:31)'."""
        plain = f"Revision {seq} of {self._laptop(device, epoch)}"
        return plain if head is None else f"{plain} ({kind_in_words(head.kind)}, {local_time(head)})"


def kind_in_words(kind: str) -> str:
    """'chronology_entry/1' as 'chronology entry'."""
    name, _, version = kind.rpartition("/")
    return (name if name and version.isdigit() else kind).replace("_", " ").replace("/", " ")


def local_time(head: Header) -> str:
    """When the officer's clock showed, at the officer's place: '3 Nov 2026 16:31'."""
    hours, minutes = int(head.off[1:3]), int(head.off[4:6])
    shift = timedelta(hours=hours, minutes=minutes) * (-1 if head.off[0] == "-" else 1)
    try:
        moment = datetime.fromisoformat(head.at.removesuffix("Z")) + shift
    except (OverflowError, ValueError):
        return head.at
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year} {moment.hour:02d}:{moment.minute:02d}"
