"""Bringing files in through the screen: both real chronologies, again, and with bad rows."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.chronology.conftest import Desk
from ui.chronology.importer import Importer
from ui.chronology.section import ChronologySection

CASES = Path(__file__).resolve().parents[2] / "data" / "cases"


def start(desk: Desk, section: ChronologySection, path: Path) -> Importer:
    """The importer in the place of the chronology, with a file read."""
    importer = Importer(section.session, desk.case)
    importer.closed.connect(section._imported)
    section.stack.addWidget(importer)
    section.stack.setCurrentWidget(importer)
    importer.read(path)
    desk.settle()
    return importer


def bring(desk: Desk, section: ChronologySection, path: Path) -> None:
    importer = start(desk, section, path)
    assert QApplication.focusWidget() is importer.bring
    QTest.keyClick(importer.bring, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert importer.done
    QTest.keyClick(importer.bring, Qt.Key.Key_Space)
    desk.settle()
    assert section.stack.currentWidget() is section.splitter


def test_both_real_chronologies_come_in_and_a_second_time_changes_nothing(desk: Desk) -> None:
    section = desk.open()
    bring(desk, section, CASES / "baby_peter_haringey.csv")
    assert len(desk.facts()) == 57
    assert section.table.accessibleName() == "Chronology, 57 entries"
    bring(desk, section, CASES / "daniel_pelka_coventry.csv")
    assert len(desk.facts()) == 57 + 32
    importer = start(desk, section, CASES / "daniel_pelka_coventry.csv")
    assert importer.notice.accessibleName() == "Nothing in this file is new."
    assert importer.model.rows[0].state == "there"
    importer.bring.click()
    desk.settle()
    assert len(desk.facts()) == 57 + 32


def test_where_an_entry_came_from_is_shown(desk: Desk) -> None:
    section = desk.open()
    bring(desk, section, CASES / "baby_peter_haringey.csv")
    section.filter_bar.conflicts.click()
    desk.settle()
    shown = " ".join(label.text() for label in section.detail.findChildren(QLabel))
    assert "Brought in: Row 19 of baby_peter_haringey.csv" in shown
    assert "Sources disagree." in shown


def test_bad_rows_are_told_with_row_and_field_and_can_be_saved(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "mixed.csv"
    path.write_text(
        "date,precision,event,source_agency,source_ref\n"
        "2026-11-03,day,Seen at home,Police,CRIS 1\n"
        "2025-02-29,day,Letter,GP,L 2\n"
        "2026-11-04,day,,Police,CRIS 3\n",
        encoding="utf-8",
    )
    section = desk.open()
    importer = start(desk, section, path)
    assert [row.state for row in importer.model.rows] == ["new", "rejected", "rejected"]
    assert importer.model.rows[1].number == 3
    assert importer.model.rows[1].words.startswith("date: ")
    assert importer.rejects.isVisible()
    assert "2 rows cannot be brought in" in importer.notice.accessibleName()
    QAbstractItemModelTester(importer.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    out = tmp_path / "rejected.csv"
    importer.save_rejects(out)
    desk.settle()
    assert [line.split(",")[0] for line in out.read_text(encoding="utf-8-sig").splitlines()] == [
        "date", "2025-02-29", "2026-11-04",
    ]  # fmt: skip
    QTest.keyClick(importer.bring, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert desk.facts() == ["Seen at home"]


def test_a_file_that_cannot_be_read_is_told_in_its_place(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    section = desk.open()
    importer = start(desk, section, path)
    assert importer.error.isVisible() and importer.error.code.startswith("import.")
    assert not importer.bring.isVisible()
    QTest.keyClick(importer.cancel, Qt.Key.Key_Escape)
    desk.settle()
    assert section.stack.currentWidget() is section.splitter
