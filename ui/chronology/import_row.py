"""One row of a file beside the table: what is wrong with it, what changed, and its words to put right."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from pclo_app.importing import Mapping
from pclo_app.importing.dates import DateColumn, Evidence
from pclo_app.importing.headings import FIELDS
from pclo_app.records.base import Named
from pclo_app.records.chronology import ChronologyEntry, Decision
from pclo_app.records.event_date import EventDate, Refuse
from ui.theme import Spacing, mark
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.flow import FlowLayout
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import field_label, ground, label

from .differences import as_html, differences, spoken
from .import_model import STATES
from .import_work import PreviewRow, field_words

_LONG = frozenset({"event", "note", "action_taken", "outcome", "significance", "child_words", "decision"})
_MAY_BE_LEFT = frozenset({"new", "rejected", "out", "back"})
Edit = QLineEdit | GrowingText


class RowPanel(QScrollArea):
    """The row that is chosen."""

    fixed = Signal(int, str, str)
    """Row, field and the words typed in place of the file's."""
    left_out = Signal(int, bool)
    decided = Signal(int, bool)
    """A changed row: whether its entry is amended."""
    done = Signal()
    """Enter was pressed: back to the table."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self.row: PreviewRow | None = None
        self.edits: dict[str, Edit] = {}
        self._cells: dict[str, str] = {}
        self._dates: DateColumn | None = None
        self._faults: dict[str, QLabel] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("The row that is chosen")
        self._build(())

    def set_fields(self, mapping: Mapping, evidence: Evidence | None) -> None:
        """The fields that the file fills; the date is read as the column is."""
        self._dates = DateColumn((), mapping.dates, self._today)
        if evidence is not None:
            self._dates.evidence = evidence
        wanted = tuple(f.name for f in FIELDS if f.name in mapping.columns or f.name in mapping.constants or f.required)
        if wanted != tuple(self.edits):
            self._build(wanted)

    def _build(self, fields: tuple[str, ...]) -> None:
        inside = self._inside = ground(QWidget(), "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 10, 14, 14)
        column.setSpacing(5)
        self._title = label("", "section")
        self._what = label("", "danger", wrap=True)
        self._changes = QLabel()
        self._changes.setTextFormat(Qt.TextFormat.RichText)
        self._changes.setWordWrap(True)
        buttons = QWidget()
        flow = FlowLayout(buttons, spacing=8)
        self.amend = Button("Amend the entry", size="small")
        self.keep = Button("Leave the entry as it is", size="small")
        self.out = Button("Leave this row out", size="small")
        self.amend.clicked.connect(lambda: self._decide(True))
        self.keep.clicked.connect(lambda: self._decide(False))
        self.out.clicked.connect(self.toggle_out)
        for button in (self.amend, self.keep, self.out):
            flow.addWidget(button)
        for widget in (self._title, self._what, self._changes, buttons):
            column.addWidget(widget)
        self.edits, self._faults = {}, {}
        for name in fields:
            edit = self._field(name)
            column.addWidget(field_label(field_words(name), edit))
            column.addWidget(edit)
            fault = label("", "secondary", wrap=True)
            fault.hide()
            column.addWidget(fault)
            self.edits[name], self._faults[name] = edit, fault
        column.addStretch(1)
        self.setWidget(inside)

    def _field(self, name: str) -> Edit:
        if name in _LONG:
            text = GrowingText(name=field_words(name), most=8, enter_finishes=True)
            text.finished.connect(lambda: self._commit(name))
            return text
        edit = QLineEdit()
        edit.setMinimumHeight(Spacing.TARGET)
        edit.editingFinished.connect(lambda: self._commit(name))
        edit.returnPressed.connect(self.done)
        if name == "date":
            edit.textEdited.connect(self._echo)
        return edit

    def show_row(self, row: PreviewRow | None, cells: dict[str, str]) -> None:
        """Another row, with the words in its cells."""
        self.row, self._cells = row, cells
        self._inside.setVisible(row is not None)
        if row is None:
            return
        self._title.setText(f"Row {row.number}: {STATES[row.state][0]}")
        others = [f"{field_words(name)}: {why}" for name, why in row.problems if name not in self.edits]
        said = " ".join(others) if row.problems else row.words
        self._what.setText(said)
        mark(self._what, "role", "danger" if row.problems else "secondary")
        self._what.setVisible(bool(said))
        self._show_changes(row)
        changed = row.state in ("changed", "offered", "left")
        self.amend.setVisible(changed and row.state != "changed")
        self.keep.setVisible(changed and row.state != "left")
        self.out.setVisible(row.state in _MAY_BE_LEFT)
        self.out.set_words("Bring this row in after all" if row.state == "out" else "Leave this row out")
        faults: dict[str, list[str]] = {}
        for name, why in row.problems:
            faults.setdefault(name, []).append(why)
        for name, edit in self.edits.items():
            words = cells.get(name, "")
            if isinstance(edit, GrowingText):
                edit.set_text(words)
            elif edit.text() != words:
                edit.setText(words)
                edit.setCursorPosition(0)
            self._say(name, " ".join(faults.get(name, ())), "danger")
            edit.setReadOnly(row.state in ("there", "out"))
        if "date" in self.edits and "date" not in faults and row.entry is not None:
            self._say("date", row.entry.when.in_words(), "ok")

    def go_to_fault(self) -> None:
        """Give the keyboard to the first field with a fault, or the first of all."""
        if self.row is None or not self.edits:
            return
        wanted = next((name for name, _ in self.row.problems if name in self.edits), next(iter(self.edits)))
        edit = self.edits[wanted]
        edit.setFocus()
        if isinstance(edit, QLineEdit):
            edit.selectAll()

    def _show_changes(self, row: PreviewRow) -> None:
        before, after = row.before, row.entry
        self._changes.setVisible(before is not None and after is not None)
        if before is None or after is None:
            return
        shown, said = [], []
        for name in row.changed:
            pieces = differences(in_words(before, name), in_words(after, name))
            shown.append(f"<b>{field_words(name)}</b><br>{as_html(pieces)}")
            said.append(f"{field_words(name)}: {spoken(pieces)}")
        self._changes.setText("<br>".join(shown))
        self._changes.setAccessibleName(". ".join(said))

    def _echo(self, words: str) -> None:
        """The reading of a date while it is typed."""
        if self._dates is None:
            return
        reading = self._dates.read(words, self._cells.get("precision", ""))
        if isinstance(reading, Refuse):
            self._say("date", reading.error.words, "danger")
        else:
            self._say("date", reading.date.in_words(), "ok")

    def _say(self, name: str, words: str, role: str) -> None:
        fault = self._faults[name]
        fault.setText(words)
        mark(fault, "role", role)
        fault.setVisible(bool(words))
        edit = self.edits[name]
        mark(edit, "error", "true" if role == "danger" and words else None)
        edit.setAccessibleDescription(f"Error: {words}" if role == "danger" and words else words)

    def _commit(self, name: str) -> None:
        edit, row = self.edits.get(name), self.row
        if edit is None or row is None or edit.isReadOnly():
            return
        words = edit.text()
        if words != self._cells.get(name, ""):
            self._cells = {**self._cells, name: words}
            self.fixed.emit(row.number, name, words)

    def _decide(self, amended: bool) -> None:
        if self.row is not None:
            self.decided.emit(self.row.number, amended)

    def toggle_out(self) -> None:
        """Leave the row out, or bring it in after all; a row that the case has already stays as it is."""
        if self.row is not None and self.row.state in _MAY_BE_LEFT:
            out = self.row.state != "out"
            announce(self, "Left out" if out else "Brought in after all")
            self.left_out.emit(self.row.number, out)


def in_words(entry: ChronologyEntry, name: str) -> str:
    """What stands in one field of an entry, as a person reads it."""
    value = getattr(entry, name)
    match value:
        case EventDate():
            given = f" (“{value.as_given}”)" if value.as_given else ""
            return value.in_words() + given
        case Named():
            return ", ".join(part for part in (value.name, value.rank, value.agency) if part)
        case Decision():
            return ". ".join(part for part in (value.decision, value.why, str(value.by)) if part)
        case None:
            return ""
        case tuple():
            return f"{len(value)}"
    return str(value)
