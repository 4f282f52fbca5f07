"""Erasing contents by law: planned, confirmed, carried out on every laptop, and never undone by an old bundle.

Erased are the words of a record in all its revisions, their salt, their documents, their
place in the index of words, and drafts about it. The signed headers stay: the chain still
verifies and shows that something was there, who wrote it and when, and by whose authority
it went. Who read, printed or erased a record is kept: that is the log which the Data
Protection Act 2018, section 62, asks for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..journal.revision import NO_CASE, Revision
from ..records import kinds
from ..records.audit import Erasure
from ..records.describe import title
from ..records.errors import IncompleteRecord
from . import projection, purging, saved_filters
from .casefile import CaseFile
from .errors import CannotErase, NoSuchRecord, NotForThisRole
from .model import Saved

_TOGETHER = 3000
"""Revisions named by one Erasure: its payload then stays under 256 KiB."""


@dataclass(frozen=True)
class Plan:
    """What would be erased: shown before anybody confirms."""

    case: str
    revs: tuple[str, ...]
    records: tuple[tuple[str, str, str], ...]
    """Each record with its kind and its title, as it stands."""
    documents: tuple[str, ...]
    """Documents that nothing else refers to, by SHA-256."""
    sealed: tuple[str, ...]
    """Codes of chairs' answers among it: paper with these codes can no longer be compared."""
    drafts: int
    filters: tuple[str, ...] = ()
    """Names of the saved filters of this laptop that hold words found only in it; on others theirs go as well."""
    whole_case: bool = False


@dataclass(frozen=True)
class Erased:
    """By whom, when and why contents were erased."""

    at: str
    """UTC."""
    off: str
    name: str
    rank: str
    ground: str
    authority: str
    rev: str
    """The revision of the Erasure."""
    case: str
    revisions: int
    """How many revisions it names."""

    @property
    def by(self) -> str:
        """Who erased it, with rank."""
        return f"{self.name}, {self.rank}"


def plan(cf: CaseFile, *, records: Iterable[str] = (), case: str = "") -> Plan:
    """What erasing these records, or a whole case, takes with it. Raises NoSuchRecord, CannotErase."""
    found: dict[str, list[Revision]] = {}
    wanted = list(records)
    whole = not wanted
    wanted = wanted or _records_of_case(cf, case)
    for record in wanted:
        revisions = [stored.revision for stored in cf.store.revisions_of(record)]
        if not revisions:
            raise NoSuchRecord(id=record)
        if not purging.may_go(revisions[0].head.kind):
            raise CannotErase(why="it is a line of the access log or one of the team’s rosters")
        found[record] = revisions
    for check in _checks_of(cf, found):
        found.setdefault(check, [stored.revision for stored in cf.store.revisions_of(check)])
    for seal in _seals_of(cf, found):
        found.setdefault(seal.head.rec, [seal])
    for fork in cf.store.forks():
        if fork.revision.head.rec in found:
            found[fork.revision.head.rec].append(fork.revision)
    cases = {revision.head.case for revisions in found.values() for revision in revisions}
    if not found or len(cases) != 1:
        raise CannotErase(why="the records are not of one case" if found else "nothing of it is here")
    each = [revision for revisions in found.values() for revision in revisions]
    revs = tuple(revision.id for revision in each if not purging.is_erased(cf.db, revision))
    if not revs:
        raise CannotErase(why="it is erased already")
    named = {document for revision in each for document in revision.head.att if cf.has_blob(document)}
    filters = saved_filters.going_with(cf.store, cf.db, purging.said_by(cf.store, revs), set(found))
    return Plan(
        case=cases.pop(),
        revs=revs,
        records=tuple((record, *_described(revisions)) for record, revisions in found.items()),
        documents=tuple(sorted(named - purging.documents_of_others(cf.db, revs))),
        sealed=tuple(sorted(_codes(cf, revs))),
        drafts=sum(any(record in key for record in found) for key in cf.drafts()),
        filters=tuple(each.name for each in filters),
        whole_case=whole,
    )


def erase(cf: CaseFile, plan: Plan, *, ground: str, authority: str, passphrase: str) -> list[Saved]:
    """Erase it, for good: all or nothing. Raises NotForThisRole, WrongPassphrase, IncompleteRecord.

    The passphrase is asked for again. One Erasure is written, or several for very many
    revisions; every laptop that takes them in does the same.
    """
    if cf.role != "DS":
        raise NotForThisRole(role="detective sergeant")
    record = Erasure(revs=plan.revs, ground=ground.strip(), authority=authority.strip())
    for field, why in kinds.missing(record):
        raise IncompleteRecord(field=field, why=why)
    cf.confirm(passphrase)
    saved = []
    with cf.store.transaction():
        for start in range(0, len(plan.revs), _TOGETHER):
            part = Erasure(
                revs=plan.revs[start : start + _TOGETHER], ground=record.ground, authority=record.authority,
                seals=plan.sealed if start == 0 else (),
            )  # fmt: skip
            saved.append(cf.save(part, case=plan.case))
    purging.finish(cf)
    return saved


def of_record(cf: CaseFile, record: str) -> Erased | None:
    """How a record's contents were erased, where they were: the newest erasure that names a revision of it."""
    rows = _erasures(cf, "e.rev IN (SELECT rev FROM rev WHERE record=?)", (bytes.fromhex(record),))
    return rows[0] if rows else None


def of_rev(cf: CaseFile, rev: str) -> Erased | None:
    """How one revision's contents were erased, where they were."""
    rows = _erasures(cf, "e.rev=?", (bytes.fromhex(rev),))
    return rows[0] if rows else None


def of_code(cf: CaseFile, code: str) -> Erased | None:
    """How the record that a printed code belongs to was erased, where it was."""
    for erased in listed(cf):
        record = cf.version(erased.rev).record
        if isinstance(record, Erasure) and code in record.seals:
            return erased
    return None


def listed(cf: CaseFile, case: str = "") -> list[Erased]:
    """Every erasure that counts, of one case or of all, newest first."""
    return _erasures(cf, "r.case_id=?" if case else "1", (bytes.fromhex(case),) if case else ())


def _erasures(cf: CaseFile, where: str, values: tuple[Any, ...]) -> list[Erased]:
    rows = cf.db.execute(
        "SELECT DISTINCT r.n, r.header, r.sig, p.nonce, p.body FROM erased e JOIN rev r ON r.rev = e.erasure"
        f" JOIN payload p ON p.rev = r.rev WHERE {where} ORDER BY r.n DESC",
        values,
    ).fetchall()
    found = []
    for row in rows:
        revision = Revision(*row[1:])
        record = projection.record_in(revision)
        assert isinstance(record, Erasure)
        head = revision.head
        found.append(
            Erased(head.at, head.off, head.name, head.rank, record.ground, record.authority, revision.id,
                   "" if head.case == NO_CASE else head.case, len(record.revs))
        )  # fmt: skip
    return found


def _records_of_case(cf: CaseFile, case: str) -> list[str]:
    rows = cf.db.execute("SELECT DISTINCT record, kind FROM rev WHERE case_id=? ORDER BY n", (bytes.fromhex(case),))
    return list(dict.fromkeys(record.hex() for record, kind in rows if purging.may_go(kind)))


def _checks_of(cf: CaseFile, found: dict[str, list[Revision]]) -> list[str]:
    """The checks made of these conditions: they repeat the condition's words, and go with it."""
    cases = {revs[0].head.case for revs in found.values() if kinds.kind_from_wire(revs[0].head.kind) == "condition"}
    return [item.id for case in cases for item in cf.items(case, "condition_check") if item.record.condition in found]


def _seals_of(cf: CaseFile, found: dict[str, list[Revision]]) -> list[Revision]:
    """The chairs' answers to these records: they repeat the record's words, and go with it."""
    seals = []
    for record in found:
        rows = cf.db.execute("SELECT rev FROM sealed WHERE meeting=?", (bytes.fromhex(record),)).fetchall()
        seals += [seal for (rev,) in rows if (seal := cf.store.get(rev.hex())) is not None]
    return seals


def _codes(cf: CaseFile, revs: Iterable[str]) -> list[str]:
    wanted = {bytes.fromhex(rev) for rev in revs}
    return [code for code, rev in cf.db.execute("SELECT code, rev FROM sealed").fetchall() if bytes(rev) in wanted]


def _described(revisions: list[Revision]) -> tuple[str, str]:
    head = revisions[-1].head
    record = next((found for each in reversed(revisions) if (found := projection.record_in(each)) is not None), None)
    return kinds.kind_from_wire(head.kind) or head.kind, title(record) if record is not None else ""
