"""From an unlocked file to a case file in use: which chain it goes on with, and whether it may be written.

A laptop's rows form a chain in each **epoch**. Its first epoch is 1; whenever an older copy
of the case file is put back, a new one begins, with a row that says why and how far the old
one is known here. So no place of a chain is ever taken twice.
"""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from ..journal.revision import NO_REVISION
from ..records.custody import Epoch
from ..vault import files, memory
from ..vault.errors import AnchorForged, DeviceSecretMissing, DiskFull
from ..vault.opened import WhyReadOnly
from ..vault.pins import Pin, PinState
from ..vault.vault import Vault
from . import projection, purging, standing
from .errors import CaseFileReadOnly, IndexOutOfDate, NewerFormat, NotAnOlderCopy
from .model import Officer, Saved
from .store import JournalStore

if TYPE_CHECKING:
    from .casefile import CaseFile

SCHEMA = "1"
CHECK_OWED = "check-owed"
"""A file beside the database after an unclean stop or damage, until the case file has been checked and is whole."""
_ONCE = {WhyReadOnly.ASKED.value: "Unlock it once as usual, not for reading only."}
Why = Literal["restored from a backup", "recovered by the office", "older copy found at unlocking"]

_START_OF_COUNT = datetime(2026, 1, 1, tzinfo=UTC)


def officer_of(vault: Vault) -> Officer:
    """The holder of an unlocked case file. Raises NewerFormat."""
    store = JournalStore(vault.connection)
    if store.meta("schema") != SCHEMA:
        raise NewerFormat()
    return msgspec.json.decode(store.meta("officer") or "", type=Officer)


def settle(cf: CaseFile) -> None:
    """Take up this laptop's chain where it stands, and allow writing or not."""
    cf.epoch = max(cf.store.reach_of(cf.vault.device), default=1)
    cf.read_only = standing.of_disk(cf.vault)
    if cf.store.meta("projector") != projection.version():
        if cf.read_only is not None:
            raise IndexOutOfDate(why=cf.read_only.why, do=_ONCE.get(cf.read_only.code, cf.read_only.do))
        cf.rebuild()
    cf.standing = standing.of(cf)
    _allow(cf, standing.why_read_only(cf.vault, cf.standing))
    if cf.read_only is None:
        purging.finish(cf)  # what a crash has kept from being finished
    if cf.vault.unclean_stop:
        _owe_check(cf)
    memory.give_back(cf.db)


def _owe_check(cf: CaseFile) -> None:
    """Not a row of the database: that may be damaged."""
    with contextlib.suppress(OSError, DiskFull):
        files.write_whole(cf.vault.folder / CHECK_OWED, b"")


def _allow(cf: CaseFile, against: standing.ReadOnly | None) -> None:
    """Set whether it may be written, for the program and for the library below it."""
    cf.read_only = against
    if not cf.vault.read_only:
        cf.db.execute(f"PRAGMA query_only = {'OFF' if against is None else 'ON'}").fetchall()


# the marker ---------------------------------------------------------------------------------------------------


def next_pin(cf: CaseFile) -> Pin | None:
    """Where the marker belongs now; None where it must stay as it is."""
    if cf.read_only is not None or cf.standing.state not in standing.CHECKED or cf.vault.closed:
        return None
    try:
        tip = cf.store.tip(cf.vault.device, cf.epoch)
    except cf.vault.connection.DatabaseError:  # damaged: it is told where something is read or checked
        return None
    return Pin(cf.epoch, tip.seq - 1, tip.prev, cf.vault.generation)


def keep(cf: CaseFile, pin: Pin | None) -> bool:
    """Write the marker; whether it is there now. One that another copy has moved meanwhile is left alone."""
    if pin is None or not cf.vault.anchor.available:
        return False
    before = cf.standing.pin
    with contextlib.suppress(DeviceSecretMissing, AnchorForged):
        if cf.vault.anchor.read() != before:
            return False
        if pin != before:
            cf.vault.anchor.write(pin)
        cf.standing = standing.Standing(PinState.HOLDS, pin, pin.epoch, pin.seq, pin.head)
        return True
    return False


def found_damaged(cf: CaseFile) -> None:
    """A check has found damage: nothing more is written into the file, so that what is whole in it stays so."""
    _owe_check(cf)  # of one that is only read now, too: a person may say that it is to be written
    if cf.read_only is None:
        cf.write_pin()  # so that it can be said after restoring how much is not in the backup
        _allow(cf, standing.DAMAGED)


def office_is_ahead(cf: CaseFile, row: Pin) -> None:
    """The office proves that this is an older copy: from now on it is read and not written, at the next opening too."""
    with cf.store.transaction():
        cf.store.set_meta(standing.OFFICE_HAS, msgspec.json.encode(row).decode())
    cf.standing = standing.of(cf)
    _allow(cf, standing.why_read_only(cf.vault, cf.standing))


# a new chain --------------------------------------------------------------------------------------------------


def accept_older_copy(cf: CaseFile, note: str) -> Saved:
    """See `CaseFile.accept_older_copy`."""
    if cf.standing.state not in standing.BAD:
        raise NotAnOlderCopy()
    return begin_epoch(cf, "older copy found at unlocking", note)


def begin_epoch(cf: CaseFile, why: Why, note: str = "", *, ended: str = "", mark: bool = True) -> Saved:
    """Begin a new chain, in which everything from now on is written; its first row says why.

    ``ended`` is the laptop whose chain ends, where that is another than this one: after a
    recovery by the office, which makes new keys. With ``mark`` the key ring's marker is moved
    to the new chain.
    """
    if cf.vault.read_only:
        against = standing.of_disk(cf.vault)
        assert against is not None
        raise CaseFileReadOnly(why=against.why, do=against.do)
    before, allowed, pin = cf.epoch, cf.read_only, cf.standing.evidence
    device = ended or cf.vault.device
    reach = cf.store.reach_of(device)
    old = max([*reach, *([pin.epoch] if pin is not None and device == cf.vault.device else [])], default=1)
    tip = cf.store.tip(device, old)
    told = pin if pin is not None and device == cf.vault.device and pin.epoch == old else None
    record = Epoch(
        why=why,
        device=device,
        epoch=old,
        seq=tip.seq - 1,
        head="" if tip.prev == NO_REVISION else tip.prev,
        pinned_seq=told.seq if told else 0,
        pinned_head=told.head if told else "",
        note=note.strip(),
    )
    _allow(cf, None)
    try:
        cf.epoch = _next_epoch(cf, old) if device == cf.vault.device else before
        saved = cf.save(record, case="")
    except BaseException:
        cf.epoch = before
        _allow(cf, allowed)
        raise
    if mark:
        _replace_marker(cf)
    return saved


def settle_after_restore(cf: CaseFile) -> None:
    """A backup has just been put back and its new chain begun: the marker follows, whatever it was."""
    if cf.read_only is None or cf.standing.state in standing.BAD:
        _allow(cf, standing.of_disk(cf.vault))
        _replace_marker(cf)


def _next_epoch(cf: CaseFile, last: int) -> int:
    """A number that no other copy of this case file has used.

    With the marker at hand it is the next one. Without it nothing here knows of epochs that
    other copies began, so the seconds since 2026 are taken instead.
    """
    if cf.standing.pin is not None:
        return last + 1
    return max(last + 1, int((cf.now() - _START_OF_COUNT).total_seconds()))


def _replace_marker(cf: CaseFile) -> None:
    """Put the marker at the new chain, in place of whatever was there: a person has decided."""
    before = cf.standing.pin
    tip = cf.store.tip(cf.vault.device, cf.epoch)
    pin = Pin(cf.epoch, tip.seq - 1, tip.prev, cf.vault.generation)
    state = PinState.NOT_READ if cf.vault.anchor.available else PinState.NO_KEY_RING
    with contextlib.suppress(DeviceSecretMissing):
        if cf.vault.anchor.available:
            cf.vault.anchor.write(pin)
            state, before = PinState.HOLDS, pin
    cf.standing = standing.Standing(state, before, pin.epoch, pin.seq, pin.head)
