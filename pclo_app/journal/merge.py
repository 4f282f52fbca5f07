"""Taking in revisions from elsewhere: a union of sets, in which nobody's words are lost.

Every row is checked before anything is written; one bad row refuses the whole lot. A row
that is here already changes nothing, so the same bundle may come any number of times and
in any order. Two different rows for one place of a chain, or a row whose ``prev`` does
not fit its neighbour, prove that a laptop has two histories: the first to arrive stays
in its place, the other is kept beside it as evidence, contents included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from .errors import BadRevision, UnknownDevice
from .keyring import Keyring, Keys
from .revision import Revision, check_contents, check_signature
from .store import AdmittingStore, Fork, Status

__all__ = ["Admission", "Keys", "admit", "check_all"]

_THREADS = 2
_WORTH_THREADS = 256


@dataclass(slots=True)
class Admission:
    """What came of taking in a lot of revisions."""

    accepted: list[Revision] = field(default_factory=list)  # rows that were new, waiting ones among them
    already: int = 0
    forks: list[Fork] = field(default_factory=list)  # new evidence only
    waiting: int = 0  # rows in the whole journal that wait for an earlier one
    settled: list[Revision] = field(default_factory=list)  # rows that came earlier and no longer wait
    refilled: list[Revision] = field(default_factory=list)  # rows that were here without contents and now have them
    status: dict[str, Status] = field(default_factory=dict)  # of every accepted and settled row
    to_project: list[Revision] = field(default_factory=list)  # those of status OK, each behind what it builds on

    def note(self, revision: Revision, status: Status) -> None:
        """What this laptop makes of a row that is new, or that no longer waits."""
        self.status[revision.id] = status
        if status is Status.OK:
            self.to_project.append(revision)


def _anything(_: str) -> bool:
    return True


def _authorised(_: Revision) -> Status:
    return Status.OK


def _never(_: Revision) -> bool:
    return False


def admit(
    store: AdmittingStore,
    revisions: Iterable[Revision],
    keys: Keys,
    *,
    at: str,
    known: Callable[[str], bool] = _anything,
    authorise: Callable[[Revision], Status] = _authorised,
    refill: Callable[[Revision], bool] = _never,
    erased: Callable[[Revision], bool] = _never,
) -> Admission:
    """Check every row, then add what is new.

    ``keys`` gives the signing key of a laptop, ``known`` whether a kind can be read by this
    version, ``authorise`` the status of a row under the roster. ``refill`` says whether
    contents may be put back where only the header is held, ``erased`` whether contents are
    never to be stored again. ``at`` is noted beside evidence of a fork.
    """
    rows = list(revisions)
    check_all(rows, keys)

    def decide(revision: Revision) -> Status:
        status = Status(authorise(revision))
        return Status.UNKNOWN_KIND if status is Status.OK and not known(revision.head.kind) else status

    result = Admission()
    with store.transaction():
        for revision in rows:
            _take_in(store, revision.without_payload() if erased(revision) else revision, decide, refill, at, result)
        for revision, status in store.settle([r.id for r in result.accepted], decide):
            if revision.id not in result.status:
                result.settled.append(revision)
            result.note(revision, status)
        result.waiting = store.waiting()
    return result


def _take_in(
    store: AdmittingStore,
    revision: Revision,
    decide: Callable[[Revision], Status],
    refill: Callable[[Revision], bool],
    at: str,
    result: Admission,
) -> None:
    """Add one checked row, or note that it is here, or keep it as evidence."""
    head = revision.head
    before, here, after_prev = store.neighbours(head.dev, head.ep, head.seq)
    if here == revision.id:
        result.already += 1
        if revision.payload is not None and not store.has_payload(revision.id) and refill(revision):
            store.put_payload(revision)
            result.refilled.append(revision)
    elif here is not None or before not in (None, head.prev) or after_prev not in (None, revision.id):
        fork = store.add_fork(revision, at)
        if fork is None:
            result.already += 1
        else:
            result.forks.append(fork)
    else:
        result.accepted.append(revision)
        result.note(revision, store.insert(revision, decide(revision)))


def check_all(rows: Sequence[Revision], keys: Keys) -> None:
    """Check every row; raises the fault of the first bad one, with its number in the sentence."""
    ring = Keyring(keys)
    if len(rows) < _WORTH_THREADS:
        faults = [_first_fault(rows, 0, ring)]
    else:
        for device in _devices(rows):  # here, because the roster may lie in the database of this thread
            ring.learn(device)
        size = -(-len(rows) // _THREADS)
        parts = [(rows[start : start + size], start) for start in range(0, len(rows), size)]
        with ThreadPoolExecutor(_THREADS) as pool:
            faults = list(pool.map(lambda part: _first_fault(part[0], part[1], ring), parts))
    for fault in faults:
        if fault is not None:
            raise fault


def _devices(rows: Iterable[Revision]) -> set[str]:
    """The laptops named by those rows that can be read."""
    devices = set()
    for revision in rows:
        try:
            devices.add(revision.head.dev)
        except BadRevision:  # reported by `_first_fault`, in the order of the rows
            continue
    return devices


def _first_fault(rows: Sequence[Revision], start: int, keys: Keyring) -> BadRevision | UnknownDevice | None:
    for number, revision in enumerate(rows, start + 1):
        where = f"Row {number}"
        try:
            head = revision.head
            key = keys.of(head.dev)
            if key is None:
                return UnknownDevice(where=where, device=head.dev)
            check_contents(head.len, head.pc, revision.nonce, revision.payload)
            check_signature(revision.header, revision.sig, key)
        except BadRevision as fault:
            return fault.named(where)
    return None
