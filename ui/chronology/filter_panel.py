"""The panel under “Filter…”: what to narrow by on the left, its values with their counts on the right.

Everything works at once and by keyboard: arrows in a list, Tab to the next, Space chooses,
Alt and a digit apply a saved filter, Esc closes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pclo_app.casefile.model import ChronologyFilter
from pclo_app.records.agencies import AGENCIES
from pclo_app.records.event_date import EventDate, Read, parse
from ui.theme import Spacing, Theme, mark
from ui.widgets.agency import agency_icon
from ui.widgets.buttons import Button
from ui.widgets.labels import field_label, ground, label

from .check_list import CheckList, Choice, PlainList
from .narrowing import AB, DAYS, SETS, STATES, Choices, day_words, value_words, with_
from .saved_list import SavedList

TITLES = {
    "agencies": "Agency",
    "systems": "Source system",
    "persons": "Person",
    "types": "Type",
    "ranks": "Rank or designation",
    "kinds": "Kind of record",
    "disclosure": "A or B",
    "states": "Read, documents",
    "dates": "Dates",
    "saved": "Saved filters",
}
NOTHING = "No entry of this case has one."
_WIDE, _HIGH = 560, 340


class FilterPanel(QFrame):
    """The panel. It knows one filter: the part that the bar does not show itself."""

    changed = Signal(object)
    """The `ChronologyFilter` as it is now."""
    cleared = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._today = today
        self._filter = ChronologyFilter()
        self._choices: Choices | None = None
        self._button = parent
        self.setProperty("panel", "true")
        ground(self, "surface")
        self.setAccessibleName("Filter")
        self.pages = PlainList()
        self.pages.setAccessibleName("What to filter by")
        self.stack = QStackedWidget()
        self.lists: dict[str, CheckList] = {}
        for key, title in TITLES.items():
            self.pages.add_line(title)
            self.stack.addWidget(self._page(key, title))
        self.pages.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.pages.setCurrentRow(0)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        row = QHBoxLayout()
        row.addWidget(self.pages)
        row.addWidget(self.stack, 1)
        column.addLayout(row, 1)
        foot = QHBoxLayout()
        self._hint = label("Space chooses. Tab: values. Alt+1 to 9: saved filters", "secondary")
        foot.addWidget(self._hint, 1)
        self.clear_button = Button("Show all entries", size="small")
        self.clear_button.clicked.connect(self.cleared)
        foot.addWidget(self.clear_button)
        self.close_button = Button("Close", size="small")
        self.close_button.clicked.connect(self.close)
        foot.addWidget(self.close_button)
        column.addLayout(foot)

    def _page(self, key: str, title: str) -> QWidget:
        if key == "dates":
            return self._dates_page()
        if key == "saved":
            self.saved = SavedList()
            return self.saved
        made = CheckList(title, single=key == "disclosure")
        made.chosen.connect(lambda values, k=key: self._chosen(k, values))
        self.lists[key] = made
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(made, 1)
        nothing = label(NOTHING, "secondary", wrap=True)
        nothing.hide()
        column.addWidget(nothing)
        made.setProperty("nothing", nothing)
        return page

    def _dates_page(self) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(8, 4, 8, 4)
        self.days: dict[str, QLineEdit] = {}
        for row, (name, words) in enumerate(DAYS.items()):
            edit = QLineEdit()
            edit.setMinimumHeight(Spacing.TARGET)
            edit.setPlaceholderText("5/11/2026")
            grid.addWidget(field_label(words, edit), row, 0)
            edit.setAccessibleName(f"{words} date")
            edit.textChanged.connect(lambda _text: self._dated())
            grid.addWidget(edit, row, 1)
            self.days[name] = edit
        self._wrong = label("", "danger", wrap=True)
        grid.addWidget(self._wrong, len(DAYS), 0, 1, 2)
        grid.setRowStretch(len(DAYS) + 1, 1)
        return page

    # what is shown --------------------------------------------------------------------------------------------

    def show_choices(self, choices: Choices) -> None:
        """What the case has."""
        self._choices = choices
        self.saved.show_filters(choices.saved)
        self._show()

    def show_filter(self, filter: ChronologyFilter) -> None:
        """What is chosen now, from elsewhere."""
        self._filter = filter
        for name, edit in self.days.items():
            day = getattr(filter, name)
            if self._day(edit.text()) != day:
                edit.blockSignals(True)
                edit.setText(day_words(day).split(" ", 1)[1] if day else "")
                edit.blockSignals(False)
        self._show()

    def _show(self) -> None:
        if self._choices is None:
            return
        theme = Theme.current()
        for key in SETS:
            chosen: frozenset[str] = getattr(self._filter, key)
            counted = dict(getattr(self._choices.facets, key))
            values = sorted(counted, key=list(AGENCIES).index) if key == "agencies" else list(counted)
            values += sorted(chosen - counted.keys())
            self._fill(
                key,
                [
                    Choice(
                        value,
                        value_words(key, value, self._choices.people),
                        counted.get(value, 0),
                        agency_icon(value, theme) if key == "agencies" else None,
                    )
                    for value in values
                ],
                chosen,
            )
        only = frozenset({self._filter.disclosure} - {""})
        self._fill("disclosure", [Choice(value, words) for value, words in AB.items()], only)
        states = frozenset(name for name in STATES if getattr(self._filter, name))
        self._fill("states", [Choice(name, words) for name, words in STATES.items()], states)
        self._count()

    def _fill(self, key: str, values: list[Choice], chosen: frozenset[str]) -> None:
        made = self.lists[key]
        made.show_choices(values, chosen)
        made.setVisible(bool(values))
        made.property("nothing").setVisible(not values)

    def _count(self) -> None:
        """Behind each heading how many of its values are chosen."""
        for row, (key, title) in enumerate(TITLES.items()):
            if key == "dates":
                number = sum(bool(getattr(self._filter, name)) for name in DAYS)
            elif key == "saved":
                number = 0
            else:
                number = len(self.lists[key].values())
            self.pages.item(row).setText(f"{title} ({number})" if number else title)

    # what is chosen -------------------------------------------------------------------------------------------

    def _chosen(self, key: str, values: frozenset[str]) -> None:
        if key == "disclosure":
            self._filter = with_(self._filter, disclosure=next(iter(values), ""))
        elif key == "states":
            self._filter = with_(self._filter, **{name: name in values for name in STATES})
        else:
            self._filter = with_(self._filter, **{key: values})
        self._count()
        self.changed.emit(self._filter)

    def _dated(self) -> None:
        wrong = False
        days = {}
        for name, edit in self.days.items():
            days[name] = self._day(edit.text(), last=name == "to_date")
            bad = bool(edit.text().strip()) and not days[name]
            mark(edit, "error", "true" if bad else None)
            wrong = wrong or bad
        self._wrong.setText("Enter a whole date, for example 5/11/2026." if wrong else "")
        self._filter = with_(self._filter, **days)
        self._count()
        self.changed.emit(self._filter)

    def _day(self, typed: str, *, last: bool = False) -> str:
        reading = parse(typed, today=self._today()) if typed.strip() else None
        found: EventDate | None = reading.date if isinstance(reading, Read) else None
        day = (found.upper if last else found.lower) if found is not None else None
        return day.isoformat() if day is not None else ""

    # the window of its own ------------------------------------------------------------------------------------

    def open_below(self, button: QWidget) -> None:
        """Under the button, inside the screen, with the keys in the first list."""
        self._button = button
        room = button.screen().availableGeometry()
        scale = Theme.current().text_scale
        longest = max(self.fontMetrics().horizontalAdvance(f"{title} (99)") for title in TITLES.values())
        self.pages.setFixedWidth(longest + 28)
        self.resize(
            min(round(_WIDE * scale), room.width()),
            min(round(_HIGH * scale), room.height()),
        )
        at = button.mapToGlobal(QPoint(0, button.height() + 2))
        x = max(room.left(), min(at.x(), room.right() - self.width() + 1))
        y = max(room.top(), min(at.y(), room.bottom() - self.height() + 1))
        self.move(x, y)
        self.show()
        self.pages.setFocus()

    def event(self, event: QEvent) -> bool:
        """Its own keys come before those of the screen under it; all others, the lock's too, go there."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _own(event):
            event.accept()
            return True
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._button.window().activateWindow()
        self._button.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _applies(event):
            self.saved.apply(event.key() - Qt.Key.Key_1)
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


def _applies(event: QKeyEvent) -> bool:
    alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
    return alt and Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9


def _own(event: QKeyEvent) -> bool:
    return _applies(event) or event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Escape)
