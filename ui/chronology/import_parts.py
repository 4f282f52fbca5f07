"""What the import screen is made of: its pages, the words above them and the buttons below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.shell.session import Session
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.error_box import ErrorBox, Notice, ProblemSummary
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import ground, label

from .import_check import CheckPage
from .import_pages import ColumnsPage, DatesPage, StartPage, TablesPage
from .import_row import RowPanel


class ImportParts(QWidget):
    """The widgets and their places. What they show is the importer’s matter."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.done = False
        """Whether the rows are in the case, or taken back: there is nothing more to choose."""
        ground(self, "surface")
        self.setAccessibleName("Bring in a file")
        self.start = StartPage()
        self.tables = TablesPage()
        self.columns = ColumnsPage()
        self.dates = DatesPage()
        self.panel = RowPanel(session.today())
        self.check = CheckPage(self.panel)
        self.model, self.table = self.check.model, self.check.table
        self._build()
        self.check.chosen.connect(lambda _row: self._follow_row())

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = ground(QWidget(), "raised")
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(10)
        self._title = label("Bring in a file", "section")
        self._step = label("", "secondary")
        row.addWidget(self._title)
        row.addWidget(self._step, 1)
        column.addWidget(head)
        self.error = ErrorBox(closable=False)
        self.problems = ProblemSummary()
        self.notice = Notice("", "info")
        self.notice.hide()
        self.pages = QStackedWidget()
        self.waiting = ground(QWidget(), "surface")
        for page in (self.waiting, self.start, self.tables, self.columns, self.dates, self.check):
            self.pages.addWidget(page)
        column.addWidget(self._middle(), 1)
        column.addWidget(self._foot())

    def _middle(self) -> QWidget:
        """What scrolls where the window is low or the letters are large, so that the buttons are always seen."""
        self.middle = QScrollArea()
        self.middle.setFrameShape(QFrame.Shape.NoFrame)
        self.middle.setWidgetResizable(True)
        self.middle.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.middle.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = ground(QWidget(), "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.error, self.problems, self.notice):
            column.addWidget(widget)
        column.addWidget(self.pages, 1)
        self.middle.setWidget(inside)
        program = QApplication.instance()
        if isinstance(program, QApplication):
            program.focusChanged.connect(self._follow)
        return self.middle

    def _follow_row(self) -> None:
        """The chosen row is in sight, where the table is longer than what is seen of the page."""
        inside, view = self.middle.widget(), self.table.viewport()
        if inside is not None and view is not None and self.table.hasFocus():
            row = self.table.visualRect(self.table.currentIndex())
            place = view.mapTo(inside, row.center())
            self.middle.ensureVisible(0, place.y(), 0, row.height())

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What has the keyboard is in sight."""
        inside = self.middle.widget()
        if now is not None and inside is not None and inside.isAncestorOf(now):
            self.middle.ensureWidgetVisible(now, 0, 8)

    def _foot(self) -> QWidget:
        foot = ground(QWidget(), "window")
        column = QVBoxLayout(foot)
        column.setContentsMargins(12, 7, 12, 7)
        column.setSpacing(4)
        self.progress = label("", "secondary", wrap=True)
        self.progress.hide()
        column.addWidget(self.progress)
        self.keep = QCheckBox("Keep the file itself as a document of the case")
        self.keep.hide()
        buttons = QWidget()
        row = FlowLayout(buttons, spacing=8)
        self.another = Button("Choose another file…")
        self.back = Button("Back")
        self.rejects = Button("Save rejected rows…")
        self.undo = Button("Undo this import (Ctrl+Z)")
        self.redo = Button("Do it again")
        self.cancel = Button("Cancel (Esc)")
        self.bring = Button("Next", kind="primary")
        self.others = (self.another, self.back, self.rejects, self.undo, self.redo, self.bring)
        """What cannot be done while something is going on."""
        for button in (self.another, self.back, self.rejects, self.undo, self.redo, self.cancel, self.bring, self.keep):
            row.addWidget(button)
        for button in (self.back, self.rejects, self.undo, self.redo, self.bring):
            button.hide()
        column.addWidget(buttons)
        return foot

    def _say(self, words: str) -> None:
        """What is going on, above the buttons; read out too."""
        self.progress.setText(words)
        self.progress.setVisible(bool(words))
        announce(self, words)
