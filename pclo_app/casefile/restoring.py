"""Putting a backup back, so that nothing is lost by it and no history is signed twice.

The backup is copied into ``DIR/restoring``, opened with the passphrase and checked page by
page. There a new chain begins, with a signed row that says why. Only then do the files change
places: what lay in the folder goes untouched into ``DIR/quarantine/<when>/`` with a report in
plain English, and the restored ones take their names, keyslots.json last. Killed at any
moment, it is done again with the same backup.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ..journal.revision import decode_header
from ..records.custody import Epoch
from ..vault import files, generations, keyslots, throttle
from ..vault import folder as vault_folder
from ..vault import vault as vaults
from ..vault.blobs import SUFFIX as BLOB_SUFFIX
from ..vault.canonical import canonical
from ..vault.device_secret import DeviceSecrets
from ..vault.errors import KeySlotsDamaged, NotACaseFile
from ..vault.lock import FolderLock
from . import opening, quarantine
from .backup_files import FOLDER as BACKUPS
from .backup_files import named
from .casefile import CaseFile, local_now
from .errors import BackupDamaged, BackupOfAnother, BackupSlotsMissing, NotABackup
from .reading import Clock

STAGING = "restoring"


@dataclass(frozen=True)
class Restored:
    """What came of it."""

    at: datetime | None
    """When the backup was made; None for a whole copy, which does not say."""
    seq: int
    """The newest row of this laptop's old chain that is in it."""
    pinned_seq: int
    """The newest row by the key ring's marker; 0 where there was none, or where it is about another chain."""
    epoch: int
    """The new chain."""
    missing_documents: list[str]
    """SHA-256 of the documents that rows name and that are nowhere here."""
    quarantine: Path | None
    """Where the files that lay in the folder are now."""
    words: list[str] = field(default_factory=list)
    """All of it in sentences for the person."""


@dataclass(frozen=True)
class _Source:
    """The files of a backup."""

    database: Path
    slots: list[keyslots.KeySlots]
    generation: int
    blobs: Path
    at: datetime | None

    @property
    def name(self) -> str:
        return self.database.name if self.at else self.database.parent.name


def restore(
    backup: Path,
    folder: Path,
    passphrase: str,
    *,
    secrets: DeviceSecrets | None,
    clock: Clock = local_now,
    kit: str = "",
    note: str = "",
) -> CaseFile:
    """Put a backup back into its case file's folder or into a new one, and open it; see `restore_and_tell`."""
    return restore_and_tell(backup, folder, passphrase, secrets=secrets, clock=clock, kit=kit, note=note)[0]


def restore_and_tell(
    backup: Path,
    folder: Path,
    passphrase: str,
    *,
    secrets: DeviceSecrets | None,
    clock: Clock = local_now,
    kit: str = "",
    note: str = "",
) -> tuple[CaseFile, Restored]:
    """Put a backup back: a file of the ``backup`` folder, or the folder of a whole copy. Answers the open case file.

    The passphrase is the present one where the folder's key slots are whole and of the
    backup's generation, else the one of the day when the backup was made.
    """
    backup, folder = Path(backup), Path(folder)
    source = _source(backup, folder)
    _refuse_other(source, folder)
    with files.disk_full_as_condition():
        files.make_private_folder(folder)
    lock = FolderLock(folder)
    lock.acquire(clock())
    try:
        staging = _stage(source, folder)
        try:
            epoch, damaged = _begin_chain(source, staging, folder, passphrase, secrets, clock, kit, note)
            put_away = quarantine.put_away(folder, clock(), damaged)
            _fetch_blobs(source.blobs, folder / generations.blobs_name(source.generation))
            _place(staging, folder, source.generation)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    finally:
        lock.release()
    cf = CaseFile.open(folder, passphrase, secrets=secrets, clock=clock, kit=kit)
    try:
        opening.settle_after_restore(cf)
        told = _tell(cf, source, epoch, put_away)
        cf.vault.notices += tuple(told.words)
        if put_away is not None:
            quarantine.report(put_away, cf.vault, told.words, cf.now())
    except BaseException:
        cf.close()
        raise
    return cf, told


# the backup ---------------------------------------------------------------------------------------------------


def _source(backup: Path, folder: Path) -> _Source:
    """What the backup consists of. Raises NotABackup, BackupSlotsMissing."""
    one = named(backup)
    if one is None and keyslots.exists(backup):
        slots = keyslots.read(backup)
        path = backup / slots[0].database
        if not path.is_file():
            raise NotABackup(name=backup.name)
        generation = slots[0].generation
        blobs, at = backup / generations.blobs_name(generation), None
    elif one is not None and backup.is_file():
        slots = [copy for copy in [_read_slots(one.slots_path)] if copy is not None]
        path, generation, at = backup, one.generation, one.at
        blobs = backup.parent.parent / generations.blobs_name(generation)
    else:
        raise NotABackup(name=backup.name)
    present = _slots_in(folder)
    same = [copy for copy in present if copy.generation == generation]
    if slots:
        same = [copy for copy in same if copy.vault_id == slots[0].vault_id]
    same = same[:1]
    usable = [*same, *(copy for copy in slots if copy.generation == generation and copy not in same)]
    if not usable:
        here = f"Here are key slots of generation {present[0].generation}." if present else "There are none here."
        assert one is not None
        raise BackupSlotsMissing(name=backup.name, wanted=generation, here=here, slots=one.slots_path.name)
    return _Source(path, usable, generation, blobs, at)


def _read_slots(path: Path) -> keyslots.KeySlots | None:
    try:
        return keyslots.checked(path.read_bytes())
    except (OSError, ValueError):
        return None


def _slots_in(folder: Path) -> list[keyslots.KeySlots]:
    """The usable key slots of the folder that is restored into."""
    try:
        return keyslots.read(folder)
    except (NotACaseFile, KeySlotsDamaged):
        return []


def _refuse_other(source: _Source, folder: Path) -> None:
    """Raise unless the folder is new, or holds the case file that the backup is of."""
    if keyslots.exists(folder):
        present = _slots_in(folder)
        if present and present[0].vault_id != source.slots[0].vault_id:
            raise BackupOfAnother(folder=folder)
    elif not _is_wreck(folder):
        vault_folder.refuse_occupied(folder)


def _is_wreck(folder: Path) -> bool:
    """Whether it was a case file's folder and has lost its key slots: then its backups lie in it still."""
    return (folder / BACKUPS).is_dir() or (folder / quarantine.FOLDER).is_dir()


# the new chain, in a copy -------------------------------------------------------------------------------------


def _stage(source: _Source, folder: Path) -> Path:
    """A case file of its own inside the folder, made of the backup."""
    staging = folder / STAGING
    shutil.rmtree(staging, ignore_errors=True)
    with files.disk_full_as_condition():
        files.make_private_folder(staging)
        for suffix in ("", "-wal"):  # a copy made by other means may have left its log beside it
            beside = source.database.with_name(source.database.name + suffix)
            if beside.is_file():
                _copy(beside, staging / (keyslots.database_name(source.generation) + suffix))
        for name, copy in zip((keyslots.NAME, keyslots.BACKUP_NAME), source.slots, strict=False):
            files.write_whole(staging / name, canonical(copy.document))
        if (folder / throttle.NAME).is_file():  # wrong passphrases count here as there
            _copy(folder / throttle.NAME, staging / throttle.NAME)
    return staging


def _copy(source: Path, target: Path) -> None:
    """Copy a file that nobody has open, and force it to disk."""

    def private(path: str, flags: int) -> int:
        return os.open(path, flags, files.PRIVATE_FILE)

    with source.open("rb") as original, open(target, "xb", opener=private) as copy:
        shutil.copyfileobj(original, copy, 1 << 20)
        copy.flush()
        os.fsync(copy.fileno())


def _begin_chain(
    source: _Source,
    staging: Path,
    folder: Path,
    passphrase: str,
    secrets: DeviceSecrets | None,
    clock: Clock,
    kit: str,
    note: str,
) -> tuple[Epoch, list[Path]]:
    """Open the copy, check it, and let its new chain begin; answers its first record, and the folder's bad documents.

    Raises what unlocking raises, and BackupDamaged.
    """
    try:
        vault = vaults.unlock(staging, passphrase, secrets=secrets, now=clock(), kit=kit)
    except BaseException:
        _keep_attempts(staging, folder)
        raise
    try:
        cf = CaseFile.taken_up(vault, clock, secrets)
        for problem in cf.vault.page_problems():
            raise BackupDamaged(name=source.name, why=problem.what.rstrip("."))
        saved = opening.begin_epoch(cf, "restored from a backup", note, mark=False)
        record = cf.version(saved.rev).record
        assert isinstance(record, Epoch)
        here = cf.vault.blobs.in_folder(folder)
        return record, [here.path_of(problem.name) for problem in here.problems()]
    finally:
        vault.close()  # not cf.close(): the marker moves when the files are in place


def _keep_attempts(staging: Path, folder: Path) -> None:
    """What was counted in the copy counts for the case file."""
    with contextlib.suppress(OSError):
        files.write_whole(folder / throttle.NAME, (staging / throttle.NAME).read_bytes())


# into place ---------------------------------------------------------------------------------------------------


def _fetch_blobs(source: Path, target: Path) -> None:
    """Bring the documents that the target lacks; they are encrypted and named by what they hold."""
    with files.disk_full_as_condition():
        files.make_private_folder(target)
        if source == target or not source.is_dir():
            return
        for path in source.glob(f"??/*{BLOB_SUFFIX}"):
            place = target / path.parent.name / path.name
            if not place.exists():
                files.make_private_folder(place.parent)
                _copy(path, place)


def _place(staging: Path, folder: Path, generation: int) -> None:
    """Give the restored files their names, keyslots.json last: it makes the folder a case file again."""
    name = keyslots.database_name(generation)
    for part in (f"{name}-wal", name, keyslots.BACKUP_NAME, keyslots.NAME):
        if (staging / part).exists():
            files.replace(staging / part, folder / part)
    files.sync_folder(folder)


# what to say --------------------------------------------------------------------------------------------------


def _tell(cf: CaseFile, source: _Source, epoch: Epoch, put_away: quarantine.PutAway | None) -> Restored:
    same = epoch.pinned_head != ""
    lost = max(0, epoch.pinned_seq - epoch.seq)
    missing = sorted({digest for digest in _documents(cf) if not cf.has_blob(digest)})
    words = [f"The case file is as it was {_moment(source.at, cf)}. A new series of revisions has begun in it."]
    if lost:
        count = "1 revision" if lost == 1 else f"{lost} revisions"
        words.append(f"{count} of this laptop, written after that, {'is' if lost == 1 else 'are'} not in it.")
    elif not same:
        words.append("Whether anything was written after that cannot be said: no marker in the key ring tells.")
    if lost or not same:
        words.append("What the office has received it sends back: use Return to office, twice if need be.")
    if missing:
        count = "1 document" if len(missing) == 1 else f"{len(missing)} documents"
        words.append(f"{count} that records name {'is' if len(missing) == 1 else 'are'} not on this laptop.")
    where = None
    if put_away is not None:
        where = put_away.folder
        words.append(f"The files that lay here before are untouched in {quarantine.FOLDER}, with a report.")
    return Restored(source.at, epoch.seq, epoch.pinned_seq if same else 0, cf.epoch, missing, where, words)


def _moment(at: datetime | None, cf: CaseFile) -> str:
    if at is None:
        return "in the copy"
    local = at.replace(tzinfo=UTC).astimezone(cf.now().tzinfo)
    return f"at {local:%H:%M} on {local.day} {local:%B %Y}"


def _documents(cf: CaseFile) -> Iterator[str]:
    """The documents of all rows whose contents are here."""
    rows = cf.db.execute(
        "SELECT r.header FROM rev r JOIN payload p ON p.rev = r.rev WHERE instr(r.header, ?) = 0", (_NO_DOCUMENTS,)
    )
    for (header,) in rows:
        yield from decode_header(header).att


_NO_DOCUMENTS = b'"att":[]'
