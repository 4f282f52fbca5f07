"""The pages before the preview: earlier imports, which table, which column is what, how dates are meant."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QGridLayout,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from pclo_app.importing import Book, Mapping, Table
from pclo_app.importing.headings import BY_NAME, FIELDS, propose
from pclo_app.importing.questions import Question, answered
from pclo_app.importing.undoing import Import
from ui.shell.words import counted, iso_short
from ui.theme import Spacing
from ui.widgets.buttons import Button
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import divider, field_label, ground, label
from ui.widgets.still import StillCombo

from .import_work import header_of, likely, missing

_TOP_ROWS = 15
_EXAMPLES = 3
IGNORED, NOTED = "Leave out", "Add to the note, with its heading"
_ONE_FOR_ALL = {
    "source_agency": "Agency of every row",
    "significance_by": "Whose opinion it is, in every row",
    "significance_by_rank": "Their rank or designation (opinion)",
    "decision_by": "Who decided, in every row",
    "decision_by_rank": "Their rank or designation (decision)",
}


class Page(QScrollArea):
    """A page that scrolls."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)
        self.inside = QWidget()
        self.column = QVBoxLayout()
        self._renew()

    def _renew(self) -> None:
        inside = self.inside = ground(QWidget(), "surface")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(16, 14, 16, 16)
        self.column.setSpacing(8)
        self.setWidget(inside)

    def take_focus(self) -> None:
        """Give the keyboard to what is asked first."""
        inside = self.inside
        for field in inside.findChildren(QWidget):
            if field.focusPolicy() & Qt.FocusPolicy.TabFocus and field.isVisibleTo(inside) and field.isEnabled():
                if isinstance(field, QRadioButton):
                    group = field.group()
                    chosen = group.checkedButton() if group is not None else None
                    (chosen or field).setFocus()
                else:
                    field.setFocus()
                return


class StartPage(Page):
    """What was brought in before, each with the step that takes it back."""

    undo_wanted = Signal(object)
    redo_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__("Files brought in before")
        self.buttons: list[Button] = []

    def show_imports(self, found: Sequence[Import]) -> None:
        """List them, the newest first."""
        self._renew()
        self.buttons = []
        words = "A CSV file, an Excel workbook, an OpenDocument spreadsheet, or a Word document with a table."
        self.column.addWidget(label(words, "secondary", wrap=True))
        if found:
            self.column.addWidget(label("Brought into this case before", "section"))
        for line in found:
            row = QWidget()
            flow = FlowLayout(row, spacing=10)
            here = counted(line.entries, "entry stands", "entries stand") if line.entries else "undone"
            gone = f", {line.withdrawn:,} withdrawn" if line.withdrawn and line.entries else ""
            kept = ", the file is among the documents" if line.kept else ""
            flow.addWidget(label(f"{line.file}, {iso_short(line.at)}, {line.by}: {here}{gone}{kept}"))
            for wanted, signal, name in (
                (line.entries, self.undo_wanted, "Undo"),
                (line.withdrawn, self.redo_wanted, "Do again"),
            ):
                if wanted:
                    button = Button(name, size="small")
                    button.setAccessibleName(f"{name}: {line.file}")
                    button.clicked.connect(lambda _on, s=signal, each=line: s.emit(each))
                    flow.addWidget(button)
                    self.buttons.append(button)
            self.column.addWidget(row)
        self.column.addStretch(1)


class TablesPage(Page):
    """Which sheet or table, and in which row its headings stand."""

    def __init__(self) -> None:
        super().__init__("Which table")
        self.choices: list[QRadioButton] = []
        self.headings = StillCombo()
        self._group = QButtonGroup(self)
        self._book: Book | None = None

    def show_book(self, book: Book, name: str = "", header_row: int = 0) -> None:
        """The tables of a file; the one that looks most like a chronology is proposed."""
        self._renew()
        self._book = book
        self._group = QButtonGroup(self)
        self.choices = []
        wanted = name or likely(book).name
        self.column.addWidget(label("Which table is the chronology?", "section"))
        for grid in book.grids:
            rows = counted(len(grid.rows), "row", "rows")
            hidden = ", hidden in the file" if grid.hidden else ""
            named = " | ".join(cell for cell in header_of(grid).cells if cell.strip())
            choice = QRadioButton(f"{grid.name or 'The whole file'}: {rows}{hidden}")
            choice.setAccessibleDescription(named)
            self._group.addButton(choice)
            self.choices.append(choice)
            self.column.addWidget(choice)
            under = label(named[:200], "secondary", wrap=True)
            under.setContentsMargins(26, 0, 0, 4)
            self.column.addWidget(under)
            choice.setChecked(grid.name == wanted)
            choice.toggled.connect(lambda on: self._list_rows() if on else None)
        self.headings = StillCombo()
        self.headings.setMinimumHeight(Spacing.TARGET)
        self.headings.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.headings.setMinimumContentsLength(24)
        self.column.addSpacing(6)
        self.column.addWidget(field_label("Its headings stand in", self.headings))
        self.column.addWidget(self.headings)
        self.column.addStretch(1)
        self._list_rows(header_row)

    def chosen(self) -> tuple[str, int]:
        """The table's name and the number of the row with the headings."""
        assert self._book is not None
        place = next(n for n, choice in enumerate(self.choices) if choice.isChecked())
        return self._book.grids[place].name, int(self.headings.currentData())

    def _list_rows(self, header_row: int = 0) -> None:
        assert self._book is not None
        place = next((n for n, choice in enumerate(self.choices) if choice.isChecked()), 0)
        grid = self._book.grids[place]
        wanted = header_row or header_of(grid).number
        self.headings.clear()
        for row in grid.rows[:_TOP_ROWS]:
            words = " | ".join(cell.replace("\n", " ")[:24] for cell in row.cells if cell.strip())
            self.headings.addItem(f"Row {row.number}: {words}", row.number)
        self.headings.setCurrentIndex(max(0, self.headings.findData(wanted)))


class ColumnsPage(Page):
    """What each column is."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("What each column is")
        self.boxes: list[QComboBox] = []
        self.constants: dict[str, QLineEdit] = {}
        self._labels: dict[str, QWidget] = {}
        self._mapping = Mapping()

    def show_table(self, table: Table, mapping: Mapping, *, remembered: bool) -> None:
        """One line for each column, with what it is proposed for."""
        self._renew()
        self._mapping = mapping
        self.boxes, self.constants, self._labels = [], {}, {}
        words = (
            "As you set it for the last file with these headings."
            if remembered
            else "Proposed from the headings. Please check those marked with a question mark."
        )
        self.column.addWidget(label("What is in each column?", "section"))
        self.column.addWidget(label(words, "secondary", wrap=True))
        holder = QWidget()
        lines = QGridLayout(holder)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setHorizontalSpacing(14)
        lines.setColumnStretch(0, 3)
        lines.setColumnStretch(1, 2)
        guesses = propose(table.header.cells)
        for place, heading in enumerate(table.header.cells):
            guess = guesses[place]
            doubtful = not remembered and guess is not None and guess.how == "like"
            self._line(lines, table, place, heading.strip(), doubtful)
        self.column.addWidget(holder)
        self.column.addWidget(divider())
        for name, title in _ONE_FOR_ALL.items():
            edit = QLineEdit(mapping.constants.get(name, ""))
            edit.setMinimumHeight(Spacing.TARGET)
            named = field_label(title, edit)
            self.constants[name], self._labels[name] = edit, named
            edit.textEdited.connect(lambda _words: self.changed.emit())
            self.column.addWidget(named)
            self.column.addWidget(edit)
        self.column.addStretch(1)
        self._show_constants()

    def _line(self, lines: QGridLayout, table: Table, place: int, heading: str, doubtful: bool) -> None:
        name = heading or f"Column {place + 1}, without a heading"
        examples: dict[str, None] = {}
        for row in table.rows:
            if len(row.cells) > place and row.cells[place].strip():
                examples[" ".join(row.cells[place].split())[:40]] = None
            if len(examples) == _EXAMPLES:
                break
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(0)
        column.addWidget(label(f"{name} ?" if doubtful else name, "warn" if doubtful else "label", wrap=True))
        shown = label(" · ".join(examples) or "(empty)", "secondary")
        shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column.addWidget(shown)
        box = StillCombo()
        box.setMinimumHeight(Spacing.TARGET)
        box.setAccessibleName(f"Column {name}")
        box.setAccessibleDescription(f"For example {', '.join(examples)}" if examples else "This column is empty")
        box.addItem(IGNORED, "")
        box.addItem(NOTED, "#note")
        for field in FIELDS:
            box.addItem(field.words, field.name)
        box.setCurrentIndex(box.findData(self._now(place)))
        box.currentIndexChanged.connect(lambda _n: self._changed())
        self.boxes.append(box)
        lines.addWidget(words, place, 0)
        lines.addWidget(box, place, 1, Qt.AlignmentFlag.AlignVCenter)

    def _now(self, place: int) -> str:
        number = f"#{place + 1}"
        for field, name in self._mapping.columns.items():
            if name == number:
                return field
        return "#note" if number in self._mapping.notes else ""

    def _changed(self) -> None:
        self._show_constants()
        self.changed.emit()

    def _show_constants(self) -> None:
        """One value for all rows is asked for only where no column gives it and something needs it."""
        taken = {str(box.currentData()) for box in self.boxes}
        needed = {"source_agency"}
        for field in ("significance", "decision"):
            if field in taken:
                needed |= {f"{field}_by", f"{field}_by_rank"}
        for name, edit in self.constants.items():
            wanted = name in needed and name not in taken
            edit.setVisible(wanted)
            self._labels[name].setVisible(wanted)

    def mapping(self) -> Mapping:
        """What the officer has said, every column by its number."""
        columns: dict[str, str] = {}
        ignored, notes = [], []
        for place, box in enumerate(self.boxes):
            field, number = str(box.currentData()), f"#{place + 1}"
            if field == "#note":
                notes.append(number)
            elif field:
                columns.setdefault(field, number)
            else:
                ignored.append(number)
        constants = {
            name: edit.text().strip()
            for name, edit in self.constants.items()
            if not edit.isHidden() and edit.text().strip()
        }
        return msgspec.structs.replace(
            self._mapping, columns=columns, constants=constants, ignored=tuple(ignored), notes=tuple(notes)
        )

    def problems(self, table: Table) -> list[tuple[str, QWidget]]:
        """What stands against going on, each with the field to go to."""
        found: list[tuple[str, QWidget]] = []
        taken: dict[str, int] = {}
        for place, box in enumerate(self.boxes):
            field = str(box.currentData())
            if field and field != "#note":
                if field in taken:
                    words = f"Columns {taken[field] + 1} and {place + 1} are both “{BY_NAME[field].words}”. Choose one."
                    found.append((words, box))
                taken.setdefault(field, place)
        for name in missing(table, self.mapping()):
            if name == "source_agency":
                words = "Say which column holds the agency, or write one agency for every row."
                found.append((words, self.constants[name]))
            else:
                found.append((f"Say which column is “{BY_NAME[name].words}”.", self.boxes[0]))
        return found


class DatesPage(Page):
    """How the dates of a column are meant, where the file does not say."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("How the dates are meant")
        self.choices: dict[str, list[QRadioButton]] = {}
        self._questions: tuple[Question, ...] = ()

    def show_questions(self, questions: tuple[Question, ...]) -> None:
        """Each once, with what every answer would make of an example. Nothing is chosen for the officer."""
        self._renew()
        self._questions = questions
        self.choices = {}
        for question in questions:
            self.column.addWidget(label(question.words, "section", wrap=True))
            self.column.addWidget(label(question.why, "secondary", wrap=True))
            group = QButtonGroup(self.inside)
            buttons = []
            for choice in question.choices:
                button = QRadioButton(choice.words)
                button.setAccessibleDescription(question.words)
                button.setChecked(choice.value == question.answer)
                button.clicked.connect(lambda _on: self.changed.emit())
                group.addButton(button)
                self.column.addWidget(button)
                buttons.append(button)
            self.choices[question.about] = buttons
            self.column.addSpacing(10)
        self.column.addStretch(1)

    def mapping(self, mapping: Mapping) -> Mapping:
        """The mapping with the answers given."""
        for question in self._questions:
            for button, choice in zip(self.choices[question.about], question.choices, strict=True):
                if button.isChecked():
                    mapping = answered(mapping, question.about, choice.value)
        return mapping

    def unanswered(self) -> list[tuple[str, QWidget]]:
        """The questions without an answer, each with the field to go to."""
        return [
            (question.words, self.choices[question.about][0])
            for question in self._questions
            if not any(button.isChecked() for button in self.choices[question.about])
        ]
