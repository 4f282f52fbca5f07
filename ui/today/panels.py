"""The other three cards of Today: clocks, the supervisor's questions, what is on this laptop only."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QWidget

from ui.shell import screens
from ui.shell.rows_table import Column, Row, RowsTable
from ui.shell.words import counted, day_short, moment, with_rank
from ui.widgets.buttons import Button
from ui.widgets.chip import Chip
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import IconLabel, label
from ui.widgets.panel import Panel
from ui.widgets.row_delegate import Cell

from .gather import Asked, Day, Running

_STATES = {
    "over": ("stop", "danger", "danger"),
    "today": ("warning", "warn", "warn_graphic"),
    "soon": ("warning", "warn", "warn_graphic"),
    "running": ("clock", "", "primary"),
}


class Clocks(Panel):
    """Time limits, the nearest first."""

    open_wanted = Signal(object)
    """The `Running`."""
    why_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Clocks running out", parent=parent)
        self._running: dict[str, Running] = {}
        self.table = RowsTable(
            (Column("Left", 16), Column("Case and clock")), name="Clocks running out", two_lines=True
        )
        self.table.horizontalHeader().hide()
        self.table.opened.connect(lambda key: self.open_wanted.emit(self._running[key]))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._menu)
        self._nothing = EmptyState("No clocks are running in your cases.")
        self._either = QStackedWidget(self)
        self._either.addWidget(self.table)
        self._either.addWidget(self._nothing)
        self.add(self._either, 1)

    def show_day(self, day: Day) -> None:
        """Other clocks; the selection stays."""
        self._running = {f"{n}/{each.record}": each for n, each in enumerate(day.running)}
        self.table.set_rows([_clock_row(key, each) for key, each in self._running.items()])
        self.set_hint(f"{len(day.running)} in all, by date" if day.running else "")
        self._either.setCurrentWidget(self.table if day.running else self._nothing)

    def _menu(self, at: QPoint) -> None:
        chosen = self._running.get(self.table.current())
        if chosen is None:
            return
        menu = QMenu(self)
        open_it = QAction("Open", menu)
        open_it.triggered.connect(lambda: self.open_wanted.emit(chosen))
        menu.addAction(open_it)
        if chosen.why:
            why = QAction("Why this date?", menu)
            why.triggered.connect(lambda: self.why_wanted.emit(chosen))
            menu.addAction(why)
        menu.popup(self.table.viewport().mapToGlobal(at))


def _clock_row(key: str, each: Running) -> Row:
    state, tone, bar = _STATES[each.state]
    family = each.case.record.family.upper()
    return Row(
        key,
        (
            Cell(each.left, bold=True, state=state, tone=tone, bar=bar),
            Cell(f"{family}  {each.title}", second=each.second),
        ),
        f"{each.left}. {family}, {each.title}. {each.second}.",
    )


class FromSupervisor(Panel):
    """Queries and instructions; those whose record was changed since are shown on demand."""

    open_wanted = Signal(object)
    """The `Asked`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._chip = Chip("", "plain")
        self.answered = Button("Show answered", kind="quiet", size="small")
        self.answered.setCheckable(True)
        super().__init__("From your supervisor", chips=(self._chip,), buttons=(self.answered,), parent=parent)
        self._asked: dict[str, Asked] = {}
        self._all: tuple[Asked, ...] = ()
        columns = (Column("Kind", 12), Column("Family", 16), Column("Words"), Column("Who and when", 27))
        self.table = RowsTable(columns, name="From your supervisor")
        self.table.horizontalHeader().hide()
        self.table.opened.connect(lambda key: self.open_wanted.emit(self._asked[key]))
        self._nothing = EmptyState("Nothing to answer.")
        self._either = QStackedWidget(self)
        self._either.addWidget(self.table)
        self._either.addWidget(self._nothing)
        self.add(self._either, 1)
        self.answered.toggled.connect(self._toggled)

    def show_day(self, day: Day) -> None:
        """Other questions; the selection stays."""
        self._all = day.asked
        self._show()

    def _toggled(self, on: bool) -> None:
        self.answered.set_words("Hide answered" if on else "Show answered")
        self._show()

    def _show(self) -> None:
        waiting = [each for each in self._all if not each.changed_since]
        shown = list(self._all) if self.answered.isChecked() else waiting
        self._asked = {f"{each.review}/{n}": each for n, each in enumerate(shown)}
        self.table.set_rows([_asked_row(key, each) for key, each in self._asked.items()])
        self._chip.set(f"{len(waiting)} not answered")
        self._chip.setVisible(bool(waiting))
        self.answered.setVisible(len(waiting) < len(self._all))
        self._either.setCurrentWidget(self.table if shown else self._nothing)


def _asked_row(key: str, each: Asked) -> Row:
    comment = each.comment
    instruct = comment.kind == "instruction"
    chip = "Instruct" if instruct else "Query"
    at = moment(each.at, each.offset)
    when = day_short(at.date(), year=False) if at else ""
    words = comment.words + (" (changed since)" if each.changed_since else "")
    family = each.case.record.family.upper()
    return Row(
        key,
        (
            Cell(chip=chip, chip_kind="solid" if instruct else "info", chip_icon="flag" if instruct else "info"),
            Cell(family, bold=True),
            Cell(words),
            Cell(f"{with_rank(each.name, each.rank)}, {when}", grey=True, small=True),
        ),
        f"{chip}. {family}. {words}. {each.name}, {each.rank}, {when}.",
    )


class LaptopOnly(Panel):
    """What would be lost with the laptop."""

    open_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("On this laptop only", padded=True, parent=parent)
        if screens.available(screens.PAGES["sync"]):
            button = Button("Open Sync  (Ctrl+5)", size="small")
            button.setAccessibleName("Open Sync")
            button.clicked.connect(self.open_wanted)
            self.add_head_widget(button)
        self._words = label("", "strong", wrap=True)
        self._kinds = label("", "secondary", wrap=True)
        self.add(self._words)
        self.add(self._kinds)
        self._warning = QWidget(self)
        line = QHBoxLayout(self._warning)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(IconLabel("warning", "warn_graphic"), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(label("If this laptop were lost today, these could not be recovered.", "small", wrap=True), 1)
        self.add(self._warning)
        self.body.addStretch(1)

    def show_day(self, day: Day) -> None:
        """Other numbers."""
        if day.unsent:
            verb = "is" if day.unsent == 1 else "are"
            self._words.setText(f"{counted(day.unsent, 'change')} {verb} on this laptop only.")
        else:
            self._words.setText("Everything on this laptop is also at the office.")
        self._kinds.setText("  ·  ".join(f"{count:,} {name.lower()}" for name, count in day.by_kind))
        self._kinds.setVisible(bool(day.by_kind))
        self._warning.setVisible(bool(day.unsent))
