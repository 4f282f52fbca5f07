"""Words that a line can be completed with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QCompleter, QLineEdit

_WIDEST = 560


def complete(edit: QLineEdit, words: Sequence[str]) -> None:
    """Offer words while a line is typed; any part of one finds it. Calling it again offers others."""
    completer = cast(QCompleter | None, edit.completer())
    if completer is None:
        completer = QCompleter(edit)
        completer.setModel(QStringListModel(completer))
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(edit.textEdited)
        edit.setCompleter(completer)
        pass_enter(edit)
    model = completer.model()
    assert isinstance(model, QStringListModel)
    if model.stringList() != list(words):
        model.setStringList(list(words))
        widen(completer, words)


class _Through(QObject):
    """Lets Enter go on to the field while nothing in the list is chosen: what was typed in full is meant."""

    def __init__(self, edit: QLineEdit) -> None:
        super().__init__(edit)
        self._edit = edit

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if is_enter(event) and isinstance(watched, QAbstractItemView) and not watched.currentIndex().isValid():
            watched.hide()
            assert isinstance(event, QKeyEvent)
            QApplication.sendEvent(self._edit, QKeyEvent(event))
            return True
        return False


def pass_enter(edit: QLineEdit) -> None:
    """Enter over an open list of completions, with none of them chosen, is Enter in the field."""
    completer = cast(QCompleter | None, edit.completer())
    popup = completer.popup() if completer is not None else None
    if popup is not None:
        popup.installEventFilter(_Through(edit))


def widen(completer: QCompleter, words: Sequence[str]) -> None:
    """Room for whole offers: a name without its end may be somebody else's."""
    popup = completer.popup()
    if popup is not None:
        widest = max((popup.fontMetrics().horizontalAdvance(each) for each in words), default=0)
        popup.setMinimumWidth(min(_WIDEST, widest + 24))


def completing(field: QObject) -> bool:
    """Whether a list of completions is open over a field: Enter takes from it."""
    completer = cast(QCompleter | None, field.completer()) if isinstance(field, QLineEdit) else None
    popup = completer.popup() if completer is not None else None
    return popup is not None and popup.isVisible()


def is_enter(event: QEvent) -> bool:
    """Whether it is Enter by itself."""
    return (
        event.type() == QEvent.Type.KeyPress
        and isinstance(event, QKeyEvent)
        and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    )
