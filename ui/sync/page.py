"""Back at the office: what is on this laptop only, send and receive, what came of it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from pclo_app.casefile.model import Changed
from pclo_app.errors import KnownError
from ui.shell.operations import Cancelled, Operation
from ui.shell.session import Place, Screen, Session
from ui.shell.words import counted, moment_words
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.error_box import ErrorBox, Notice
from ui.widgets.labels import label
from ui.widgets.panel import page_title

from . import exchange, files, view
from .exchange import Exchanged
from .join_panel import JoinPanel
from .joining import Joining
from .panels import ConflictsPanel, DropPanel, HerePanel, ReceiptsPanel, ResultPanel, TeamPanel
from .tiles import Tiles
from .view import DROP, View


class SyncPage(Screen):
    """The page of the rail's Sync."""

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, parent)
        self._view: View | None = None
        self._running: Operation | None = None
        self._build()
        session.operations.progressed.connect(self._progressed)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 10)
        column.setSpacing(10)
        column.addLayout(self._head())
        self.error = ErrorBox(self)
        column.addWidget(self.error)
        self.told = Notice("", "ok", parent=self)
        self.told.hide()
        column.addWidget(self.told)
        self.joining = Joining(self.session, self)
        self.joining.done.connect(self._joined)
        self.joining.failed.connect(self._failed)
        self.join = JoinPanel(self.joining, self.session.officer.role, self)
        self.join.hide()
        column.addWidget(self.join, 1)
        self.body = QWidget(self)
        column.addWidget(self.body, 1)
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        self.tiles = Tiles(self.body)
        inside.addWidget(self.tiles)
        row = QHBoxLayout()
        self.bar = QProgressBar(self.body)
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(14)
        self.bar.setAccessibleName("Progress")
        self.bar_words = label("", "secondary", parent=self.body)
        row.addWidget(self.bar, 3)
        row.addWidget(self.bar_words, 2)
        inside.addLayout(row)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        self.here = HerePanel(self.body)
        self.here.opened.connect(self._open_item)
        columns.addWidget(self.here, 5)
        columns.addWidget(self._right(), 6)
        inside.addLayout(columns, 1)
        self.body.hide()
        self._show_bar(None)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(page_title("Back at the office"))
        self.sub = label("Nothing is taken off this laptop until the office gives a receipt for it.", wrap=True)
        words.addWidget(self.sub)
        row.addLayout(words, 1)
        self.go_button = Button("Send and receive", "sync", kind="primary", key="F8", parent=self)
        self.go_button.clicked.connect(self.start)
        self.stop_button = Button("Stop safely", parent=self)
        self.stop_button.setProperty("tone", "danger")
        self.stop_button.clicked.connect(self.stop)
        self.stop_button.hide()
        row.addWidget(self.go_button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.stop_button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _right(self) -> QWidget:
        area = QScrollArea(self.body)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 2, 0)
        column.setSpacing(10)
        self.drop = DropPanel(inside)
        self.drop.choose.clicked.connect(self.ask_for_drop)
        self.conflicts = ConflictsPanel(inside)
        self.conflicts.opened.connect(self._open_conflict)
        self.result = ResultPanel(inside)
        self.receipts = ReceiptsPanel(inside)
        self.team = TeamPanel(inside, self.session.officer.role)
        self.team.enrol.clicked.connect(self.joining.ask_for_request)
        for panel in (self.drop, self.conflicts, self.result, self.receipts, self.team):
            column.addWidget(panel)
        column.addStretch(1)
        area.setWidget(inside)
        return area

    # Screen ---------------------------------------------------------------------------------------------------

    def shown(self) -> None:
        self._load()

    def refresh(self, changed: Changed) -> None:
        self._load()

    def place(self) -> Place:
        return Place("sync")

    def panes(self) -> list[QWidget]:
        """For F6."""
        return [self.join, self.here, self.drop, self.conflicts, self.result, self.receipts, self.team]

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("F8", "Send and receive, or go on where it stopped"),
            ("Esc", "Stop safely, while it is going on"),
            ("Enter", "Open the record, in the list"),
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._running is not None:
            self.stop()
        else:
            super().keyPressEvent(event)

    # loading --------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        self.session.operations.submit(view.load, self._show, owner=self)

    def _show(self, found: View) -> None:
        self._view = found
        enrolled = found.status.enrolled
        self.join.setVisible(not enrolled)
        self.body.setVisible(enrolled)
        self.go_button.setVisible(enrolled and self._running is None)
        self.join.fingerprint.show_words(found.words)
        status = found.status
        last = f" Last whole sync {moment_words(status.last)} UTC." if status.last else ""
        team = f"Team {status.team}. " if enrolled else ""
        self.sub.setText(f"{team}Nothing is taken off this laptop until the office gives a receipt for it.{last}")
        self.tiles.show_status(status)
        self.here.show_view(found)
        self.drop.show_drop(found.drop)
        self.conflicts.show_conflicts(found)
        self.receipts.show_view(found)
        self.team.show_view(found)
        if self._running is None:
            self._show_bar(None)

    def _joined(self, words: str) -> None:
        self.error.clear()
        self.told.set(words, "ok")
        self.told.show()
        self.session.say(words)
        self._load()

    def _failed(self, error: Exception) -> None:
        self.told.hide()
        if isinstance(error, KnownError):
            self.error.show_error(error, take_focus=True)
        else:
            self.session.show_error(error)

    # the office folder ----------------------------------------------------------------------------------------

    def ask_for_drop(self) -> None:
        """Choose the office folder."""
        files.choose(self, "Choose the office folder", lambda path: self.set_drop(str(path)), folder=True)

    def set_drop(self, address: str) -> None:
        """Keep it, encrypted, with the case file."""
        body = address.encode()
        self.session.operations.submit(lambda cf, _: cf.put_draft(DROP, body), lambda _none: self._load(), owner=self)

    # the exchange ---------------------------------------------------------------------------------------------

    def start(self) -> None:
        """F8."""
        if self._running is not None or self._view is None or not self._view.status.enrolled:
            return
        self.error.clear()
        self.told.hide()
        if not self._view.drop:
            self.ask_for_drop()
            return
        self._running = self.session.operations.submit(
            partial(_run, address=self._view.drop), self._done, self._stopped, "Send and receive", owner=self
        )
        self.go_button.hide()
        self.stop_button.set_words("Stop safely")
        self.stop_button.show()
        self._show_bar((0, 0))

    def stop(self) -> None:
        """End after the current item; nothing is lost, and the next sync goes on from there."""
        if self._running is not None:
            self._running.cancel()
            self.stop_button.set_words("Stopping after this item")

    def _progressed(self, words: str, done: int, total: int) -> None:
        if self._running is not None and words == "Send and receive":
            self._show_bar((done, total))

    def _show_bar(self, progress: tuple[int, int] | None) -> None:
        for widget in (self.bar, self.bar_words):
            widget.setVisible(progress is not None)
        if progress is None:
            return
        done, total = progress
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        step = f"Step {done} of {total}. " if total else ""
        self.bar_words.setText(f"{step}If the cable comes out, it goes on from here.")

    def _ended(self) -> None:
        self._running = None
        self.stop_button.hide()
        self.go_button.show()
        self._show_bar(None)

    def _done(self, found: Exchanged) -> None:
        self._ended()
        report = found.report
        self.result.show_lines(exchange.lines(report), self.session.clock())
        words = (
            f"Sync ended. {counted(report.sent_rows, 'change')} sent, "
            f"{counted(report.received_rows, 'change')} received, {counted(report.receipts, 'receipt')}."
        )
        self.session.say(words)
        announce(self, words)
        self._load()

    def _stopped(self, error: Exception) -> None:
        self._ended()
        if isinstance(error, Cancelled):
            words = "Stopped safely. What was sent and received before stays; the next sync goes on from here."
            self.told.set(words, "info")
            self.told.show()
            self.session.say("Stopped safely")
        else:
            self._failed(error)
        self.session.operations.submit(lambda cf, _: exchange.everything(cf), owner=self)

    # going there ----------------------------------------------------------------------------------------------

    def _open_item(self, id: str) -> None:
        found = self._view
        item = next((item for item in found.status.items if item.id == id), None) if found else None
        if item is not None:
            self.session.open(_place_of(item.kind, item.case, item.id))

    def _open_conflict(self, id: str) -> None:
        found = self._view
        conflict = next((each for each in found.conflicts if each.record == id), None) if found else None
        if conflict is not None:
            self.session.open(_place_of(conflict.kind, conflict.case, conflict.record))


_SECTIONS = {
    "chronology_entry": "chronology", "strategy_meeting": "meetings", "seal": "meetings", "conference": "conferences",
    "conference_outcome": "conferences", "action": "actions", "condition": "actions",
    "condition_check": "actions", "person": "people", "check": "checks",
    "review": "reviews",
}  # fmt: skip
_BY_RECORD = frozenset({"chronology_entry", "strategy_meeting", "conference"})


def _place_of(kind: str, case: str, record: str) -> Place:
    """Where a record is to be seen; what has no section of its own is in the history."""
    if kind == "roster":
        return Place("sync")
    return Place("case", case=case, section=_SECTIONS.get(kind, "history"), record=record if kind in _BY_RECORD else "")


def _run(cf: Any, progress: Any, *, address: str) -> Exchanged:
    return exchange.run(cf, address, progress)
