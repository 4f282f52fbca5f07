"""What is to be done about meetings, for Today and for Review: papers to come back, and what a sergeant is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.casefile import after_sealing, told
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.told import Told
from pclo_app.practice.phrases import read_day, short_day
from ui.shell.session import Place, Session
from ui.widgets.buttons import Button
from ui.widgets.emptied import empty
from ui.widgets.labels import STATES, IconLabel, ground, label

_MOST = 3
"""Shown until somebody asks for all of them: the page has other things to say."""


@dataclass(frozen=True)
class Task:
    """One line."""

    words: str
    state: str
    """stop, warning or clock."""
    case: str
    record: str
    """The meeting's record, or "" for the list of meetings."""
    told: Told | None = None
    scan: str = ""
    """Id of a document without a record."""


def open_tasks(cf: CaseFile, case: str | None = None) -> list[Task]:
    """The gravest first: overdue papers, what the supervisor is told, scans without a record, papers that are out."""
    families = {item.id: item.record.family.upper() for item in cf.cases()}
    overdue, out = [], []
    for each in after_sealing.waiting(cf, case):
        name = f"{families.get(each.case, '')} {each.number}".strip()
        if each.overdue:
            words = f"{name}: the signed paper was due on {short_day(each.due)} and has not come back."
            overdue.append(Task(words, "stop", each.case, each.meeting))
        else:
            words = f"{name}: waiting for the signed paper, due by {short_day(each.due)}."
            out.append(Task(words, "clock", each.case, each.meeting))
    tell = told.for_supervisor(cf, case) if cf.officer.role == "DS" else []
    heard = [Task(_told_words(families, each), "warning", each.case, each.meeting, each) for each in tell]
    loose = [
        Task(f"{families.get(item.case, '')}: a signed page belongs to no record yet.".lstrip(": "), "warning",
             item.case, "", scan=item.id)
        for item in after_sealing.unmatched(cf, case)
    ]  # fmt: skip
    return [*overdue, *heard, *loose, *out]


def _told_words(families: dict[str, str], each: Told) -> str:
    day = read_day(each.day)
    held = f" of {short_day(day)}" if day else ""
    return f"{families.get(each.case, '')} {each.number}{held}: {each.words}".strip()


class MeetingTasks(QWidget):
    """The lines, each with the way to its record. Hidden when there are none."""

    changed = Signal()
    """Something was marked as read."""
    scan_wanted = Signal(str)
    """The id of a scan that is to be matched to its record."""

    def __init__(self, session: Session, parent: QWidget | None = None, *, matches: bool = False) -> None:
        """``matches``: whether a scan without a record is matched here, or where "Open" leads."""
        super().__init__(parent)
        self._matches = matches
        ground(self, "warn")
        self.setAccessibleName("Signed records")
        self._session = session
        self._tasks: Sequence[Task] = ()
        self._all = False
        self.buttons: list[Button] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 4, 8, 4)
        self._column.setSpacing(3)
        self.hide()

    def load(self, case: str | None = None) -> None:
        """Read them again."""
        self._session.operations.submit(lambda cf, _: open_tasks(cf, case), self.show_tasks, owner=self)

    def words(self) -> list[str]:
        """What is said, for every task."""
        return [task.words for task in self._tasks]

    def show_tasks(self, tasks: Sequence[Task]) -> None:
        """These."""
        self._tasks = tasks
        held = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        empty(self._column)
        self.buttons = []
        shown = tasks if self._all else tasks[:_MOST]
        for task in shown:
            self._column.addWidget(self._line(task))
        if len(tasks) > len(shown):
            more = Button(f"Show {len(tasks) - len(shown)} more", kind="quiet", size="small")
            more.clicked.connect(self._show_all)
            self.buttons.append(more)
            self._column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(tasks))
        if held and self.buttons:
            self.buttons[0].setFocus()

    def _line(self, task: Task) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        icon, token = STATES[task.state]
        row.addWidget(IconLabel(icon, token, parent=line), 0, Qt.AlignmentFlag.AlignVCenter)
        words = label(task.words, wrap=True, parent=line)
        words.setMinimumWidth(0)
        row.addWidget(words, 1)
        verb = "Match it" if task.scan and self._matches else "Open"
        opening = Button(verb, size="small", parent=line)
        opening.setAccessibleName(f"{verb}: {task.words}")
        opening.clicked.connect(partial(self._open, task))
        self.buttons.append(opening)
        row.addWidget(opening)
        if task.told is not None:
            read = Button("Mark as read", "done", size="small", parent=line)
            read.setAccessibleName(f"Mark as read: {task.words}")
            read.clicked.connect(partial(self._read, task.told))
            self.buttons.append(read)
            row.addWidget(read)
        return line

    def _open(self, task: Task, _on: bool = False) -> None:
        if task.scan and self._matches:
            self.scan_wanted.emit(task.scan)
            return
        self._session.open(Place("case", task.case, "meetings", task.record))

    def _read(self, each: Told, _on: bool = False) -> None:
        self._session.operations.submit(
            lambda cf, _: told.mark_read(cf, each), lambda _done: self._marked(), self._session.show_error, owner=self
        )

    def _marked(self) -> None:
        self._session.say("Marked as read. A review of this is in the case.")
        self.load()
        self.changed.emit()

    def _show_all(self) -> None:
        self._all = True
        self.show_tasks(self._tasks)
