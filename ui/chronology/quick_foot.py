"""The line under the quick-entry bar: how the date is read, what else is filled in, what may be there already."""

from __future__ import annotations

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import mark
from ui.widgets.buttons import Button
from ui.widgets.date_field import DateField
from ui.widgets.labels import label

_ALSO = "Also works:  Nov 2026   c 12/1/25   3/11-5/11   ?"


class QuickFoot(QWidget):
    """Shows; it asks nothing but for an entry to be opened."""

    open_wanted = Signal(str)
    """The id of an entry that may be the same."""

    def __init__(self, when: DateField) -> None:
        super().__init__()
        self._when = when
        self._like = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.echo = when.take_echo()
        self._also = label(_ALSO, "secondary")
        self._extras = label("", "secondary")
        self._likeness = label("", "secondary")
        self.like_button = Button("Open it", kind="quiet", size="small")
        self.like_button.clicked.connect(lambda: self.open_wanted.emit(self._like))
        self.like_button.hide()
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.echo, 0, top)
        row.addWidget(self._also, 0, top)
        row.addStretch(1)
        for widget in (self._extras, self._likeness, self.like_button):
            row.addWidget(widget, 0, top)

    def show_extras(self, extras: Sequence[str]) -> None:
        """What the full form filled in that the bar does not show."""
        self._extras.setText(f"Also filled in: {', '.join(extras)}" if extras else "")
        self._extras.setVisible(bool(extras))

    def show_likeness(self, id: str, number: int, *, looked: bool) -> None:
        """An entry that may be the same; none, where there was something to be ``looked`` for."""
        self._like = id
        self.like_button.setVisible(bool(id))
        if id:
            words = f"This looks like entry {number} (same day, same agency, similar words)."
            self.like_button.setAccessibleName(f"Open entry {number}")
        else:
            words = "Possible duplicate: none found" if looked else ""
        mark(self._likeness, "role", "warn" if id else "secondary")
        self._likeness.setText(words)
        self.fit()

    def fit(self) -> None:
        """The reading in one line where there is room; what else works only where it leaves some."""
        if not shiboken6.isValid(self._likeness):  # the last field is left while the window goes
            return
        said = self._when.edit.accessibleDescription().removeprefix("Error: ")
        wide = self.fontMetrics().horizontalAdvance(said) + 34 if said else 0
        room = self.width() - 20
        likeness = self._likeness.sizeHint().width() + self._extras.sizeHint().width() * self._extras.isVisible()
        asks = self._when.asks()  # the answers side by side, where there is room
        self.echo.setMinimumWidth(max(0, room - likeness - 24) if asks else min(wide, room))
        self._also.setVisible(not asks and wide + self._also.sizeHint().width() + likeness + 60 < room)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
