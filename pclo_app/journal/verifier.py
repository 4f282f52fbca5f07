"""Checking a whole journal, row by row, against what was signed.

Nothing is taken on trust from the tables beside the signed headers: identities, columns,
links and heads are all worked out again from the header bytes and compared. What is
wrong is named in plain English and without any case text.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from .errors import BadRevision
from .findings import Finder, Report
from .heads import heads_of
from .keyring import Keyring, Keys
from .revision import (
    NO_REVISION,
    Header,
    check_contents,
    check_signature,
    decode_header,
    rev_id,
    signed_bytes,
)
from .store import COUNTING, CheckedStore, RawRow, Status

Progress = Callable[[int, int], None]

_THREADS = 2
_PAGE = 512
_PAGES_AHEAD = 6


class _Checked(NamedTuple):
    """What a worker found out about one row. ``rule`` is empty when all is well."""

    row: RawRow
    rev: bytes  # worked out from the header
    head: Header | None
    rule: str
    field: str


class _Known(NamedTuple):
    """What is remembered of a row for the checks that follow."""

    record: str
    status: int
    pc: str
    length: int


def verify(store: CheckedStore, keys: Keys, progress: Progress | None = None, *, this_device: str = "") -> Report:
    """Check everything. ``progress`` is told (done, total) and may raise to stop; nothing is ever written.

    ``this_device`` is the laptop that the report calls "this laptop".
    """
    finder = Finder(store, this_device)
    rows: dict[bytes, _Known] = {}
    parents: dict[bytes, tuple[bytes, ...]] = {}
    chain = _Chain(finder)
    total, done = store.count(), 0
    for page in _checked_pages(store, Keyring(keys)):
        for checked in page:
            if checked.rule:
                finder.row(checked.row, checked.head, checked.rule, checked.field, checked.rev)
            chain.follow(checked)
            head = checked.head
            if head is None:
                continue
            rows[checked.rev] = _Known(head.rec, checked.row.status, head.pc, head.len)
            parents[checked.rev] = tuple(map(bytes.fromhex, head.par)) if head.par else ()
        done += len(page)
        if progress is not None:
            progress(done, total)
    finder.counts["revisions"] = done
    finder.counts["chains"] = chain.chains
    for status, name in _STATUS_NAMES.items():
        finder.counts[name] = sum(1 for known in rows.values() if known.status == status)
    forks = _check_forks(store, Keyring(keys), finder)
    _check_payloads(store, rows, forks, finder)
    _check_links(store, rows, parents, finder)
    _check_heads(store, rows, parents, finder)
    return finder.report()


_STATUS_NAMES = {
    Status.UNKNOWN_KIND: "unknown_kind",
    Status.UNAUTHORISED: "unauthorised",
    Status.REVOKED: "revoked",
    Status.WAITING: "waiting",
}


def _checked_pages(store: CheckedStore, keys: Keyring) -> Iterator[list[_Checked]]:
    """Pages read in this thread and checked in two others: libsodium lets them run side by side."""
    pending: deque[Future[list[_Checked]]] = deque()
    with ThreadPoolExecutor(_THREADS) as pool:
        try:
            for page in store.scan(_PAGE):
                for device in {row.device for row in page}:
                    keys.learn(device.hex())
                pending.append(pool.submit(_check_page, page, keys))
                if len(pending) > _PAGES_AHEAD:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()


def _check_page(page: list[RawRow], keys: Keyring) -> list[_Checked]:
    return [_check_row(row, keys) for row in page]


def _check_row(row: RawRow, keys: Keyring) -> _Checked:
    """One row by itself: form, identity, columns, signature."""
    header = row.header
    rev = hashlib.sha256(signed_bytes(header)).digest()
    try:
        head = decode_header(header)
    except BadRevision as fault:
        return _Checked(row, rev, None, fault.rule, fault.field)
    if rev != row.rev:
        return _Checked(row, rev, head, "id", "")
    field = _differing_column(row, head)
    if field:
        return _Checked(row, rev, head, "column", field)
    key = keys.of(head.dev)
    if key is None:
        return _Checked(row, rev, head, "unknown-device", "")
    try:
        check_signature(header, row.sig, key)
    except BadRevision as fault:
        return _Checked(row, rev, head, fault.rule, fault.field)
    return _Checked(row, rev, head, "", "")


def _differing_column(row: RawRow, head: Header) -> str:
    """The first column that does not repeat what the header says, or nothing."""
    if row.device.hex() != head.dev:
        return "device"
    if row.epoch != head.ep:
        return "epoch"
    if row.seq != head.seq:
        return "seq"
    if row.case_id.hex() != head.case:
        return "case_id"
    if row.record.hex() != head.rec:
        return "record"
    return "kind" if row.kind != head.kind else ""


class _Chain:
    """Walks the chains: each row names the one before it, and none is left out."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._name: tuple[bytes, int] | None = None
        self._seq = 0
        self._before: tuple[str, ...] = ()
        self.chains = 0

    def follow(self, checked: _Checked) -> None:
        """The next row, in the order of device, epoch and number."""
        row = checked.row
        if self._name != (row.device, row.epoch):
            self._name = (row.device, row.epoch)
            self._seq, self._before = 0, (NO_REVISION,)
            self.chains += 1
        if row.seq != self._seq + 1:
            self._finder.gap(row, self._seq + 1, row.seq - 1)
        elif checked.head is not None and checked.head.prev not in self._before and not checked.rule:
            self._finder.row(row, checked.head, "chain")
        self._seq = row.seq
        # A row whose stored identity was altered is named for that; its follower is not to blame.
        self._before = (checked.rev.hex(), row.rev.hex()) if checked.rule else (checked.rev.hex(),)


def _check_forks(store: CheckedStore, keys: Keyring, finder: Finder) -> dict[bytes, _Known]:
    """Evidence of second histories: named, and checked to be signed. Returns what is known of the rows."""
    found: dict[bytes, _Known] = {}
    for fork in store.forks():
        finder.fork(fork)
        revision = fork.revision
        try:
            head = revision.head
            key = keys.of(head.dev)
            if key is None:
                raise BadRevision(rule="device")
            check_signature(revision.header, revision.sig, key)
        except BadRevision as fault:
            finder.bad_fork(fork, fault)
            continue
        found[bytes.fromhex(rev_id(revision.header))] = _Known(head.rec, Status.OK, head.pc, head.len)
    finder.counts["forks"] = len(found)
    return found


def _check_payloads(store: CheckedStore, rows: dict[bytes, _Known], forks: dict[bytes, _Known], finder: Finder) -> None:
    """Every payload held is the one that was signed."""
    held = 0
    for page in store.scan_payloads(_PAGE):
        for rev, nonce, body in page:
            known = rows.get(rev)
            if known is not None:
                held += 1
            else:
                known = forks.get(rev)
            if known is None:
                finder.lost_payload(rev)
                continue
            try:
                check_contents(known.length, known.pc, nonce, body)
            except BadRevision as fault:
                finder.stored(rev, fault.rule)
    finder.counts["contents"] = held
    finder.counts["contents_absent"] = len(rows) - held


def _check_links(
    store: CheckedStore, rows: dict[bytes, _Known], parents: dict[bytes, tuple[bytes, ...]], finder: Finder
) -> None:
    """Everything a row builds on is here and is of the same record, and the table of links repeats the headers."""
    links = {(rev, parent) for rev, named in parents.items() for parent in named}
    finder.counts["links"] = len(links)
    for rev, named in parents.items():
        if named:
            _check_parents(rev, named, rows, finder)
    for link in store.scan_parents():
        if link in links:
            links.discard(link)
        else:
            finder.stored(link[0], "link")
    for rev, _ in sorted(links):
        finder.stored(rev, "link")


def _check_parents(rev: bytes, named: tuple[bytes, ...], rows: dict[bytes, _Known], finder: Finder) -> None:
    own = rows[rev]
    found = [rows.get(parent) for parent in named]
    if None in found:
        if not all(parent in rows or finder.blamed(parent) for parent in named):
            finder.stored(rev, "parent")
    elif any(parent is not None and parent.record != own.record for parent in found):
        finder.stored(rev, "parent-record")
    elif own.status == Status.WAITING and all(p is not None and p.status != Status.WAITING for p in found):
        finder.stored(rev, "waiting")


def _check_heads(
    store: CheckedStore, rows: dict[bytes, _Known], parents: dict[bytes, tuple[bytes, ...]], finder: Finder
) -> None:
    """The table of heads says what follows from the headers."""
    within = {
        rev: tuple(p for p in named if p in rows and rows[p].record == rows[rev].record) if named else ()
        for rev, named in parents.items()
    }
    counting = {rev for rev, known in rows.items() if known.status in COUNTING}
    expected = heads_of(within, counting)
    finder.counts["heads"] = len(expected)
    for record, rev in store.scan_heads():
        if rev in expected and rows[rev].record == record.hex():
            expected.discard(rev)
        else:
            finder.stored(rev, "head-extra")
    for rev in sorted(expected):
        finder.stored(rev, "head-missing")
