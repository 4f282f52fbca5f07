"""A backup is put back on an officer's laptop: what the office sees, and what it sends back (T20, T29)."""

from __future__ import annotations

import random
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from pclo_app.casefile import backups, integrity, opening, restoring, standing
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import CaseFileReadOnly
from pclo_app.sync import chains
from pclo_app.sync.drop import FolderDrop
from pclo_app.sync.exchange import sync
from pclo_app.sync.status import status
from pclo_app.vault.device_secret import MemoryDeviceSecrets
from pclo_app.vault.pins import Anchor, PinState
from tests.casefile.conftest import TurnedClock
from tests.sync.conftest import PASSPHRASE, Team, entry

SEEDS = range(2)


def rows_of(cf: CaseFile, device: str, epoch: int) -> list[tuple[int, str, bool]]:
    """One chain: number, revision, and whether its words are here."""
    found = cf.db.execute(
        "SELECT r.seq, r.rev, p.rev IS NOT NULL FROM rev r LEFT JOIN payload p ON p.rev = r.rev"
        " WHERE r.device=? AND r.epoch=? ORDER BY r.seq",
        (bytes.fromhex(device), epoch),
    )
    return [(seq, rev.hex(), bool(held)) for seq, rev, held in found]


def heads(cf: CaseFile, case: str) -> list[tuple[str, ...]]:
    """The heads of every record of a case."""
    return sorted(tuple(sorted(v.rev for v in item.heads)) for item in cf.items(case))


def restore(team: Team, backup: Path) -> restoring.Restored:
    """Close the officer's case file and put the backup back."""
    folder = team.officer.vault.folder
    team.officer.close()
    team.officer, told = backups.restore_and_tell(backup, folder, PASSPHRASE, secrets=None, clock=team.officer.clock)
    return told


@pytest.fixture
def working(team: Team) -> Team:
    """A week of work: entries with a letter, a review, receipts; then a backup; then more of all of it, all sent."""
    letter = team.officer.put_blob(b"letter of Monday " * 1000)
    team.officer.save(entry("with a letter"), case=team.case, attachments=[letter])
    changed = team.write("to be changed")
    team.there(), team.office(), team.there()
    team.review("Who saw this?")
    team.office(), team.there(), team.office(), team.there()
    backup = backups.run(team.officer)
    second = team.officer.put_blob(b"letter of Tuesday " * 1000)
    team.officer.save(entry("with a second letter"), case=team.case, attachments=[second])
    version = team.officer.item(changed).heads[0]
    team.officer.save(entry("changed", change_reason="told more"), case=team.case, id=changed, based_on=(version.rev,))
    for n in range(5):
        team.write(f"after the backup {n}")
        team.there(), team.office(), team.there()
    team.review("And this?")
    team.office(), team.there()
    assert team.officer.unsent() == 0
    team.backup = backup.path  # type: ignore[attr-defined]
    return team


def test_t20_after_restoring_the_office_sends_back_every_row_and_document(working: Team) -> None:
    team, device = working, working.officer.vault.device
    before, as_it_was = rows_of(team.officer, device, 1), heads(team.officer, team.case)
    lines = len(team.officer.entries(team.case))
    shutil.rmtree(team.officer.vault.folder / "blobs")
    told = restore(team, team.backup)  # type: ignore[attr-defined]
    assert len(told.missing_documents) == 1  # the other one belongs to a row that is not in the backup
    assert len(rows_of(team.officer, device, 1)) < len(before) and team.officer.epoch > 1
    alarms = [*team.there().alarms, *team.office().alarms, *team.there().alarms]
    assert alarms == [] and status(team.officer).alarms == [] == status(team.sergeant).alarms
    assert rows_of(team.officer, device, 1) == before and all(held for *_, held in before)
    assert heads(team.officer, team.case) == as_it_was and len(team.officer.entries(team.case)) == lines
    for letter in (b"letter of Monday " * 1000, b"letter of Tuesday " * 1000):
        digests = [d for row in team.officer.store.rows(device, 1) for d in row.head.att]
        assert letter in [team.officer.blob(digest) for digest in digests]
    assert integrity.verify(team.officer).ok and integrity.verify(team.sergeant).ok
    # And work goes on as before, in the new chain.
    new = team.write("in the new series")
    team.there(), team.office()
    report = team.there()
    assert report.ok and report.unsent == 0 and team.sergeant.item(new).heads[0].device == device
    assert team.sergeant.store.forks() == [] == team.officer.store.forks()
    shown = status(team.officer)
    assert (shown.here_only, shown.on_its_way, shown.written) == (0, 0, shown.acked)
    settled = team.office(), team.there(), team.office(), team.there()
    assert [r.sent_rows + r.received_rows for r in settled[1:]] == [0, 0, 0]


def test_t29_with_epochs_a_restored_backup_that_goes_on_writing_is_no_fork(working: Team) -> None:
    restore(working, working.backup)  # type: ignore[attr-defined]
    for n in range(4):
        working.write(f"after restoring {n}")
        working.there(), working.office(), working.there()
    assert working.sergeant.store.forks() == [] and status(working.sergeant).alarms == []
    device = working.officer.vault.device
    assert set(working.sergeant.store.reach_of(device)) == {1, working.officer.epoch}
    why = working.sergeant.items(kind="epoch")[0].record
    assert why.why == "restored from a backup" and why.device == device


def test_t29_without_epochs_the_fork_is_found_by_a_peer_that_saw_the_lost_rows(
    working: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same with the logic switched off: the same chain is gone on with, and the sergeant sees two histories."""

    def no_epoch(cf: CaseFile, why: str, note: str = "", **more: object) -> object:
        return cf.items(kind="chronology_entry")[0].heads[0]

    monkeypatch.setattr(opening, "begin_epoch", no_epoch)
    monkeypatch.setattr(restoring, "Epoch", object)
    monkeypatch.setattr(restoring, "_tell", lambda *given: restoring.Restored(None, 0, 0, 1, [], None))
    restore(working, working.backup)  # type: ignore[attr-defined]
    assert working.officer.epoch == 1
    for n in range(4):
        working.write(f"the same place again {n}")
    sync_rows_only(working)
    forks = working.sergeant.store.forks()
    assert forks and {fork.device for fork in forks} == {working.officer.vault.device}
    assert any("two histories" in alarm.words for alarm in status(working.sergeant).alarms)
    assert not integrity.verify(working.sergeant).ok


def sync_rows_only(team: Team) -> None:
    """The officer sends without reading first: what the office says would stop an honest laptop before it sends."""
    empty = FolderDrop(team.drop.root.with_name("elsewhere"))
    sync(team.officer, empty)
    for lying in empty.lying("up"):
        team.drop.publish(lying.place, lying.name, empty.read(lying))
    team.office()


def test_a_receipt_proves_an_older_copy_where_there_is_no_key_ring(working: Team) -> None:
    """The whole old folder is put back by hand. No marker tells, but the office's next receipt does."""
    folder = working.officer.vault.folder
    clock = working.officer.clock
    working.officer.close()
    old = folder.with_name("old")
    shutil.copytree(folder, old)
    with CaseFile.open(folder, PASSPHRASE, clock=clock) as cf:
        working.officer = cf
        working.write("sent to the office")
        working.there(), working.office()
    for lying in working.down():  # as the older copy has seen the rest already, only what is new lies there
        assert working.path(lying).exists()
    shutil.rmtree(folder)
    shutil.copytree(old, folder)
    working.officer = CaseFile.open(folder, PASSPHRASE, clock=clock)
    assert working.officer.standing.state is PinState.NO_KEY_RING and working.officer.read_only is None
    report = working.there()
    assert any("does not have" in alarm for alarm in report.alarms) and report.sent_rows == 0
    assert working.officer.read_only is not None and "a receipt of the office covers" in working.officer.read_only.why
    with pytest.raises(CaseFileReadOnly):
        working.write("no")
    working.officer.close()
    working.officer = CaseFile.open(folder, PASSPHRASE, clock=clock)  # and it stays so
    assert working.officer.standing.state is PinState.ROLLED_BACK and working.officer.standing.missing == 1
    working.officer.accept_older_copy("The laptop was set up again from an old image.")
    working.write("on we go")
    working.there(), working.office()
    report = working.there()
    working.office(), working.there()
    assert working.sergeant.store.forks() == [] and working.officer.unsent() == 0
    assert len(working.officer.store.reach_of(working.officer.vault.device)) == 2
    facts = [item.record.fact for item in working.officer.entries(working.case)]
    assert "sent to the office" in facts and "on we go" in facts
    working.officer.close()


def test_random_restores_never_fork_and_all_comes_back(team: Team, clock: TurnedClock) -> None:
    """Sixty random steps of writing, syncing, backing up and putting any backup back."""

    for seed in SEEDS:
        chance = random.Random(seed)
        made: list[Path] = []
        for _ in range(30):
            act = chance.choice(["write", "write", "there", "office", "back up", "restore"])
            if act == "write":
                team.write("words")
            elif act == "there":
                team.there()
            elif act == "office":
                team.office()
            elif act == "back up":
                clock.time += timedelta(days=1)
                made.append(backups.run(team.officer).path)
            elif made:
                existing = [path for path in made if path.exists()]
                restore(team, chance.choice(existing))
    for _ in range(3):
        team.there(), team.office()
    team.there()
    assert team.sergeant.store.forks() == [] == team.officer.store.forks()
    device = team.officer.vault.device
    assert len(team.sergeant.store.reach_of(device)) > 3
    for chain in chains.own(team.sergeant):
        assert chains.last(team.officer, chain) == chains.last(team.sergeant, chain)
    for epoch, seq in team.sergeant.store.reach_of(device).items():
        assert rows_of(team.officer, device, epoch) == rows_of(team.sergeant, device, epoch), (epoch, seq)
    assert heads(team.officer, team.case) == heads(team.sergeant, team.case)
    assert integrity.verify(team.officer).ok and integrity.verify(team.sergeant).ok


def test_the_marker_moves_on_when_a_receipt_comes(sent: Team) -> None:
    officer = sent.officer
    officer.vault.anchor = Anchor(officer.vault.vault_id, b"k" * 32, MemoryDeviceSecrets())
    officer.standing = standing.of(officer)
    sent.there()
    assert officer.vault.anchor.read() is None
    sent.office(), sent.there()
    pin = officer.vault.anchor.read()
    assert pin is not None and (pin.seq, pin.head) == (officer.standing.seq, officer.standing.head)
    assert pin.seq == officer.store.tip(officer.vault.device, 1).seq - 1 > 1
