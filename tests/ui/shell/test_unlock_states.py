"""Each state of the unlock screen, with real case files: kit, forgotten, damaged, older copy, marker not ours."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pyrage
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from pclo_app.casefile import backups, custody
from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.case import Case
from pclo_app.vault.device_secret import MemoryDeviceSecrets, pin_name
from pclo_app.vault.errors import WrongPassphrase
from tests.ui.desk import nameless
from ui.cases.people import PersonForm
from ui.integrity.section import IntegritySection
from ui.shell.forgotten import ForgottenPage
from ui.shell.mending import MendingPage
from ui.shell.session import Place
from ui.shell.unlock import UnlockPage

from .conftest import PASSPHRASE, Life

NEW = "walnut harbour tinsel quarry"


def _opened(life: Life) -> CaseFile:
    return CaseFile.open(life.folder, PASSPHRASE, secrets=life.secrets, clock=life.clock)


def _page(program: Any) -> Any:
    return program.window._page


def _try(life: Life, program: Any, words: str = PASSPHRASE) -> Any:
    """Type the passphrase, Enter, and wait for what comes of it."""
    page = _page(program)
    page.field.edit.setText(words)
    life.qtbot.keyClick(page.field.edit, Qt.Key.Key_Return)
    life.qtbot.waitUntil(lambda: not page._opening.running, timeout=20_000)
    if program.session is not None:
        life.settle(program)
    return _page(program)


def test_a_missing_key_ring_asks_for_the_kit_and_then_offers_this_laptop_again(life: Life, qtbot: QtBot) -> None:
    life.make()
    with _opened(life) as cf:
        code = custody.make_kit(cf, PASSPHRASE, "Office safe").code
    life.secrets = MemoryDeviceSecrets()  # the laptop was set up anew
    program = life.boot()
    program.start(life.folder)
    page = _try(life, program)
    assert isinstance(page, UnlockPage)
    assert page.kit.isVisible() and QApplication.focusWidget() is page.kit.edit
    assert "The passphrase is needed with it." in page._ring.accessibleName()
    assert not nameless(page)
    qtbot.keyClicks(page.kit.edit, code[:-1])
    qtbot.keyClick(page.kit.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page._opening.running, timeout=20_000)
    assert "28 characters" in page.kit.error() and not page.field.error()
    page.kit.edit.setText(code.lower().replace("-", " "))
    qtbot.keyClick(page.kit.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.session is not None, timeout=20_000)
    life.settle(program)
    bar = program.window.standing
    assert bar.words().startswith("Opened with the emergency kit.")
    bar.buttons[0].click()
    sheet = program.window._sheets[-1].content
    sheet.field.edit.setText(PASSPHRASE)
    sheet.go()
    qtbot.waitUntil(lambda: not program.window._sheets, timeout=20_000)
    life.settle(program)
    assert not bar.isVisible()
    life.lock(program)
    again = life.unlocked()
    assert again.session is not None, "the passphrase alone opens it here again"
    assert not again.window.standing.isVisible()


def test_a_wrong_kit_counts_and_a_missing_kit_is_told(life: Life, qtbot: QtBot) -> None:
    life.make()
    program = life.boot()
    program.start(life.folder)
    page = _page(program)
    page.kit_button.click()
    assert QApplication.focusWidget() is page.field.edit, "the passphrase comes first"
    page.field.edit.setText(PASSPHRASE)
    page.kit.edit.setText("0000-0000-0000-0000-0000-0000-0000")
    page.unlock()
    qtbot.waitUntil(lambda: not page._opening.running, timeout=20_000)
    assert "No emergency kit has been made" in page.problem.accessibleName()


def test_forgotten_without_office_recovery_says_what_is_lost(life: Life, qtbot: QtBot) -> None:
    life.make()
    program = life.boot()
    program.start(life.folder)
    _page(program).forgotten_button.click()
    page = _page(program)
    assert isinstance(page, ForgottenPage)
    words = " ".join(label.text() for label in page.findChildren(type(page.sentence)))
    assert "The emergency kit does not help" in words
    assert "Office recovery was not set up" in words
    assert QApplication.focusWidget() is page.back_button
    qtbot.keyClick(page.back_button, Qt.Key.Key_Space)
    assert isinstance(_page(program), UnlockPage)


def test_the_custodian_recovers_it_here_with_a_protected_key_file(life: Life, qtbot: QtBot, tmp_path: Path) -> None:
    life.make()
    identity = pyrage.x25519.Identity.generate()
    with _opened(life) as cf:
        custody.set_recovery(cf, PASSPHRASE, [str(identity.to_public())], "DI Sharma and DS Whitcombe")
        old_device = cf.vault.device
    key_file = tmp_path / "office.age"
    key_file.write_bytes(pyrage.passphrase.encrypt(str(identity).encode(), "harbour custody plinth"))
    program = life.boot()
    program.start(life.folder)
    _page(program).forgotten_button.click()
    page = _page(program)
    assert not nameless(page)
    page.recover()
    assert page._file.text() == "Choose the file with the office’s private key."
    page.read_identity(key_file)
    page.recover()
    assert page.by.accessibleDescription().startswith("Error: Enter who recovers it")
    page.by.setText("DI Anil Sharma")
    page.new.edit.setText("short")
    page.recover()
    assert "Too short" in page.new.error()
    page.new.edit.setText(NEW)
    page.again.edit.setText(NEW)
    page.file_passphrase.edit.setText("not that one")
    page.recover()
    qtbot.waitUntil(lambda: not page._opening.running, timeout=20_000)
    assert "passphrase is not right" in page.problem.accessibleName()
    page.file_passphrase.edit.setText("harbour custody plinth")
    page.recover()
    qtbot.waitUntil(lambda: program.session is not None, timeout=60_000)
    life.settle(program)
    found: list[Any] = []
    program.session.operations.submit(
        lambda cf, _: found.append((cf.vault.device, [event for _, event in custody.events(cf)], len(cf.cases())))
    )
    life.settle(program)
    device, events, cases = found[0]
    assert device != old_device and cases == 1
    assert any(event.act == "recovered by the office" and "Sharma" in event.holder + event.note for event in events)
    program.session.operations.close()
    with pytest.raises(WrongPassphrase):
        CaseFile.open(life.folder, PASSPHRASE, secrets=life.secrets, clock=life.clock)
    CaseFile.open(life.folder, NEW, secrets=life.secrets, clock=life.clock).close()


def _damage(folder: Path) -> None:
    path = next(folder.glob("case.g*.db"))
    raw = bytearray(path.read_bytes())
    raw[16:4000] = bytes(3984)
    path.write_bytes(raw)


def test_a_damaged_file_is_told_and_the_newest_backup_is_put_back(life: Life, qtbot: QtBot) -> None:
    life.make()
    with _opened(life) as cf:
        backups.run(cf)
    _damage(life.folder)
    program = life.boot()
    program.start(life.folder)
    page = _try(life, program)
    assert isinstance(page, MendingPage)
    assert page.accessibleName().startswith("This case file does not check out")
    assert page.table.rows()[0].sentence.startswith("Backup of Wed 18 Nov 2026")
    assert not nameless(page)
    assert QApplication.focusWidget() is page.table
    page.read_button.click()
    qtbot.waitUntil(lambda: not page._opening.running, timeout=20_000)
    assert program.session is None and page.problem.isVisible(), "this damage cannot be read over, and it says so"
    qtbot.keyClick(page.field.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.session is not None, timeout=30_000)
    life.settle(program)
    assert "quarantine" in program.window.standing.words()
    program.window.standing.buttons[0].click()
    assert not program.window.standing.isVisible()
    quarantined = [path for path in (life.folder / "quarantine").rglob("case.g*.db")]
    assert quarantined, "the damaged file is kept"


def test_a_damaged_file_is_read_with_the_kit_too(life: Life, qtbot: QtBot) -> None:
    life.make()
    with _opened(life) as cf:
        code = custody.make_kit(cf, PASSPHRASE, "safe").code
    _damage(life.folder)
    program = life.boot()
    program.start(life.folder)
    page = _try(life, program)
    life.secrets = MemoryDeviceSecrets()
    for shown in ("key ring", "has been changed or damaged"):
        page.read_button.click()
        qtbot.waitUntil(lambda: not page._opening.running, timeout=20_000)
        assert shown in page.problem.accessibleName()
        page.kit.edit.setText(code)


@pytest.mark.parametrize("what", ["lost", "not encrypted", "key slots"])
def test_what_else_leads_to_the_backups(life: Life, qtbot: QtBot, what: str) -> None:
    life.make()
    with _opened(life) as cf:
        backups.run(cf)
    database = next(life.folder.glob("case.g*.db"))
    if what == "lost":
        database.unlink()
    elif what == "not encrypted":
        database.write_bytes(b"SQLite format 3\0" + bytes(4080))
    else:
        for path in life.folder.glob("keyslots*.json"):
            path.write_text("{}")
    program = life.boot()
    program.start(life.folder)
    page = _try(life, program)
    assert isinstance(page, MendingPage), page.problem.accessibleName()
    assert what != "key slots" or not page.read_button.isVisible(), "without key slots nothing can be read"
    qtbot.keyClick(page.field.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.session is not None, timeout=30_000)
    life.settle(program)
    assert _case(life, program)


def test_a_damaged_file_without_a_backup_says_so(life: Life, qtbot: QtBot) -> None:
    life.make()
    _damage(life.folder)
    program = life.boot()
    program.start(life.folder)
    page = _try(life, program)
    assert page.nothing.isVisible() and not page.restore_button.isVisible()
    assert "no backup of this case file on this laptop" in page.nothing.accessibleName()
    page.back_button.click()
    assert isinstance(_page(program), UnlockPage)


def _rolled_back(life: Life) -> None:
    """An older copy of the whole folder is put in the place of the newer one."""
    life.make()
    _opened(life).close()
    old = life.base / "old"
    shutil.copytree(life.folder, old)
    with _opened(life) as cf:
        cf.save(Case(reference="KM-0999", family="Later"), case="")
    shutil.rmtree(life.folder)
    shutil.move(old, life.folder)


def test_t21_an_older_copy_is_read_not_typed_in_and_taken_up_on_purpose(life: Life, qtbot: QtBot) -> None:
    _rolled_back(life)
    program = life.unlocked()
    window = program.window
    assert window.standing.words().startswith("Open for reading only. It is older than this laptop remembers")
    assert window.status.saved_words() == "Open for reading only"
    assert [button.accessibleName() for button in window.standing.buttons] == [
        "Restored from a backup on purpose…", "Leave it read-only",
    ]  # fmt: skip

    case = _case(life, program)
    program.session.open(Place("case", case=case, section="people", record="new"))
    life.settle(program)
    form = window.findChild(PersonForm)
    edit = form.input("name").edit
    edit.setFocus()
    qtbot.keyClicks(edit, "Kerry")
    assert edit.text() == "", "typing into a record is prevented"
    assert window.status.saved_words().startswith("Not typed: open for reading only.")
    window.close_sheets()
    life.settle(program)
    assert not window.error.isVisible(), "and nothing shouts"
    window.open_search()
    search = QApplication.focusWidget()
    assert isinstance(search, QLineEdit)
    qtbot.keyClicks(search, "maisie")
    assert search.text() == "maisie", "searching is no writing"
    window.close_sheets()
    life.settle(program)

    window.standing.buttons[1].click()
    assert window.standing.words() == "Open for reading only."
    program.session.open(Place("settings", section="whole"))
    life.settle(program)
    newest = window.findChild(IntegritySection).newest
    assert newest.text().startswith("It is older than this laptop remembers")
    window.standing.buttons[0].click()
    sheet = window._sheets[-1].content
    qtbot.keyClicks(QApplication.focusWidget(), "")
    sheet.go()
    assert "Say in a sentence what happened" in sheet.part.edit.accessibleDescription()
    qtbot.keyClicks(sheet.part.edit, "Laptop set up anew by IT, backup put back\r")
    assert QApplication.focusWidget() is sheet.field.edit, "Enter goes on to the passphrase"
    qtbot.keyClicks(sheet.field.edit, f"{PASSPHRASE}\r")
    qtbot.waitUntil(lambda: not window._sheets, timeout=20_000)
    life.settle(program)
    assert not window.standing.isVisible()
    assert newest.text() == "This is the newest copy that this laptop knows of."
    program.session.open(Place("case", case=case, section="people", record="new"))
    life.settle(program)
    edit = window.findChild(PersonForm).input("name").edit
    edit.setFocus()
    qtbot.keyClicks(edit, "Kerry")
    assert edit.text() == "Kerry", "now it can be written again"
    found: list[Any] = []
    program.session.operations.submit(lambda cf, _: found.append((cf.epoch, cf.items(kind="epoch")[0].record.note)))
    life.settle(program)
    assert found[0] == (2, "Laptop set up anew by IT, backup put back")


def test_a_marker_that_is_not_ours_opens_for_reading(life: Life, qtbot: QtBot) -> None:
    life.make()
    with _opened(life) as cf:
        name = pin_name(cf.vault.vault_id)
    life.secrets.put(name, b'{"v":1,"epoch":9,"seq":9,"head":"00","gen":9,"mac":"00"}')
    program = life.unlocked()
    words = program.window.standing.words()
    assert "does not belong to it" in words and "a recovery by the office that was interrupted" in words
    assert "If it was recovered, or a backup was put back on purpose, say so here" in words
    assert program.window.standing.buttons[0].accessibleName() == "Recovered or restored on purpose…"


def test_a_newer_version_is_left_alone(life: Life, qtbot: QtBot) -> None:
    life.make()
    for path in life.folder.glob("keyslots*.json"):
        path.write_text(path.read_text().replace('"v":1', '"v":2'))
    program = life.boot()
    program.start(life.folder)
    page = _try(life, program)
    assert "newer version of the app" in page.problem.accessibleName()
    assert page.field.isVisible(), "one can try again after the update"


def _case(life: Life, program: Any) -> str:
    found: list[str] = []
    program.session.operations.submit(lambda cf, _: cf.cases()[0].id, found.append)
    life.qtbot.waitUntil(lambda: bool(found))
    return found[0]


def test_a_real_case_file_is_never_taken_for_the_practice_case(life: Life) -> None:
    life.folder = life.base / "officer"
    life.make()
    (life.base / "passphrase.txt").write_text("the words of somebody's own\n")
    program = life.boot()
    program.start(life.folder)
    shown = " ".join(text.text() for text in program.window.findChildren(QLabel))
    assert "Its passphrase" not in shown and "somebody" not in shown
    _try(life, program)
    assert program.session is not None and not program.entrance.is_practice
