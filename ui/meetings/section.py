"""The meetings of a case: the list, a new record, and the check of a printed code."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QStackedWidget, QTableView, QVBoxLayout, QWidget

from pclo_app.casefile.model import Changed
from ui.shell.session import Place, Screen, Session
from ui.widgets.buttons import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.panel import Panel
from ui.widgets.row_delegate import dress_table, settle_focus

from . import listing
from .code_check import CodeCheck
from .facts import NEW, MeetingReports, RealReports
from .following import after
from .listing import Listing, MeetingsModel
from .paper_form import PaperForm
from .tasks import MeetingTasks

_KINDS = frozenset({"strategy_meeting", "seal", "case", "paper_return", "attachment", "review"})
_WIDTHS = (172, 0, 0, 0, 196, 276)
"""Of the columns; 0 shares what is left."""
_NOT_BESIDE_A_CHECK = (3, 5)


class MeetingsSection(Screen):
    """Section 2 of a case."""

    def __init__(
        self,
        session: Session,
        place: Place,
        parent: QWidget | None = None,
        *,
        reports: MeetingReports | None = None,
    ) -> None:
        super().__init__(session, place, parent)
        self._reference = ""
        self._arriving = False
        """Whether the list is being waited for by somebody who has just come."""
        self._wanted = place.record
        self.model = MeetingsModel(self)
        self.table = QTableView()
        dress_table(self.table, name="Meetings")
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        for column, width in enumerate(_WIDTHS):
            if width:
                self.table.setColumnWidth(column, width)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.new_button = Button("New meeting record (Ctrl+N)", "plus", size="small")
        self.check_button = Button("Check a code", "seal", size="small")
        self.reconvene_button = Button("Go on from it (Ctrl+R)", "forward", size="small")
        self.reconvene_button.setAccessibleName("Go on from the selected meeting")
        self.paper_button = Button("Signed page came back", "document", size="small")
        self.empty = EmptyState("No meetings yet. Start a meeting record (Ctrl+N).", ["Start a meeting record"])
        self.list_page = QStackedWidget()
        self.list_page.addWidget(self.table)
        self.list_page.addWidget(self.empty)
        panel = Panel(
            "Meetings",
            "Strategy discussions and meetings",
            (self.paper_button, self.check_button, self.reconvene_button, self.new_button),
        )
        panel.add(self.list_page, 1)
        self._reports: MeetingReports = reports or RealReports()
        self.check = CodeCheck(session, self._reports)
        self.tasks = MeetingTasks(session, matches=True)
        self.tasks.scan_wanted.connect(self.match_scan)
        self.check.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(10)
        column_box = QVBoxLayout()
        column_box.addWidget(self.tasks)
        column_box.addWidget(panel, 1)
        row.addLayout(column_box, 3)
        row.addWidget(self.check, 2)
        self.table.activated.connect(self._open)
        self.new_button.clicked.connect(self.new_record)
        self.empty.pressed.connect(lambda _n: self.new_record())
        self.check_button.clicked.connect(self._toggle_check)
        self.reconvene_button.clicked.connect(self.reconvene)
        self.paper_button.clicked.connect(self.paper_back)
        self.check.closed.connect(self._toggle_check)
        self.check.record_wanted.connect(self._go_to)
        for keys, what in (("Ctrl+N", self.new_record), ("Ctrl+R", self.reconvene)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(what)
        for keys in ("Return", "Enter"):
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda: self._open(self.table.currentIndex()))
        self._read()

    def title(self) -> str:
        """The case's reference."""
        return self._reference

    def place(self) -> Place:
        """The list, with its current row."""
        return Place("case", self._place.case, "meetings")

    def keys(self) -> list[tuple[str, str]]:
        """For F1."""
        return [
            ("Ctrl+N", "New meeting record"),
            ("Ctrl+R", "Go on from the selected meeting"),
            ("Enter", "Open the record"),
            ("Up, Down", "Move in the list"),
        ]

    def shown(self) -> None:
        """The list may have changed while a record was open."""
        self._arriving = not self.model.rows
        self._read()
        if self.model.rows:
            self.table.setFocus()

    def refresh(self, changed: Changed) -> None:
        """A meeting or a seal was written."""
        if self._place.case in changed.cases and changed.kinds & _KINDS:
            self._read()

    def go(self, place: Place) -> None:
        """Another case."""
        super().go(place)
        self._read()

    def new_record(self) -> None:
        """Start a record. One that was begun and never saved goes on."""
        self.session.open(Place("case", self._place.case, "meetings", NEW))

    def reconvene(self) -> None:
        """A new record that goes on from the selected one."""
        before = self._current()
        if before and before != NEW:
            self.session.open(Place("case", self._place.case, "meetings", after(before)))

    def _read(self) -> None:
        case = self._place.case
        self.session.operations.submit(
            lambda cf, _: listing.read(cf, case), self._show, self.session.show_error, owner=self
        )
        self.tasks.load(case)

    def paper_back(self) -> None:
        """A signed page came back; its code says which record it is of."""
        self._paper_sheet()

    def match_scan(self, document: str) -> None:
        """A scan that is kept without a record."""
        self._paper_sheet().take_document(document)

    def _paper_sheet(self) -> PaperForm:
        form = PaperForm(self.session, self._reports, self._place.case)
        sheet = self.session.show_sheet(form, width=1120, scrolls=False)
        form.saved.connect(lambda _saved: self._read())
        if sheet is not None:
            form.closed.connect(sheet.close_sheet)
        return form

    def _show(self, found: Listing) -> None:
        self._reference = found.reference
        before = self._current()
        self.reconvene_button.setVisible(any(row.id != NEW for row in found.rows))
        self.model.show(found.rows)
        self.list_page.setCurrentWidget(self.table if found.rows else self.empty)
        ids = [row.id for row in found.rows]
        if before in ids:
            self.table.setCurrentIndex(self.model.index(ids.index(before), 0))
        else:
            settle_focus(self.table)
        if self._arriving and found.rows:
            self._arriving = False
            self.table.setFocus()

    def _current(self) -> str:
        index = self.table.currentIndex()
        return self.model.rows[index.row()].id if index.isValid() and index.row() < len(self.model.rows) else ""

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.session.open(Place("case", self._place.case, "meetings", self.model.rows[index.row()].id))

    def _go_to(self, case: str, record: str) -> None:
        self.session.open(Place("case", case, "meetings", record))

    def _toggle_check(self) -> None:
        show = self.check.isHidden()
        self.check.setVisible(show)
        for column in _NOT_BESIDE_A_CHECK:
            self.table.setColumnHidden(column, show)
        if show:
            self.check.edit.setFocus()
        else:
            self.check.forget()
            self.check_button.setFocus()
