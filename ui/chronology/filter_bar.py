"""Find, filter, the four toggles with their counts, and table, both or timeline."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import msgspec
from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pclo_app.casefile import query
from pclo_app.casefile.model import ChronologyFilter
from pclo_app.records.event_date import Ask, EventDate, Read, parse
from ui.shell.reading_only import for_reading
from ui.shell.search_help import SearchHelp, asks_for_help
from ui.theme import Spacing, Theme, mark
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import ground, label
from ui.widgets.segmented import Segmented

from . import narrowing, words
from .filter_panel import FilterPanel
from .narrowing import Choices, beside_the_bar

VIEWS = (("table", "Table"), ("both", "Both"), ("timeline", "Timeline"))
_FIND_AFTER = 150
_FIND_HINT = "Words, or a date. Enter goes to the next, Esc clears, F1 says what can be typed."
_DATED = re.compile(
    r"\d{1,2}[/.-]\d{1,2}([/.-]\d{2,4})?|\d{4}-\d\d(-\d\d)?|(\d{1,2} )?[a-z]{3,9} \d{4}|\d{1,2} [a-z]{3,9}( \d\d)?",
    re.IGNORECASE,
)


def date_in(typed: str, today: date) -> EventDate | None:
    """The date that a search stands for, if it is nothing but a date."""
    if not _DATED.fullmatch(typed.strip()):
        return None
    reading = parse(typed, today=today, spoken=False)
    if isinstance(reading, Ask):  # nothing is written down here: of two centuries the later one is gone to
        return next((choice for choice in reading.choices if choice.lower), None)
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
    panel_opened = Signal()
    """Give `show_choices` what the case has to filter by."""

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._more = ChronologyFilter()
        """What the panel narrows by."""
        self._people: dict[str, str] = {}
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
        self._soon.timeout.connect(self._say_problems)

    def _first_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(5)
        self.find_edit = QLineEdit()
        self.find_edit.setMinimumHeight(Spacing.TARGET)
        self.find_edit.setPlaceholderText("Find (Ctrl+F)")
        self.find_edit.setMinimumWidth(self.fontMetrics().horizontalAdvance("Find (Ctrl+F)") + 56)
        self.find_edit.setAccessibleName("Find")
        self.find_edit.setAccessibleDescription(_FIND_HINT)
        self.find_edit.setClearButtonEnabled(True)
        self._find_icon = QAction(self.find_edit)
        self.find_edit.addAction(self._find_icon, QLineEdit.ActionPosition.LeadingPosition)
        self.find_edit.textChanged.connect(self._typed)
        self.find_edit.installEventFilter(self)
        row.addWidget(self.find_edit, 1)
        self.filter_button = Button("Filter…", size="small")
        self.filter_button.setMinimumHeight(Spacing.TARGET + 4)
        self.filter_button.setToolTip("Ctrl+Shift+F")
        self.filter_button.setAccessibleDescription("Opens a panel. Ctrl+Shift+F")
        self.filter_button.clicked.connect(self.open_panel)
        row.addWidget(self.filter_button)
        self.panel = FilterPanel(self._today, self)
        self.panel.changed.connect(self._narrowed)
        self.panel.cleared.connect(self.clear)
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

    def _second_line(self) -> None:
        self.problem = label("", "danger", wrap=True)
        self._column.addWidget(self.problem)
        self.problem.hide()
        self._chips = QWidget()
        self._chip_row = FlowLayout(self._chips, spacing=6)
        self._column.addWidget(self._chips)
        self._chips.hide()

    # answers --------------------------------------------------------------------------------------------------

    def filter(self) -> ChronologyFilter:
        """What the table is to show."""
        typed = self.find_edit.text()
        dated = date_in(typed, self._today()) is not None
        return replace(
            self._more,
            words="" if dated else typed.strip(),
            decisions=self.decisions.isChecked(),
            conflicts=self.conflicts.isChecked(),
            changed=self.amended.isChecked(),
        )

    def apply(self, filter: ChronologyFilter) -> None:
        """Narrow by this and by nothing else."""
        self._reset()
        self.blockSignals(True)
        self._more = beside_the_bar(filter)
        self.find_edit.setText(filter.words)
        for button, on in (
            (self.decisions, filter.decisions),
            (self.conflicts, filter.conflicts),
            (self.amended, filter.changed),
        ):
            button.setChecked(on)
        self.blockSignals(False)
        self._soon.stop()
        self.panel.show_filter(self._more)
        self._show_chips()
        self._say_problems()
        self.changed.emit()

    def kept(self) -> dict[str, str]:
        """What narrows and how it is shown, in words that `bring_back` reads."""
        more = msgspec.json.encode(self._more).decode() if self._more.narrows else ""
        found = {
            "find": self.find_edit.text(),
            "only": " ".join(name for name, button in self._named_toggles().items() if button.isChecked()),
            "more": more,
        }
        return {name: words for name, words in found.items() if words}

    def bring_back(self, kept: dict[str, str]) -> None:
        """Narrow in the same way again."""
        with contextlib.suppress(msgspec.DecodeError):
            self._more = msgspec.json.decode(kept.get("more", "{}"), type=ChronologyFilter)
        self.panel.show_filter(self._more)
        self.find_edit.setText(kept.get("find", ""))
        for name, button in self._named_toggles().items():
            button.setChecked(name in kept.get("only", "").split())
        self._show_chips()
        self.changed.emit()

    def open_panel(self) -> None:
        """Show the panel; what it can offer is asked for now."""
        self.panel.show_filter(self._more)
        self.panel.open_below(self.filter_button)
        self.panel_opened.emit()

    def show_choices(self, choices: Choices) -> None:
        """What the case has to filter by."""
        self.set_people(choices.people)
        self.panel.show_choices(choices)

    def set_people(self, people: dict[str, str]) -> None:
        """Names by id, for the chips."""
        if people != self._people:
            self._people = people
            self._show_chips()

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
        self._more = ChronologyFilter()
        self.panel.show_filter(self._more)
        self.blockSignals(False)
        self._soon.stop()

    # inside ---------------------------------------------------------------------------------------------------

    def _narrowed(self, filter: ChronologyFilter) -> None:
        """The panel, or a chip, narrows otherwise."""
        self._more = filter
        self._show_chips()
        self._soon.start()

    def _without(self, filter: ChronologyFilter) -> None:
        """A chip was taken away; the next one has the keys, or Find."""
        self.panel.show_filter(filter)
        self._narrowed(filter)
        first = self._chip_row.itemAt(0)
        widget = first.widget() if first is not None else None
        (widget or self.find_edit).setFocus()

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
        parts = narrowing.parts(self._more, self._people)
        for part in parts:
            chip = Button(part.words, "close", size="small")
            chip.setAccessibleName(f"No longer only: {part.words}")
            chip.clicked.connect(lambda _on, left=part.without: self._without(left))
            self._chip_row.addWidget(chip)
            chip.show()  # now, not with the next layout: the keys may go there at once
        self._chips.setVisible(bool(parts))
        self.filter_button.set_words(f"Filter ({len(parts)})…" if parts else "Filter…")

    def _say_problems(self) -> None:
        """What of the typed words was not understood, without taking the focus away."""
        said = " ".join(query.read(self.find_edit.text(), self._today()).problems)
        if said != self.problem.text():
            self.problem.setText(said)
            self.find_edit.setAccessibleDescription(said or _FIND_HINT)
            if said:
                announce(self.find_edit, said)
        self.problem.setVisible(bool(said))
        mark(self.find_edit, "error", "true" if said else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.find_edit or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if asks_for_help(event, self.find_edit.text()) and event.type() != QEvent.Type.KeyRelease:
            event.accept()  # or F1 would show the keys of the whole screen
            if event.type() == QEvent.Type.KeyPress:
                SearchHelp(self.find_edit).show_below(self.find_edit)
            return True
        if event.type() == QEvent.Type.KeyPress:
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
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange) and hasattr(self, "_find_icon"):
            self._dress()

    def _dress(self) -> None:
        theme = Theme.current()
        self._find_icon.setIcon(theme.icon("search", "ink2"))

    def empty_words(self) -> str:
        """What the list says when nothing is left."""
        plain = self.filter()
        others = plain != ChronologyFilter(words=plain.words) or self.gaps_only()
        return words.no_match(plain.words, others=others)
