"""Taking in revisions from elsewhere, and judging again what is here: what `CaseFile.admit` and its like do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..journal import merge
from ..journal.revision import Revision
from ..journal.store import Status
from ..records import kinds
from . import deciding, purging
from .authority import Authority
from .model import Changed

if TYPE_CHECKING:
    from .casefile import CaseFile


def admit(cf: CaseFile, revisions: Iterable[Revision], keys: merge.Keys | None) -> tuple[merge.Admission, Changed]:
    """See `CaseFile.admit`."""
    rows = list(revisions)
    with cf.writing():
        coming = cf.authority.with_rows(rows, lambda rev: cf.store.stored(rev) is not None)
        admission = merge.admit(
            cf.store,
            rows,
            keys or (lambda device: cf.key_of(device) or coming.key_of(device)),
            at=cf.now().isoformat(timespec="seconds"),
            known=lambda kind: kinds.kind_from_wire(kind) is not None,
            authorise=lambda revision: coming.status(revision.head, revision.id),
            refill=lambda revision: not purging.is_erased(cf.db, revision),
            erased=lambda revision: purging.is_erased(cf.db, revision),
        )
        stored = {row: admission.status[row.id] for row in admission.accepted + admission.settled}
        stored |= {row: _status_of(cf, row) for row in admission.refilled}
        changed, judged = settle(cf, stored, coming) if stored else (Changed(), {})
        admission.status |= {rev: status for rev, status in judged.items() if rev in admission.status}
        admission.to_project = [row for row in admission.to_project if admission.status[row.id] is Status.OK]
    if not cf.db.in_transaction:
        purging.finish(cf)
    heads = [revision.head for revision in admission.to_project + admission.refilled]
    names = (kinds.kind_from_wire(head.kind) for head in heads)
    return admission, changed | Changed(
        frozenset(head.case for head in heads), frozenset(name for name in names if name)
    )


def _status_of(cf: CaseFile, revision: Revision) -> Status:
    stored = cf.store.stored(revision.id)
    assert stored is not None
    return stored.status


def settle(
    cf: CaseFile, revisions: Mapping[Revision, Status], assumed: Authority
) -> tuple[Changed, Mapping[str, Status]]:
    """What follows from rows that have just been stored, and what is made of some rows now.

    ``assumed`` is what they were judged by. Call it in the transaction that stored them.
    """
    before = cf.authority
    if any(kinds.kind_from_wire(revision.head.kind) == "roster" for revision in revisions):
        cf.forget_authority()
    devices = cf.authority.differs_for(before) | cf.authority.differs_for(assumed)
    judged = deciding.arrived(cf.store, cf.db, revisions, cf.authority, devices)
    return _changed(judged), judged.status


def judge_again(cf: CaseFile) -> Changed:
    """See `CaseFile.judge_again`."""
    cf.authority.forget_receipts()
    devices = [device for device in cf.authority.devices() if cf.authority.varies(device)]
    if not devices:
        return Changed()
    with cf.writing():
        judged = deciding.again(cf.store, cf.db, cf.authority, devices)
    return _changed(judged)


def rebuild(cf: CaseFile, progress: deciding.Progress | None) -> int:
    """See `CaseFile.rebuild`."""
    with cf.writing():
        cf.forget_authority()
        done = deciding.rebuild(cf.store, cf.db, cf.authority, progress)
    purging.finish(cf)
    return done


def _changed(judged: deciding.Judged) -> Changed:
    """Which screens have to look again: any kind of record may be concerned."""
    return Changed(frozenset(judged.cases), frozenset(kinds.KINDS) if judged.records else frozenset())
