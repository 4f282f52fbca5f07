"""Which lines of the log are shown: words, who, what, from which day to which."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pclo_app.casefile.audit import ACTS, AuditFilter
from pclo_app.records.event_date import Read, parse
from ui.shell.reading_only import for_reading
from ui.theme import Spacing, mark
from ui.widgets.buttons import Button
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import field_label, label
from ui.widgets.lines import line
from ui.widgets.still import StillCombo

_FIND_AFTER = 200
NOT_A_DAY = "Enter a day, for example 5/11 or 5 nov 2026."


class FilterBar(QWidget):
    """Every change counts at once."""

    changed = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for_reading(self)
        self._today = today
        self.case = ""
        """Id of the case whose lines are shown; "" for all."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        holder = QWidget(self)
        row = FlowLayout(holder, spacing=10)
        column.addWidget(holder)
        em = self.fontMetrics().horizontalAdvance("n")
        self.words_edit = _line("Find (Ctrl+F)", em * 15)
        self.words_edit.setClearButtonEnabled(True)
        row.addWidget(_pair("Words", self.words_edit, "Find words in what was done"))
        self.who = StillCombo()
        self.who.addItem("Everybody", "")
        self.who.setMinimumWidth(em * 15)
        self.who.setMaximumWidth(em * 26)
        row.addWidget(_pair("Who", self.who))
        self.what = StillCombo()
        self.what.addItem("Everything", "")
        for key, words in ACTS.items():
            self.what.addItem(words, key)
        row.addWidget(_pair("What", self.what))
        self.since = _line("5/11", em * 9)
        self.since.setMaximumWidth(em * 11)
        row.addWidget(_pair("From", self.since, "From this day on"))
        self.until = _line("today", em * 9)
        self.until.setMaximumWidth(em * 11)
        row.addWidget(_pair("To", self.until, "Up to this day"))
        self.clear_button = Button("Show everything", kind="quiet")
        self.clear_button.clicked.connect(self.clear)
        row.addWidget(self.clear_button)
        self._error = label("", "danger", wrap=True, parent=self)
        self._error.hide()
        column.addWidget(self._error)
        self._soon = QTimer(self, singleShot=True, interval=_FIND_AFTER)
        self._soon.timeout.connect(self._look)
        for edit in (self.words_edit, self.since, self.until):
            edit.textEdited.connect(self._soon.start)
            edit.returnPressed.connect(self._look)
        for combo in (self.who, self.what):
            combo.setMinimumHeight(Spacing.TARGET)
            combo.currentIndexChanged.connect(lambda _n: self._look())
        self._show_clear()

    def set_people(self, people: Sequence[str]) -> None:
        """Everybody who stands in the log, with rank."""
        now = self.who.currentData()
        self.who.blockSignals(True)
        self.who.clear()
        self.who.addItem("Everybody", "")
        for each in people:
            self.who.addItem(each, each.partition(",")[0])
        self.who.setCurrentIndex(max(0, self.who.findData(now)))
        self.who.blockSignals(False)

    def filter(self) -> AuditFilter:
        """What is chosen; a day that is none does not narrow."""
        return AuditFilter(
            case=self.case,
            who=str(self.who.currentData() or ""),
            what=str(self.what.currentData() or ""),
            since=self._day(self.since, last=False) or "",
            until=self._day(self.until, last=True) or "",
            words=self.words_edit.text().strip(),
        )

    def looking(self) -> dict[str, str]:
        """What is typed and chosen, for coming back after a lock."""
        return {
            "case": self.case,
            "words": self.words_edit.text(),
            "who": str(self.who.currentData() or ""),
            "who-shown": self.who.currentText(),
            "what": str(self.what.currentData() or ""),
            "since": self.since.text(),
            "until": self.until.text(),
        }

    def look_again(self, how: dict[str, str]) -> None:
        """Choose it so again."""
        self.case = how.get("case", "")
        for edit, key in ((self.words_edit, "words"), (self.since, "since"), (self.until, "until")):
            edit.setText(how.get(key, ""))
        for combo, key in ((self.who, "who"), (self.what, "what")):
            combo.blockSignals(True)
            if combo.findData(how.get(key, "")) < 0:  # the people of the log are not read yet
                combo.addItem(how.get("who-shown", ""), how[key])
            combo.setCurrentIndex(max(0, combo.findData(how.get(key, ""))))
            combo.blockSignals(False)
        self._look()

    def clear(self) -> None:
        """Everything again."""
        self.case = ""
        for edit in (self.words_edit, self.since, self.until):
            edit.clear()
        for combo in (self.who, self.what):
            combo.blockSignals(True)
            combo.setCurrentIndex(0)
            combo.blockSignals(False)
        self.words_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._look()

    def _look(self) -> None:
        self._soon.stop()
        wrong = [edit for edit, last in ((self.since, False), (self.until, True)) if self._day(edit, last=last) is None]
        for edit in (self.since, self.until):
            mark(edit, "error", "true" if edit in wrong else None)
            edit.setAccessibleDescription(f"Error: {NOT_A_DAY}" if edit in wrong else "")
        self._error.setText(NOT_A_DAY if wrong else "")
        self._error.setVisible(bool(wrong))
        self._show_clear()
        self.changed.emit()

    def _show_clear(self) -> None:
        self.clear_button.setVisible(self.filter() != AuditFilter())

    def _day(self, edit: QLineEdit, *, last: bool) -> str | None:
        """The day typed, "" for none, None for one that cannot be read."""
        typed = edit.text().strip()
        if not typed:
            return ""
        reading = parse(typed, today=self._today())
        if not isinstance(reading, Read):
            return None
        day = reading.date.upper if last else reading.date.lower
        return day.isoformat() if day is not None else None


def _line(placeholder: str, width: int) -> QLineEdit:
    made = line("", placeholder)
    made.setMinimumWidth(width)
    return made


def _pair(words: str, field: QWidget, name: str = "") -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    field.setAccessibleName(name or words)
    column.addWidget(field_label(words, field))
    column.addWidget(field)
    return holder
