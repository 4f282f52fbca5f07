"""Several days in one line, read back in words as they are typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pclo_app.practice.phrases import read_day, short_day
from pclo_app.records.event_date.typed import Ask, Refuse
from ui.theme import Spacing
from ui.widgets.labels import label

from .days_ahead import read_nearest
from .inputs import Input

_BETWEEN = re.compile(r"[,;\n]|\band\b")


class Days(Input):
    """Any number of exact days with commas between them; its value is the words, so that a draft keeps all of it."""

    def __init__(self, name: str, today: Callable[[], date], hint: str = "") -> None:
        super().__init__(name, hint)
        self._today = today
        self.edit = QLineEdit(self)
        self.edit.setMinimumHeight(Spacing.TARGET)
        self.edit.setPlaceholderText("For example 12/11, 19/11, 26/11")
        self.edit.textChanged.connect(lambda _text: self._read_back())
        self.edit.textEdited.connect(lambda _text: self.changed.emit())
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.edit)
        self.reading = label("", "secondary", wrap=True, parent=holder)
        self.reading.hide()
        column.addWidget(self.reading)
        self._lay_out(holder)

    def value(self) -> str:
        return self.edit.text().strip()

    def set_value(self, value: Any) -> None:
        if isinstance(value, list | tuple):
            value = ", ".join(_plain(each) for each in value)
        self.edit.setText(str(value or ""))
        self.edit.setCursorPosition(0)

    def days(self) -> tuple[str, ...]:
        """The days as read, ISO, each once and in order; what cannot be read is left out, and `problem` names it."""
        found = (_read(part, self._today()) for part in self._parts())
        return tuple(sorted({each for each in found if not isinstance(each, _Bad)}))

    def problem(self) -> str:
        for part in self._parts():
            found = _read(part, self._today())
            if isinstance(found, _Bad):
                return found.words
        return ""

    def _parts(self) -> list[str]:
        return [part.strip() for part in _BETWEEN.split(self.edit.text()) if part.strip()]

    def _read_back(self) -> None:
        days = [read_day(each) for each in self.days()]
        words = ", ".join(short_day(day) for day in days if day)
        self.reading.setText(words)
        self.reading.setVisible(bool(words))
        self.edit.setAccessibleDescription(words or self.hint)

    def _stop(self) -> QWidget:
        return self.edit


class _Bad:
    """What is wrong with one of the days."""

    def __init__(self, words: str) -> None:
        self.words = words


def _read(text: str, today: date) -> str | _Bad:
    """One day, ISO; or what is wrong with it."""
    found = read_nearest(text, today=today)
    if isinstance(found, Refuse):
        return _Bad(found.words)
    if isinstance(found, Ask):
        return _Bad(f"“{text}”: {found.question}")
    if not found.date.exact or found.date.time:
        return _Bad(f"“{text}” is not one day. Enter days with commas between them, for example 12/11, 19/11.")
    return found.date.edtf


def _plain(iso: str) -> str:
    """``12 Nov 2026``, as it may be typed."""
    day = read_day(iso)
    return short_day(day).partition(" ")[2] if day else iso
