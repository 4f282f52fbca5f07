"""Keys and recovery: every action on the screen, and what stands in the case file afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyrage
import pytest
from PySide6.QtCore import Qt

from pclo_app.casefile import custody
from pclo_app.casefile.casefile import CaseFile
from pclo_app.vault.errors import WrongPassphrase
from tests.ui.desk import nameless
from tests.ui.shell.conftest import PASSPHRASE
from ui.keys.kit_view import ASKED

from .conftest import Desk, focus

OTHER = "walnut harbour tinsel quarry"


def _types(cf: CaseFile) -> list[str]:
    return [line.type for line in custody.slots(cf)]


def _acts(cf: CaseFile) -> list[str]:
    return [event.act for _, event in custody.events(cf)]


def _made_kit(desk: Desk, keys: Any) -> tuple[Any, str]:
    """Make a kit by the screen; answers its sheet and its code."""
    keys.kit_button.click()
    sheet = desk.sheet()
    sheet.part.holder.combo.setCurrentText("DI Sharma’s safe, room 214")
    desk.confirm()
    kit = desk.sheet()
    return kit, kit.view._code


def test_a_kit_is_made_typed_back_and_tested_whole(desk: Desk) -> None:
    keys = desk.part("keys")
    assert "There is no emergency kit yet." in keys._task.accessibleName()
    kit, code = _made_kit(desk, keys)
    assert kit.view.view.page_count() == 1, "its sheet is on the screen"
    groups = code.split("-")
    kit.check()
    assert kit.view.groups.error() == f"Type group {ASKED[0]} of the code, from the paper."
    for edit, number in zip(kit.view.groups.edits, ASKED, strict=True):
        edit.setText(groups[number % 7])
    kit.check()
    assert "is not as it is printed" in kit.view.groups.error()
    for edit, number in zip(kit.view.groups.edits, ASKED, strict=True):
        edit.setText(groups[number - 1].lower().replace("0", "o"))
    desk.life.qtbot.keyClick(kit.view.groups.edits[-1], Qt.Key.Key_Return)
    desk.life.settle(desk.program)
    assert desk.no_sheet()
    assert "was typed back" in keys.told.accessibleName()
    assert desk.ask(_types) == ["pass+device", "kit+pass"]
    assert desk.ask(_acts)[-2:] == ["kit made", "kit tested"]
    line = keys.keys_known.of("kit+pass")[0]
    assert line.holder == "DI Sharma’s safe, room 214" and line.tested
    assert not keys._task.isVisible() or "kit" not in keys._task.accessibleName()

    keys.test_kit_button.click()
    desk.sheet().part.field.edit.setText(code[:-1] + ("0" if code[-1] != "0" else "1"))
    content = desk.confirm()
    assert "mistake" in content.part.field.error(), "a mistyped code is told beside its field"
    content.part.field.edit.setText(code)
    desk.confirm()
    assert "The kit works." in keys.told.accessibleName()
    assert desk.ask(_acts)[-1] == "kit tested"


def test_a_kit_left_for_later_stays_a_task_and_its_code_is_gone(desk: Desk) -> None:
    keys = desk.part("keys")
    kit, code = _made_kit(desk, keys)
    desk.life.qtbot.keyClick(kit.view.groups.edits[0], Qt.Key.Key_Escape)
    desk.life.settle(desk.program)
    assert desk.no_sheet()
    assert "was not tested" in keys.told.accessibleName()
    assert "The emergency kit was never tested." in keys._task.accessibleName()
    shown = " ".join(str(child.property("text")) for child in desk.window.findChildren(object))
    assert code.split("-")[0] not in shown


def test_the_passphrase_is_changed_and_the_old_one_opens_nothing(desk: Desk) -> None:
    keys = desk.part("keys")
    keys.passphrase_button.click()
    sheet = desk.sheet()
    assert focus() is sheet.field.edit
    sheet.field.edit.setText(PASSPHRASE)
    sheet.part.first.edit.setText("short")
    sheet.go()
    assert "Too short" in sheet.part.first.error()
    sheet.part.first.edit.setText(OTHER)
    sheet.part.second.edit.setText(OTHER + "x")
    sheet.go()
    assert sheet.part.second.error() == "The two passphrases are not the same."
    sheet.part.second.edit.setText(OTHER)
    desk.confirm("not the passphrase at all")
    assert sheet.field.error().startswith("That passphrase is not right.")
    desk.confirm(PASSPHRASE)
    assert desk.no_sheet()
    assert "The passphrase is changed." in keys.told.accessibleName()
    desk.session.operations.close()
    with pytest.raises(WrongPassphrase):
        CaseFile.open(desk.life.folder, PASSPHRASE, secrets=desk.life.secrets, clock=desk.life.clock)
    CaseFile.open(desk.life.folder, OTHER, secrets=desk.life.secrets, clock=desk.life.clock).close()


def test_office_recovery_is_set_from_a_file_and_shown_with_its_holders(desk: Desk, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    secret = tmp_path / "private.txt"
    secret.write_text(str(identity))
    keys = desk.part("keys")
    keys.recovery_button.click()
    form = desk.sheet().part
    desk.sheet().go()
    assert form.keys.accessibleDescription().startswith("Error: Paste the office’s public keys")
    form.read(secret)
    assert "private key" in form.keys.accessibleDescription(), "a private key is refused, not used"
    assert not form.recipients()
    public_file = tmp_path / "public.txt"
    public_file.write_text(f"# public keys of Team North\n{public}\n")
    form.read(public_file)
    form.holder.setText("DI Sharma and DS Whitcombe")
    desk.confirm()
    assert "Office recovery is set up." in keys.told.accessibleName()
    assert "DI Sharma and DS Whitcombe" in keys.recovery_words.text()
    assert desk.ask(lambda cf: custody.slots(cf)[-1].recipients) == (public,)
    keys.recovery_button.click()
    assert desk.sheet().part.recipients() == [public], "what is set up is shown again"
    desk.sheet().part.keys.setPlainText("age1notakey")
    content = desk.confirm()
    assert "62 characters" in content.part.keys.accessibleDescription()


def test_a_line_is_removed_but_never_the_last(desk: Desk) -> None:
    keys = desk.part("keys")
    kit, _ = _made_kit(desk, keys)
    kit.later()
    desk.life.settle(desk.program)
    assert keys.table.set_current("k1")
    keys.remove_button.click()
    assert "The holder of the kit can no longer open" in _words(desk.sheet())
    desk.confirm()
    assert desk.ask(_types) == ["pass+device"]
    assert not keys.remove_button.isVisible(), "the only line has no Remove"
    assert desk.ask(_acts)[-1] == "slot removed"


def test_new_keys_close_the_case_file_and_it_opens_again(desk: Desk) -> None:
    keys = desk.part("keys")
    keys.rotate_button.click()
    desk.confirm()
    desk.life.qtbot.waitUntil(lambda: bool(desk.life.restarted), timeout=20_000)
    assert desk.life.left == [True]
    after = desk.life.boot()
    after.start(desk.life.folder)
    page: Any = after.window._page
    assert "new keys" in page.sentence.text()
    page.field.edit.setText(PASSPHRASE)
    page.unlock()
    desk.life.qtbot.waitUntil(lambda: after.session is not None, timeout=20_000)
    desk.life.settle(after)
    found: list[Any] = []
    after.session.operations.submit(lambda cf, _: found.append((cf.vault.generation, _acts(cf))))
    desk.life.settle(after)
    assert found[0][0] == 2 and found[0][1][-1] == "keys rotated"


def test_everything_that_takes_the_keyboard_has_a_name(desk: Desk) -> None:
    for part in ("general", "keys", "backups", "whole", "audit", "evict"):
        assert not nameless(desk.part(part)), part
    keys = desk.part("keys")
    for action in (keys.change_passphrase, keys.make_kit, keys.set_recovery, keys.rotate):
        action()
        assert not nameless(desk.sheet())
        assert desk.sheet().isAncestorOf(focus()), "the keyboard is in the sheet"
        desk.life.qtbot.keyClick(focus(), Qt.Key.Key_Escape)
        assert desk.no_sheet()


def _words(widget: Any) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(label.text() for label in widget.findChildren(QLabel))
