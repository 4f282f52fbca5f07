"""The checks made for a conference. The app never logs in to these systems: what was found is recorded here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pclo_app.casefile.model import Item
from pclo_app.practice.phrases import read_day
from pclo_app.records.event_date.wording import MONTHS
from pclo_app.records.work import Check
from ui.shell.session import Session
from ui.widgets.buttons import Button
from ui.widgets.cell_table import CellTable, TableRow
from ui.widgets.chip import Chip
from ui.widgets.empty_state import EmptyState
from ui.widgets.panel import Panel
from ui.widgets.row_delegate import Cell

from .check_form import CheckForm
from .facts import Facts

_WORDS = {"trace": "Trace", "no trace": "No trace", "not done": "Not done", "": "Not done"}


class ChecksPanel(Panel):
    """The table with the form under it."""

    saved = Signal(str, object)
    edited = Signal()
    cancelled = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.chip = Chip("None yet", "warn")
        self.add_button = Button("Add check", "plus", size="small")
        super().__init__(
            "Checks", "The app never logs in to these systems. Record what you found.", (self.add_button,),
            chips=(self.chip,), parent=parent,
        )  # fmt: skip
        self._items: dict[str, Item[Check]] = {}
        self._conference = ""
        self.table = CellTable(
            ("System", "On whom", "Result", "What was found", "When and by whom"),
            name="Checks",
            widths=(76, 170, 100, 250),
            whole=True,
        )
        self.empty = EmptyState(
            "No check is recorded. Every conference needs PNC, CRIS, PND and ViSOR answered for.", ("Add check",)
        )
        self.form = CheckForm(session)
        self.form.hide()
        self.add(self.table)
        self.add(self.empty)
        self.add(self.form)
        self.table.opened.connect(self.open_check)
        self.add_button.clicked.connect(lambda: self.begin())
        self.empty.pressed.connect(lambda _n: self.begin())
        self.form.saved.connect(self.saved)
        self.form.edited.connect(self.edited)
        self.form.cancelled.connect(self._cancel)

    def load(self, facts: Facts) -> None:
        """Show the checks as they are recorded."""
        self._conference = facts.item.id
        self._items = {item.id: item for item in facts.checks}
        rows = [row_of(item.id, item.record) for item in facts.checks]
        self.table.set_rows(rows)
        self._put_buttons(facts.checks)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows and not self.is_open)
        done = sum(1 for item in facts.checks if item.record.result in ("trace", "no trace"))
        whole = bool(rows) and done == len(rows)
        self.chip.set(f"{done} of {len(rows)} done" if rows else "None yet", "ok" if whole else "warn")
        self.form.set_people(facts.people)

    @property
    def is_open(self) -> bool:
        """Whether the form is open."""
        return not self.form.isHidden()

    def begin(self, system: str = "PNC", on_whom: str = "") -> None:
        """A new check."""
        self._open("", Check(system=system, on_whom=on_whom, conference=self._conference))

    def open_check(self, id: str) -> None:
        """Record, or correct, a check of the table."""
        item = self._items.get(id)
        if item is not None:
            self._open(id, item.record)

    def reopen(self, words: dict[str, str]) -> None:
        """Bring back a form that was being filled in."""
        item = self._items.get(words.get("id", ""))
        self._show(
            item.id if item else "",
            item.record if item else Check(system="PNC", on_whom="", conference=self._conference),
        )
        self.form.restore(words)

    def close_form(self) -> None:
        """Put the form away."""
        back = self.form.isAncestorOf(self.window().focusWidget() or self)
        self.form.hide()
        self.empty.setVisible(not self._items)
        if back:
            (self.table if self._items else self.add_button).setFocus()

    def _open(self, id: str, check: Check) -> None:
        self._show(id, check)
        (self.form.system if not id else self.form.result).setFocus()
        self.edited.emit()

    def _show(self, id: str, check: Check) -> None:
        self.form.load(id, check)
        self.form.show()
        self.empty.hide()

    def _cancel(self) -> None:
        self.close_form()
        self.cancelled.emit()

    def _put_buttons(self, items: Sequence[Item[Check]]) -> None:
        for place, item in enumerate(items):
            index = self.table.model().index(place, 4)
            if item.record.result in ("trace", "no trace"):
                continue
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(8, 0, 4, 0)
            button = Button("Record", size="small", tip="Record the check")
            button.setAccessibleName(f"Record check: {item.record.system}, {item.record.on_whom}")
            button.clicked.connect(partial(self.open_check, item.id))
            row.addWidget(button)
            row.addStretch(1)
            self.table.setIndexWidget(index, holder)


def row_of(id: str, check: Check) -> TableRow:
    """A check as a row of the table."""
    done = check.result in ("trace", "no trace")
    words = _WORDS[check.result]
    what = check.found if done else check.not_done_reason
    by = ", ".join(part for part in (_when(check.at), _short(check.by.name, check.by.rank)) if part)
    result = (
        Cell(text=words, bold=True, mark="document")
        if check.result == "trace"
        else Cell(text=words, state="not-needed")
        if done
        else Cell(text=words, bold=True, tone="danger", state="stop")
    )
    cells = (
        Cell(text=check.system, bold=True),
        Cell(text=check.on_whom),
        result,
        Cell(text=" ".join(what.split())),
        Cell(text=by if done else "", grey=True, small=True),
    )
    said = [f"{check.system} on {check.on_whom}", words, what, f"{by}" if by else ""]
    if check.spelling:
        said.append(f"Searched as {check.spelling}")
    searched = f"Searched as {check.spelling}" if check.spelling else ""
    reference = f"Reference {check.reference}" if check.reference else ""
    tip = "\n".join(part for part in (what, searched, reference, by) if part)
    return TableRow(id, cells, ". ".join(part for part in said if part), tip)


def _when(at: str) -> str:
    day = read_day(at)
    return " ".join(part for part in (f"{day.day} {MONTHS[day.month - 1][:3]}" if day else "", at[11:16]) if part)


def _short(name: str, rank: str) -> str:
    """``D Pettifer, PCLO``: the initial, and the rank without what stands in brackets."""
    parts = name.split()
    short = f"{parts[0][0]} {parts[-1]}" if len(parts) > 1 else name
    return ", ".join(part for part in (short, rank.partition(" (")[0]) if part)
