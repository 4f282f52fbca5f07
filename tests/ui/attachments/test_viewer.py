"""A document is seen from memory: pages, pictures, words, rows; or it is said why not."""

from __future__ import annotations

import hashlib
import time

import pytest
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QMouseEvent

from pclo_app.casefile import attachments, disclosures
from tests.casefile.document_samples import (
    CANARY,
    fax,
    huge_jpeg,
    huge_png,
    huge_tiff,
    locked_pdf,
    pdf,
    picture,
    scripted_pdf,
)
from tests.ui.desk import nameless
from ui.attachments.export_panel import ExportPanel
from ui.attachments.viewer import Viewer
from ui.widgets.reason_dialog import ReasonDialog

from .conftest import CTRL, SHIFT, Desk


def test_through_the_documents_by_keyboard(desk: Desk) -> None:
    """Rows are in order of time, so the first added is the last."""
    desk.attach("visits.csv", b"Date,What\n1/11/26,=HYPERLINK(1)\n3/11/26,\xe2\x80\xaeVisit\n", "Liquidlogic")
    desk.attach("note.txt", "Grüße\x07 an\u202e alle\n".encode(), "Email")
    desk.attach("arm.png", picture("PNG", (900, 600)), "Dr Marchetti")
    desk.attach("letter.pdf", pdf(pages=3), "R Ames", "The letter")
    section = desk.documents()
    desk.key(Qt.Key.Key_Return)
    viewer = desk.viewer()
    assert section.place().record.startswith("documents/view/") or section.place().record.startswith("view/")
    pages = viewer.stage.pdf
    assert pages.hasFocus() and pages.page_words() == "Page 1 of 3" and CANARY in pages.accessibleDescription()
    assert nameless(viewer) == []
    desk.key(Qt.Key.Key_End, CTRL)
    assert pages.page() == 2 and viewer.head.where.text() == "Page 3 of 3"
    before = pages.zoom()
    desk.key(Qt.Key.Key_Plus, CTRL)
    assert pages.zoom() != before

    desk.key(Qt.Key.Key_PageDown, CTRL)
    image = viewer.stage.picture
    assert viewer.id == section.table.current() and image.hasFocus() and nameless(viewer) == []
    assert image.accessibleDescription() == "900 by 600 dots"
    fitted = image.scale()
    for _ in range(8):
        desk.key(Qt.Key.Key_Plus, CTRL)
    assert image.scale() > 3 * fitted and image.horizontalScrollBar().maximum() > 0
    at = image.horizontalScrollBar().value()
    desk.key(Qt.Key.Key_Right)
    assert image.horizontalScrollBar().value() > at
    drag(viewer, 60, 40)
    assert image.horizontalScrollBar().value() < at
    desk.key(Qt.Key.Key_R)
    assert image._image.size() == QSize(600, 900)
    desk.key(Qt.Key.Key_0, CTRL)
    assert image.zoom() == 0.0

    desk.key(Qt.Key.Key_PageDown, CTRL)
    assert viewer.stage.text.toPlainText() == "Grüße⟦U+0007⟧ an⟦U+202E⟧ alle\n" and viewer.stage.text.isReadOnly()
    assert "read as UTF-8" in facts_of(viewer) and nameless(viewer) == []

    desk.key(Qt.Key.Key_PageDown, CTRL)
    model = viewer.stage.table.model()
    assert (model.rowCount(), model.columnCount()) == (2, 2) and viewer.stage.table.hasFocus()
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Date"
    assert model.index(0, 1).data() == "=HYPERLINK(1)" and model.index(1, 1).data() == "⟦U+202E⟧Visit"
    assert not viewer.head.next.isEnabled()
    desk.key(Qt.Key.Key_Escape)
    assert desk.program.window._sheets == [] and section.table.hasFocus()
    assert viewer.content is None


def drag(viewer: Viewer, right: int, down: int) -> None:
    """Hold the picture and pull it."""
    view = viewer.stage.picture
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for kind, x, y in (
        (QMouseEvent.Type.MouseButtonPress, 100, 100),
        (QMouseEvent.Type.MouseMove, 100 + right, 100 + down),
        (QMouseEvent.Type.MouseButtonRelease, 100 + right, 100 + down),
    ):
        at = QPointF(x, y)
        event = QMouseEvent(kind, at, view.viewport().mapToGlobal(at), left, left, none)
        {"MouseButtonPress": view.mousePressEvent, "MouseMove": view.mouseMoveEvent,
         "MouseButtonRelease": view.mouseReleaseEvent}[kind.name](event)  # fmt: skip


def facts_of(viewer: Viewer) -> str:
    """Everything that is said beside a document."""
    from PySide6.QtWidgets import QLabel

    return " | ".join(each.text() for each in viewer.facts.findChildren(QLabel) if each.isVisible())


def test_pages_of_a_fax(desk: Desk) -> None:
    desk.documents("view/" + desk.attach("fax.tif", fax(3)))
    viewer = desk.viewer()
    assert viewer.head.where.text() == "Page 1 of 3"
    viewer.head.after.click()
    desk.settle()
    assert viewer.head.where.text() == "Page 2 of 3" and viewer.stage.picture._image.width() == 210
    viewer.head.after.click(), viewer.head.after.click()
    desk.settle()
    viewer.head.after.click()
    desk.settle()
    assert viewer.head.where.text() == "Page 3 of 3"


@pytest.mark.qt_log_ignore("qt\\.gui\\.imageio.*", "QPdf.*", "qt\\.pdf.*", "libpng.*", ".*[Tt][Ii][Ff][Ff].*")
def test_bombs_and_broken_documents_are_refused_in_words(desk: Desk) -> None:
    """Every one is said plainly, at once, and can still be exported."""
    broken = bytearray(picture("PNG"))
    broken[60:] = b"\x00" * (len(broken) - 60)
    samples = {
        "huge.png": (huge_png(), "64 million dots"),
        "huge.jpg": (huge_jpeg(), "64 million dots"),
        "huge.tif": (huge_tiff(), "64 million dots"),
        "cut.png": (picture("PNG")[:20], "the picture is damaged"),
        "torn.pdf": (pdf()[:200], "the PDF is damaged"),
        "locked.pdf": (locked_pdf(), "asks for a password"),
        "thing.exe": (b"MZ\x90\x00\x03\x00" + bytes(100), "it is a program"),
        "minutes.docx": (b"PK\x03\x04" + bytes(100), "does not draw this kind"),
    }
    words = {desk.attach(name, data): said for name, (data, said) in samples.items()}
    section = desk.documents()
    section.table.set_current(section.table.rows()[0].key)
    desk.key(Qt.Key.Key_Return)
    viewer = desk.viewer()
    started = time.perf_counter()
    for _ in words:
        assert words[viewer.id] in viewer.stage._why.accessibleName()
        assert viewer.stage._why.isVisible() and nameless(viewer) == [] and viewer.facts.export.isVisible()
        desk.key(Qt.Key.Key_PageDown, CTRL)
    assert time.perf_counter() - started < 15


def test_a_script_in_a_pdf_is_only_drawn(desk: Desk) -> None:
    """QtPdf is built without a script engine and our view has no links to press."""
    desk.documents("view/" + desk.attach("form.pdf", scripted_pdf()))
    viewer = desk.viewer()
    pages = viewer.stage.pdf
    assert pages.page_words() == "Page 1 of 1"
    desk.life.qtbot.mouseClick(pages.viewport(), Qt.MouseButton.LeftButton, pos=pages.viewport().rect().center())
    desk.settle()
    assert desk.viewer() is viewer and pages.page_words() == "Page 1 of 1"


def test_a_page_that_claims_to_be_enormous_is_drawn_coarser(desk: Desk) -> None:
    import io

    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(200, 14_400))
    canvas.drawString(20, 14_300, "A very long receipt")
    canvas.save()
    desk.documents("view/" + desk.attach("receipt.pdf", made.getvalue()))
    pages = desk.viewer().stage.pdf
    for _ in range(12):
        pages.zoom_in()
    pages.grab()
    image = pages._image
    assert not image.isNull() and image.width() * image.height() <= 24_200_000


def test_missing_and_damaged(desk: Desk) -> None:
    missing, damaged = desk.attach("m.pdf", pdf("M")), desk.attach("d.pdf", pdf("D"))

    def spoil(cf: object) -> None:
        blobs = cf.vault.blobs  # type: ignore[attr-defined]
        blobs.remove(blobs.name_for(hashlib.sha256(pdf("M")).digest()))
        path = blobs._path(blobs.name_for(hashlib.sha256(pdf("D")).digest()))
        raw = bytearray(path.read_bytes())
        raw[-1] ^= 1
        path.write_bytes(bytes(raw))

    desk.ask(spoil)
    section = desk.documents()
    row = next(row for row in section.table.rows() if row.key == missing)
    assert "not on this laptop yet" in row.sentence and row.cells[2].chip == "Not here"
    section.open_record(missing)
    desk.settle()
    assert "Synchronise with the office" in desk.viewer().stage._why.accessibleName()
    # it arrives while one looks
    desk.program.session.operations.submit(
        lambda cf, _: (cf.put_blob(pdf("M")), attachments.add(cf, desk.case, "other.txt", b"x").saved)[1]
    )
    desk.settle()
    assert desk.viewer().stage.pdf.page_count() == 2
    desk.key(Qt.Key.Key_Escape)
    section.open_record(damaged)
    desk.settle()
    assert "changed or damaged" in desk.viewer().stage._why.accessibleName()


def test_a_copy_leaves_with_name_and_reason(desk: Desk) -> None:
    id = desk.attach("letter\u202efdp.pdf", pdf())
    desk.documents("view/" + id)
    desk.key(Qt.Key.Key_S, CTRL | SHIFT)
    viewer = desk.viewer()
    panel: ExportPanel = desk.find(ExportPanel)
    assert panel.reader.name_edit.hasFocus() and nameless(viewer) == []
    target = desk.folder / "letter.pdf"
    panel.save_to(target)
    assert panel.reader.name_edit.accessibleDescription().startswith("Error") and panel.reader.name_edit.hasFocus()
    desk.type("Farah Whitcombe")
    panel.reader.rank_edit.setFocus()
    desk.type("Detective Sergeant")
    panel.save_to(target)
    assert panel.why.hasFocus() and "why a copy leaves" in panel.why.accessibleDescription()
    desk.type("Advice on the scan")
    desk.key(Qt.Key.Key_Escape)  # away and back: what was typed is there
    desk.documents("view/" + id)
    desk.key(Qt.Key.Key_S, CTRL | SHIFT)
    panel = desk.find(ExportPanel)
    assert panel.recipient() == "Farah Whitcombe, Detective Sergeant" and panel.why.text() == "Advice on the scan"
    target.write_bytes(b"mine")
    panel.save_to(target)
    desk.settle()
    assert "already a file" in panel.error.accessibleName() and target.read_bytes() == b"mine"
    panel.replace.click()
    desk.settle()
    assert target.read_bytes() == pdf() and "written to the log" in facts_of(desk.viewer())
    (line,) = desk.ask(lambda cf: [item.record for item in disclosures.listed(cf, desk.case)])
    assert (line.recipient, line.why) == ("Farah Whitcombe, Detective Sergeant", "Advice on the scan")
    assert desk.ask(lambda cf: [key for key in cf.drafts() if key.startswith("document/")]) == []
    assert attachments.export_name(desk.ask(lambda cf: attachments.document(cf, id))) == "letterfdp.pdf"


def test_withdrawn_it_stays_struck(desk: Desk) -> None:
    id = desk.attach("letter.pdf", pdf())
    section = desk.documents("view/" + id)
    viewer = desk.viewer()
    viewer.facts.withdraw.click()
    desk.settle()
    asked: ReasonDialog = desk.find(ReasonDialog)
    asked.accept_button.click()
    assert asked.isVisible()
    asked.edit.set_text("Another family’s letter")
    asked.accept_button.click()
    desk.settle()
    assert "Another family’s letter" in facts_of(viewer) and viewer.head.name.font().strikeOut()
    desk.key(Qt.Key.Key_Escape)
    assert section.table.rows() == [] and "Every document here was withdrawn" in section.nothing.accessibleName()
    section.which.buttons()[1].click()
    (row,) = section.table.rows()
    assert row.cells[0].struck and "Withdrawn: Another family’s letter" in row.cells[2].second
    assert "withdrawn: Another family’s letter" in row.sentence


def test_a_found_document_opens_its_list(desk: Desk) -> None:
    first, second = desk.attach("a.pdf", pdf("A")), desk.attach("b.pdf", pdf("B"))
    desk.open(first)
    section = desk.documents()
    assert section.isVisible() and section.table.current() == first
    desk.open(second)
    assert section.table.current() == second


def test_after_a_lock_the_same_page_of_the_same_document(desk: Desk) -> None:
    desk.attach("first.pdf", pdf("First"))
    desk.attach("second.pdf", pdf("Second", pages=4))
    desk.documents()
    desk.key(Qt.Key.Key_Return)
    desk.key(Qt.Key.Key_End, CTRL)
    assert desk.viewer().head.where.text() == "Page 4 of 4"
    desk.life.lock(desk.program)
    desk.program = desk.life.unlocked()
    desk.settle()
    assert desk.viewer().head.where.text() == "Page 4 of 4"
    desk.key(Qt.Key.Key_Escape)
    assert desk.program.window._sheets == []


def test_narrow_and_large(desk: Desk) -> None:
    desk.documents("view/" + desk.attach("letter.pdf", pdf()))
    desk.program.window.resize(683, 384)
    desk.settle()
    viewer = desk.viewer()
    assert not viewer.side.isVisible() and viewer.head.about.isVisible() and viewer.head.close_button.isVisible()
    desk.key(Qt.Key.Key_F4)
    assert viewer.side.isVisible() and not viewer.stage.isVisible() and viewer.facts.export.hasFocus()
    assert viewer.width() <= desk.program.window.width()
    desk.key(Qt.Key.Key_F4)
    assert viewer.stage.pdf.hasFocus()
