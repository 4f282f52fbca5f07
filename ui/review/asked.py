"""What supervisors asked of an officer: every comment, query and instruction, and on which entry."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pclo_app.practice.phrases import counted, read_day, short_day
from ui.shell.session import Place, Session
from ui.widgets.cell_table import CellTable, TableRow
from ui.widgets.empty_state import EmptyState
from ui.widgets.panel import Panel
from ui.widgets.row_delegate import Cell

from . import reading
from .reading import Asked
from .sitting import KIND_WORDS

HEADINGS = ("Kind", "What", "On", "Who", "When", "Due", "")
WIDTHS = (96, 320, 142, 232, 124, 168)


class AskedOfYou(QWidget):
    """The table, over all cases."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._found: dict[str, Asked] = {}
        self.table = CellTable(HEADINGS, name="Asked of you", widths=WIDTHS)
        self.table.opened.connect(self._open)
        self.panel = Panel("Asked of you", "Enter opens the entry")
        self.empty = EmptyState(
            "Nothing is asked of you.",
            second="What a sergeant asks or says of your cases comes with the next sync and stands here.",
        )
        self.panel.add(self.table, 1)
        self.panel.add(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.addWidget(self.panel, 1)
        self.table.hide()
        self.load()

    def load(self) -> None:
        """Read it again."""
        self._session.operations.submit(lambda cf, _progress: reading.asked(cf), self._loaded)

    def _loaded(self, found: list[Asked]) -> None:
        self._found = {str(place): each for place, each in enumerate(found)}
        today = self._session.today().isoformat()
        self.table.set_rows([asked_row(key, each, today) for key, each in self._found.items()])
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.panel.set_hint(f"{counted(len(found), 'message', 'messages')}. Enter opens the entry" if found else "")

    def _open(self, key: str) -> None:
        self._session.open(place_of(self._found[key]))


def place_of(asked: Asked) -> Place:
    """Where a message leads: its entry, or the case's chronology."""
    return Place("case", asked.case, "chronology", asked.record if asked.number is not None else "")


def about(asked: Asked) -> str:
    """``Entry 56`` or ``Whole case``."""
    return f"Entry {asked.number}" if asked.number is not None else "Whole case"


def asked_row(key: str, asked: Asked, today: str, *, indent: bool = False) -> TableRow:
    """A message as a row."""
    day, due = read_day(asked.at), read_day(asked.due)
    when = short_day(day) if day else ""
    late = bool(asked.due) and asked.due < today
    flag = "On an earlier version" if asked.earlier else ""
    on = about(asked) if indent else f"{asked.reference}  {about(asked)}"
    due_words = f"{short_day(due)}{', past' if late else ''}" if due else ""
    cells = (
        Cell(text=KIND_WORDS[asked.kind], bold=not indent),
        Cell(text=" ".join(asked.words.split())),
        Cell(text=on),
        Cell(text=asked.by),
        Cell(text=when, grey=True),
        Cell(text=due_words, tone="danger" if late else ""),
        Cell(chip=flag, chip_kind="warn") if flag else Cell(),
    )
    said = [KIND_WORDS[asked.kind], asked.words, f"on {on}", f"from {asked.by}", when,
            f"due {due_words}" if due_words else "", flag]  # fmt: skip
    return TableRow(key, cells, ". ".join(part for part in said if part), asked.words)
