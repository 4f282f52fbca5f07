"""Find, filter, the four toggles with their counts, and table, both or timeline."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from pclo_app.casefile.model import ChronologyFilter
from pclo_app.records.agencies import AGENCIES
from pclo_app.records.event_date import EventDate, Read, parse
from ui.shell.reading_only import for_reading
from ui.theme import Spacing, Theme, mark
from ui.widgets.agency import agency_icon
from ui.widgets.buttons import Button
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import field_label, ground, label
from ui.widgets.segmented import Segmented

from . import words

VIEWS = (("table", "Table"), ("both", "Both"), ("timeline", "Timeline"))
_FIND_AFTER = 150
_DATED = re.compile(r"\d{1,2}[/.-]\d{1,2}([/.-]\d{2,4})?|\d{4}-\d\d(-\d\d)?|(\d{1,2} )?[a-z]{3,9} \d{4}", re.IGNORECASE)


def date_in(typed: str, today: date) -> EventDate | None:
    """The date that a search stands for, if it is nothing but a date."""
    if not _DATED.fullmatch(typed.strip()):
        return None
    reading = parse(typed, today=today)
    return reading.date if isinstance(reading, Read) and reading.date.lower else None


class FilterBar(QWidget):
    """Above timeline and table."""

    changed = Signal()
    """Another filter; ask `filter`, `gaps_only`."""
    view_changed = Signal(str)
    date_wanted = Signal(object)
    """A date typed in Find and Enter pressed."""
    next_wanted = Signal()
    """Enter in Find: the next hit."""
    left_for_table = Signal()
    """Down in Find."""

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._agencies: frozenset[str] = frozenset()
        self._disclosure = ""
        ground(self, "window")
        for_reading(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 6, 10, 6)
        self._column.setSpacing(5)
        self._column.addLayout(self._first_line())
        self._second_line()
        self._dress()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_FIND_AFTER)
        self._soon.timeout.connect(self.changed)

    def _first_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(5)
        self.find_edit = QLineEdit()
        self.find_edit.setMinimumHeight(Spacing.TARGET)
        self.find_edit.setPlaceholderText("Find (Ctrl+F)")
        self.find_edit.setMinimumWidth(self.fontMetrics().horizontalAdvance("Find (Ctrl+F)") + 56)
        self.find_edit.setAccessibleName("Find")
        self.find_edit.setAccessibleDescription("Words, or a date. Enter goes to the next, Esc clears.")
        self.find_edit.setClearButtonEnabled(True)
        self._find_icon = QAction(self.find_edit)
        self.find_edit.addAction(self._find_icon, QLineEdit.ActionPosition.LeadingPosition)
        self.find_edit.textChanged.connect(self._typed)
        self.find_edit.installEventFilter(self)
        row.addWidget(self.find_edit, 1)
        self.filter_button = Button("Filter…", size="small")
        self.filter_button.setMinimumHeight(Spacing.TARGET + 4)
        self.filter_button.setMenu(self._menu())
        row.addWidget(self.filter_button)
        self.decisions = self._toggle("Key decisions", "diamond")
        self.conflicts = self._toggle("Conflicts", "not-equal")
        self.gaps = self._toggle("Gaps", "gap")
        self.amended = self._toggle("Changed", "")
        self._toggles = QWidget()
        flow = FlowLayout(self._toggles, spacing=5)
        for button in (self.decisions, self.conflicts, self.gaps, self.amended):
            flow.addWidget(button)
        row.addWidget(self._toggles, 0)
        self._line = row
        self.view = Segmented(VIEWS, "both", name="Show", small=True)
        self.view.changed.connect(self.view_changed)
        row.addWidget(self.view)
        return row

    def _typed(self, words_: str) -> None:
        if words_.strip():
            self.gaps.setChecked(False)
        self._soon.start()

    def _toggle(self, words: str, icon: str) -> Button:
        button = Button(words, icon, size="small")
        button.setMinimumHeight(Spacing.TARGET + 4)
        button.setCheckable(True)
        button.setProperty("toggle", words)
        button.toggled.connect(lambda on, b=button: self._toggled(b, on))
        return button

    def _toggled(self, button: Button, on: bool) -> None:
        if on and button is self.gaps:
            self._reset(but_gaps=True)
        elif on:
            self.gaps.setChecked(False)
        button.set_kind("primary" if on else "")
        button.setAccessibleDescription("Only these are shown" if on else "")
        self._show_chips()
        self.changed.emit()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        self._agency_actions: dict[str, QAction] = {}
        for code, name in AGENCIES.items():
            action = menu.addAction(f"{code}  {name}")
            action.setCheckable(True)
            action.toggled.connect(lambda on, c=code: self._agency(c, on))
            self._agency_actions[code] = action
        menu.addSeparator()
        self._ab_actions: dict[str, QAction] = {}
        for value, words_ in (("A", "A, shareable only"), ("B", "B, restricted only")):
            action = menu.addAction(words_)
            action.setCheckable(True)
            action.toggled.connect(lambda on, v=value: self._ab(v, on))
            self._ab_actions[value] = action
        menu.addSeparator()
        menu.addAction("Between two dates…").triggered.connect(lambda: self._show_dates(True))
        self._clear_action = menu.addAction("Show all entries")
        self._clear_action.triggered.connect(self.clear)
        return menu

    def _second_line(self) -> None:
        self._dates = QWidget()
        row = QHBoxLayout(self._dates)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.from_edit, self.to_edit = QLineEdit(), QLineEdit()
        for words_, edit in (("From", self.from_edit), ("To", self.to_edit)):
            edit.setMinimumHeight(Spacing.TARGET)
            edit.setPlaceholderText("5/11/2026")
            row.addWidget(field_label(words_, edit))
            edit.setAccessibleName(f"{words_} date")
            edit.textChanged.connect(lambda _: self._dates_typed())
            row.addWidget(edit)
        self._dates_error = label("", "danger")
        row.addWidget(self._dates_error, 1)
        self._column.addWidget(self._dates)
        self._dates.hide()
        self._chips = QWidget()
        self._chip_row = FlowLayout(self._chips, spacing=6)
        self._column.addWidget(self._chips)
        self._chips.hide()

    # answers --------------------------------------------------------------------------------------------------

    def filter(self) -> ChronologyFilter:
        """What the table is to show."""
        typed = self.find_edit.text()
        dated = date_in(typed, self._today()) is not None
        first, last = self._day(self.from_edit), self._day(self.to_edit)
        return ChronologyFilter(
            words="" if dated else typed.strip(),
            agencies=self._agencies,
            decisions=self.decisions.isChecked(),
            conflicts=self.conflicts.isChecked(),
            changed=self.amended.isChecked(),
            disclosure=self._disclosure,
            from_date=first.lower.isoformat() if first is not None and first.lower else "",
            to_date=last.upper.isoformat() if last is not None and last.upper else "",
        )

    def kept(self) -> dict[str, str]:
        """What narrows and how it is shown, in words that `bring_back` reads."""
        found = {
            "find": self.find_edit.text(),
            "only": " ".join(name for name, button in self._named_toggles().items() if button.isChecked()),
            "agencies": " ".join(sorted(self._agencies)),
            "disclosure": self._disclosure,
            "from": self.from_edit.text(),
            "to": self.to_edit.text(),
        }
        return {name: words for name, words in found.items() if words}

    def bring_back(self, kept: dict[str, str]) -> None:
        """Narrow in the same way again."""
        for code in kept.get("agencies", "").split():
            if code in self._agency_actions:
                self._agency_actions[code].setChecked(True)
        if kept.get("disclosure", "") in self._ab_actions:
            self._ab_actions[kept["disclosure"]].setChecked(True)
        if kept.get("from") or kept.get("to"):
            self._dates.show()
        self.from_edit.setText(kept.get("from", ""))
        self.to_edit.setText(kept.get("to", ""))
        self.find_edit.setText(kept.get("find", ""))
        for name, button in self._named_toggles().items():
            button.setChecked(name in kept.get("only", "").split())

    def _named_toggles(self) -> dict[str, Button]:
        return {"decisions": self.decisions, "conflicts": self.conflicts, "changed": self.amended, "gaps": self.gaps}

    def gaps_only(self) -> bool:
        """Whether only the gaps and their neighbours are wanted."""
        return self.gaps.isChecked()

    def show_counts(self, decisions: int, conflicts: int, gaps: int, changed: int) -> None:
        """The numbers on the toggles."""
        for button, words_, count in (
            (self.decisions, "Key decisions", decisions),
            (self.conflicts, "Conflicts", conflicts),
            (self.gaps, "Gaps", gaps),
            (self.amended, "Changed", changed),
        ):
            button.set_words(f"{words_} {count}")
        self._fit()

    def clear(self) -> None:
        """Show everything again."""
        self._reset()
        self._show_chips()
        self.changed.emit()

    def _reset(self, *, but_gaps: bool = False) -> None:
        """Take everything back that narrows. Gaps are between all entries, so they go with no other filter."""
        self.blockSignals(True)
        self.find_edit.clear()
        for button in (self.decisions, self.conflicts, self.amended):
            button.setChecked(False)
        if not but_gaps:
            self.gaps.setChecked(False)
        for action in (*self._agency_actions.values(), *self._ab_actions.values()):
            action.setChecked(False)
        self.from_edit.clear()
        self.to_edit.clear()
        self._dates.hide()
        self.blockSignals(False)
        self._soon.stop()

    # inside ---------------------------------------------------------------------------------------------------

    def _agency(self, code: str, on: bool) -> None:
        self._agencies = self._agencies | {code} if on else self._agencies - {code}
        self._show_chips()
        self.changed.emit()

    def _ab(self, value: str, on: bool) -> None:
        if on:
            self._disclosure = value
            for other, action in self._ab_actions.items():
                if other != value:
                    action.setChecked(False)
        elif self._disclosure == value:
            self._disclosure = ""
        self._show_chips()
        self.changed.emit()

    def _show_dates(self, on: bool) -> None:
        self._dates.setVisible(on)
        if on:
            self.from_edit.setFocus()

    def _day(self, edit: QLineEdit) -> EventDate | None:
        reading = parse(edit.text(), today=self._today()) if edit.text().strip() else None
        return reading.date if isinstance(reading, Read) else None

    def _dates_typed(self) -> None:
        wrong = [edit for edit in (self.from_edit, self.to_edit) if edit.text().strip() and self._day(edit) is None]
        for edit in (self.from_edit, self.to_edit):
            mark(edit, "error", "true" if edit in wrong else None)
        self._dates_error.setText("Enter a whole date, for example 5/11/2026." if wrong else "")
        self._show_chips()
        self._soon.start()

    def minimumSizeHint(self) -> QSize:
        return QSize(min(400, super().minimumSizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where one line is too narrow the toggles get one of their own."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        buttons = (self.decisions, self.conflicts, self.gaps, self.amended)
        one = sum(button.sizeHint().width() + 5 for button in buttons) - 5
        rest = self.find_edit.minimumWidth() + self.filter_button.sizeHint().width() + self.view.sizeHint().width()
        below = one + rest + 20 + 3 * 5 > self.width()
        self._toggles.setMinimumWidth(0 if below else one)
        if below == (self._column.indexOf(self._toggles) >= 0):
            return
        if below:
            self._line.removeWidget(self._toggles)
            self._column.insertWidget(1, self._toggles)
        else:
            self._column.removeWidget(self._toggles)
            self._line.insertWidget(2, self._toggles)

    def _show_chips(self) -> None:
        if self.gaps.isChecked() and self.filter().narrows:
            self.gaps.setChecked(False)
        self._chip_row.clear()
        active: list[tuple[str, Callable[[], object]]] = [
            (AGENCIES[code], partial(self._agency_actions[code].setChecked, False))
            for code in AGENCIES
            if code in self._agencies
        ]
        if self._disclosure:
            words_ = {"A": "A, shareable", "B": "B, restricted"}[self._disclosure]
            active.append((words_, partial(self._ab_actions[self._disclosure].setChecked, False)))
        for words_, edit in (("From", self.from_edit), ("To", self.to_edit)):
            day = self._day(edit)
            if day is not None and day.known:
                active.append((f"{words_} {day.in_table()}", edit.clear))
        for words_, take in active:
            chip = Button(words_, "close", size="small")
            chip.setAccessibleName(f"No longer only: {words_}")
            chip.clicked.connect(partial(_run, take))
            self._chip_row.addWidget(chip)
        self._chips.setVisible(bool(active))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is self.find_edit:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                when = date_in(self.find_edit.text(), self._today())
                if when is not None:
                    self.date_wanted.emit(when)
                else:
                    self.next_wanted.emit()
                return True
            if event.key() == Qt.Key.Key_Escape and self.find_edit.text():
                self.find_edit.clear()
                return True
            if event.key() == Qt.Key.Key_Down:
                self.left_for_table.emit()
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange) and hasattr(self, "_agency_actions"):
            self._dress()

    def _dress(self) -> None:
        theme = Theme.current()
        self._find_icon.setIcon(theme.icon("search", "ink2"))
        for code, action in self._agency_actions.items():
            action.setIcon(agency_icon(code, theme))

    def empty_words(self) -> str:
        """What the list says when nothing is left."""
        plain = self.filter()
        others = plain != ChronologyFilter(words=plain.words) or self.gaps_only()
        return words.no_match(plain.words, others=others)


def _run(take: Callable[[], object], _on: bool) -> None:
    take()
