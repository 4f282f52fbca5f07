"""Checking a whole journal, row by row, against what was signed.

Nothing is taken on trust from the tables beside the signed headers: identities, columns,
links and heads are all worked out again from the header bytes and compared. What is
wrong is named in plain English and without any case text.
"""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice

import msgspec
from nacl.bindings import crypto_sign_open
from nacl.exceptions import CryptoError

from . import receipt as receipts
from .errors import BadRevision
from .findings import Finder, Report
from .heads import heads_of
from .keyring import Keyring, Keys
from .revision import (
    NO_REVISION,
    NONCE_SIZE,
    Header,
    check_signature,
    commitment,
    decode_header,
    rev_id,
    signed_bytes,
)
from .store import COUNTING, CheckedStore, RawReceipt, RawRow, Status

Progress = Callable[[int, int], None]

_THREADS = 3  # for two cores: one of them is always waiting for the interpreter
_PAGE = 256
_PAGES_AHEAD = 6


#: One row of which something is wrong: the row, its identity worked out from the header, the header where it can be
#: read, the rule that is broken, and the field it concerns.
_Bad = tuple[RawRow, bytes, Header | None, str, str]


class _Known(msgspec.Struct, frozen=True, gc=False):
    """What is remembered of a row for the checks that follow."""

    record: str
    status: int
    pc: str
    length: int


class _Contents(msgspec.Struct, frozen=True, gc=False):
    """What the contents of a row amount to."""

    pc: str
    length: int
    nonce: int


class _Page(msgspec.Struct):
    """What a worker found out about one page of rows."""

    known: dict[bytes, _Known] = {}
    parents: dict[bytes, tuple[bytes, ...]] = {}
    bad: list[_Bad] = []
    gaps: list[tuple[str, int, int, int]] = []  # device, epoch, first and last missing number
    chains: int = 0
    size: int = 0


class _Rows(msgspec.Struct):
    """All rows by identity, what those build on that build on others, and the fingerprints of the contents held."""

    known: dict[bytes, _Known] = {}
    parents: dict[bytes, tuple[bytes, ...]] = {}
    contents: dict[bytes, _Contents] = {}


def verify(store: CheckedStore, keys: Keys, progress: Progress | None = None, *, this_device: str = "") -> Report:
    """Check everything. ``progress`` is told (done, total) and may raise to stop; nothing is ever written.

    ``this_device`` is the laptop that the report calls "this laptop".
    """
    finder = Finder(store, this_device)
    ring = Keyring(keys)
    rows = _check_rows(store, ring, finder, progress)
    forks = _check_forks(store, ring, finder)
    _check_contents(rows, forks, finder)
    _check_links(store, rows, finder)
    _check_heads(store, rows, finder)
    _check_receipts(store, ring, finder, this_device)
    return finder.report()


def _check_rows(store: CheckedStore, keys: Keyring, finder: Finder, progress: Progress | None) -> _Rows:
    """Every row and every chain; contents are read in turns with the rows, while others work on signatures."""
    rows = _Rows()
    total, done, chains = store.count(), 0, 0
    contents = store.scan_payloads()
    for page in _checked_pages(store, keys):
        for row, rev, head, rule, field in page.bad:
            finder.row(row, head, rule, field, rev)
        for gap in page.gaps:
            finder.gap(*gap)
        rows.known.update(page.known)
        rows.parents.update(page.parents)
        _read_contents(islice(contents, page.size), rows)
        chains += page.chains
        done += page.size
        if progress is not None:
            progress(done, total)
    _read_contents(contents, rows)
    finder.counts.update(revisions=done, chains=chains)
    tally = Counter(known.status for known in rows.known.values())
    finder.counts.update({name: tally[status] for status, name in _STATUS_NAMES.items()})
    return rows


def _read_contents(contents: Iterable[tuple[bytes, bytes, bytes]], rows: _Rows) -> None:
    """Work out the fingerprints of these contents; the comparison comes when all rows are known."""
    for rev, nonce, body in contents:
        rows.contents[rev] = _Contents(commitment(nonce, body), len(body), len(nonce))


_STATUS_NAMES = {
    Status.UNKNOWN_KIND: "unknown_kind",
    Status.UNAUTHORISED: "unauthorised",
    Status.REVOKED: "revoked",
    Status.WAITING: "waiting",
}


def _checked_pages(store: CheckedStore, keys: Keyring) -> Iterator[_Page]:
    """Pages read in this thread and checked in others: libsodium lets them run side by side."""
    pending: deque[Future[_Page]] = deque()
    previous: RawRow | None = None
    with ThreadPoolExecutor(_THREADS) as pool:
        try:
            for page in store.scan(_PAGE):
                for device in {row[1] for row in page}:
                    keys.learn(device.hex())
                pending.append(pool.submit(_check_page, previous, page, keys))
                previous = page[-1]
                if len(pending) > _PAGES_AHEAD:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()


def _check_page(previous: RawRow | None, rows: list[RawRow], keys: Keyring) -> _Page:
    """Each row by itself, and whether it follows the one before it.

    Each step of the chain is taken right after the signature, not in a second pass, so that
    the threads hold the interpreter for a few microseconds at a time.
    """
    page = _Page(size=len(rows))
    chain = None if previous is None else (previous[1], previous[2])
    last = 0 if previous is None else previous[3]
    before = NO_REVISION if previous is None else rev_id(previous[7])
    stored_before = "" if previous is None else previous[0].hex()
    for row in rows:
        bad = _check_row(row, keys)
        _, rev, head, rule, _ = bad
        if chain != (row[1], row[2]):
            chain, last, before, stored_before = (row[1], row[2]), 0, NO_REVISION, ""
            page.chains += 1
        if row[3] != last + 1:
            page.gaps.append((row[1].hex(), row[2], last + 1, row[3] - 1))
        elif head is not None and head.prev != before and head.prev != stored_before and not rule:
            bad, rule = (row, rev, head, "chain", ""), "chain"
        if rule:
            page.bad.append(bad)
        # Where the stored identity of a row was altered, that row is named; the one behind it is not to blame.
        last, before, stored_before = row[3], rev.hex(), row[0].hex()
        if head is not None:
            page.known[rev] = _Known(head.rec, row[9], head.pc, head.len)
            if head.par:
                page.parents[rev] = tuple(map(bytes.fromhex, head.par))
    return page


def _check_row(row: RawRow, keys: Keyring) -> _Bad:
    """One row by itself: form, identity, columns, signature. The rule is empty when all is well."""
    stored, device, epoch, seq, case, record, kind, header, sig, _ = row
    rev = hashlib.sha256(signed_bytes(header)).digest()
    try:
        head = decode_header(header)
    except BadRevision as fault:
        return row, rev, None, fault.rule, fault.field
    if rev != stored:
        return row, rev, head, "id", ""
    columns = (device.hex(), epoch, seq, case.hex(), record.hex(), kind)
    signed = (head.dev, head.ep, head.seq, head.case, head.rec, head.kind)
    if columns != signed:
        names = ("device", "epoch", "seq", "case_id", "record", "kind")
        return row, rev, head, "column", next(n for n, c, s in zip(names, columns, signed, strict=True) if c != s)
    key = keys.of(head.dev)
    if key is None:
        return row, rev, head, "unknown-device", ""
    try:
        check_signature(header, sig, key)
    except BadRevision as fault:
        return row, rev, head, fault.rule, fault.field
    return row, rev, head, "", ""


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


def _check_contents(rows: _Rows, forks: dict[bytes, _Known], finder: Finder) -> None:
    """All contents held are those that were signed."""
    held = 0
    for rev, contents in rows.contents.items():
        known = rows.known.get(rev)
        if known is not None:
            held += 1
        else:
            known = forks.get(rev)
        if known is None:
            finder.lost_payload(rev)
        elif (contents.pc, contents.length, contents.nonce) != (known.pc, known.length, NONCE_SIZE):
            finder.stored(rev, "payload")
    finder.counts["contents"] = held
    finder.counts["contents_absent"] = len(rows.known) - held


def _check_links(store: CheckedStore, rows: _Rows, finder: Finder) -> None:
    """Everything a row builds on is here and is of the same record, and the table of links repeats the headers."""
    links = {(rev, parent) for rev, named in rows.parents.items() for parent in named}
    finder.counts["links"] = len(links)
    for rev in rows.parents:
        _check_parents(rev, rows, finder)
    for link in store.scan_parents():
        if link in links:
            links.discard(link)
        else:
            finder.stored(link[0], "link")
    for rev, _ in sorted(links):
        finder.stored(rev, "link")


def _check_parents(rev: bytes, rows: _Rows, finder: Finder) -> None:
    own = rows.known[rev]
    found = [rows.known[parent] for parent in rows.parents[rev] if parent in rows.known]
    absent = [parent for parent in rows.parents[rev] if parent not in rows.known and not finder.blamed(parent)]
    if absent:
        finder.stored(rev, "parent")
    elif any(parent.record != own.record for parent in found):
        finder.stored(rev, "parent-record")
    elif own.status == Status.WAITING and all(parent.status != Status.WAITING for parent in found):
        finder.stored(rev, "waiting")


def _check_heads(store: CheckedStore, rows: _Rows, finder: Finder) -> None:
    """The table of heads says what follows from the headers."""
    known = rows.known
    within = {
        rev: [parent for parent in named if parent in known and known[parent].record == known[rev].record]
        for rev, named in rows.parents.items()
    }
    expected = heads_of(within, {rev for rev, row in known.items() if row.status in COUNTING})
    finder.counts["heads"] = len(expected)
    for record, rev in store.scan_heads():
        if rev in expected and known[rev].record == record.hex():
            expected.discard(rev)
        else:
            finder.stored(rev, "head-extra")
    for rev in sorted(expected):
        finder.stored(rev, "head-missing")


def _check_receipts(store: CheckedStore, keys: Keyring, finder: Finder, this_device: str) -> None:
    """What offices have signed about this journal: each receipt by itself, their order, and the rows that they name.

    A row that stands where a receipt names another is a history that was written again. That
    rows are missing behind a receipt says something about this laptop's own chain only:
    those of others may simply not have come yet.
    """
    finder.counts["receipts"] = 0
    office, n, name = b"", 0, ""
    for receipt in store.scan_receipts():
        found = _check_receipt(receipt, keys)
        if isinstance(found, str):
            finder.receipt(receipt[0], receipt[1], found)
        else:
            if receipt[0] == office and (found.n != n + 1 or found.prev != name):
                finder.receipt(receipt[0], receipt[1], "receipt-chain")
            for chain, (seq, rev) in found.got.items():
                device, _, epoch = chain.partition(".")
                here = store.rev_at(device, int(epoch), seq)
                if here is None and device == this_device:
                    finder.pinned(device, int(epoch), seq, found.n, "receipt-behind")
                elif here is not None and here != rev:
                    finder.pinned(device, int(epoch), seq, found.n, "receipt-other")
            finder.counts["receipts"] += 1
        office, n, name = receipt[0], receipt[1], receipts.name_of(receipt[2])


def _check_receipt(receipt: RawReceipt, keys: Keyring) -> receipts.Receipt | str:
    """A receipt that is well formed and signed by the office it names, or the code of what is wrong."""
    office, n, body, sig = receipt
    try:
        found = receipts.decode(body)
    except ValueError:
        return "receipt-form"
    if (found.office, found.n) != (office.hex(), n):
        return "receipt-form"
    keys.learn(found.office)
    key = keys.of(found.office)
    try:
        if key is None:
            return "receipt-key"
        crypto_sign_open(sig + receipts.signed_bytes(body), key)
    except CryptoError:
        return "receipt-signature"
    return found
