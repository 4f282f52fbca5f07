"""One entry in full: the pane at the right of the table."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from pclo_app.casefile.model import Gap
from pclo_app.records.chronology import ChronologyEntry
from ui.widgets.buttons import Button
from ui.widgets.error_box import Notice
from ui.widgets.labels import divider, ground, label
from ui.widgets.segmented import Segmented

from . import elsewhere, words
from .entry_view import EntryView
from .gap_view import GapView
from .history import Revisions
from .queries import Details
from .versions import two_versions


class Detail(QWidget):
    """Head, and the entry under it."""

    edit_wanted = Signal()
    link_wanted = Signal()
    settle_wanted = Signal()
    disclosure_wanted = Signal(str)
    """A or B was pressed."""
    entry_wanted = Signal(str)
    """Another entry, by its id."""
    record_wanted = Signal()
    """Open the record that the line comes from."""
    move_wanted = Signal(int)
    """One place up (-1) or down (1) among those of the same date and time."""
    withdraw_wanted = Signal()
    bring_back_wanted = Signal()
    restore_wanted = Signal(str)
    """A revision whose words are to stand again."""
    why_wanted = Signal(object)
    """The reason for a `Gap` is to be recorded."""
    documents_shown = Signal(object)
    """The `EntryDocuments` of the entry now shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.details: Details | None = None
        self.setAccessibleName("Entry")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName("The entry in full")
        column.addWidget(self.area, 1)
        self.show_nothing("")

    def _head(self) -> QWidget:
        head = ground(QWidget(), "raised")
        row = QHBoxLayout(head)
        row.setContentsMargins(10, 3, 10, 3)
        row.setSpacing(8)
        self._number = label("", "strong")
        self._id = label("", "secondary")
        row.addWidget(self._number)
        row.addWidget(self._id)
        row.addStretch(1)
        self.edit = Button("Edit (F2)", size="small")
        self.edit.clicked.connect(lambda: self.edit_wanted.emit())
        self.link = Button("Link…", size="small", tip="The same event twice, sources that disagree, or what follows")
        self.link.clicked.connect(lambda: self.link_wanted.emit())
        self.open = Button("Open it (F2)", "forward", size="small", tip="The record that this line comes from")
        self.open.clicked.connect(lambda: self.record_wanted.emit())
        self.more = Button("More", size="small", tip="Move it, withdraw it")
        self.menu = QMenu(self.more)
        self.more.setMenu(self.menu)
        for button in (self.edit, self.open, self.link, self.more):
            row.addWidget(button)
        return head

    def _fill_menu(self, details: Details) -> None:
        """What else can be done with this entry."""
        self.menu.clear()
        self.more.setVisible(details.own and not details.item.in_conflict)
        if details.withdrawn:
            self.menu.addAction("Bring it back…", self.bring_back_wanted.emit)
            return
        up, down = details.tied
        if up:
            self.menu.addAction("Move up, same date and time (Alt+Up)", lambda: self.move_wanted.emit(-1))
        if down:
            self.menu.addAction("Move down, same date and time (Alt+Down)", lambda: self.move_wanted.emit(1))
        self.menu.addAction("Withdraw it…", self.withdraw_wanted.emit)

    def show_nothing(self, sentence: str) -> None:
        """No entry is selected."""
        self.details = None
        self._number.setText("Entry")
        self._id.setText("")
        for button in (self.edit, self.link, self.open, self.more):
            button.hide()
        holder = ground(QWidget(), "surface")
        column = QVBoxLayout(holder)
        column.setContentsMargins(14, 14, 14, 14)
        column.addWidget(label(sentence, "secondary", wrap=True))
        column.addStretch(1)
        self.area.setWidget(holder)

    def show_details(self, details: Details, rev: str = "") -> None:
        """Show an entry. ``rev`` is the version that is looked at where there are several."""
        same = self.details is not None and self.details.item.id == details.item.id
        place = self.area.verticalScrollBar().value() if same else 0
        self.details = details
        item = details.item
        self._number.setText(f"Entry {details.number} of {details.total}" if details.number else "Withdrawn entry")
        self._id.setText(f"{words.short_id(item.id)}, revision {item.revisions}")
        self.edit.setVisible(details.own and not details.withdrawn and not item.in_conflict)
        self.link.setVisible(not details.withdrawn and not item.in_conflict)
        self.open.setVisible(not details.own)
        self._fill_menu(details)
        holder = ground(QWidget(), "surface")
        column = QVBoxLayout(holder)
        column.setContentsMargins(14, 10, 14, 14)
        column.setSpacing(9)
        if item.in_conflict:
            self._conflict(column, details)
        else:
            version = next((v for v in item.heads if v.rev == rev), item.heads[0])
            entry = elsewhere.line_of(version)
            if entry is None:
                column.addWidget(label("This record has no date yet.", "secondary", wrap=True))
            else:
                column.addWidget(self._view(details, entry))
        column.addWidget(divider())
        can_restore = details.own and not item.in_conflict and not details.withdrawn
        revisions = Revisions(details.history, {p.id: p.name for p in details.people}, restore=can_restore)
        revisions.restore_wanted.connect(self.restore_wanted)
        column.addWidget(revisions)
        column.addStretch(1)
        self.area.setWidget(holder)
        self.area.verticalScrollBar().setValue(place)
        self.setAccessibleName(self._number.text())

    def show_gap(self, gap: Gap) -> None:
        """A stretch without an entry: how long, why, and the way to say why."""
        self.show_nothing("")
        self._number.setText("Gap")
        view = GapView(gap)
        self.why = view.button
        self.why.clicked.connect(lambda: self.why_wanted.emit(gap))
        self.area.setWidget(view)
        self.setAccessibleName(words.gap_words(gap))

    # inside ---------------------------------------------------------------------------------------------------

    def _view(self, details: Details, entry: ChronologyEntry) -> EntryView:
        self.view = EntryView(details, entry)
        self.view.disclosure_wanted.connect(self.disclosure_wanted)
        self.view.entry_wanted.connect(self.entry_wanted)
        if self.view.documents is not None:
            self.documents_shown.emit(self.view.documents)
        return self.view

    @property
    def disclosure(self) -> Segmented:
        """The two buttons for A and B."""
        return self.view.disclosure

    def _conflict(self, column: QVBoxLayout, details: Details) -> None:
        heads = details.item.heads
        column.addWidget(
            Notice(
                "Both versions stay until somebody settles which words are right.",
                "danger",
                strong=f"Changed apart by {' and '.join(version.name for version in heads)}.",
            )
        )
        settle = Button("Settle…", kind="primary")
        settle.clicked.connect(lambda: self.settle_wanted.emit())
        column.addWidget(settle, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(two_versions(details))
