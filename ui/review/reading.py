"""What is new to a reader, what changed since the last reading, and what an officer was asked. No Qt.

A mark of reading holds the revision that was read, so that a later change shows by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pclo_app.casefile import chronology
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import NoSuchRecord
from pclo_app.casefile.model import EntryRow, Item, Version
from pclo_app.records.chronology import ChronologyEntry
from pclo_app.records.review import Comment, Review

State = Literal["new", "changed", "read"]


@dataclass(frozen=True)
class Entry:
    """One entry in the reading list."""

    number: int
    id: str
    rev: str
    record: ChronologyEntry
    state: State
    author: str
    at: str
    """When this revision was written, UTC."""
    before: ChronologyEntry | None = None
    """As it stood when it was last read."""

    @property
    def waits(self) -> bool:
        """Whether it has not been read as it stands."""
        return self.state != "read"


@dataclass(frozen=True)
class Waiting:
    """A case in the queue."""

    case: str
    reference: str
    family: str
    new: int
    changed: int
    entries: int
    last: str
    """When this reader last signed a sitting; "" for never."""

    @property
    def waits(self) -> int:
        """How many entries have not been read as they stand."""
        return self.new + self.changed


@dataclass(frozen=True)
class Sitting:
    """Everything that reading one case needs."""

    case: str
    reference: str
    family: str
    last: str
    entries: tuple[Entry, ...]
    officer: str
    """To whom queries go: the case's PCLO, else the author of the newest entry."""
    draft: bytes | None


@dataclass(frozen=True)
class Asked:
    """A comment, query or instruction that somebody received."""

    kind: str
    words: str
    by: str
    at: str
    due: str
    case: str
    reference: str
    record: str
    number: int | None
    """Number of the entry that it is about; None for the whole case."""
    earlier: bool
    """Whether the entry has changed since: it was said of an earlier version."""


@dataclass(frozen=True)
class ReviewLine:
    """One signed sitting in the list of a case."""

    id: str
    at: str
    by: str
    read: int
    comments: tuple[Asked, ...]


def last_read(reviews: Iterable[Version[Review]]) -> dict[str, str]:
    """The revision last read of each record, over all sittings, the latest sitting winning."""
    found: dict[str, str] = {}
    for version in sorted(reviews, key=lambda each: (each.at, each.seq)):
        if version.record is not None:
            found.update((mark.record, mark.rev) for mark in version.record.read)
    return found


def state_of(rev: str, read: str | None) -> State:
    """How an entry's revision stands to the one that was read."""
    if read is None:
        return "new"
    return "read" if read == rev else "changed"


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    """What waits to be read first, each part in the order of the chronology."""
    return sorted(entries, key=lambda each: (not each.waits, each.number))


def runs(entries: Sequence[Entry], waiting: Mapping[str, bool]) -> list[Entry | tuple[Entry, ...]]:
    """The chronology with every stretch that was read folded into one."""
    found: list[Entry | tuple[Entry, ...]] = []
    folded: list[Entry] = []
    for entry in entries:
        if waiting.get(entry.rev, entry.waits):
            if folded:
                found.append(tuple(folded))
                folded = []
            found.append(entry)
        else:
            folded.append(entry)
    if folded:
        found.append(tuple(folded))
    return found


def mine(cf: CaseFile, case: str | None = None) -> list[Version[Review]]:
    """The sittings that the holder of this case file signed."""
    return [v for item in cf.items(case, "review") for v in item.heads if v.name == cf.officer.name and v.role == "DS"]


def queue(cf: CaseFile) -> list[Waiting]:
    """The cases, those with most to read first."""
    by_case: dict[str, list[Version[Review]]] = {}
    for version in mine(cf):
        by_case.setdefault(version.case, []).append(version)
    found = []
    for item in cf.cases():
        reviews = by_case.get(item.id, [])
        read = last_read(reviews)
        states = [state_of(row.version.rev, read.get(row.id)) for row in _to_read(cf, item.id)]
        last = max((each.at for each in reviews), default="")
        found.append(
            Waiting(item.id, item.record.reference, item.record.family, states.count("new"), states.count("changed"),
                    len(states), last)
        )  # fmt: skip
    return sorted(
        found, key=lambda each: (not each.waits, -each.changed if each.last else 0, -each.waits, each.reference)
    )


def sitting(cf: CaseFile, case: str) -> Sitting:
    """One case to be read."""
    item = cf.item(case)
    reviews = mine(cf, case)
    read = last_read(reviews)
    entries = tuple(_entry(cf, row, read.get(row.id)) for row in _to_read(cf, case))
    newest = max(entries, key=lambda each: each.at, default=None)
    return Sitting(
        case=case,
        reference=item.record.reference,
        family=item.record.family,
        last=max((each.at for each in reviews), default=""),
        entries=entries,
        officer=str(item.record.pclo) if item.record.pclo else newest.author if newest else "",
        draft=cf.draft(draft_key(case)),
    )


def _to_read(cf: CaseFile, case: str) -> list[EntryRow[ChronologyEntry]]:
    """What a supervisor reads: every line of the chronology but the reviews themselves."""
    return [row for row in chronology.every(cf, case) if row.kind != "review"]


def draft_key(case: str) -> str:
    """Where a sitting that is not signed is kept."""
    return f"review/{case}"


def asked(cf: CaseFile, case: str | None = None) -> list[Asked]:
    """Everything that supervisors wrote, newest first."""
    found: list[Asked] = []
    names = {item.id: item.record.reference for item in cf.cases()}
    for item in cf.items(case, "review"):
        numbers = chronology.numbers(cf, item.case)
        found += _asked_in(cf, item, numbers, names.get(item.case, ""))
    return sorted(found, key=lambda each: each.at, reverse=True)


def reviews(cf: CaseFile, case: str) -> list[ReviewLine]:
    """The signed sittings of a case, newest first."""
    reference, numbers = cf.item(case).record.reference, chronology.numbers(cf, case)
    lines = [
        ReviewLine(item.id, item.heads[0].at, item.heads[0].by, len(item.record.read),
                   tuple(_asked_in(cf, item, numbers, reference)))
        for item in cf.items(case, "review")
    ]  # fmt: skip
    return sorted(lines, key=lambda each: each.at, reverse=True)


def made(comments: Iterable[Comment], record: str) -> list[Comment]:
    """The comments of a sitting that are about one record."""
    return [each for each in comments if each.record == record]


def _entry(cf: CaseFile, row: EntryRow[ChronologyEntry], read: str | None) -> Entry:
    version = row.version
    state = state_of(version.rev, read)
    before: ChronologyEntry | None = None
    if state == "changed" and read is not None:
        try:
            before = cf.version(read).record
        except NoSuchRecord:
            before = None
    return Entry(row.number, row.id, version.rev, row.entry, state, version.by, version.at, before)


def _asked_in(cf: CaseFile, item: Item[Review], numbers: Mapping[str, int], reference: str) -> list[Asked]:
    version = item.heads[0]
    return [
        Asked(
            kind=comment.kind,
            words=comment.words,
            by=version.by,
            at=version.at,
            due=comment.due,
            case=item.case,
            reference=reference,
            record=comment.record,
            number=numbers.get(comment.record),
            earlier=_changed_since(cf, comment),
        )
        for comment in item.record.comments
    ]


def _changed_since(cf: CaseFile, comment: Comment) -> bool:
    if not comment.record or not comment.rev:
        return False
    try:
        return comment.rev not in [head.rev for head in cf.item(comment.record).heads]
    except NoSuchRecord:
        return False
