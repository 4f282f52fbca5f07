"""From the bytes of a document to what can be painted. Runs on the worker: nothing here is a widget.

A picture's size is looked at before it is decoded, by our own reading of its header and
again by Qt's, and only the decoder of the kind that the bytes are is let near them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader

from pclo_app.casefile import attachments, document_kinds, document_text
from pclo_app.casefile.attachments import Document, Opened
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.document_errors import DocumentCannotBeShown
from pclo_app.casefile.document_kinds import GIF, JPEG, PNG, TIFF, DocumentKind
from pclo_app.errors import KnownError

_DECODERS = {PNG: b"png", JPEG: b"jpeg", GIF: b"gif", TIFF: b"tiff"}


@dataclass(frozen=True)
class Content:
    """What of a document is shown: pages, one picture of several, words or rows; or why nothing is."""

    document: Document
    kind: DocumentKind
    data: bytes = field(default=b"", repr=False)
    misleading: bool = False
    image: QImage | None = field(default=None, repr=False)
    pictures: int = 0
    words: str = field(default="", repr=False)
    encoding: str = ""
    whole: bool = True
    rows: list[list[str]] = field(default_factory=list, repr=False)
    problem: KnownError | None = None


def content(cf: CaseFile, id: str) -> Content:
    """A document, ready to be shown. Raises NoSuchRecord; other conditions are part of the answer."""
    try:
        opened = attachments.opened(cf, id)
    except KnownError as fault:
        document = attachments.document(cf, id)
        return Content(document, document.kind, problem=fault)
    try:
        return _shown(opened)
    except KnownError as fault:
        return Content(opened.document, opened.kind, misleading=opened.misleading, problem=fault)


def _shown(opened: Opened) -> Content:
    document, kind, data, misleading = opened.document, opened.kind, opened.data, opened.misleading
    match kind.shape:
        case "pages":
            return Content(document, kind, data, misleading)
        case "picture":
            count = len(document_kinds.picture_sizes(data)) or 1
            return Content(document, kind, data, misleading, picture(data, kind, 0), count)
        case "text" | "table":
            text = document_text.decode(data)
            assert text is not None
            rows = document_text.table(text.words) if kind.shape == "table" else []
            shown = document_text.shown("" if rows else text.words)
            whole = shown.whole and len(rows) < document_text.MOST_ROWS
            return Content(
                document, kind, b"", misleading, words=shown.words, encoding=text.encoding, whole=whole, rows=rows
            )
    why = "it is a program" if kind is document_kinds.PROGRAM else "the app does not draw this kind of document"
    raise DocumentCannotBeShown(why=why)


def picture(data: bytes, kind: DocumentKind, number: int) -> QImage:
    """One picture of a file, from 0. Raises DocumentCannotBeShown, before decoding where it is too large."""
    sizes = document_kinds.picture_sizes(data)
    if document_kinds.too_large(sizes):
        most = document_kinds.MOST_PIXELS // 1_000_000
        raise DocumentCannotBeShown(why=f"the picture says that it has more than {most} million dots")
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(_DECODERS[kind]))
    try:
        image = _read(reader, number) if sizes else QImage()
    finally:
        del reader  # before its buffer: the decoder of TIFF still asks that when it goes
        buffer.close()
    if image.isNull():
        raise DocumentCannotBeShown(why="the picture is damaged")
    return image


def _read(reader: QImageReader, number: int) -> QImage:
    """The picture, or none where it is damaged or larger than it said."""
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    if number and not reader.jumpToImage(number):
        return QImage()
    size = reader.size()
    if not size.isValid() or document_kinds.too_large([(size.width(), size.height())]):
        return QImage()
    return reader.read()
