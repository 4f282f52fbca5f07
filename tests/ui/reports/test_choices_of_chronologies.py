"""Several cases, the timeline in front, and the chronology without names, chosen by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pclo_app.casefile import disclosures
from pclo_app.casefile.casefile import CaseFile
from tests.ui.desk import nameless
from tests.ui.reports.test_reports_page import open_page, settled, words
from ui.reports.page import ReportsPage
from ui.reports.without_names import LOOK_FIRST, LookThrough
from ui.shell.operations import Cancelled
from ui.shell.session import Session

Ask = Callable[[Callable[[CaseFile], object]], object]
Show = Callable[[QWidget], None]


def ready(page: ReportsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: settled(page), timeout=30_000)


def test_the_timeline_is_put_in_front_on_request(session: Session, qtbot: QtBot, show: Show) -> None:
    page = open_page(session, qtbot, show)
    pages = page.preview.view.page_count()
    assert "Whole time" not in words(page)
    page.choices.picture.setFocus()
    QTest.keyClick(page.choices.picture, Qt.Key.Key_Space)
    ready(page, qtbot)
    assert page.preview.view.page_count() > pages
    assert "Whole time" in words(page)


def test_cases_are_put_together_by_ticking_them(session: Session, qtbot: QtBot, show: Show) -> None:
    page = open_page(session, qtbot, show, "chronology-integrated")
    qtbot.waitUntil(lambda: bool(page.choices.together.boxes), timeout=10_000)
    assert "1 case: KM-0417" in words(page)
    box = next(box for box in page.choices.together.boxes.values() if "KM-0389" in box.text())
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    ready(page, qtbot)
    assert "2 cases: KM-0417 and KM-0389" in words(page)
    assert not page.choices.picture.isVisible()
    assert nameless(page) == []


def test_a_chronology_without_names_leaves_only_after_somebody_has_looked(
    session: Session, qtbot: QtBot, show: Show, ask: Ask, tmp_path: Path
) -> None:
    page = open_page(session, qtbot, show, "chronology-anonymised")
    panel = page.choices.without_names
    qtbot.waitUntil(lambda: panel.ledger is not None and settled(page), timeout=30_000)
    assert "removed in doubt" in panel.words.text()
    page.controls.reader.set_person("Farah Whitcombe", "Detective Sergeant")
    page.controls.why.setText("Training")
    page.controls.save_to(tmp_path / "early.pdf")
    assert page.controls.result.text() == LOOK_FIRST
    assert panel.looked.hasFocus()
    assert not (tmp_path / "early.pdf").exists()
    QTest.keyClick(panel.looked, Qt.Key.Key_Space)
    page.controls.save_to(tmp_path / "out.pdf")
    qtbot.waitUntil(lambda: page.controls.result.text().startswith("Saved"), timeout=30_000)
    assert b"Whitcombe" not in (tmp_path / "out.pdf").read_bytes()
    logged = ask(lambda cf: [(i.record.what, i.record.recipient) for i in disclosures.listed(cf)])
    assert ("Chronology without names", "Farah Whitcombe, Detective Sergeant") in logged  # type: ignore[operator]


def test_a_word_in_doubt_stays_and_another_goes_when_the_officer_says_so(
    session: Session, qtbot: QtBot, show: Show
) -> None:
    page = open_page(session, qtbot, show, "chronology-anonymised")
    panel = page.choices.without_names
    qtbot.waitUntil(lambda: panel.ledger is not None and settled(page), timeout=30_000)
    panel.looked.click()
    assert "Harbour" not in words(page)
    panel.look.click()
    sheet = page._looking
    assert isinstance(sheet, LookThrough)
    sheet.resize(760, 620)
    assert any("Kerry Orrin became Mother" in row.sentence for row in sheet.replaced.rows())
    sheet.doubtful.setFocus()
    assert sheet.doubtful.set_current("Harbour")
    QTest.keyClick(sheet.doubtful, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "stays" in _sentence(sheet, "Harbour"), timeout=10_000)
    QTest.keyClicks(sheet.more, "trampoline")
    QTest.keyClick(sheet.more, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: settled(page) and "trampoline" not in words(page).lower(), timeout=30_000)
    assert not panel.looked.isChecked(), "other words than before have to be looked through again"
    assert nameless(sheet) == []
    page.preview.view.set_page(0)
    sheet.closed.emit()
    whole = page.choices.without_names.ledger
    assert whole is not None
    assert "Harbour" not in whole.doubtful
    assert any(words == "trampoline" for words, _ in whole.replaced)


def _sentence(sheet: LookThrough, word: str) -> str:
    return next((row.sentence for row in sheet.doubtful.rows() if row.key == word), "")


def test_a_preview_that_is_stopped_says_so(session: Session, qtbot: QtBot, show: Show) -> None:
    page = open_page(session, qtbot, show)
    operation = page.session.operations.submit(lambda _cf, _p: None)
    page._rendering = operation
    page._not_rendered(operation, Cancelled())
    assert "The preview was stopped" in page.preview.nothing.accessibleName()


def test_saving_a_long_one_can_be_stopped_and_leaves_nothing(
    session: Session, qtbot: QtBot, show: Show, ask: Ask, tmp_path: Path
) -> None:
    page = open_page(session, qtbot, show)
    page.controls.reader.set_person("Farah Whitcombe", "Detective Sergeant")
    page.controls.why.setText("Review")
    qtbot.waitUntil(lambda: settled(page), timeout=30_000)
    before = ask(lambda cf: len(disclosures.listed(cf)))
    told: list[tuple[str, int, int]] = []
    session.operations.progressed.connect(lambda *of: told.append(of))
    page.controls.save_to(tmp_path / "long.pdf")
    session.operations.cancel_all()
    qtbot.waitUntil(lambda: page.controls.result.text() == "Stopped. Nothing was saved.", timeout=30_000)
    assert not (tmp_path / "long.pdf").exists()
    assert ask(lambda cf: len(disclosures.listed(cf))) == before
    page.controls.save_to(tmp_path / "long.pdf")
    qtbot.waitUntil(lambda: page.controls.result.text().startswith("Saved"), timeout=30_000)
    assert any(label == "Saving the PDF" and done == 50 for label, done, _ in told)
