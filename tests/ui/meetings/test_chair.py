"""The chair's screen: five honest answers through real widgets, and no way past the PIN."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pclo_app.casefile import integrity, meetings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.meeting import MeetingAction
from pclo_app.records.seal import Seal
from tests.ui.meetings.meeting_parts import PAGES, PASSPHRASE, PIN, Shell, fill
from ui.meetings import drafts
from ui.meetings.chair import ChairScreen
from ui.meetings.choices import PAPER, REFUSED, RESERVED, SIGNED, UNABLE
from ui.meetings.facts import RealReports

NO = Qt.KeyboardModifier.NoModifier


def read_all(screen: ChairScreen, qtbot: QtBot) -> None:
    """Press Next page until every page has been on the screen."""
    for _ in range(30):
        QApplication.processEvents()
        screen.read.view.repaint()
        if not screen.read.unseen():
            return
        screen.read.next.click()
    raise AssertionError("pages were never all seen")


def sign(screen: ChairScreen) -> None:
    """Two strokes with the mouse."""
    pad = screen.signing.pad
    QApplication.processEvents()
    for top in (40, 60):
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, NO, QPoint(40, top))
        for step in range(1, 6):
            QTest.mouseMove(pad, QPoint(40 + 20 * step, top + 3 * step))
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, NO, QPoint(150, top + 20))


def tab_to(target: QWidget) -> None:
    """Reach a field by keyboard alone."""
    for _ in range(60):
        found = QApplication.focusWidget()
        if found is target:
            return
        QTest.keyClick(found, Qt.Key.Key_Tab)
    raise AssertionError(f"{target.accessibleName()} cannot be reached with Tab")


def the_seal(cf: CaseFile, editor: Any) -> Seal:
    found = meetings.seal_of(cf, editor.facts.id)
    assert found is not None
    assert isinstance(found.seal.record, Seal)
    return found.seal.record


def test_agree_and_sign(at_chair: Any, qtbot: QtBot, settle: Any, cf: CaseFile, case: str, shell: Shell) -> None:
    editor, screen = at_chair()
    assert screen.choices.value() == "" and not screen.signing.isVisible()
    read_all(screen, qtbot)
    screen.choices.boxes[SIGNED].click()
    sign(screen)
    screen.signing.agreed.click()
    screen.go_button.click()
    settle()
    seal = the_seal(cf, editor)
    assert seal.outcome == "signed" and seal.by.name == "Imelda Crosbie" and seal.by.agency == "Kingsmere social care"
    assert seal.by.idcheck == "known to officer" and seal.seen == (1, 2, 3) and not seal.aloud
    assert seal.ink.dev == "mouse" and len(seal.ink.strokes) == 2
    assert screen.pages.currentWidget() is screen.outcome
    found = meetings.seal_of(cf, editor.facts.id)
    assert found is not None and screen.outcome.code.text().replace("\n", "-") == found.code
    assert screen.signing.pad.is_empty() and screen.read.view.page_count() == 0
    assert integrity.verify(cf).ok
    screen.outcome.print_button.click()
    screen.outcome.entry.edit.setText(PIN)
    screen.outcome.entry.button.click()
    settle()
    assert shell.owner is None and editor.pages.currentWidget() is editor.sealed
    ((document, _case, record),) = shell.printed
    assert record == editor.facts.id and document.title.startswith("Sealed ")


def test_sign_with_a_reservation_on_two_points(at_chair: Any, qtbot: QtBot, settle: Any, cf: CaseFile) -> None:
    editor, screen = at_chair()
    read_all(screen, qtbot)
    screen.choices.boxes[RESERVED].click()
    sign(screen)
    screen.signing.agreed.click()
    screen.go_button.click()
    assert screen.explain.text() == "Say what you disagree with."
    reservation = screen.choices.reservation
    about, words = reservation.points[0]
    about.setCurrentText("Decision 5, Police protection")
    words.insertPlainText("Look at it again on Monday.")
    reservation.more.click()
    reservation.points[1][1].insertPlainText("Also the school.")
    assert screen.explain.text() == ""
    screen.go_button.click()
    settle()
    seal = the_seal(cf, editor)
    assert seal.outcome == "reserved"
    assert seal.reserve == "Decision 5, Police protection: Look at it again on Monday.\nAlso the school."
    assert "decision 5" in screen.outcome._about.text()


@pytest.mark.parametrize("reason", ["It leaves out what I said.", ""])
def test_refuse_by_keyboard_alone(at_chair: Any, settle: Any, cf: CaseFile, reason: str) -> None:
    editor, screen = at_chair()
    assert screen.read.view.hasFocus()
    tab_to(screen.choices.boxes[SIGNED])
    for _ in range(2):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert screen.choices.value() == REFUSED
    assert screen.go_button.accessibleName() == "Record that I do not sign"
    tab_to(screen.choices.why)
    QTest.keyClicks(screen.choices.why, reason)
    tab_to(screen.choices.witness)
    QTest.keyClicks(screen.choices.witness, "Jonah Prideaux, Social Worker")
    tab_to(screen.go_button)
    QTest.keyClick(screen.go_button, Qt.Key.Key_Space)
    settle()
    seal = the_seal(cf, editor)
    assert seal.outcome == "refused" and seal.why == (reason or "No reason given")
    assert seal.witness == ("Jonah Prideaux, Social Worker",) and seal.ink.dev == "none" and seal.ink.strokes == ()
    assert screen.outcome._title.text() == "Not signed"


def test_unable_by_keyboard_asks_why(at_chair: Any, settle: Any, cf: CaseFile) -> None:
    editor, screen = at_chair()
    screen.choices.boxes[UNABLE].setFocus()
    QTest.keyClick(screen.choices.boxes[UNABLE], Qt.Key.Key_Space)
    tab_to(screen.go_button)
    QTest.keyClick(screen.go_button, Qt.Key.Key_Space)
    assert screen.explain.text() == "Say why you cannot sign." and screen.choices.why.hasFocus()
    QTest.keyClicks(screen.choices.why, "My hand is injured.")
    tab_to(screen.go_button)
    QTest.keyClick(screen.go_button, Qt.Key.Key_Space)
    settle()
    assert the_seal(cf, editor).outcome == "unable" and the_seal(cf, editor).why == "My hand is injured."


def test_sign_on_paper_by_keyboard_prints_after_the_pin(at_chair: Any, settle: Any, cf: CaseFile, shell: Shell) -> None:
    editor, screen = at_chair()
    screen.choices.boxes[PAPER].setFocus()
    QTest.keyClick(screen.choices.boxes[PAPER], Qt.Key.Key_Space)
    assert screen.go_button.accessibleName() == "Print for signing"
    tab_to(screen.go_button)
    QTest.keyClick(screen.go_button, Qt.Key.Key_Space)
    settle()
    assert the_seal(cf, editor).outcome == "wet-ink"
    assert screen.outcome._title.text() == "Waiting for paper" and screen.outcome.entry.edit.hasFocus()
    QTest.keyClicks(screen.outcome.entry.edit, PIN)
    QTest.keyClick(screen.outcome.entry.edit, Qt.Key.Key_Return)
    settle()
    assert len(shell.printed) == 1
    assert editor.sealed.header.chip.text() == "Waiting for paper"


def test_typing_the_name_is_a_signature(at_chair: Any, qtbot: QtBot, settle: Any, cf: CaseFile, shell: Shell) -> None:
    editor, screen = at_chair()
    screen.choices.boxes[SIGNED].click()
    screen.aloud.click()
    screen.signing.switch.click()
    screen.signing.agreed.click()
    QTest.keyClicks(screen.signing.typed, "Imelda C")
    screen.go_button.click()
    assert screen.explain.text() == "Type your name as it stands above."
    QTest.keyClicks(screen.signing.typed, "rosbie")
    screen.go_button.click()
    settle()
    seal = the_seal(cf, editor)
    assert seal.ink.dev == "typed" and seal.ink.strokes == () and seal.aloud
    assert screen.outcome.ink.accessibleName() == "Imelda Crosbie. Signed by typing"
    screen.outcome.slip_button.click()
    assert "prints a slip with the code as soon as" in screen.outcome.print_words.text()
    screen.outcome.entry.edit.setText(PIN)
    screen.outcome.entry.attempt()
    settle()
    settle()
    assert [document.title for document, _case, _record in shell.printed] == ["Slip"]


def test_a_pen_keeps_its_pressure(at_chair: Any, qtbot: QtBot, settle: Any, cf: CaseFile) -> None:
    editor, screen = at_chair()
    read_all(screen, qtbot)
    screen.choices.boxes[SIGNED].click()
    QApplication.processEvents()
    pad = screen.signing.pad
    capable = QInputDevice.Capability.Position | QInputDevice.Capability.Pressure
    pen = QPointingDevice.PointerType.Pen
    device = QPointingDevice("pen of the test", 7, QInputDevice.DeviceType.Stylus, pen, capable, 1, 2)
    for kind, x, pressure in (
        (QEvent.Type.TabletPress, 40, 0.5), (QEvent.Type.TabletMove, 80, 0.75), (QEvent.Type.TabletRelease, 120, 0.25),
    ):  # fmt: skip
        at = QPointF(x, 60)
        left = Qt.MouseButton.LeftButton
        event = QTabletEvent(kind, device, at, at, pressure, 0, 0, 0.0, 0.0, 0.0, NO, left, left)
        QApplication.sendEvent(pad, event)
    screen.signing.agreed.click()
    screen.go_button.click()
    settle()
    ink = the_seal(cf, editor).ink
    assert ink.dev == "pen" and [point[3] for point in ink.strokes[0]] == [512, 767, 256]


def test_a_press_too_early_explains_itself(at_chair: Any, qtbot: QtBot, cf: CaseFile) -> None:
    _editor, screen = at_chair()
    said = []

    def early() -> None:
        screen.go_button.click()
        said.append(screen.explain.text())

    early()
    screen.choices.boxes[SIGNED].click()
    early()
    assert screen.read.next.hasFocus()
    read_all(screen, qtbot)
    early()
    sign(screen)
    early()
    screen.signing.role.clear()
    early()
    assert said[0] == "Choose what you want to do first."
    assert said[1].endswith("has not been on the screen yet. Press Next page.")
    assert said[2:] == ["Draw your signature in the box.", "Tick the statement above the button.", "Enter your role."]
    assert cf.items(kind="seal") == []


def test_the_boxes_count_pages(at_chair: Any, qtbot: QtBot) -> None:
    _editor, screen = at_chair()
    read_all(screen, qtbot)
    assert screen.read.boxes.words() == f"You have seen {PAGES} of {PAGES} pages"


def test_a_lock_throws_the_strokes_away_and_keeps_the_rest(
    at_chair: Any, open_record: Any, qtbot: QtBot, settle: Any, cf: CaseFile, shell: Shell
) -> None:
    editor, screen = at_chair()
    read_all(screen, qtbot)
    screen.choices.boxes[RESERVED].click()
    screen.choices.reservation.points[0][1].insertPlainText("Half a thou")
    screen.signing.agency.setText("Kingsmere")
    sign(screen)
    editor.save_draft()
    settle()
    assert not screen.signing.pad.is_empty(), "keeping drafts is not a lock: the chair may still be signing"
    screen.hide()
    assert screen.signing.pad.is_empty(), "the cover of a lock is"
    body = cf.draft(f"meeting/{editor.facts.id}")
    draft = drafts.decode(body)
    assert draft is not None and draft.chair is not None and body is not None and b"strokes" not in body
    assert draft.chair.seen == (0, 1, 2) and PIN.encode() not in body
    again = open_record(editor.facts.id)
    assert "with the chair" in again.notice._text.text()
    _editor, second = at_chair(again)
    assert second.choices.value() == RESERVED
    assert second.choices.reservation.points[0][1].text() == "Half a thou"
    assert second.signing.agency.text() == "Kingsmere" and second.signing.pad.is_empty()
    assert second.read.unseen() == []
    second.go_button.click()
    assert second.explain.text() == "Draw your signature in the box."


def test_three_wrong_pins_leave_only_the_passphrase(at_chair: Any, settle: Any, shell: Shell, qtbot: QtBot) -> None:
    editor, screen = at_chair()
    screen.bar.back.click()
    entry = screen.give_back.entry
    for _ in range(3):
        QTest.keyClicks(entry.edit, "0000")
        QTest.keyClick(entry.edit, Qt.Key.Key_Return)
    assert "three times" in entry._error.text()
    QTest.keyClicks(entry.edit, PIN)
    QTest.keyClick(entry.edit, Qt.Key.Key_Return)
    settle()
    assert shell.owner is screen, "the right PIN no longer opens"
    assert entry._error.text() and entry.button.isEnabled()
    screen.give_back.reason.insertPlainText("The chair was called away.")
    QTest.keyClicks(entry.edit, PASSPHRASE)
    QTest.keyClick(entry.edit, Qt.Key.Key_Return)
    settle()
    assert shell.owner is None
    (note,) = editor.record().notes
    assert note.filed == "kept" and note.text.endswith("The chair was called away.")
    assert editor.record().version == 2


def test_the_chair_asks_for_a_correction(at_chair: Any, settle: Any, shell: Shell, cf: CaseFile, qtbot: QtBot) -> None:
    editor, screen = at_chair()
    screen.correct.click()
    assert screen.correction.note.hasFocus()
    screen.correction.entry.edit.setText(PIN)
    screen.correction.entry.attempt()
    assert shell.owner is screen and "Say what is wrong" in screen.correction._error.text()
    screen.correction.note.insertPlainText("The visit was on Tuesday.")
    screen.correction.stay.click()
    assert screen.read.view.hasFocus()
    screen.correct.click()
    screen.correction.entry.edit.setText(PIN)
    screen.correction.entry.attempt()
    assert shell.owner is None and cf.items(kind="seal") == []
    assert [note.text for note in editor.record().notes] == [
        "The chair asks for a correction: The visit was on Tuesday."
    ]
    assert not editor.form.notes_panel.isHidden()
    assert any("to file" in each.title for each in editor.form.findings)


def test_the_window_does_not_close_while_the_chair_has_it(at_chair: Any) -> None:
    _editor, screen = at_chair()
    assert not screen.close()
    assert screen.isVisible()


def test_a_change_from_elsewhere_means_showing_again(at_chair: Any, settle: Any, cf: CaseFile, case: str) -> None:
    import msgspec

    editor, screen = at_chair()
    changed = msgspec.structs.replace(cf.item(editor.facts.id).record, place="Elsewhere", change_reason="by sync")
    cf.save(changed, case=case, id=editor.facts.id)
    screen.choices.boxes[REFUSED].click()
    screen.go_button.click()
    settle()
    assert "changed after it was shown" in screen.error.accessibleName()
    assert screen.error.hasFocus() and not cf.item(editor.facts.id).sealed


def test_a_sealed_record_is_read_only(
    at_chair: Any, open_record: Any, settle: Any, cf: CaseFile, case: str, shell: Shell
) -> None:
    editor = open_record()
    fill(editor)
    editor.form.plan.add_row(MeetingAction(what="Visit", why="To see", by="2026-11-09"))
    row = editor.form.plan.rows[0]
    for field, words in ((row.who.name_edit, "Jonah Prideaux"), (row.who.rank_edit, "Social Worker")):
        QTest.keyClicks(field, words)
    row.who.agency_combo.set_code("CSC")
    _editor, screen = at_chair(editor)
    screen.choices.boxes[REFUSED].click()
    screen.go_button.click()
    settle()
    assert [each.record.what for each in cf.items(case, "action")] == ["Visit"]
    again = open_record(editor.facts.id)
    assert again.pages.currentWidget() is again.sealed
    assert again.sealed.view.page_count() == PAGES
    assert again.sealed.header.chip.text() == "Declined"
    again.save_now()
    again.save_draft()
    settle()
    assert cf.drafts() == {} and shell.errors == []
    again.sealed.print_button.click()
    assert len(shell.printed) == 1


def test_everything_the_chair_touches_has_a_name(at_chair: Any, qtbot: QtBot) -> None:
    _editor, screen = at_chair()
    screen.choices.boxes[RESERVED].click()
    nameless = [
        type(widget).__name__
        for widget in screen.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not getattr(widget, "text", lambda: "")()
        and not widget.objectName().startswith("qt_")
        and not (widget.parent() is not None and "QComboBoxPrivate" in widget.parent().metaObject().className())
        and "ErrorBox" not in type(widget).__name__
    ]
    assert nameless == []


def test_with_the_real_prints(open_record: Any, at_chair: Any, qtbot: QtBot, settle: Any, cf: CaseFile) -> None:
    editor = open_record(reports=RealReports())
    fill(editor)
    _editor, screen = at_chair(editor)
    read_all(screen, qtbot)
    screen.choices.boxes[SIGNED].click()
    sign(screen)
    screen.signing.agreed.click()
    screen.go_button.click()
    settle()
    seal = the_seal(cf, editor)
    assert seal.pages >= 2 and seal.seen == tuple(range(1, seal.pages + 1))
    screen.outcome.entry.edit.setText(PIN)
    screen.outcome.entry.button.click()
    settle()
    assert editor.sealed.view.page_count() == seal.pages
