"""The cards of the Sync page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.records.describe import KIND_NAMES
from pclo_app.sync.status import ON_ITS_WAY, Waiting
from ui.shell.rows_table import Column, Row, RowsTable
from ui.shell.words import counted, moment_words
from ui.widgets.buttons import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import StateLabel, divider, label
from ui.widgets.panel import Panel
from ui.widgets.row_delegate import Cell

from .join_panel import FingerprintLabel
from .view import Conflict, View


class HerePanel(Panel):
    """What no receipt covers, record by record."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("No receipt from the office yet", parent=parent)
        self.table = RowsTable((Column("Record"), Column("State", 19)), name="No receipt yet", two_lines=True)
        self.table.opened.connect(self.opened)
        self.add(self.table, 1)
        self.empty = EmptyState("The office has a receipt for everything on this laptop.")
        self.add(self.empty, 1)
        self.kinds = label("", "secondary", wrap=True)
        self.kinds.setContentsMargins(10, 6, 10, 6)
        self.add(divider())
        self.add(self.kinds)

    def show_view(self, found: View) -> None:
        """The rows, and how many there are of each kind."""
        status = found.status
        self.table.set_rows([_row(item, found.references) for item in status.items])
        self.set_hint(counted(len(status.items), "record"))
        self.table.setVisible(bool(status.items))
        self.empty.setVisible(not status.items)
        by_kind = sorted(status.here_only_by_kind.items(), key=lambda pair: -pair[1])
        words = ", ".join(f"{count:,} × {KIND_NAMES.get(kind, kind).lower()}" for kind, count in by_kind)
        self.kinds.setText(f"Changes by kind: {words}" if words else "Nothing to send.")


def _row(item: Waiting, references: dict[str, str]) -> Row:
    state, _, more = item.state.partition("; ")
    short = "Sent, no receipt" if state == ON_ITS_WAY else "On this laptop"
    kind = "danger" if more else "info" if state == ON_ITS_WAY else "warn"
    chip = "Conflict" if more else short
    reference = references.get(item.case, "")
    second = ", ".join(
        part for part in (reference, KIND_NAMES.get(item.kind, item.kind), counted(item.revisions, "change")) if part
    )
    cells = (Cell(text=item.title, second=second), Cell(chip=chip, chip_kind=kind))
    return Row(item.id, cells, f"{item.title}. {second}. {item.state}.")


class DropPanel(Panel):
    """Which folder is the office folder."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.choose = Button("Choose…", size="small")
        super().__init__("Office folder", buttons=(self.choose,), padded=True, parent=parent)
        self.choose.setAccessibleName("Choose the office folder")
        self.words = label("", wrap=True)
        self.add(self.words)

    def show_drop(self, address: str) -> None:
        """The folder, or that there is none."""
        none = (
            "No office folder is chosen yet. It is a folder on the network, or on an encrypted stick, that your "
            "sergeant names. Only encrypted bundles are put there."
        )
        self.words.setText(address or none)
        self.choose.set_words("Change…" if address else "Choose…")
        self.choose.setAccessibleName("Choose the office folder")


class ConflictsPanel(Panel):
    """Records that two people changed apart."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Changed by two people", "Both versions are kept until somebody answers.", parent=parent)
        self.rows = QVBoxLayout()
        self.body.addLayout(self.rows)
        self.buttons: list[Button] = []

    def show_conflicts(self, found: View) -> None:
        """One line each, with the way to it."""
        _clear(self.rows)
        self.buttons = []
        for conflict in found.conflicts:
            self.rows.addWidget(self._line(conflict, found.references.get(conflict.case, "")))
        self.setVisible(bool(found.conflicts))

    def _line(self, conflict: Conflict, reference: str) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(12, 6, 10, 6)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(conflict.title, "strong", wrap=True))
        kind = KIND_NAMES.get(conflict.kind, conflict.kind)
        words.addWidget(label(", ".join(p for p in (reference, kind, conflict.by) if p), "secondary", wrap=True))
        row.addLayout(words, 1)
        button = Button("Compare", size="small")
        button.setAccessibleName(f"Compare the versions of {conflict.title}")
        button.clicked.connect(lambda _on, id=conflict.record: self.opened.emit(id))
        row.addWidget(button)
        self.buttons.append(button)
        return holder


class ResultPanel(Panel):
    """What the last sync did."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("This sync", padded=True, parent=parent)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(4)
        self.body.addLayout(self.rows)
        self.rows.addWidget(label("Not started. Press F8 when you are connected.", "secondary", wrap=True))

    def show_lines(self, lines: Sequence[tuple[str, str]], at: datetime) -> None:
        """State and words, one under the other."""
        _clear(self.rows)
        self.set_hint(f"ended {at:%H:%M}")
        for state, words in lines:
            self.rows.addWidget(StateLabel(state, words))

    def words(self) -> list[str]:
        """The lines."""
        items = (self.rows.itemAt(n) for n in range(self.rows.count()))
        found = (item.widget() for item in items if item is not None)
        return [line.text() for line in found if isinstance(line, StateLabel)]


class ReceiptsPanel(Panel):
    """The receipts that are here, what was refused, and alarms."""

    _MOST = 5

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Receipts", "Signed by the office, and checked.", padded=True, parent=parent)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(3)
        self.body.addLayout(self.rows)

    def show_view(self, found: View) -> None:
        """Newest first."""
        _clear(self.rows)
        status = found.status
        for alarm in status.alarms:
            self.rows.addWidget(StateLabel("stop", f"{moment_words(alarm.at)}: {alarm.words}"))
        for name, reason in status.refused.items():
            self.rows.addWidget(StateLabel("stop", f"Refused: {name.rpartition('/')[2]}. {reason}"))
        for receipt in status.receipts[: self._MOST]:
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            words = f"Number {receipt.n}, {moment_words(receipt.at)} UTC, from {receipt.office}"
            covers = f"{counted(receipt.covers, 'change')} of this laptop" + (
                f", {receipt.missing} missing" if receipt.missing else ""
            )
            row.addWidget(label(f"{words}: {covers}", wrap=True), 1)
            row.addWidget(label(receipt.name[:8].upper(), "mono"))
            self.rows.addWidget(holder)
        older = len(status.receipts) - self._MOST
        if older > 0:
            self.rows.addWidget(label(f"and {counted(older, 'older receipt')}", "secondary"))
        if not status.receipts:
            words = "No receipt yet. The office gives one when your sergeant has taken in what you sent."
            if status.role == "DS":
                words = "No receipt yet. This laptop is an office: it gives the first with its first sync."
            self.rows.addWidget(label(words, "secondary", wrap=True))


class TeamPanel(Panel):
    """Who is in the team, with which laptop, and the eight words."""

    def __init__(self, parent: QWidget | None, role: str) -> None:
        self.enrol = Button("Enrol a laptop…", size="small")
        super().__init__("Team", buttons=(self.enrol,), padded=True, parent=parent)
        self.enrol.setVisible(role == "DS")
        self.rows = QVBoxLayout()
        self.rows.setSpacing(3)
        self.body.addLayout(self.rows)
        self.fingerprint = FingerprintLabel(self)
        self.add(self.fingerprint)

    def show_view(self, found: View) -> None:
        """The roster in force."""
        _clear(self.rows)
        self.set_hint(f"roster {found.roster}" if found.roster else "")
        for line in found.team:
            who = f"{line.name}, {line.rank}" + (", this laptop" if line.this_laptop else "")
            state = {"active": "in use", "retired": "no longer in use", "lost": "lost"}.get(line.state, line.state)
            self.rows.addWidget(label(f"{who}: {state}", wrap=True))
        self.fingerprint.show_words(found.words)


def _clear(column: QVBoxLayout) -> None:
    while column.count():
        item = column.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
