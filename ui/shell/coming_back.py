"""Coming back after a lock: to the same place, with the cursor where it was.

Both are kept as an encrypted draft, so that the locked laptop says nothing about them.
"""

from __future__ import annotations

import time

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from .operations import Operations
from .session import Place

DRAFT = "shell/place"
_LOOK = 20  # milliseconds
_LONG, _GIVE_UP = 2.0, 10.0  # seconds


class Whereabouts(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place, and the field and cursor in it."""

    place: Place
    at: str = ""
    """The time of the lock, for the line “Opened where you left it, 14:42”."""
    field: str = ""
    """Accessible name of the field that had the focus."""
    nth: int = 0
    """Which of the fields with that name."""
    cursor: int = 0
    how: dict[str, str] = {}
    """What was looked for and filtered there."""

    def to_json(self) -> bytes:
        """As the draft's bytes."""
        return msgspec.json.encode(self)

    @classmethod
    def from_json(cls, raw: bytes) -> Whereabouts | None:
        """From the draft's bytes; None for bytes of another version."""
        try:
            return msgspec.json.decode(raw, type=cls)
        except msgspec.MsgspecError:
            return None


def whereabouts(place: Place, inside: QWidget, at: str) -> Whereabouts:
    """Where the focus and the cursor are."""
    focus = QApplication.focusWidget()
    if focus is None or not inside.isAncestorOf(focus) or not focus.accessibleName():
        return Whereabouts(place=place, at=at)
    same = _named(inside, focus.accessibleName())
    cursor = 0
    if isinstance(focus, QLineEdit):
        cursor = focus.cursorPosition()
    elif isinstance(focus, QPlainTextEdit):
        cursor = focus.textCursor().position()
    nth = same.index(focus) if focus in same else 0
    return Whereabouts(place=place, at=at, field=focus.accessibleName(), nth=nth, cursor=cursor)


class CursorBack(QObject):
    """Puts the cursor back as soon as the screens have their records and drafts, and so the field and its words.

    It waits for the worker to rest, but not for long work that has nothing to do with the
    screens; and it lets go at the first key or press: then the user is somewhere already.
    """

    def __init__(self, where: Whereabouts, window: QWidget, operations: Operations) -> None:
        super().__init__(window)
        self._where, self._window, self._operations = where, window, operations
        self._begun = time.monotonic()
        self._timer = QTimer(self, interval=_LOOK)
        self._timer.timeout.connect(self._look)
        application = QApplication.instance()
        if where.field and application is not None:
            application.installEventFilter(self)
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress):
            self._end()
        return False

    def _look(self) -> None:
        waited = time.monotonic() - self._begun
        ready = self._operations.idle or waited > _LONG
        if (ready and put_cursor(self._where, self._window)) or waited > _GIVE_UP or self._operations.closed:
            self._end()

    def _end(self) -> None:
        self._timer.stop()
        self.deleteLater()


def put_cursor(where: Whereabouts, inside: QWidget) -> bool:
    """Put the focus and the cursor back; False where the field, or the words up to the cursor, are not there (yet)."""
    same = [widget for widget in _named(inside, where.field) if widget.isVisible()]
    if not where.field or not same:
        return False
    field = same[min(where.nth, len(same) - 1)]
    words = field.text() if isinstance(field, QLineEdit) else ""
    if isinstance(field, QPlainTextEdit):
        words = field.toPlainText()
    if len(words) < where.cursor:
        return False
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    if isinstance(field, QLineEdit):
        field.deselect()
        field.setCursorPosition(where.cursor)
    elif isinstance(field, QPlainTextEdit):
        cursor = field.textCursor()
        cursor.setPosition(where.cursor)
        field.setTextCursor(cursor)
    return True


def _named(inside: QWidget, name: str) -> list[QWidget]:
    """The fields with an accessible name, in order."""
    return [
        widget
        for widget in inside.findChildren(QWidget)
        if widget.accessibleName() == name and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
