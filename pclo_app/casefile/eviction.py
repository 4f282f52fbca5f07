"""Carrying less: the words of cases not in hand leave the laptop once the office has them.

What is not on a laptop cannot be stolen with it. Only what an office receipt covers goes;
the signed headers stay, so nothing is lost of the order and authorship of entries, and
the office sends the words again when they are wanted (`fetch`, then a sync).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from ..journal import receipt
from ..journal.revision import decode_header
from ..records import kinds
from ..records.conference import Conference
from ..records.meeting import StrategyMeeting
from . import deciding, purging
from .casefile import CaseFile
from .errors import CannotPutAway, NoSuchCase
from .model import Changed

IN_HAND_DAYS = 10
"""A case with a meeting or conference in this many days stays."""
_KEY = "put_away"


@dataclass(frozen=True)
class Candidate:
    """A case on this laptop, and what keeps it there."""

    case: str
    reference: str
    family: str
    revisions: int
    documents: int
    reasons: tuple[str, ...]
    """Why it has to stay, each in words; none where it may go."""

    @property
    def may_go(self) -> bool:
        """Whether it can be put away."""
        return not self.reasons


class PutAway(msgspec.Struct, frozen=True):
    """A case whose words are at the office and not on this laptop. Its family's name is not kept."""

    case: str
    reference: str
    at: str
    revisions: int
    asked: str = ""
    """When it was asked for again; the next sync brings it."""


def candidates(cf: CaseFile) -> list[Candidate]:
    """Every case that is on this laptop, by reference, with what keeps it there."""
    return [_candidate(cf, item.id) for item in cf.cases()]


def evict(cf: CaseFile, case: str, passphrase: str) -> Changed:
    """Take the words and documents of a case off this laptop. Raises WrongPassphrase, CannotPutAway, NoSuchCase.

    The passphrase is asked for again.
    """
    found = next((candidate for candidate in candidates(cf) if candidate.case == case), None)
    if found is None:
        raise NoSuchCase(reference=case)
    if found.reasons:
        raise CannotPutAway(reference=found.reference, why=found.reasons[0])
    cf.confirm(passphrase)
    with cf.store.transaction():
        revs = [rev for rev, _, _ in _held(cf, case)]
        deciding.contents_gone(cf.store, cf.db, cf.authority, purging.take_contents(cf.store, cf.db, revs))
        others = [each for each in put_away(cf) if each.case != case]
        now = cf.now().isoformat(timespec="seconds")
        _keep(cf, [*others, PutAway(case, found.reference, now, len(revs))])
        cf.store.set_meta(_list_of(case), msgspec.json.encode(revs).decode())
    purging.finish(cf)
    return Changed(frozenset({case}), frozenset(kinds.KINDS))


def put_away(cf: CaseFile) -> list[PutAway]:
    """The cases that are at the office only, by reference. Those that have come back are not among them."""
    listed = msgspec.json.decode(cf.store.meta(_KEY) or "[]", type=list[PutAway])
    return sorted(listed, key=lambda each: each.reference)


def fetch(cf: CaseFile, case: str) -> PutAway:
    """Ask the office for a case again: the next sync carries the question, the one after it brings the answer."""
    for each in put_away(cf):
        if each.case == case:
            asked = msgspec.structs.replace(each, asked=cf.now().isoformat(timespec="seconds"))
            with cf.store.transaction():
                _keep(cf, [other for other in put_away(cf) if other.case != case] + [asked])
            return asked
    raise NoSuchCase(reference=case)


def note_back(cf: CaseFile) -> list[str]:
    """Take the cases off the list that are whole again; answers them. Call it inside a transaction."""
    back = [each.case for each in put_away(cf) if each.asked and is_whole(cf, each.case)]
    if back:
        _keep(cf, [each for each in put_away(cf) if each.case not in back])
        for case in back:
            cf.db.execute("DELETE FROM meta WHERE key=?", (_list_of(case),))
    return back


def is_whole(cf: CaseFile, case: str) -> bool:
    """Whether everything that was put away with a case, and not erased since, is here again with its documents."""
    for rev in msgspec.json.decode(cf.store.meta(_list_of(case)) or "[]", type=list[str]):
        revision = cf.store.get(rev)
        if revision is None or purging.is_erased(cf.db, revision):
            continue
        if revision.payload is None or not all(cf.has_blob(document) for document in revision.head.att):
            return False
    return True


def _list_of(case: str) -> str:
    """Under which name the revisions that went with a case are kept."""
    return f"{_KEY}/{case}"


def _keep(cf: CaseFile, listed: list[PutAway]) -> None:
    cf.store.set_meta(_KEY, msgspec.json.encode(listed).decode())


def _candidate(cf: CaseFile, case: str) -> Candidate:
    record = cf.item(case).record
    held = list(_held(cf, case))
    documents = {document for _, _, header in held for document in decode_header(header).att}
    return Candidate(case, record.reference, record.family, len(held), len(documents), tuple(_reasons(cf, case, held)))


_Row = tuple[str, str, bytes]


def _held(cf: CaseFile, case: str) -> Iterator[_Row]:
    """The rows of a case whose words are here and may go: revision, chain, header."""
    rows = cf.db.execute(
        "SELECT r.rev, r.device, r.epoch, r.kind, r.header FROM rev r JOIN payload p ON p.rev = r.rev"
        " WHERE r.case_id=? ORDER BY r.n",
        (bytes.fromhex(case),),
    ).fetchall()
    for rev, device, epoch, kind, header in rows:
        if purging.may_go(kind):
            yield rev.hex(), f"{device.hex()}.{epoch}", header


def _reasons(cf: CaseFile, case: str, held: list[_Row]) -> Iterator[str]:
    """What keeps a case here."""
    covered = _covered(cf)
    unsent = sum(decode_header(header).seq > covered.get(chain, 0) for _, chain, header in held)
    if unsent:
        yield (
            f"{unsent} of its revisions are not yet at the office"
            if unsent > 1
            else ("one of its revisions is not yet at the office")
        )
    today = cf.now().date()
    for item in [*cf.items(case, "strategy_meeting"), *cf.items(case, "conference")]:
        if any(_soon(version.record, today) for version in item.heads):
            yield f"{item.title} is within the next {IN_HAND_DAYS} days"
    records = {decode_header(header).rec for _, _, header in held} | {case}
    if any(record in key for key in cf.drafts() for record in records):
        yield "something typed for it is not saved yet"
    conflicts = cf.store.conflicts()
    if any(record in conflicts for record in records):
        yield "two versions of one of its records are not settled"


def _soon(record: object, today: date) -> bool:
    when = record.date if isinstance(record, StrategyMeeting | Conference) else ""
    return today.isoformat() <= when <= (today + timedelta(days=IN_HAND_DAYS)).isoformat()


def _covered(cf: CaseFile) -> dict[str, int]:
    """How far the receipts of other laptops cover each chain, with its documents."""
    covered: dict[str, int] = {}
    for (body,) in cf.db.execute("SELECT body FROM receipt").fetchall():
        given = receipt.decode(body)
        if given.office != cf.vault.device:
            for chain, (seq, _) in given.got.items():
                covered[chain] = max(seq, covered.get(chain, 0))
    return covered
