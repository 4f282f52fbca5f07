"""Hasty hands and bad files: nothing typed is lost, nothing old is shown, everything can be stopped."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from pclo_app.casefile import attachments
from tests.ui.chronology.conftest import Desk
from tests.ui.chronology.test_importer import CASES, HEADER, bring, onwards, start, states, written
from ui.chronology import import_running
from ui.chronology.importer import Importer

CTRL = Qt.KeyboardModifier.ControlModifier


def test_words_typed_just_before_bringing_in_are_brought_in(desk: Desk, tmp_path: Path) -> None:
    section = desk.open()
    importer = start(desk, section, written(tmp_path, f"{HEADER}2026-11-03,Seen at hoem,Police,CRIS 1\n"))
    edit = importer.panel.edits["source_ref"]
    assert isinstance(edit, QLineEdit)
    edit.setFocus()
    edit.setText("CRIS 99")
    QTest.keyClick(edit, Qt.Key.Key_Return, CTRL)
    desk.settle()
    assert importer.done
    (entry,) = [item.record for item in desk.ask(lambda cf: cf.entries(desk.case))]  # type: ignore[attr-defined]
    assert entry.source.reference == "CRIS 99"


def test_a_row_made_worse_just_before_bringing_in_is_not_left_behind_unseen(desk: Desk, tmp_path: Path) -> None:
    section = desk.open()
    importer = start(desk, section, written(tmp_path, f"{HEADER}2026-11-03,One,Police,1\n2026-11-04,Two,Police,2\n"))
    edit = importer.panel.edits["date"]
    assert isinstance(edit, QLineEdit)
    edit.setFocus()
    edit.setText("31/4/2026")
    QTest.keyClick(edit, Qt.Key.Key_Return, CTRL)
    desk.settle()
    # the impossible date is kept as words on this screen, so it comes in; one that is no date at all does not
    assert importer.done
    assert len(desk.facts()) == 2
    importer = start(desk, section, written(tmp_path, f"{HEADER}2026-12-03,Three,Police,3\n2026-12-04,Four,Police,4\n"))
    edit = importer.panel.edits["date"]
    assert isinstance(edit, QLineEdit)
    edit.setFocus()
    edit.setText("soonish")
    QTest.keyClick(edit, Qt.Key.Key_Return, CTRL)
    desk.settle()
    assert not importer.done and states(importer) == ["rejected", "new"]
    assert len(desk.facts()) == 2


def test_another_page_asked_for_while_a_correction_is_worked_out_stays(desk: Desk, tmp_path: Path) -> None:
    section = desk.open()
    importer = start(desk, section, written(tmp_path, f"{HEADER}2026-11-03,One,Police,1\n"))
    edit = importer.panel.edits["source_ref"]
    assert isinstance(edit, QLineEdit)
    edit.setFocus()
    edit.setText("2")
    importer.check.columns.click()
    edit.editingFinished.emit()
    desk.settle()
    assert importer.pages.currentWidget() is importer.columns


def test_nothing_of_the_file_before_is_shown_while_another_is_read(desk: Desk, tmp_path: Path) -> None:
    section = desk.open()
    importer = start(desk, section, written(tmp_path, f"{HEADER}" + "2026-11-03,One,Police,1\n" * 3))
    importer.check.only.setChecked(True)
    importer.read(written(tmp_path, f"{HEADER}2026-11-03,Other,GP,1\n", "b.csv"))
    assert importer.pages.currentWidget() is importer.waiting
    assert importer.model.rowCount() == 0 and not importer.check.only.isChecked()
    assert importer.cancel.isVisible() and not importer.bring.isVisible() and not importer.undo.isVisible()
    desk.settle()
    assert [row.entry.fact for row in importer.model.rows if row.entry] == ["Other"]
    current = importer.check.current()
    assert current is not None and current.number == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "has no rows"),
        (b"date,event,source_agency\n", "has no rows"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (HEADER.encode() + b"2026-11-03," + b"x " * 40_000 + b",GP,1\n", "longer than 64 KB"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_another_can_be_chosen(
    desk: Desk, tmp_path: Path, data: bytes | None, words: str
) -> None:
    section = desk.open()
    path = tmp_path / "a.csv"
    if data is not None:
        path.write_bytes(data)
    importer = start(desk, section, path)
    assert importer.pages.currentWidget() is importer.start
    assert importer.error.isVisible() and words in importer.error._what.text()
    assert importer.another.isVisible() and importer.another.isEnabled()
    importer.read(written(tmp_path, f"{HEADER}2026-11-03,Other,GP,1\n", "b.csv"))
    desk.settle()
    assert states(importer) == ["new"] and not importer.error.isVisible()


def test_reading_can_be_stopped_and_begun_again(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_running, "_SHOW_AFTER", 0)
    rows = "".join(f"2026-01-{n % 28 + 1:02},Event {n},Police,{n}\n" for n in range(20_000))
    path = written(tmp_path, HEADER + rows)
    section = desk.open()
    importer = Importer(section.session, desk.case)
    section.stack.addWidget(importer)
    section.stack.setCurrentWidget(importer)
    importer.read(path)
    desk.qtbot.waitUntil(lambda: importer.cancel.text() == "Stop (Esc)", timeout=20_000)
    assert not importer.another.isEnabled()
    QTest.keyClick(importer, Qt.Key.Key_Escape)
    desk.settle()
    assert importer.progress.text() == "Stopped. Nothing was changed."
    assert importer.pages.currentWidget() is importer.start and importer.another.isEnabled()
    importer.read(path)
    desk.settle()
    assert importer.bring.text().startswith("Bring in 20,000 rows")


def test_the_row_put_right_stays_in_sight(desk: Desk, tmp_path: Path) -> None:
    rows = "".join(f"2026-01-{n % 28 + 1:02},Event {n},Police,{n}\n" for n in range(100))
    section = desk.open()
    importer = start(desk, section, written(tmp_path, f"{HEADER}{rows}soon,Last,Police,x\n{rows}"))
    importer.table.setFocus()
    QTest.keyClick(importer.table, Qt.Key.Key_F7)
    assert importer.check.current().number == 102  # type: ignore[union-attr]
    QTest.keyClick(importer.table, Qt.Key.Key_F2)
    edit = QApplication.focusWidget()
    assert isinstance(edit, QLineEdit)
    edit.setText("?")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    desk.settle()
    current = importer.table.currentIndex()
    assert importer.check.current().number == 102  # type: ignore[union-attr]
    desk.qtbot.waitUntil(lambda: importer.table.viewport().rect().contains(importer.table.visualRect(current).center()))
    assert importer.check.current().entry.when.as_given == "soon"  # type: ignore[union-attr]


def test_the_file_is_kept_where_it_is_wanted_and_undoing_says_what_became_of_it(desk: Desk) -> None:
    section = desk.open()
    importer = start(desk, section, CASES / "daniel_pelka_coventry.csv")
    assert importer.keep.isVisible() and not importer.keep.isChecked()
    importer.keep.click()
    onwards_from(desk, importer)
    assert "The file itself is among the case’s documents." in importer.notice.accessibleName()
    assert not importer.keep.isVisible()
    (kept,) = desk.ask(lambda cf: attachments.listed(cf, desk.case))  # type: ignore[misc]
    assert kept.name == "daniel_pelka_coventry.csv" and kept.in_use
    importer.undo.click()
    desk.settle()
    assert importer.notice.accessibleName().endswith("taken out of use among the documents.")
    importer.redo.click()
    desk.settle()
    assert importer.notice.accessibleName().endswith("in use among the documents again.")


def onwards_from(desk: Desk, importer: Importer) -> None:
    importer.bring.setFocus()
    onwards(desk, importer)


def test_without_the_tick_no_document_is_made(desk: Desk) -> None:
    section = desk.open()
    bring(desk, section, CASES / "daniel_pelka_coventry.csv")
    assert desk.ask(lambda cf: attachments.listed(cf, desk.case)) == []


def test_after_a_file_that_cannot_be_read_the_first_page_has_what_was_brought_in(desk: Desk, tmp_path: Path) -> None:
    section = desk.open()
    importer = start(desk, section, CASES / "daniel_pelka_coventry.csv")
    onwards_from(desk, importer)
    importer.read(tmp_path / "gone.csv")
    desk.settle()
    assert importer.error.isVisible()
    assert [button.accessibleName() for button in importer.start.buttons] == ["Undo: daniel_pelka_coventry.csv"]


def test_what_was_not_brought_in_is_said_at_the_end(desk: Desk, tmp_path: Path) -> None:
    section = desk.open()
    importer = start(desk, section, written(tmp_path, f"{HEADER}2026-11-03,One,GP,1\nsoon,Two,GP,2\n?,Three,GP,3\n"))
    assert "press Dates" in importer.notice.accessibleName()
    onwards_from(desk, importer)
    said = importer.notice.accessibleName()
    assert said.startswith("2 rows were brought in. 1 of the new ones has no date. 1 row was not brought in")


def test_words_that_are_no_date_can_be_kept_for_the_whole_column(desk: Desk, tmp_path: Path) -> None:
    section = desk.open()
    importer = start(desk, section, written(tmp_path, f"{HEADER}the fair,One,GP,1\nharvest,Two,GP,2\n"))
    assert states(importer) == ["rejected", "rejected"]
    importer.check.dates.click()
    leave, keep = importer.dates.choices["unreadable"]
    assert leave.isChecked() and not keep.isChecked()
    keep.click()
    importer.bring.setFocus()
    onwards(desk, importer)
    assert states(importer) == ["new", "new"]
    assert [row.entry.when.as_given for row in importer.model.rows if row.entry] == ["the fair", "harvest"]


def test_the_first_page_of_a_case_without_imports_lists_none(desk: Desk) -> None:
    section = desk.open()
    section.bring_in()
    desk.settle()
    importer = section.stack.currentWidget()
    assert isinstance(importer, Importer)
    assert importer.another.text() == "Choose a file…"
    (chooser,) = importer.findChildren(QFileDialog)
    chooser.reject()
    desk.settle()
    assert section.stack.currentWidget() is section.splitter


def test_enter_presses_the_button_that_has_the_keyboard(desk: Desk, tmp_path: Path) -> None:
    section = desk.open()
    importer = start(desk, section, written(tmp_path, f"{HEADER}2026-11-03,One,GP,1\n"))
    assert QApplication.focusWidget() is importer.bring
    QTest.keyClick(importer.bring, Qt.Key.Key_Return)
    desk.settle()
    assert importer.done and QApplication.focusWidget() is importer.bring
    QTest.keyClick(importer.bring, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    desk.settle()
    assert section.stack.currentWidget() is section.splitter


def test_in_a_low_window_the_buttons_are_whole_and_what_has_the_keyboard_is_in_sight(
    desk: Desk, tmp_path: Path
) -> None:
    section = desk.open()
    rows = "".join(f"2026-01-{n % 28 + 1:02},Event {n},Police,{n}\n" for n in range(30))
    importer = start(desk, section, written(tmp_path, f"{HEADER}{rows}soon,Last,,x\n"))
    window = importer.window()
    window.resize(620, 330)
    desk.qtbot.waitUntil(lambda: importer.height() <= 330)
    foot = importer.bring.parentWidget()
    assert foot is not None
    desk.qtbot.waitUntil(lambda: foot.rect().contains(importer.bring.geometry()))
    assert importer.rect().contains(importer.bring.mapTo(importer, importer.bring.rect().bottomRight()))
    QTest.keyClick(importer.bring, Qt.Key.Key_F7)
    seen = importer.middle.viewport()
    table = importer.table
    desk.qtbot.waitUntil(
        lambda: seen.rect().contains(table.viewport().mapTo(seen, table.visualRect(table.currentIndex()).center()))
    )
    QTest.keyClick(table, Qt.Key.Key_F2)
    edit = QApplication.focusWidget()
    assert edit is importer.panel.edits["date"]
    desk.qtbot.waitUntil(lambda: seen.rect().contains(edit.mapTo(seen, edit.rect().center())))
