"""A sealed record: statements beside it, a new version, the paper that comes back, and what becomes a task."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pclo_app.casefile import after_sealing, meetings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.seal import Ink
from pclo_app.reports import strategy_record
from tests.ui.meetings.meeting_parts import Clock, Shell, write
from tests.ui.meetings.test_list import record
from ui.meetings import tasks
from ui.meetings.facts import RealReports
from ui.meetings.paper_form import PaperForm
from ui.meetings.section import MeetingsSection
from ui.meetings.statement_form import NewVersionForm, StatementForm
from ui.shell.session import Place, Session

NO_INK = Ink(dev="none", unit="0.01mm", strokes=())


def sealed(cf: CaseFile, case: str, outcome: str = "wet-ink", **more: Any) -> Any:
    """A record, answered, with the real print."""
    id = more.pop("id", "") or cf.save(record("2026-11-05", number="SM-1", **more), case=case).id
    document = strategy_record.presented(cf, id)
    shown = meetings.present(cf, id, document.pdf, document.pages)
    answer = meetings.Answer(
        outcome=outcome, name="Imelda Crosbie", desig="Team Manager", agency="Kingsmere social care",  # type: ignore[arg-type]
        ink=NO_INK, why="No reason given", read_aloud=True,
    )  # fmt: skip
    return meetings.seal(cf, shown, answer, text=document.text(), template=document.template)


def scan_of(cf: CaseFile, answered: Any, kind: str = "PDF") -> bytes:
    """The signed pages as a grey scan, slightly turned."""
    import pypdfium2

    pdf = strategy_record.sealed_copy(cf, answered).pdf
    document = pypdfium2.PdfDocument(pdf)
    pages = [
        document[n].render(scale=150 / 72, grayscale=True).to_pil().rotate(1, fillcolor=240)
        for n in range(len(document))
    ]
    out = BytesIO()
    if kind == "PDF":
        pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    else:
        pages[-1].save(out, kind)
    return out.getvalue()


@pytest.fixture
def in_list(qtbot: QtBot, session: Session, case: str, settle: Any) -> Any:
    kept = []

    def make() -> MeetingsSection:
        section = MeetingsSection(session, Place("case", case, "meetings"), reports=RealReports())
        qtbot.addWidget(section)
        kept.append(section)
        section.resize(1292, 580)
        section.show()
        settle()
        return section

    return make


def test_a_statement_is_added_by_keyboard_and_survives_a_lock(
    open_record: Any, settle: Any, cf: CaseFile, case: str, shell: Shell, qtbot: QtBot
) -> None:
    answered = sealed(cf, case, "refused")
    editor = open_record(answered.meeting, reports=RealReports())
    panel = editor.sealed.after
    assert panel.statements == [] and panel.paper_button.isHidden()
    panel.statement_button.click()
    form = shell.sheets[-1]
    assert isinstance(form, StatementForm)
    form.save_button.click()
    assert form.error.text() == "Enter whose statement it is."
    qtbot.waitUntil(form.isActiveWindow)
    form.who.name_edit.setFocus()
    write("Jonah Prideaux")
    form.save_button.click()
    assert form.error.text() == "Enter the rank or designation of Jonah Prideaux." and form.who.rank_edit.hasFocus()
    write("Social Worker")
    QTest.keyClicks(form.words, "I was not asked.")
    form.save_draft()  # the lock
    settle()
    form.hide()
    panel.statement_button.click()
    settle()
    form = shell.sheets[-1]
    assert form.words.text() == "I was not asked." and form.who.value().name == "Jonah Prideaux"
    form.about.setCurrentText("Information shared")
    form.save_button.click()
    settle()
    settle()
    assert not form.isVisible() and cf.draft(f"statement/{answered.meeting}") is None
    assert panel.statements == ["Jonah Prideaux, Social Worker about information shared: I was not asked."]
    (kept,) = after_sealing.statements(cf, answered.meeting)
    assert kept.record.code == answered.code and shell.errors == []


def test_a_new_version_asks_why_and_takes_over_only_when_it_is_answered(
    open_record: Any, settle: Any, cf: CaseFile, case: str, shell: Shell
) -> None:
    answered = sealed(cf, case, "refused")
    editor = open_record(answered.meeting, reports=RealReports())
    editor.sealed.after.version_button.click()
    form = shell.sheets[-1]
    assert isinstance(form, NewVersionForm)
    form.save_button.click()
    assert "Say why" in form.error.text()
    QTest.keyClicks(form.why, "The visit was on Tuesday")
    form.save_button.click()
    settle()
    settle()
    second = shell.opened[-1].record
    assert second and second != answered.meeting
    assert editor.sealed.after.version_button.isHidden(), "one at a time"
    assert any("has been begun and is not signed" in each.accessibleName() for each in editor.sealed.after.opens)
    begun = open_record(second, reports=RealReports())
    assert begun.header.chip.text() == "Draft, version 2"
    assert "Changed after signing" in begun.notice.accessibleName() and "Tuesday" in begun.notice.accessibleName()
    again = sealed(cf, case, "refused", id=second)
    editor = open_record(answered.meeting, reports=RealReports())
    (button,) = editor.sealed.after.opens
    assert (
        button.accessibleName().startswith("Open: Taken over by version 2, sealed")
        and again.code in button.accessibleName()
    )
    button.click()
    assert shell.opened[-1].record == second
    assert not cf.item(answered.meeting).record.amends, "the old record stays as it was"


def test_signed_paper_is_matched_by_its_square_and_shown_beside_the_record(
    open_record: Any, settle: Any, cf: CaseFile, case: str, shell: Shell, tmp_path: Path, qtbot: QtBot
) -> None:
    answered = sealed(cf, case)
    editor = open_record(answered.meeting, reports=RealReports())
    panel = editor.sealed.after
    assert panel.paper_button.isVisible()
    panel.paper_button.click()
    form = shell.sheets[-1]
    assert isinstance(form, PaperForm)
    assert not form.keep_button.isVisible() and not form.unmatched_button.isVisible()
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan_of(cf, answered))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    action, button, no = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (QDragEnterEvent, QDropEvent):
        QApplication.sendEvent(form, event(QPointF(5, 5), action, mime, button, no))
    settle()
    assert "It belongs here." in form.answer.accessibleName() and "SM-1" in form.answer.accessibleName()
    assert form.scan_view.page_count() == form.sealed_view.page_count() > 1
    in_front = form.sealed_view.texts()[form.sealed_view.page()]
    assert "What the chair wants to do" in in_front, "the page with the answer is in front"
    form.keep_button.click()
    assert form.error.text() == "Say what the chair ticked on the paper."
    form.says.buttons()[1].click()
    form.keep_button.click()
    assert form.error.text() == "Copy the chair’s reservation from the paper."
    QTest.keyClicks(form.reservation, "Decision 5 was too early")
    form.keep_button.click()
    settle()
    settle()
    (back,) = cf.items(case, "paper_return")
    assert (back.record.how, back.record.says) == ("read from the page", "signed with a reservation")
    assert back.record.reservation == "Decision 5 was too early" and back.record.seen_by.rank
    assert back.record.code == answered.code and back.record.pages == form.scan.pages
    assert not form.isVisible() and panel.paper_button.isHidden() and after_sealing.waiting(cf) == []
    assert shell.errors == []


def test_t45_a_scan_without_a_code_or_with_another_one_is_not_linked(
    in_list: Any, settle: Any, cf: CaseFile, case: str, shell: Shell, tmp_path: Path, clock: Clock
) -> None:
    first = sealed(cf, case)
    second = after_sealing.amend(cf, first.meeting, "A date was wrong").id
    answered = sealed(cf, case, id=second)
    section = in_list()
    assert [task.partition(": ")[0] for task in section.tasks.words()] == ["ORRIN-VALE SM-1"] * 2
    form = PaperForm(section.session, RealReports(), case, second)
    form.show()
    blank = tmp_path / "blank.png"
    Image.new("L", (600, 800), 255).save(blank)
    form.take(blank)
    settle()
    assert "No code can be read" in form.answer.accessibleName()
    assert form.code.isVisible() and not form.keep_button.isVisible() and not form.sealed_view.isVisible()
    form.code.setText("K7QF")
    form.check_button.click()
    settle()
    assert "28 characters" in form.error.text() and not form.keep_button.isVisible()
    form.code.setText(first.code)
    form.check_button.click()
    settle()
    assert "That code is for version 1. The record is now version 2." in form.answer.accessibleName()
    assert cf.items(case, "paper_return") == []
    form.hide()

    other = PaperForm(section.session, RealReports(), case, second)
    other.show()
    other.take(blank)
    settle()
    other.unmatched_button.click()
    settle()
    assert cf.items(case, "paper_return") == [] and len(after_sealing.unmatched(cf, case)) == 1
    section._read()
    settle()
    assert any("belongs to no record yet" in words for words in section.tasks.words())
    match = next(button for button in section.tasks.buttons if button.accessibleName().startswith("Match it"))
    match.click()
    settle()
    form = shell.sheets[-1]
    form.code.setText(answered.code)  # type: ignore[attr-defined]
    form.check_button.click()  # type: ignore[attr-defined]
    settle()
    form.says.buttons()[0].click()  # type: ignore[attr-defined]
    form.keep_button.click()  # type: ignore[attr-defined]
    settle()
    (back,) = cf.items(case, "paper_return")
    assert back.record.how == "typed" and back.record.code == answered.code
    assert after_sealing.unmatched(cf, case) == [] and len(cf.items(case, "attachment")) == 1
    clock.forward(60 * 24 * 15)
    (late,) = tasks.open_tasks(cf, case)
    assert late.state == "stop" and "has not come back" in late.words, "the first version's paper is overdue"


def test_a_code_is_read_off_a_photograph(in_list: Any, settle: Any, cf: CaseFile, case: str, tmp_path: Path) -> None:
    first = sealed(cf, case, "refused")
    second = sealed(cf, case, "refused", id=after_sealing.amend(cf, first.meeting, "A date").id)
    photograph = tmp_path / "page.jpg"
    photograph.write_bytes(scan_of(cf, first, "JPEG"))
    section = in_list()
    section.check_button.click()
    check = section.check
    check.look_at(photograph)
    settle()
    settle()
    assert "version 1" in check.answer.accessibleName() and check.edit.text() == first.code
    assert check.version.isVisible() and second.code in check.version.accessibleName()
    assert check.view.page_count() > 1
    check.edit.setText(second.code)
    check.look()
    settle()
    assert "took the place of version 1" in check.version.accessibleName()
    not_a_scan = tmp_path / "words.txt"
    not_a_scan.write_text("words")
    check.look_at(not_a_scan)
    settle()
    assert "cannot be read as a signed page" in check.answer.accessibleName() and not check.view.isVisible()
    QApplication.processEvents()


def test_the_slip_is_printed_without_a_word_of_the_record(
    open_record: Any, settle: Any, cf: CaseFile, case: str, shell: Shell
) -> None:
    answered = sealed(cf, case, "refused")
    editor = open_record(answered.meeting, reports=RealReports())
    editor.sealed.slip_button.click()
    settle()
    ((document, where, meeting),) = shell.printed
    text = document.text()
    assert (where, meeting) == (case, answered.meeting) and document.code == answered.code
    for word in ("Imelda", "Crosbie", "Orrin", "Maisie", "Pettifer", "KM-0417", "Kingsmere", "Strategy"):
        assert word not in text and word.upper() not in text
