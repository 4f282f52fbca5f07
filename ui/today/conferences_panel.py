"""Coming up: the conferences ahead, how ready each is, and what is still to do for the one selected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pclo_app.practice.finding import Finding
from ui.shell.rows_table import Column, Row, RowsTable
from ui.shell.words import counted, day_short
from ui.widgets.buttons import Button
from ui.widgets.emptied import empty
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import IconLabel, ground, label
from ui.widgets.panel import Panel
from ui.widgets.row_delegate import Cell
from ui.widgets.segmented import Segmented

from .gather import SOON, Coming, Day

SHOWN = 6


class ComingUp(Panel):
    """A table over a box of things to do."""

    open_wanted = Signal(str, str)
    """Case and conference."""
    findings_wanted = Signal(str)
    """The id of a conference whose things to do are to be read."""

    COLUMNS = (
        Column("When", 10),
        Column("Case and meeting"),
        Column("Checks", 8),
        Column("Questions", 9),
        Column("Police view", 13),
        Column("Going", 12),
        Column("Preparation", 11),
    )

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        self.which = Segmented([("soon", "Next 10 days"), ("all", "All booked")], "soon", name="Which conferences")
        super().__init__("Coming up", buttons=(self.which,), parent=parent)
        self._today = today
        self._coming: tuple[Coming, ...] = ()
        self._findings: dict[str, list[Finding]] = {}
        self.table = RowsTable(self.COLUMNS, name="Coming up", two_lines=True)
        self.table.opened.connect(self._open)
        self.table.moved.connect(lambda _key: self._show_todo())
        self._nothing = EmptyState("Nothing is booked in the next 10 days.")
        self._either = QStackedWidget(self)
        self._either.addWidget(self.table)
        self._either.addWidget(self._nothing)
        self.add(self._either, 1)
        self._todo = ground(QWidget(self), "selected")
        column = QVBoxLayout(self._todo)
        column.setContentsMargins(10, 7, 10, 8)
        column.setSpacing(4)
        head = QHBoxLayout()
        self._title = label("", "strong", parent=self._todo)
        self._title.setMinimumWidth(0)
        head.addWidget(self._title, 1)
        self.open_button = Button("Open preparation  (Enter)", kind="primary", parent=self._todo)
        self.open_button.setAccessibleName("Open preparation")
        self.open_button.clicked.connect(lambda: self._open(self.table.current()))
        head.addWidget(self.open_button)
        column.addLayout(head)
        self._grid_holder = QWidget(self._todo)
        self._grid = QGridLayout(self._grid_holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(3)
        column.addWidget(self._grid_holder)
        self._todo.hide()
        self.add(self._todo)
        self.which.changed.connect(lambda _value: self._show())

    def show_day(self, day: Day) -> None:
        """Other conferences; the selection stays."""
        self._coming = day.coming
        kept = {each.item.id for each in day.coming}
        self._findings = {key: found for key, found in self._findings.items() if key in kept}
        self._show()
        for each in self._shown():
            self.findings_wanted.emit(each.item.id)

    def set_findings(self, conference: str, found: list[Finding]) -> None:
        """What is to do for one of them has been read."""
        self._findings[conference] = found
        self._show()

    def ready(self, conference: str) -> bool | None:
        """Whether nothing is to do; None while that is not known."""
        found = self._findings.get(conference)
        return None if found is None else not found

    def _shown(self) -> list[Coming]:
        last = (self._today() + SOON).isoformat()
        every = self.which.value() == "all"
        return [each for each in self._coming if every or each.item.record.date <= last]

    def _show(self) -> None:
        shown = self._shown()
        self.table.set_rows([self._line(each) for each in shown])
        if shown and not self.table.current():
            self.table.set_current(shown[0].item.id)
        words = "No conference is booked." if not self._coming else "Nothing is booked in the next 10 days."
        self._nothing.set_sentence(words)
        self._either.setCurrentWidget(self.table if shown else self._nothing)
        self._show_todo()

    def _line(self, each: Coming) -> Row:
        record = each.item.record
        family = each.case.record.family.upper()
        day = date.fromisoformat(record.date[:10])
        today = self._today()
        when = {today: "Today", today + timedelta(days=1): "Tomorrow"}.get(day, day_short(day, year=False))
        done = sum(1 for check in each.checks if check.result in ("trace", "no trace"))
        total = len(each.checks)
        checks = f"{done} of {total}" if total else "None"
        checks_state = "done" if total and done == total else "half" if done else "empty"
        questions = str(len(record.questions)) if record.questions else "None"
        view = record.police_view.capitalize() if record.police_view else "Not given"
        going = record.attending.name or ("Nobody" if record.nobody_going_why else "Not said")
        going_state = "done" if record.attending.name else "not-needed" if record.nobody_going_why else "empty"
        found = self._findings.get(each.item.id)
        chip, kind, icon = _preparation(found)
        cells = (
            Cell(when, second=record.time, bold=True),
            Cell(f"{family}  {each.case.record.reference}", second=record.title, bold=True),
            Cell(checks, state=checks_state, small=True),
            Cell(questions, state="done" if record.questions else "empty", small=True),
            Cell(view, state="done" if record.police_view else "empty", small=True),
            Cell(going, state=going_state, small=True),
            Cell(chip=chip, chip_kind=kind, chip_icon=icon),
        )
        sentence = (
            f"{when} {record.time}, {family}, {record.title}. Checks {checks}. Questions {questions}. "
            f"Police view: {view}. Going: {going}. {chip}."
        )
        return Row(each.item.id, cells, sentence)

    def _show_todo(self) -> None:
        key = self.table.current()
        each = next((one for one in self._coming if one.item.id == key), None)
        found = self._findings.get(key)
        self._todo.setVisible(each is not None and self._either.currentWidget() is self.table)
        if each is None:
            return
        record = each.item.record
        where = f", {record.place}" if record.place else ""
        when = day_short(date.fromisoformat(record.date[:10]), year=False)
        number = "reading..." if found is None else counted(len(found), "thing") + " to do" if found else "ready"
        self._title.setText(
            f"{each.case.record.family.upper()}, {record.title.lower()}, {when} {record.time}{where}: {number}"
        )
        empty(self._grid)
        ordered = sorted(found or [], key=lambda one: one.level != "must")
        for n, finding in enumerate(ordered[:SHOWN]):
            self._grid.addWidget(_todo_line(finding, self._grid_holder), n // 2, n % 2)
        if len(ordered) > SHOWN:
            more = label(f"and {len(ordered) - SHOWN} more", "secondary", parent=self._grid_holder)
            self._grid.addWidget(more, SHOWN // 2, 0)
        self._todo.setAccessibleName(self._title.text() + ". " + ". ".join(one.title for one in ordered))

    def _open(self, key: str) -> None:
        for each in self._coming:
            if each.item.id == key:
                self.open_wanted.emit(each.case.id, key)


def _preparation(found: list[Finding] | None) -> tuple[str, str, str]:
    """The chip of the last column."""
    if found is None:
        return "Reading", "plain", "clock"
    if not found:
        return "Ready", "ok", "done"
    if any(finding.level == "must" for finding in found):
        return f"{len(found)} to do", "danger", "stop"
    return f"{len(found)} to do", "warn", "warning"


def _todo_line(finding: Finding, parent: QWidget) -> QWidget:
    holder = QWidget(parent)
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    must = finding.level == "must"
    row.addWidget(IconLabel("stop" if must else "empty", "danger" if must else "ink", parent=holder))
    words = label(finding.title, "danger" if must else "", parent=holder)
    words.setMinimumWidth(0)
    words.setToolTip(finding.words)
    row.addWidget(words, 1)
    return holder
