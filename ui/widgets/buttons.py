"""Buttons with a word, and an icon that follows the theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QFocusEvent, QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from ui.theme import Spacing, Theme, mark

_STYLE_EVENTS = (QEvent.Type.StyleChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange)


def shown_key(key: str) -> str:
    """A key as people call it: Ctrl+Enter, not Ctrl+Return."""
    return key.replace("Return", "Enter").replace("Escape", "Esc")


class Button(QPushButton):
    """A button that says what it does. ``key`` is written behind the words and works in the window.

    ``kind``: "" plain, "primary" the one main button of a screen, "quiet" looks like a link.
    ``size``: "" 28 px, "small" for rows and panel heads, "large" for the chair.
    """

    def __init__(
        self,
        text: str,
        icon: str = "",
        *,
        kind: str = "",
        size: str = "",
        key: str = "",
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._kind = kind
        self._words = text
        self._key = key
        self._target = Spacing.TARGET
        if kind:
            self.setProperty(kind, "true")
        if size:
            self.setProperty(size, "true")
        self.setAutoDefault(False)
        if tip:
            self.setToolTip(tip)
        if key:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(self.click)
        self.set_words(text)
        self._target = Spacing.CHAIR_TARGET if size == "large" else Spacing.TARGET
        self._refresh_icon()

    def set_words(self, text: str) -> None:
        """Change the words; the key, if any, stays behind them."""
        self._words = text
        shown = f"{text}  ({shown_key(self._key)})" if self._key else text
        gap = "\u2002" if self._icon_name and text else ""
        self.setText(gap + shown.replace("&", "&&"))
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(self._target, self._target))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def set_icon(self, name: str) -> None:
        """Change or remove the icon."""
        self._icon_name = name
        self.set_words(self._words)
        self._refresh_icon()

    def set_kind(self, kind: str) -> None:
        """Make it "primary", "quiet" or plain ("")."""
        self._kind = kind
        for each in ("primary", "quiet"):
            mark(self, each, "true" if each == kind else None)
        self._refresh_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _STYLE_EVENTS:
            self._refresh_icon()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._refresh_icon()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._refresh_icon()

    def _refresh_icon(self) -> None:
        if not self._icon_name:
            if not self.icon().isNull():
                self.setIcon(QIcon())
            return
        token = {"primary": "on_primary", "quiet": "primary"}.get(self._kind, "ink")
        if self.hasFocus() or Theme.current().palette.contrast:
            token = "ink"
        side = max(16, round(self.fontMetrics().height() * 0.95))
        self.setIconSize(QSize(side, side))
        self.setIcon(Theme.current().icon(self._icon_name, token, side))


class IconButton(Button):
    """A button with an icon alone: only for Clear, zoom and page turning. The words go to tip and name."""

    def __init__(self, icon: str, words: str, *, size: str = "small", parent: QWidget | None = None) -> None:
        super().__init__("", icon, size=size, tip=words, parent=parent)
        self.setAccessibleName(words)
