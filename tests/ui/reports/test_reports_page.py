"""The page: what is chosen is what is shown, printed and kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pclo_app.casefile import disclosures
from pclo_app.casefile.casefile import CaseFile
from pclo_app.errors import KnownError
from pclo_app.records.meeting import MeetingAction
from pclo_app.reports import catalogue, strategy_record
from pclo_app.reports.document import Document
from ui.meetings.code_check import CodeCheck
from ui.reports import printing
from ui.reports.page import DRAFT, ReportsPage
from ui.reports.print_sheet import PrintSheet
from ui.reports.printing import Printer
from ui.shell.session import Place, Session

Ask = Callable[[Callable[[CaseFile], object]], object]
Show = Callable[[QWidget], None]


def open_page(session: Session, qtbot: QtBot, show: Show, report: str = "chronology") -> ReportsPage:
    page = ReportsPage(session, Place("reports", case="KM-0417", section=report))
    show(page)
    page.controls.set_printers([])
    page.shown()
    qtbot.waitUntil(lambda: page.choices.case() is not None and settled(page), timeout=15_000)
    return page


def settled(page: ReportsPage) -> bool:
    return page.session.operations.idle and not page._render_soon.isActive() and not page._stale


def words(page: ReportsPage) -> str:
    return page.preview.view.accessibleDescription()


def test_the_preview_follows_the_choices(session: Session, qtbot: QtBot, show: Show) -> None:
    page = open_page(session, qtbot, show)
    assert page.preview.view.page_count() > 5
    assert "police copy" in words(page)
    qtbot.mouseClick(page.choices.readers.buttons()[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: settled(page), timeout=15_000)
    assert "police copy" not in words(page)
    assert "left out" in page.choices.notice.accessibleName()


def test_nothing_for_this_report_yet(session: Session, qtbot: QtBot, show: Show) -> None:
    page = open_page(session, qtbot, show, "outcome")
    assert page.preview.view.page_count() == 0
    assert "No conference has an outcome yet" in page.preview.nothing.accessibleName()
    page.controls.print_button.click()
    assert "nothing to print" in page.controls.result.text()


def test_reader_and_reason_are_asked_for(session: Session, qtbot: QtBot, show: Show) -> None:
    page = open_page(session, qtbot, show)
    page.controls.print_button.click()
    assert page.controls.reader.name_edit.hasFocus()
    page.controls.reader.set_person("Farah Whitcombe", "Detective Sergeant")
    page.controls.print_button.click()
    assert page.controls.why.hasFocus()
    page.controls.why.setText("Review")
    page.controls.print_button.click()
    assert page.controls.result.text() == "No printer is set up on this laptop. You can save a PDF instead."


def test_printing_and_saving_from_the_page(
    session: Session, qtbot: QtBot, show: Show, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(session, qtbot, show)
    out = tmp_path / "printed.pdf"
    page.controls.set_printers([Printer(str(out), "file")])
    page.controls.reader.set_person("Farah Whitcombe", "Detective Sergeant")
    page.controls.why.setText("Review")
    page.controls.print_button.click()
    qtbot.waitUntil(lambda: page.controls.result.text().startswith("1 copy was sent"), timeout=60_000)
    assert out.read_bytes().startswith(b"%PDF")
    page.controls.save_to(tmp_path / "saved.pdf")
    qtbot.waitUntil(lambda: page.controls.result.text().startswith("Saved"), timeout=20_000)
    assert "not encrypted" in page.controls.result.text()
    acts = ask(lambda cf: [i.record.act for i in disclosures.listed(cf) if i.record.why == "Review"])
    assert acts == ["printed", "saved as PDF"]


def test_choices_come_back(session: Session, qtbot: QtBot, show: Show, ask: Ask) -> None:
    page = open_page(session, qtbot, show, "preparation")
    page.controls.reader.set_person("Farah Whitcombe", "Detective Sergeant")
    page.controls.copies.setCurrentIndex(2)
    page.save_draft()
    assert ask(lambda cf: cf.draft(DRAFT))
    again = ReportsPage(session, Place("reports"))
    show(again)
    again.controls.set_printers([])
    again.shown()
    qtbot.waitUntil(lambda: again.list.current() == "preparation" and settled(again), timeout=15_000)
    assert (again.controls.recipient(), again.controls.copy_count()) == ("Farah Whitcombe, Detective Sergeant", 3)


def test_the_sheet_prints_a_part_a_chronology_as_it_stands(
    session: Session, qtbot: QtBot, show: Show, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made again without its part, it would print what is restricted."""
    case = str(ask(lambda cf: cf.case_by_reference("KM-0417").id))
    document = ask(lambda cf: catalogue.render(cf, "chronology", case=case, part="A"))
    assert isinstance(document, Document)
    sent: list[bytes] = []
    monkeypatch.setattr(printing, "send", lambda printer, pdf, **_: sent.append(pdf))
    sheet = PrintSheet(session, document, case)
    show(sheet)
    sheet.controls.set_printers([Printer("any", "cups")])
    assert not sheet.controls.copies.isEnabled()
    sheet.controls.reader.set_person("Kerry Orrin", "mother")
    sheet.controls.why.setText("Before the conference")
    sheet.controls.print_button.click()
    qtbot.waitUntil(lambda: bool(sent), timeout=20_000)
    qtbot.waitUntil(lambda: sheet.controls.result.text().startswith("1 copy"), timeout=20_000)
    assert sent == [document.pdf]


def test_the_sheet_prints_one_childs_view_of_a_draft_and_not_the_whole(
    session: Session, qtbot: QtBot, show: Show, ask: Ask
) -> None:
    """Made again without the child, it would print what is about another one."""

    def one_childs(cf: CaseFile) -> tuple[Document, str, str]:
        case = cf.case_by_reference("KM-0417").id
        meeting = next(item for item in cf.items(case, "strategy_meeting") if not item.sealed)
        maisie, theo = meeting.record.children
        action = MeetingAction(what="Only about Maisie", children=(maisie,))
        changed = msgspec.structs.replace(
            meeting.record, actions=(action, *meeting.record.actions), change_reason="Added"
        )
        cf.save(changed, case=case, id=meeting.id)
        return strategy_record.draft(cf, meeting.id, child=theo), case, f"{meeting.id}/{theo}"

    document, case, record = ask(one_childs)  # type: ignore[misc]
    assert "Only about Maisie" not in document.text()
    sheet = PrintSheet(session, document, case, record)
    show(sheet)
    sheet.controls.reader.set_person("Carl Osei-Munt", "Deputy Head")
    want = sheet._wanted()
    assert want is not None
    copy = ask(lambda cf: want.make(cf))
    assert isinstance(copy, Document)
    words = " ".join(copy.text().split())
    assert "for Theo Orrin-Vale, only what is about this child" in words and "DRAFT" in words
    assert "Only about Maisie" not in words
    assert "for Carl Osei-Munt, Deputy Head." in words
    whole = PrintSheet(session, document, case, record.partition("/")[0])
    qtbot.addWidget(whole)
    unnamed = whole._wanted()
    assert unnamed is not None

    def refused(cf: CaseFile) -> bool:
        with pytest.raises(KnownError):
            unnamed.make(cf)
        return True

    assert ask(refused), "without the child nothing is printed, least of all the whole"


def test_a_code_can_be_checked_from_here(session: Session, qtbot: QtBot, show: Show) -> None:
    page = open_page(session, qtbot, show)
    shown: list[QWidget] = []
    session.show_sheet = lambda content, **_: shown.append(content)  # type: ignore[method-assign,assignment]
    assert page.check_button in page.panes() and page.check_button.isVisible()
    page.check_button.setFocus()
    qtbot.keyClick(page.check_button, Qt.Key.Key_Space)
    (sheet,) = shown
    qtbot.addWidget(sheet)
    assert isinstance(sheet, CodeCheck)


def test_one_childs_part_of_a_sealed_record_is_in_the_list_and_in_the_log(
    session: Session, qtbot: QtBot, show: Show, ask: Ask, tmp_path: Path
) -> None:
    page = open_page(session, qtbot, show, "strategy-record-child")
    offered = [page.choices.record_combo.itemText(n) for n in range(page.choices.record_combo.count())]
    assert any(words.startswith("Maisie Orrin-Vale, SM-1") for words in offered)
    assert page.choices.record_combo.accessibleName() == "Which child, of which meeting"
    assert "EXTRACT OF A SEALED RECORD" in words(page)
    assert "It may name another child." in page.choices.notice.accessibleName()
    want = page._wanted()
    assert want is not None
    page.controls.reader.set_person("Gillian Peake", "Nursery Manager")
    page.controls.why.setText("Core group")
    page.controls.save_to(tmp_path / "part.pdf")
    qtbot.waitUntil(lambda: (tmp_path / "part.pdf").exists() and session.operations.idle, timeout=10_000)
    line = ask(lambda cf: disclosures.listed(cf, want.case)[-1].record)
    assert line.record == want.record.partition("/")[0]  # type: ignore[attr-defined]
    assert "extract for one child" in line.what  # type: ignore[attr-defined]
