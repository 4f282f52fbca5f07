"""The set-up to its end: emergency kit typed back, office recovery, and what is left for later stays a task."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyrage
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pclo_app.casefile import custody
from pclo_app.casefile.casefile import CaseFile
from pclo_app.reports.document import page_texts
from tests.ui.desk import nameless
from ui.shell.first_run import KIT, MAKE, RECOVERY

from .conftest import PASSPHRASE, Life


def _to_kit(life: Life, qtbot: QtBot) -> tuple[Any, Any]:
    """Through the questions to the step of the kit, the case file made."""
    program = life.boot()
    program.start(life.folder)
    page: Any = program.window._page
    page.forward()
    page.who.name.setText("Dawn Pettifer")
    page.who.rank.setCurrentText("PCLO (police staff, Band D)")
    page.who.team.setText("Team North")
    page.forward()
    page.secret.first.edit.setText(PASSPHRASE)
    page.secret.second.edit.setText(PASSPHRASE)
    page.forward()
    assert page.step == MAKE
    qtbot.waitUntil(lambda: not page._ring.running)
    page.forward()
    qtbot.waitUntil(lambda: page.step == KIT, timeout=20_000)
    return program, page


def test_the_whole_set_up_with_kit_typed_back_and_recovery(life: Life, qtbot: QtBot, tmp_path: Path) -> None:
    program, page = _to_kit(life, qtbot)
    assert page.next_button.accessibleName() == "Make the emergency kit"
    assert not nameless(page)
    page.kit.holder.combo.setCurrentText("DI Sharma’s safe, room 214")
    page.forward()
    qtbot.waitUntil(lambda: page.kit._made is not None and not page.kit.running, timeout=20_000)
    assert QApplication.focusWidget() is page.kit.view.paper.print_button
    kit = page.kit._made.kit
    out = tmp_path / "kit.pdf"
    page.kit.view.paper.save_to(out)
    assert "delete the file" in page.kit.view.paper.result.text()
    paper = "".join(page_texts(out.read_bytes()))
    groups = kit.code.split("-")
    assert all(group in paper for group in groups) and "room 214" in paper
    page.forward()
    assert page.step == KIT, "nothing typed, no going on"
    page.kit.view.groups.edits[0].setText(groups[1])
    page.kit.view.groups.edits[1].setText(groups[4])
    page.forward()
    assert page.step == KIT and "Group 6" in page.kit.view.groups.error()
    page.kit.view.groups.edits[1].setText("")
    qtbot.keyClicks(page.kit.view.groups.edits[1], groups[5].lower())
    qtbot.keyClick(page.kit.view.groups.edits[1], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.step == RECOVERY, timeout=20_000)
    assert page.kit.view.view.page_count() == 0, "the code has left the screen"

    identity = pyrage.x25519.Identity.generate()
    page.forward()
    words = [problem.words for problem in page.recovery.summary.problems]
    assert words[0].startswith("Paste the office’s public keys")
    page.recovery.form.keys.setPlainText(str(identity.to_public()))
    page.recovery.form.holder.setText("DI Sharma and DS Whitcombe")
    page.forward()
    qtbot.waitUntil(lambda: page.step == RECOVERY + 1, timeout=20_000)
    assert page.secret.text() == "", "the passphrase is kept no longer than it is needed"
    assert not page.done.later.isVisible()
    page.forward()
    qtbot.waitUntil(lambda: program.session is not None)
    life.settle(program)
    today: Any = program.window._stack.front
    assert not today.tasks.isVisible(), "nothing is left to do about the keys"
    program.session.operations.close()
    with CaseFile.open(life.folder, PASSPHRASE, clock=life.clock, kit=kit.code) as cf:
        acts = [event.act for _, event in custody.events(cf)]
        assert [act for act in acts if act != "case file made"] == [
            "kit made", "kit tested", "office recovery set", "kit used",
        ]  # fmt: skip
        holders = {line.type: line.holder for line in custody.slots(cf)}
        assert holders["kit+pass"] == "DI Sharma’s safe, room 214"
        assert holders["recovery"] == "DI Sharma and DS Whitcombe"


def test_what_is_left_for_later_is_told_on_today(life: Life, qtbot: QtBot) -> None:
    program, page = _to_kit(life, qtbot)
    page.later_button.click()
    page.later_button.click()
    assert "The emergency kit and office recovery are still to be done." in page.done.later.accessibleName()
    page.forward()
    qtbot.waitUntil(lambda: program.session is not None)
    life.settle(program)
    today: Any = program.window._stack.front
    assert today.tasks.isVisible()
    assert "There is no emergency kit yet. Office recovery is not set up." in today.tasks.accessibleName()
    today.tasks.button.click()
    life.settle(program)
    assert program.window.navigation.here.section == "keys"


def test_closing_the_window_in_the_middle_leaves_a_case_file_that_opens(life: Life, qtbot: QtBot) -> None:
    program, page = _to_kit(life, qtbot)
    program.window.close()
    assert page._case_file is None
    again = life.unlocked()
    assert again.session is not None


def test_without_a_key_ring_no_kit_is_offered(life: Life, qtbot: QtBot) -> None:
    life.secrets = None  # type: ignore[assignment]
    _program, page = _to_kit(life, qtbot)
    assert "No kit is needed." in page.kit._without.accessibleName()
    assert not page.later_button.isVisible()
    assert page.next_button.accessibleName() == "Continue"
    page.forward()
    assert page.step == RECOVERY
    page.let_go()


def test_the_set_up_locks_too_even_while_the_kit_is_made(life: Life, qtbot: QtBot) -> None:
    program, page = _to_kit(life, qtbot)
    page.forward()  # the kit is being made
    program.lock("sleep")
    assert page.isHidden(), "nothing of the code stays on the screen"
    qtbot.waitUntil(lambda: bool(life.restarted), timeout=20_000)
    assert life.restarted == [life.folder] and life.left == [True]
    assert program.memory.now.locked is not None and not program.memory.now.locked.kept
    with CaseFile.open(life.folder, PASSPHRASE, secrets=life.secrets, clock=life.clock) as cf:
        assert {line.type for line in custody.slots(cf)} >= {"pass+device", "kit+pass"}
