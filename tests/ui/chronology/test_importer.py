"""Bringing files in through the screen, by keyboard: every kind of file, every question, every way back."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QRadioButton, QWidget

from pclo_app.importing.grids import Row
from pclo_app.importing.remembering import remembered
from pclo_app.records.marks import IMPOSSIBLE_DATE
from tests.importing.test_documents import docx, table, tr
from tests.ui.chronology.conftest import Desk
from ui.chronology.import_row import RowPanel
from ui.chronology.importer import Importer
from ui.chronology.section import ChronologySection

CASES = Path(__file__).resolve().parents[2] / "data" / "cases"
HEADER = "date,event,source_agency,source_ref\n"


def start(desk: Desk, section: ChronologySection, path: Path) -> Importer:
    """The importer in the place of the chronology, with a file read."""
    importer = Importer(section.session, desk.case)
    importer.closed.connect(section._imported)
    section.stack.addWidget(importer)
    section.stack.setCurrentWidget(importer)
    importer.read(path)
    desk.settle()
    return importer


def press(desk: Desk, importer: Importer, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    """A key where the keyboard is."""
    widget = QApplication.focusWidget()
    assert widget is not None
    assert importer.isAncestorOf(widget), widget
    QTest.keyClick(widget, key, modifier or Qt.KeyboardModifier.NoModifier)
    desk.settle()


def onwards(desk: Desk, importer: Importer) -> None:
    press(desk, importer, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def bring(desk: Desk, section: ChronologySection, path: Path) -> None:
    importer = start(desk, section, path)
    assert QApplication.focusWidget() is importer.bring
    onwards(desk, importer)
    assert importer.done
    QTest.keyClick(importer.bring, Qt.Key.Key_Space)
    desk.settle()
    assert section.stack.currentWidget() is section.splitter


def written(tmp_path: Path, text: str, name: str = "a.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def states(importer: Importer) -> list[str]:
    return [row.state for row in importer.model.rows]


def test_both_real_chronologies_come_in_and_a_second_time_changes_nothing(desk: Desk) -> None:
    section = desk.open()
    bring(desk, section, CASES / "baby_peter_haringey.csv")
    assert len(desk.facts()) == 57
    assert section.table.accessibleName() == "Chronology, 57 entries"
    bring(desk, section, CASES / "daniel_pelka_coventry.csv")
    assert len(desk.facts()) == 57 + 32
    importer = start(desk, section, CASES / "daniel_pelka_coventry.csv")
    assert "Nothing in this file is new." in importer.notice.accessibleName()
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
    path = written(
        tmp_path,
        "date,precision,event,source_agency,source_ref\n"
        "2026-11-03,day,Seen at home,Police,CRIS 1\n"
        "soon,day,Letter,GP,L 2\n"
        "2026-11-04,day,,Police,CRIS 3\n",
    )
    section = desk.open()
    importer = start(desk, section, path)
    assert states(importer) == ["new", "rejected", "rejected"]
    assert importer.model.rows[1].number == 3
    assert importer.model.rows[1].words.startswith("Date: ")
    assert importer.rejects.isVisible()
    assert "2 rows cannot be brought in" in importer.notice.accessibleName()
    QAbstractItemModelTester(importer.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    out = tmp_path / "rejected.csv"
    importer.save_rejects(out)
    desk.settle()
    assert [line.split(",")[0] for line in out.read_text(encoding="utf-8-sig").splitlines()] == [
        "date", "soon", "2026-11-04",
    ]  # fmt: skip
    onwards(desk, importer)
    assert desk.facts() == ["Seen at home"]


def test_a_file_that_cannot_be_read_is_told_in_its_place(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(b"%PDF-1.7")
    section = desk.open()
    importer = start(desk, section, path)
    assert importer.error.isVisible() and importer.error.code == "import.not-a-csv"
    assert not importer.bring.isVisible()
    QTest.keyClick(importer.cancel, Qt.Key.Key_Escape)
    desk.settle()
    assert section.stack.currentWidget() is section.splitter


def test_a_date_that_never_was_is_kept_as_words_and_said_so(desk: Desk, tmp_path: Path) -> None:
    section = desk.open()
    importer = start(desk, section, written(tmp_path, f"{HEADER}29 February 2009,Review completed,LSCB,S1\n"))
    assert states(importer) == ["new"]
    assert importer.model.rows[0].words == "This is not a real date: its words are kept, without a date."
    onwards(desk, importer)
    found = desk.ask(lambda cf: [item.record for item in cf.entries(desk.case)])
    assert isinstance(found, list)
    assert (found[0].when.edtf, found[0].when.as_given) == ("", "29 February 2009")
    assert found[0].tags == (IMPOSSIBLE_DATE,)


def edit(importer: Importer, name: str) -> QLineEdit:
    field = importer.panel.edits[name]
    assert isinstance(field, QLineEdit)
    return field


def test_a_row_is_put_right_in_the_preview_by_keyboard_alone(desk: Desk, tmp_path: Path) -> None:
    rows = (
        "3/11/2026,Seen at home,Police,CRIS 1",
        "the fair,Letter,GP,L 2",
        "2026-11-04,Call,,CRIS 3",
        "13/11/2026,x,GP,L",
    )
    path = written(tmp_path, HEADER + "\n".join(rows))
    section = desk.open()
    importer = start(desk, section, path)
    assert states(importer) == ["new", "rejected", "rejected", "new"]
    importer.table.setFocus()
    press(desk, importer, Qt.Key.Key_F7)
    assert importer.check.current() is not None and importer.check.current().number == 3  # type: ignore[union-attr]
    press(desk, importer, Qt.Key.Key_F2)
    when = edit(importer, "date")
    assert QApplication.focusWidget() is when
    assert when.accessibleDescription().startswith("Error: ")
    QTest.keyClicks(when, "c 5/11/2026")
    assert when.accessibleDescription() == "about 5 November 2026"
    press(desk, importer, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is importer.table
    assert states(importer) == ["new", "new", "rejected", "new"]
    assert importer.model.rows[1].fixed
    press(desk, importer, Qt.Key.Key_F7)
    press(desk, importer, Qt.Key.Key_Return)
    agency = edit(importer, "source_agency")
    assert QApplication.focusWidget() is agency
    QTest.keyClicks(agency, "School")
    press(desk, importer, Qt.Key.Key_Return)
    assert states(importer) == ["new"] * 4
    press(desk, importer, Qt.Key.Key_Delete)
    assert states(importer) == ["new", "new", "out", "new"]
    onwards(desk, importer)
    assert sorted(desk.facts()) == ["Letter", "Seen at home", "x"]
    again = start(desk, section, path)
    assert states(again) == ["there", "there", "rejected", "there"]


def test_corrections_are_there_again_when_a_lock_came_between(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}the fair,Letter,GP,L 2\n2026-11-04,Call,GP,CRIS 3\n")
    section = desk.open()
    importer = start(desk, section, path)
    importer.table.setFocus()
    press(desk, importer, Qt.Key.Key_F2)
    QTest.keyClicks(edit(importer, "date"), "3/11/2026")
    press(desk, importer, Qt.Key.Key_Return)
    assert states(importer) == ["new", "new"]
    importer.closed.emit()
    desk.settle()
    again = start(desk, section, path)
    assert states(again) == ["new", "new"] and again.model.rows[0].fixed
    assert "Your corrections of this file are back." in again.notice.accessibleName()
    onwards(desk, again)
    assert desk.ask(lambda cf: [key for key in cf.drafts() if key.startswith("import ")]) == []
    assert sorted(desk.facts()) == ["Call", "Letter"]


def test_ambiguous_dates_are_asked_once_for_the_column_and_never_guessed(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}03/04/2024,a,Police,1\n05/06/2024,b,Police,2\n07/07/2024,c,Police,3\n")
    section = desk.open()
    importer = start(desk, section, path)
    assert importer.pages.currentWidget() is importer.dates
    choices = importer.dates.choices["order"]
    assert [choice.isChecked() for choice in choices] == [False, False]
    assert choices[0].text() == "The day: 03/04/2024 is Wednesday 3 April 2024"
    onwards(desk, importer)
    assert importer.problems.isVisible() and importer.pages.currentWidget() is importer.dates
    choices[1].setFocus()
    press(desk, importer, Qt.Key.Key_Space)
    onwards(desk, importer)
    assert importer.pages.currentWidget() is importer.check
    assert [row.entry.when.edtf for row in importer.model.rows if row.entry] == [
        "2024-03-04",
        "2024-05-06",
        "2024-07-07",
    ]
    onwards(desk, importer)
    assert importer.done


def test_a_column_that_settles_it_is_not_asked_about(desk: Desk, tmp_path: Path) -> None:
    section = desk.open()
    importer = start(desk, section, written(tmp_path, f"{HEADER}03/04/2024,a,Police,1\n13/06/2024,b,Police,2\n"))
    assert importer.pages.currentWidget() is importer.check
    assert [row.entry.when.edtf for row in importer.model.rows if row.entry] == ["2024-04-03", "2024-06-13"]


def test_a_column_with_the_month_first_says_so_when_it_asks(desk: Desk, tmp_path: Path) -> None:
    section = desk.open()
    importer = start(desk, section, written(tmp_path, f"{HEADER}03/04/2024,a,Police,1\n04/13/2024,b,Police,2\n"))
    assert importer.pages.currentWidget() is importer.dates
    shown = " ".join(label.text() for label in importer.dates.findChildren(QLabel))
    assert "04/13/2024 stands in this column, and it is a date only with the month first." in shown


def test_odd_headings_are_proposed_shown_changed_and_remembered(desk: Desk, tmp_path: Path) -> None:
    first = "Date of Evnt,What Happend,Team dealing,Log no,Rubbish\n2026-11-03,Seen,North,CRIS 1,zz\n"
    section = desk.open()
    importer = start(desk, section, written(tmp_path, first))
    assert importer.pages.currentWidget() is importer.columns
    boxes = importer.columns.boxes
    assert [box.currentData() for box in boxes] == ["date", "event", "", "", ""]
    boxes[2].setCurrentIndex(boxes[2].findData("source_system"))
    boxes[3].setCurrentIndex(boxes[3].findData("source_ref"))
    boxes[4].setCurrentIndex(boxes[4].findData("#note"))
    onwards(desk, importer)
    assert importer.problems.isVisible()
    assert "agency for every row" in importer.problems.problems[0].words
    agency = importer.columns.constants["source_agency"]
    agency.setFocus()
    QTest.keyClicks(agency, "Social care")
    onwards(desk, importer)
    entry = importer.model.rows[0].entry
    assert entry is not None
    assert (entry.agency, entry.source.system, entry.source.reference, entry.note) == (
        "CSC", "North", "CRIS 1", "Rubbish: zz",
    )  # fmt: skip
    onwards(desk, importer)
    assert importer.done
    second = first.replace("2026-11-03,Seen", "2026-11-04,Seen again")
    importer = start(desk, section, written(tmp_path, second, "b.csv"))
    assert importer.pages.currentWidget() is importer.check
    assert importer.model.rows[0].entry is not None
    assert importer.model.rows[0].entry.source.reference == "CRIS 1"
    header = Row(1, tuple(first.splitlines()[0].split(",")))
    assert desk.ask(lambda cf: remembered(cf, header)) is not None


def workbook(tmp_path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = openpyxl.Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    path = tmp_path / "book.xlsx"
    path.write_bytes(out.getvalue())
    return path


def test_which_sheet_is_asked_and_the_likely_one_proposed(desk: Desk, tmp_path: Path) -> None:
    heads = ["Date", "Event", "Agency"]
    path = workbook(
        tmp_path,
        {"Read me": [["Words"]], "2024": [["Title"], heads, [date(2024, 4, 3), "a", "GP"]], "Phones": [["Name", "No"]]},
    )
    section = desk.open()
    importer = start(desk, section, path)
    assert importer.pages.currentWidget() is importer.tables
    assert [choice.isChecked() for choice in importer.tables.choices] == [False, True, False]
    assert importer.tables.chosen() == ("2024", 2)
    onwards(desk, importer)
    assert importer.pages.currentWidget() is importer.check
    assert "what stands above them is taken for a title" in importer.notice.accessibleName()
    onwards(desk, importer)
    assert desk.facts() == ["a"]


def test_a_table_of_a_document_comes_in(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "chronology.docx"
    path.write_bytes(docx(table(tr("Date", "Event", "Agency"), tr("3 November 2026", "Seen", "GP"))))
    section = desk.open()
    bring(desk, section, path)
    assert desk.facts() == ["Seen"]


def test_one_undo_takes_the_whole_import_back_and_redo_gives_it_again(desk: Desk) -> None:
    section = desk.open()
    importer = start(desk, section, CASES / "baby_peter_haringey.csv")
    onwards(desk, importer)
    assert len(desk.facts()) == 57
    press(desk, importer, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.facts() == []
    assert importer.notice.accessibleName() == "57 entries were withdrawn."
    assert importer.redo.isVisible() and not importer.undo.isVisible()
    importer.redo.click()
    desk.settle()
    assert len(desk.facts()) == 57
    importer.bring.click()
    desk.settle()
    assert section.table.accessibleName() == "Chronology, 57 entries"


def test_an_import_of_another_day_can_be_undone_from_the_list(desk: Desk) -> None:
    section = desk.open()
    bring(desk, section, CASES / "daniel_pelka_coventry.csv")
    section.bring_in()
    desk.settle()
    importer = section.stack.currentWidget()
    assert isinstance(importer, Importer)
    assert importer.pages.currentWidget() is importer.start
    assert [button.accessibleName() for button in importer.start.buttons] == ["Undo: daniel_pelka_coventry.csv"]
    importer.start.buttons[0].click()
    desk.settle()
    assert desk.facts() == []
    assert importer.done


def test_a_changed_row_is_offered_as_an_amendment_with_its_differences(desk: Desk, tmp_path: Path) -> None:
    section = desk.open()
    bring(desk, section, written(tmp_path, f"{HEADER}2026-11-03,Seen at home by DC Osei,Police,CRIS 1\n"))
    importer = start(desk, section, written(tmp_path, f"{HEADER}2026-11-03,Seen at school by DC Osei,Police,CRIS 1\n"))
    assert states(importer) == ["changed"]
    panel = importer.panel
    shown = panel._changes.accessibleName()
    assert "was: home" in shown and "now: school" in shown
    assert panel.keep.isVisible() and not panel.amend.isVisible()
    panel.keep.click()
    desk.settle()
    assert states(importer) == ["left"]
    assert "Nothing in this file is new." in importer.notice.accessibleName()
    importer.panel.amend.click()
    desk.settle()
    onwards(desk, importer)
    assert desk.facts() == ["Seen at school by DC Osei"]


def test_only_rows_to_look_at(desk: Desk, tmp_path: Path) -> None:
    rows = "".join(f"2026-01-{n % 28 + 1:02},Event {n},Police,{n}\n" for n in range(200))
    section = desk.open()
    importer = start(desk, section, written(tmp_path, f"{HEADER}{rows},No date,,x\n"))
    importer.check.only.click()
    assert [row.number for row in importer.model.rows] == [202]
    importer.check.only.click()
    assert len(importer.model.rows) == 201


def test_escape_while_rows_are_brought_in_stops_and_changes_nothing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"2026-01-{n % 28 + 1:02},Event {n},Police,{n}\n" for n in range(3000))
    section = desk.open()
    importer = start(desk, section, written(tmp_path, HEADER + rows))
    QTest.keyClick(importer.bring, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.waitUntil(lambda: "of 3,000" in importer.progress.text(), timeout=20_000)
    QTest.keyClick(importer, Qt.Key.Key_Escape)
    desk.settle()
    assert not importer.done
    assert importer.progress.text() == "Stopped. Nothing was changed."
    assert desk.facts() == []
    onwards(desk, importer)
    assert len(desk.facts()) == 3000


def test_twenty_thousand_rows_scroll_and_the_keyboard_stays_quick(desk: Desk, tmp_path: Path) -> None:
    rows = "".join(f"2026-01-{n % 28 + 1:02},Event {n},Police,{n}\n" for n in range(20_000))
    section = desk.open()
    importer = start(desk, section, written(tmp_path, HEADER + rows))
    desk.qtbot.waitUntil(lambda: importer.model.rowCount() == 20_000, timeout=30_000)
    importer.table.setFocus()
    asked: list[int] = []
    data = importer.model.data
    importer.model.data = lambda index, role=0: (asked.append(index.row()), data(index, role))[1]  # type: ignore[method-assign,assignment]
    QTest.keyClick(importer.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert importer.check.current() is not None and importer.check.current().number == 20_001  # type: ignore[union-attr]
    assert len(set(asked)) < 100, "only the rows in sight are asked for"


def test_keys_of_the_chronology_behind_it_do_nothing_here(desk: Desk) -> None:
    section = desk.open()
    importer = start(desk, section, CASES / "baby_peter_haringey.csv")
    importer.table.setFocus()
    for key in (Qt.Key.Key_N, Qt.Key.Key_F, Qt.Key.Key_Z):
        press(desk, importer, key, Qt.KeyboardModifier.ControlModifier)
        assert QApplication.focusWidget() is importer.table
    assert not section.writing.editing
    assert desk.facts() == []


def named(page: QWidget) -> list[QWidget]:
    """Everything that takes the keyboard on a page."""
    tab = Qt.FocusPolicy.TabFocus
    return [w for w in page.findChildren(QWidget) if bool(w.focusPolicy() & tab) and w.isVisible()]


def test_everything_that_takes_the_keyboard_has_a_name(desk: Desk, tmp_path: Path) -> None:
    section = desk.open()
    importer = start(desk, section, written(tmp_path, "When it was,Zz\n03/04/24,x\n"))
    pages = [importer.columns]
    importer.columns.boxes[0].setCurrentIndex(importer.columns.boxes[0].findData("date"))
    importer.columns.boxes[1].setCurrentIndex(importer.columns.boxes[1].findData("event"))
    for page in pages:
        assert named(page)
        for widget in named(page):
            assert widget.accessibleName(), widget
    importer.columns.constants["source_agency"].setText("Police")
    onwards(desk, importer)
    assert importer.pages.currentWidget() is importer.dates
    radios = importer.dates.findChildren(QRadioButton)
    assert [bool(radio.text() and radio.accessibleDescription()) for radio in radios] == [True] * len(radios)
    for question in ("order", "years"):
        importer.dates.choices[question][0].click()
    onwards(desk, importer)
    assert importer.pages.currentWidget() is importer.check
    for widget in named(importer.check):
        name = widget.accessibleName() or getattr(widget, "text", lambda: "")()
        assert name, widget
    assert isinstance(importer.panel, RowPanel)
