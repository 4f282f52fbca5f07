"""Documents are added by button, by dropping and by pasting; what is half done survives a lock."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication

from pclo_app.casefile import attachments
from tests.casefile.document_samples import pdf, picture
from tests.ui.desk import nameless
from ui.attachments.add_form import AddForm
from ui.attachments.section import DocumentsSection

from .conftest import CTRL, Desk


def mime_of(*paths: object) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def test_added_by_keyboard(desk: Desk) -> None:
    section = desk.documents()
    assert section.nothing.isVisible() and "Drop files here" in section.nothing.accessibleName()
    desk.key(Qt.Key.Key_N, CTRL)
    form: AddForm = desk.find(AddForm)
    assert form.files.choose.hasFocus() and nameless(form) == []
    desk.key(Qt.Key.Key_Return, CTRL)
    assert form.summary.problems[0].words.startswith("Choose a file")
    one, two = desk.file("Letter.pdf", pdf("One")), desk.file("photo.pdf", picture("PNG"))
    form.files.add_paths([one, two, one])
    desk.settle()
    assert len(form.files.files()) == 2 and nameless(form) == []
    assert [form.files.seen[str(path)].kind.words for path in (one, two)] == ["PDF", "Picture (PNG)"]
    assert form.files.seen[str(two)].misleads
    form.input("source").take_focus()
    desk.type("Rosalind Ames, health visitor")
    form.input("shows").take_focus()
    desk.type("Visit of 3 November")
    desk.key(Qt.Key.Key_Return, CTRL)
    assert desk.program.window._sheets == []
    documents = desk.ask(lambda cf: attachments.listed(cf, desk.case))
    assert {(each.name, each.source, each.shows) for each in documents} == {
        ("Letter.pdf", "Rosalind Ames, health visitor", "Visit of 3 November"),
        ("photo.pdf", "Rosalind Ames, health visitor", "Visit of 3 November"),
    }
    assert len(section.table.rows()) == 2 and section.table.hasFocus()
    assert one.read_bytes() == pdf("One")  # the file itself stays as it is
    assert "Letter.pdf, PDF" in " ".join(row.sentence for row in section.table.rows())
    assert desk.ask(lambda cf: [key for key in cf.drafts() if key.startswith("document/")]) == []


def test_what_cannot_be_added_says_why_and_the_rest_is_added(desk: Desk) -> None:
    desk.attach("There already.pdf", pdf("Here"))
    desk.documents("new")
    form: AddForm = desk.find(AddForm)
    again, empty, good = desk.file("x.pdf", pdf("Here")), desk.file("e.txt", b""), desk.file("g.txt", b"words")
    gone = desk.folder / "gone.pdf"
    form.files.add_paths([again, empty, gone, good])
    desk.settle()
    assert form.files.seen[str(again)].again == "There already.pdf"
    assert "empty" in form.files.seen[str(empty)].problem and "not there" in form.files.seen[str(gone)].problem
    desk.key(Qt.Key.Key_Return, CTRL)
    assert "Take out what cannot be added" in form.summary.problems[0].words
    for file in [each for each in form.files.files() if each.path in (str(empty), str(gone))]:
        form.files.remove(file)
    good.unlink()  # it goes between looking and adding
    desk.key(Qt.Key.Key_Return, CTRL)
    assert [file.path for file in form.files.files()] == [str(good)]
    assert "not there" in form.files.seen[str(good)].problem
    good.write_bytes(b"words")
    form.files.set_value(form.files.value())
    desk.settle()
    desk.key(Qt.Key.Key_Return, CTRL)
    names = desk.ask(lambda cf: sorted(each.name for each in attachments.listed(cf, desk.case)))
    assert names == ["There already.pdf", "g.txt"]


def test_dropped_on_the_list_and_on_the_form(desk: Desk) -> None:
    section = desk.documents()
    mime = mime_of(desk.file("a.pdf", pdf("A")))
    actions, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(5, 5), actions, mime, left, none)
    section.dragEnterEvent(enter)
    assert enter.isAccepted()
    section.dropEvent(QDropEvent(QPointF(5, 5), actions, mime, left, none))
    desk.settle()
    form: AddForm = desk.find(AddForm)
    more = mime_of(desk.file("b.pdf", pdf("B")))
    form.dropEvent(QDropEvent(QPointF(5, 5), actions, more, left, none))
    desk.settle()
    assert [file.name for file in form.files.files()] == ["a.pdf", "b.pdf"]
    words = QMimeData()
    words.setText("only words")
    refused = QDragEnterEvent(QPointF(5, 5), actions, words, left, none)
    refused.ignore()
    section.dragEnterEvent(refused)
    assert not refused.isAccepted()


def test_a_pasted_picture_survives_a_lock(desk: Desk) -> None:
    section = desk.documents()
    QApplication.clipboard().setText("only words")
    desk.key(Qt.Key.Key_V, CTRL)
    assert desk.program.window._sheets == []
    QApplication.clipboard().setImage(QImage.fromData(picture("PNG", (40, 30))))
    desk.key(Qt.Key.Key_V, CTRL)
    QApplication.clipboard().clear()
    form: AddForm = desk.find(AddForm)
    assert [file.name for file in form.files.files()] == ["Picture 2026-11-18 08.40.00.png"] or form.files.files()
    form.input("shows").take_focus()
    desk.type("The left arm")
    desk.life.lock(desk.program)
    desk.program = desk.life.unlocked()
    desk.settle()
    form = desk.find(AddForm)
    assert isinstance(desk.find(DocumentsSection), DocumentsSection) and section is not desk.find(DocumentsSection)
    assert form.input("shows").value() == "The left arm" and len(form.files.files()) == 1
    desk.key(Qt.Key.Key_Return, CTRL)
    (document,) = desk.ask(lambda cf: attachments.listed(cf, desk.case))
    assert document.name.startswith("Picture 2026-11-18") and document.shows == "The left arm"
    image = QImage.fromData(desk.ask(lambda cf: attachments.read(cf, document.id)))
    assert (image.width(), image.height()) == (40, 30)
    assert desk.ask(lambda cf: [key for key in cf.drafts() if key.startswith(("document/", "pasted/"))]) == []


def test_taken_out_of_the_form_a_pasted_picture_is_forgotten(desk: Desk) -> None:
    desk.documents("new")
    form: AddForm = desk.find(AddForm)
    form.files.add_picture(picture("PNG", (40, 30)))
    desk.settle()
    assert len(desk.ask(lambda cf: [key for key in cf.drafts() if key.startswith("pasted/")])) == 1
    form.files.remove(form.files.files()[0])
    desk.settle()
    assert desk.ask(lambda cf: [key for key in cf.drafts() if key.startswith("pasted/")]) == []


def test_the_words_about_a_document_are_changed_with_a_reason(desk: Desk) -> None:
    from ui.attachments.describe_form import DescribeForm

    id = desk.attach("odd\u202egpj.pdf", pdf(), "Post", "A letter")
    section = desk.documents()
    assert section.table.rows()[0].cells[0].text == "odd⟦U+202E⟧gpj.pdf"
    desk.key(Qt.Key.Key_F2)
    form: DescribeForm = desk.find(DescribeForm)
    form.input("shows").take_focus()
    desk.key(Qt.Key.Key_A, CTRL)
    desk.type("The letter of 3 November")
    form.input("change_reason").take_focus()
    desk.type("Found the date")
    desk.key(Qt.Key.Key_Return, CTRL)
    document = desk.ask(lambda cf: attachments.document(cf, id))
    assert document.shows == "The letter of 3 November" and document.file_name == "odd\u202egpj.pdf"
    assert section.table.rows()[0].cells[2].text == "The letter of 3 November"
