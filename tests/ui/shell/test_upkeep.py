"""What is done by itself while a case file is open: backup, check-up, marker; and that it holds nobody up."""

from __future__ import annotations

import threading
from typing import Any

from pytestqt.qtbot import QtBot

from pclo_app.casefile import backups, checkup
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import CaseFileReadOnly
from pclo_app.casefile.opening import CHECK_OWED
from pclo_app.records.case import Case
from pclo_app.vault.errors import CaseFileDamaged
from ui.shell.session import Place
from ui.shell.upkeep import GaveWay, Upkeep, giving_way

from .conftest import PASSPHRASE, Life


def _run(life: Life, program: Any) -> None:
    """Let upkeep do everything that is due, without its waits."""
    upkeep: Upkeep = program.upkeep
    for _ in range(3):
        upkeep._soon.stop()
        upkeep.look()
        life.settle(program)
    upkeep._soon.stop()


def test_the_check_up_and_todays_backup_are_made_once_and_told(life: Life, qtbot: QtBot) -> None:
    life.make()
    program = life.unlocked()
    assert program.upkeep._soon.isActive(), "it begins by itself"
    said: list[str] = []
    program.window.status.say = said.append
    _run(life, program)
    assert said[0] == "Checked: the case file is whole"
    assert said[1].startswith("Backed up on this laptop, 08:40")
    assert len(backups.listed(life.folder)) == 1
    _run(life, program)
    assert len(said) == 2, "once a day"
    life.lock(program)
    with CaseFile.open(life.folder, PASSPHRASE, secrets=life.secrets, clock=life.clock) as cf:
        assert not backups.due(cf) and not checkup.due(cf)


def test_it_gives_way_to_a_screen_and_begins_again(life: Life, qtbot: QtBot) -> None:
    life.make()
    program = life.unlocked()
    operations, upkeep = program.session.operations, program.upkeep
    upkeep.end()
    gate, began, ended = threading.Event(), threading.Event(), []

    def long(cf: CaseFile, progress: Any) -> None:
        step = giving_way(operations, progress)
        step(0, 2)  # nobody waits: it goes on
        began.set()
        gate.wait(20)
        step(1, 2)

    operations.submit(long, None, ended.append)
    assert began.wait(20)
    answered: list[str] = []
    operations.submit(lambda cf, _: cf.cases()[0].record.reference, answered.append)
    gate.set()
    life.settle(program)
    assert isinstance(ended[0], GaveWay) and answered == ["KM-0417"]
    upkeep._stopped("Today’s backup", GaveWay())
    assert upkeep._soon.isActive() and "Today’s backup" not in upkeep._tried
    upkeep.end()


def test_the_marker_is_kept_up_to_date_while_it_is_open_and_at_the_lock(life: Life, qtbot: QtBot) -> None:
    life.make()
    program = life.unlocked()
    program.upkeep._soon.stop()
    assert program.upkeep._marker.isActive() and program.upkeep._marker.interval() == 600_000
    marker = lambda: _marker(program, life)  # noqa: E731
    before = marker()
    program.session.operations.submit(lambda cf, _: cf.save(Case(reference="KM-2", family="Two"), case=""))
    program.upkeep.write_marker()
    life.settle(program)
    middle = marker()
    assert middle[1] == before[1] + 1
    program.session.operations.submit(lambda cf, _: cf.save(Case(reference="KM-3", family="Three"), case=""))
    life.lock(program)
    with CaseFile.open(life.folder, PASSPHRASE, secrets=life.secrets, clock=life.clock) as cf:
        assert cf.read_only is None and cf.standing.pin is not None and cf.standing.pin.seq == middle[1] + 1


def _marker(program: Any, life: Life) -> tuple[int, int]:
    found: list[Any] = []
    program.session.operations.submit(lambda cf, _: found.append(cf.vault.anchor.read()))
    life.settle(program)
    return found[0].epoch, found[0].seq


def test_what_the_check_up_finds_cannot_be_missed(life: Life, qtbot: QtBot) -> None:
    life.make()
    with CaseFile.open(life.folder, PASSPHRASE, secrets=life.secrets, clock=life.clock) as cf:
        for (trigger,) in cf.db.execute("SELECT name FROM sqlite_schema WHERE type='trigger'").fetchall():
            if "rev" in trigger or "payload" in trigger:
                cf.db.execute(f"DROP TRIGGER {trigger}")
        cf.db.execute("UPDATE rev SET sig=zeroblob(64) WHERE n=(SELECT max(n) FROM rev)")
    program = life.unlocked()
    _run(life, program)
    assert program.window.error.isVisible()
    assert "See Settings, Is it whole?" in program.window.error.accessibleName()


def _damage(life: Life, program: Any) -> None:
    """One byte of the open file."""
    program.session.operations.submit(lambda cf, _: cf.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())
    life.settle(program)
    database = next(life.folder.glob("case.g*.db"))
    data = bytearray(database.read_bytes())
    data[-3000] ^= 1
    database.write_bytes(data)


def test_damage_is_known_before_the_first_word_is_written_and_typing_stops(life: Life, qtbot: QtBot) -> None:
    life.make()
    program = life.unlocked()
    window = program.window
    program.upkeep.end()
    _damage(life, program)
    said: list[str] = []
    window.status.say = said.append
    program.session.operations.submit(lambda cf, _: cf.put_draft("quick-entry", b"words"))
    life.settle(program)
    assert window.standing.words().startswith("Open for reading only. The check of this file found damage in it.")
    assert "Restore the newest backup" in window.standing.words() and "copy it elsewhere" in window.standing.words()
    assert program.session.why_read_only is not None
    window.standing.buttons[0].click()
    life.settle(program)
    assert window.navigation.here == Place("settings", section="backups")
    assert len(said) == 1 and not window.error.isVisible(), "one bar and one line, not a box for every word typed"
    kept: list[Any] = []
    program.session.operations.submit(lambda cf, _: cf.drafts(), kept.append)
    life.settle(program)
    assert "quick-entry" not in kept[0]


def test_damage_that_a_screen_meets_stops_the_writing_and_says_what_to_press(life: Life, qtbot: QtBot) -> None:
    life.make()
    program = life.unlocked()
    _run(life, program)
    window = program.window
    _damage(life, program)

    def meets(cf: CaseFile, _progress: object) -> None:
        raise CaseFileDamaged(where="case.g1.db")

    program.session.operations.submit(meets)
    life.settle(program)
    assert window.standing.words().startswith("Open for reading only. The check of this file found damage in it.")
    assert "Settings, Backups" in window.error.accessibleName(), "in the window there is no command line"
    assert "pclo" not in window.error.accessibleName()
    assert (life.folder / CHECK_OWED).exists(), "the next one who opens it has it checked"
    written: list[object] = []
    program.session.operations.submit(lambda cf, _: cf.put_draft("quick-entry", b"words"), None, written.append)
    life.settle(program)
    assert isinstance(written[0], CaseFileReadOnly)


def test_damage_in_another_file_is_told_and_this_one_is_written_on(life: Life, qtbot: QtBot) -> None:
    life.make()
    program = life.unlocked()
    _run(life, program)

    def looks_into_a_backup(cf: CaseFile, _progress: object) -> None:
        raise CaseFileDamaged(where="case.g1.db")

    program.session.operations.submit(looks_into_a_backup)
    life.settle(program)
    assert program.window.error.isVisible() and program.session.why_read_only is None
    assert not (life.folder / CHECK_OWED).exists()


def test_a_case_file_that_is_read_only_is_left_alone(life: Life, qtbot: QtBot) -> None:
    life.make()
    with CaseFile.open(life.folder, PASSPHRASE, secrets=life.secrets, clock=life.clock) as cf:
        from pclo_app.vault.device_secret import pin_name

        name = pin_name(cf.vault.vault_id)
    life.secrets.put(name, b"not a marker of ours")
    program = life.unlocked()
    _run(life, program)
    assert backups.listed(life.folder) == []
    assert not program.window.error.isVisible()
