"""Receipts: what the office has, in its own numbered and chained words.

Their bytes are told in `journal.receipt`. ``got`` covers every chain up to the row before
the first that is missing, or whose documents are. So a receipt is a promise: this, words
and documents, is at the office. Each names the one before it (``prev``), and numbers grow
by one, so an office that loses or hides a receipt is found out by every laptop.
"""

from __future__ import annotations

from dataclasses import dataclass

from nacl import bindings
from nacl.exceptions import CryptoError

from ..casefile.casefile import CaseFile
from ..casefile.local_tables import Receipt as StoredReceipt
from ..journal import receipt as form
from ..journal.receipt import Heads, Receipt
from ..journal.revision import NO_RECEIPT, NO_REVISION
from ..records.roster import Roster
from . import chains
from .chains import Range
from .errors import BadReceipt, ReceiptBackwards, ReceiptForOther, ReceiptRewritten, ReceiptSkipped
from .membership import utc
from .memory import Memory

name_of = form.name_of


@dataclass(frozen=True)
class Accepted:
    """What a receipt that was taken in says to this laptop."""

    receipt: Receipt
    lost: list[Range]
    """Stretches of this laptop's own chains that the office misses."""
    rejected: list[str]


def decode(body: bytes) -> Receipt:
    """A receipt from its bytes. Raises BadReceipt."""
    try:
        return form.decode(body)
    except ValueError as problem:
        raise BadReceipt(why=str(problem)) from None


# the office's side --------------------------------------------------------------------------------------------


def write(cf: CaseFile, memory: Memory) -> StoredReceipt | None:
    """A new receipt, when there is anything new to say. Call it inside a transaction."""
    office = cf.vault.device
    last = cf.store.newest_receipt(office)
    before = decode(last.body) if last else None
    got, missing = _held(cf, before.got if before else {})
    rejected = tuple(memory.rejected())
    if before and got == before.got and missing == before.missing and not rejected:
        return None
    if before is None and not got and not missing and not rejected:
        return None
    receipt = Receipt(
        office=office,
        n=before.n + 1 if before else 1,
        prev=name_of(last.body) if last else NO_RECEIPT,
        at=utc(cf.now()),
        got=got,
        missing=missing,
        rejected=rejected,
    )
    body = form.encode(receipt)
    stored = StoredReceipt(office, receipt.n, body, cf.vault.signer.sign(form.signed_bytes(body)))
    cf.store.add_receipt(stored)
    memory.set_rejected([])
    memory.set_newest_receipt(name_of(body))
    return stored


def _held(cf: CaseFile, before: Heads) -> tuple[Heads, tuple[Range, ...]]:
    """How far every chain is here with its documents, going on from the last receipt; and what is missing behind."""
    got: Heads = {}
    missing: list[Range] = []
    for chain in chains.every(cf):
        start = before.get(chain, (0, ""))[0]
        whole = chains.whole_until(cf, chain, start)
        lacking = chains.lacking_documents(cf, chain, start, whole)
        seq = lacking[0] - 1 if lacking else whole
        if seq:
            got[chain] = (seq, chains.rev_at(cf, chain, seq))
        missing += [(chain, place, place) for place in lacking[:64]]
        missing += chains.gaps(cf, chain, whole)
    return dict(sorted(got.items())), tuple(missing)


# the laptop's side --------------------------------------------------------------------------------------------


def check(cf: CaseFile, roster: Roster, body: bytes, signature: bytes, sent_by: str) -> Receipt:
    """A receipt fits what is here. Raises the alarm that it is otherwise."""
    receipt = decode(body)
    device = roster.device(receipt.office)
    if device is None or receipt.office not in roster.ds or receipt.office != sent_by:
        raise BadReceipt(why="it is not signed by an office of this team")
    try:
        bindings.crypto_sign_open(signature + form.signed_bytes(body), bytes.fromhex(device.ed25519))
    except (CryptoError, ValueError):
        raise BadReceipt(why="its signature is not that of the office it names") from None
    _check_chain(cf, receipt, body, signature)
    for chain, (seq, rev) in receipt.got.items():
        if chains.parts(chain)[0] == cf.vault.device:
            _check_own(cf, receipt.n, chain, seq, rev)
    return receipt


def _check_own(cf: CaseFile, n: int, chain: str, seq: int, rev: str) -> None:
    """The office has of this laptop's rows what this laptop wrote.

    Of a chain that ended when a backup was put back it may have more than is here.
    """
    epoch, here = chains.parts(chain)[1], chains.rev_at(cf, chain, seq)
    if here == rev or (here == NO_REVISION and epoch < cf.epoch):
        return
    raise ReceiptForOther(n=n, ahead=(epoch, seq, rev) if here == NO_REVISION else None)


def _check_chain(cf: CaseFile, receipt: Receipt, body: bytes, signature: bytes) -> None:
    """It is one that is here already, or the very next one."""
    known = cf.store.receipt(receipt.office, receipt.n)
    if known is not None:
        if known.body != body:
            raise ReceiptRewritten(n=receipt.n)
        return
    newest = cf.store.newest_receipt(receipt.office)
    if newest is None or receipt.n < _oldest(cf, receipt.office):
        return
    if receipt.n > newest.n + 1:
        raise ReceiptSkipped(expected=newest.n + 1, n=receipt.n)
    if receipt.prev != name_of(newest.body):
        raise ReceiptRewritten(n=receipt.n)
    for chain, (seq, _) in decode(newest.body).got.items():
        if receipt.got.get(chain, (0, ""))[0] < seq:
            raise ReceiptBackwards(n=receipt.n)


def _oldest(cf: CaseFile, office: str) -> int:
    """The first receipt that reached this laptop: earlier ones were for others."""
    return min((receipt.n for receipt in cf.store.receipts(office)), default=1)


def take_in(cf: CaseFile, memory: Memory, receipt: Receipt, body: bytes, signature: bytes) -> Accepted | None:
    """Keep a checked receipt and note what it covers; None when it was here. Call it inside a transaction."""
    oldest = _oldest(cf, receipt.office) if cf.store.newest_receipt(receipt.office) else receipt.n
    if receipt.n < oldest:
        return None
    if not cf.store.add_receipt(StoredReceipt(receipt.office, receipt.n, body, signature)):
        return None
    own = [(chain, seq) for chain, (seq, _) in receipt.got.items() if chains.parts(chain)[0] == cf.vault.device]
    memory.set_acked(chains.merged(memory.acked(), own))
    memory.set_newest_receipt(name_of(body))
    lost = [gap for gap in receipt.missing if chains.parts(gap[0])[0] == cf.vault.device]
    return Accepted(receipt, lost, [digest for digest, _ in receipt.rejected])


def listed(cf: CaseFile) -> list[tuple[Receipt, bytes]]:
    """Every receipt here with its bytes, in the order in which they came."""
    rows = cf.db.execute("SELECT body FROM receipt ORDER BY rowid").fetchall()
    return [(decode(row[0]), row[0]) for row in rows]
