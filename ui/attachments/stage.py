"""Where a document is seen: its pages, picture, words or rows; or the reason why nothing is shown."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QPlainTextEdit, QStackedWidget, QTableView, QVBoxLayout, QWidget

from pclo_app.casefile.document_errors import DocumentCannotBeShown
from pclo_app.errors import KnownError
from ui.theme import Theme
from ui.widgets.error_box import ErrorBox
from ui.widgets.labels import ground, label
from ui.widgets.pdf_view import FIT_WIDTH, PdfView

from .decoding import Content
from .picture_view import FIT, PictureView

_Index = QModelIndex | QPersistentModelIndex


class TableModel(QAbstractTableModel):
    """The rows of a CSV file; the first one is its head. Formulas are words here."""

    def __init__(self, rows: list[list[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = rows[0] if rows else []
        self._rows = rows[1:]
        self._wide = max((len(row) for row in rows), default=0)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._wide

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) or not index.isValid():
            return None
        row = self._rows[index.row()]
        return row[index.column()] if index.column() < len(row) else ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 2)  # as a spreadsheet counts them
        return self._head[section] if section < len(self._head) else ""


class Stage(QStackedWidget):
    """One document at a time, from memory. `clear` forgets it."""

    moved = Signal()
    """Another page, or another zoom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pdf = PdfView(self, name="Document")
        self.picture = PictureView(self)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setUndoRedoEnabled(False)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.text.setAcceptDrops(False)
        self.text.setAccessibleName("Words of the document")
        self.table = QTableView(self)
        self.table.setAccessibleName("Rows of the document")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self._why = ErrorBox(closable=False)
        self._wait = label("Opening the document…", "secondary")
        self._nothing = ground(QWidget(self), "surface")
        column = QVBoxLayout(self._nothing)
        column.setContentsMargins(18, 18, 18, 18)
        column.addWidget(self._wait)
        column.addWidget(self._why)
        column.addStretch(1)
        for each in (self._nothing, self.pdf, self.picture, self.text, self.table):
            self.addWidget(each)
        self.pdf.page_changed.connect(lambda _page, _pages: self.moved.emit())
        self.pdf.zoom_changed.connect(lambda _zoom: self.moved.emit())
        self.picture.zoom_changed.connect(lambda _zoom: self.moved.emit())

    def clear(self) -> None:
        """Forget the document."""
        self.pdf.unload()
        self.picture.unload()
        self.text.clear()
        model = self.table.model()
        self.table.setModel(None)
        if model is not None:
            model.deleteLater()
        self._why.clear()
        self._wait.show()
        self.setCurrentWidget(self._nothing)

    def show_content(self, content: Content) -> None:
        """Show a document, or why it cannot be shown."""
        self.clear()
        self._wait.hide()
        problem = content.problem
        if problem is None and content.kind.shape == "pages" and not self.pdf.load(content.data):
            locked = self.pdf.wants_password()
            problem = DocumentCannotBeShown(
                why="this PDF asks for a password of its own" if locked else "the PDF is damaged"
            )
        if problem is not None:
            self.show_problem(problem)
        elif content.image is not None:
            self.picture.show_image(content.image, f"1 of {content.pictures}" if content.pictures > 1 else "")
            self.setCurrentWidget(self.picture)
        elif content.kind.shape == "pages":
            self.setCurrentWidget(self.pdf)
        elif content.rows:
            self._show_rows(content.rows)
        else:
            self.text.setFont(Theme.current().mono("body"))
            self.text.setPlainText(content.words)
            self.setCurrentWidget(self.text)

    def show_problem(self, problem: KnownError) -> None:
        """Nothing to be seen, and why."""
        self._wait.hide()
        self._why.show_error(problem)
        self.setCurrentWidget(self._nothing)

    def _show_rows(self, rows: list[list[str]]) -> None:
        self.table.setModel(TableModel(rows, self.table))
        letter = self.table.fontMetrics().horizontalAdvance("n")
        for place in range(self.table.model().columnCount()):
            longest = max((len(row[place]) for row in rows[:50] if place < len(row)), default=4)
            self.table.setColumnWidth(place, letter * max(6, min(40, longest + 3)))
        self.table.setCurrentIndex(self.table.model().index(0, 0))
        self.setCurrentWidget(self.table)

    def front(self) -> QWidget:
        """What takes the keyboard now."""
        widget = self.currentWidget()
        return self._why if widget is self._nothing or widget is None else widget

    @property
    def zoomable(self) -> bool:
        """Whether nearer and further mean anything."""
        return self.currentWidget() in (self.pdf, self.picture)

    def zoom_in(self) -> None:
        (self.pdf if self.currentWidget() is self.pdf else self.picture).zoom_in()

    def zoom_out(self) -> None:
        (self.pdf if self.currentWidget() is self.pdf else self.picture).zoom_out()

    def fit(self) -> None:
        """The whole width of a page; all of a picture."""
        if self.currentWidget() is self.pdf:
            self.pdf.set_zoom(FIT_WIDTH)
        else:
            self.picture.set_zoom(FIT)
