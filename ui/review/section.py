"""The reviews of one case: who read how much, when, and what was said of which entry."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pclo_app.casefile.model import Changed
from pclo_app.practice.phrases import counted, read_day, short_day
from ui.shell.session import Place, Screen, Session
from ui.widgets.buttons import Button
from ui.widgets.cell_table import CellTable, TableRow
from ui.widgets.empty_state import EmptyState
from ui.widgets.panel import Panel
from ui.widgets.row_delegate import Cell

from . import reading
from .asked import HEADINGS, WIDTHS, asked_row, place_of
from .reading import Asked, ReviewLine


class ReviewsSection(Screen):
    """Each sitting with its messages under it."""

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, parent)
        self._reference = ""
        self._messages: dict[str, Asked] = {}
        self.review = Button("Review this case", "review", size="small")
        self.review.setVisible(session.officer.role == "DS")
        self.review.clicked.connect(lambda: self.session.open(Place("review", self._place.case)))
        self.panel = Panel("Reviews", buttons=(self.review,))
        self.table = CellTable(("Review", *HEADINGS[1:]), name="Reviews", widths=(142, 316, 100, *WIDTHS[3:]))
        self.table.opened.connect(self._open)
        self.empty = EmptyState("No supervisor has reviewed this case yet.")
        self.panel.add(self.table, 1)
        self.panel.add(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self.panel, 1)
        self.table.hide()
        self.empty.hide()
        self._load()

    def title(self) -> str:
        return self._reference

    def go(self, place: Place) -> None:
        super().go(place)
        self._load()

    def refresh(self, changed: Changed) -> None:
        if self._place.case in changed.cases and changed.kinds & {"review", "chronology_entry", "case"}:
            self._load()

    def keys(self) -> list[tuple[str, str]]:
        return [("Enter", "Open the entry that a message is about")]

    def _load(self) -> None:
        case = self._place.case
        self.session.operations.submit(
            lambda cf, _progress: (case, cf.item(case).record.reference, reading.reviews(cf, case)), self._loaded
        )

    def _loaded(self, found: tuple[str, str, list[ReviewLine]]) -> None:
        case, self._reference, lines = found
        if case != self._place.case:
            return
        self.session.retitle()
        today = self.session.today().isoformat()
        self._messages = {}
        rows: list[TableRow] = []
        for line in lines:
            rows.append(review_row(line))
            for place, message in enumerate(line.comments):
                key = f"{line.id}.{place}"
                self._messages[key] = message
                rows.append(asked_row(key, message, today, indent=True))
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.panel.set_hint(counted(len(lines), "review", "reviews") if lines else "")

    def _open(self, key: str) -> None:
        if key in self._messages:
            self.session.open(place_of(self._messages[key]))


def review_row(line: ReviewLine) -> TableRow:
    """A sitting as the row over its messages."""
    day = read_day(line.at)
    when = short_day(day) if day else ""
    read = f"{counted(line.read, 'entry', 'entries')} read, {counted(len(line.comments), 'message', 'messages')}"
    cells = (
        Cell(text=when, bold=True, mark="review"), Cell(text=read, bold=True), Cell(), Cell(text=line.by, bold=True),
        Cell(text=f"{line.at[11:16]} UTC", grey=True), Cell(), Cell(),
    )  # fmt: skip
    return TableRow(line.id, cells, f"Review of {when} by {line.by}. {read}")
