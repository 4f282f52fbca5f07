"""Words that a line can be completed with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

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
    model = completer.model()
    assert isinstance(model, QStringListModel)
    if model.stringList() != list(words):
        model.setStringList(list(words))
        widen(completer, words)


def widen(completer: QCompleter, words: Sequence[str]) -> None:
    """Room for whole offers: a name without its end may be somebody else's."""
    popup = completer.popup()
    if popup is not None:
        widest = max((popup.fontMetrics().horizontalAdvance(each) for each in words), default=0)
        popup.setMinimumWidth(min(_WIDEST, widest + 24))
