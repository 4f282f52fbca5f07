"""The documents of a chronology entry: in its pane, in the full form, in the table."""

from __future__ import annotations

from PySide6.QtCore import Qt

from pclo_app.casefile import attachments
from tests.casefile.conftest import entry
from tests.casefile.document_samples import pdf, picture
from tests.ui.desk import nameless
from ui.attachments.add_form import AddForm
from ui.attachments.choose_form import ChooseForm
from ui.attachments.entry_documents import EntryDocuments
from ui.attachments.for_entries import FormDocuments
from ui.chronology.section import ChronologySection
from ui.widgets.buttons import Button
from ui.widgets.reason_dialog import ReasonDialog

from .conftest import CTRL, SHIFT, Desk


def button(inside: object, name: str) -> Button:
    (found,) = (
        each for each in inside.findChildren(Button)  # type: ignore[attr-defined]
        if each.isVisible() and each.accessibleName() == name
    )  # fmt: skip
    assert isinstance(found, Button)
    return found


def chronology(desk: Desk, id: str) -> ChronologySection:
    desk.open(id, "chronology")
    found = desk.find(ChronologySection)
    assert isinstance(found, ChronologySection)
    return found


def shown(section: ChronologySection) -> EntryDocuments:
    (found,) = section.detail.findChildren(EntryDocuments)
    return found


def test_added_chosen_opened_and_taken_off(desk: Desk) -> None:
    id = desk.ask(lambda cf: cf.save(entry("A visit"), case=desk.case).id)
    other = desk.attach("arm.png", picture("PNG"), "Dr Marchetti", "Left arm")
    section = chronology(desk, id)
    button(section.detail, "Add documents…").click()
    desk.settle()
    form: AddForm = desk.find(AddForm)
    form.files.add_paths([desk.file("letter.pdf", pdf())])
    form.input("shows").take_focus()
    desk.type("The letter")
    desk.key(Qt.Key.Key_Return, CTRL)
    desk.settle()
    item = desk.ask(lambda cf: cf.item(id))
    assert len(item.record.attachments) == 1 and item.record.change_reason == "Added: The letter"

    button(section.detail, "Choose from the case…").click()
    desk.settle()
    choose: ChooseForm = desk.find(ChooseForm)
    assert nameless(choose) == [] and choose.words.hasFocus()
    assert [row.cells[0].text for row in choose.table.rows()] == ["arm.png"]
    desk.type("left marchetti")
    assert len(choose.table.rows()) == 1
    desk.key(Qt.Key.Key_Return)
    desk.settle()
    assert desk.ask(lambda cf: cf.item(id).record.attachments)[1] == other
    assert nameless(shown(section)) == []
    assert "2 documents" in str(section.table.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))

    button(section.detail, "Open The letter").click()
    desk.settle()
    viewer = desk.viewer()
    assert viewer.stage.pdf.page_words() == "Page 1 of 2"
    desk.key(Qt.Key.Key_PageDown, CTRL)
    assert viewer.stage.picture.isVisible()
    desk.key(Qt.Key.Key_Escape)

    button(section.detail, "Take off Left arm").click()
    desk.settle()
    asked: ReasonDialog = desk.find(ReasonDialog)
    asked.edit.set_text("It was another day")
    asked.accept_button.click()
    desk.settle()
    item = desk.ask(lambda cf: cf.item(id))
    assert other not in item.record.attachments and item.record.change_reason == "It was another day"
    assert desk.ask(lambda cf: attachments.document(cf, other).in_use)
    assert len(shown(section).findChildren(Button)) == 4  # open, take off; add, choose


def test_documents_of_a_new_entry_wait_in_its_draft(desk: Desk) -> None:
    section = chronology(desk, "")
    section.writing.new_entry()
    desk.settle()
    desk.type("3/11/2026")
    desk.key(Qt.Key.Key_F6)
    documents: FormDocuments = desk.find(FormDocuments)
    documents.add.click()
    desk.settle()
    form: AddForm = desk.find(AddForm)
    form.files.add_paths([desk.file("letter.pdf", pdf())])
    desk.settle()
    desk.key(Qt.Key.Key_Return, CTRL)
    (document,) = desk.ask(lambda cf: attachments.listed(cf, desk.case))
    assert documents.ids == (document.id,) and nameless(documents) == []
    desk.life.qtbot.wait(500)  # as long as a draft takes
    desk.life.lock(desk.program)
    desk.program = desk.life.unlocked()
    desk.settle()
    section = chronology(desk, "")
    fields = section.writing.editor.fields
    assert fields.documents.ids == (document.id,)
    assert button(fields.documents, "Open letter.pdf").isVisible()
    fields.lines["system"].setText("CRIS 1")
    fields.agency.set_code("POL")
    fields.texts["fact"].set_text("The letter came")
    section.writing.editor.finish()
    desk.settle()
    (item,) = desk.ask(lambda cf: cf.entries(desk.case))
    assert item.record.attachments == (document.id,)
    assert desk.ask(lambda cf: attachments.document(cf, document.id).entries) == ((item.id, 1),)


def test_an_edit_keeps_the_documents_it_does_not_touch(desk: Desk) -> None:
    one, two = desk.attach("a.pdf", pdf("A")), desk.attach("b.pdf", pdf("B"))
    id = desk.ask(lambda cf: cf.save(entry("A visit", attachments=(one, two)), case=desk.case).id)
    section = chronology(desk, id)
    desk.key(Qt.Key.Key_F2)
    fields = section.writing.editor.fields
    assert fields.documents.ids == (one, two)
    fields.texts["outcome"].set_text("Nobody at home")
    fields.texts["change_reason"].set_text("Added what came of it")
    section.writing.editor.finish()
    desk.settle()
    assert desk.ask(lambda cf: cf.item(id).record.attachments) == (one, two)
    section.writing.edit()
    desk.settle()
    button(fields.documents, "Take off a.pdf").click()
    desk.settle()
    fields.texts["change_reason"].set_text("Not of this visit")
    section.writing.editor.finish()
    desk.settle()
    assert desk.ask(lambda cf: cf.item(id).record.attachments) == (two,)


def test_what_is_done_to_documents_is_undone_and_done_again_on_the_chronology(desk: Desk) -> None:
    id = desk.ask(lambda cf: cf.save(entry("A visit"), case=desk.case).id)
    section = chronology(desk, id)
    button(section.detail, "Add documents…").click()
    desk.settle()
    desk.find(AddForm).files.add_paths([desk.file("letter.pdf", pdf())])
    desk.find(AddForm).input("shows").take_focus()
    desk.type("The letter")
    desk.key(Qt.Key.Key_Return, CTRL)
    (document,) = desk.ask(lambda cf: attachments.listed(cf, desk.case))
    assert section.foot.undo.accessibleName() == "Undo: 1 document for an entry"

    button(section.detail, "Open The letter").click()
    desk.settle()
    viewer = desk.viewer()
    viewer.ask_withdraw()
    desk.settle()
    asked: ReasonDialog = desk.find(ReasonDialog)
    asked.edit.set_text("Blurred")
    asked.accept_button.click()
    desk.settle()
    desk.key(Qt.Key.Key_Escape)
    assert section.foot.undo.accessibleName() == "Undo: withdrawal of a document"

    def standing() -> tuple[bool, tuple[str, ...]]:
        return desk.ask(lambda cf: (attachments.document(cf, document.id).in_use, cf.item(id).record.attachments))  # type: ignore[no-any-return]

    assert standing() == (False, (document.id,))
    desk.program.window.activateWindow()
    desk.life.qtbot.waitUntil(desk.program.window.isActiveWindow)
    section.table.setFocus()
    desk.key(Qt.Key.Key_Z, CTRL)
    assert standing() == (True, (document.id,))
    desk.key(Qt.Key.Key_Z, CTRL)
    assert standing() == (False, ())
    assert section.detail.details is not None and section.detail.details.item.id == id
    desk.key(Qt.Key.Key_Z, CTRL | SHIFT)
    assert standing() == (True, (document.id,))
