"""Several children in one record: whom a row is about, and what one child's view shows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from pclo_app.practice.phrases import first_name
from ui.theme import Spacing
from ui.widgets.labels import ground, label
from ui.widgets.segmented import Segmented

ALL = "All children"
_WHOLE = "whole"


class ChildrenPick(QToolButton):
    """Which of the children: all of them until somebody says otherwise. Hidden where there is only one."""

    edited = Signal()

    def __init__(self, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about = about
        self._children: tuple[tuple[str, str], ...] = ()
        self._chosen: tuple[str, ...] = ()
        self.menu_ = QMenu(self)
        self.setMenu(self.menu_)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMinimumHeight(Spacing.TARGET)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.hide()

    def set_about(self, about: str) -> None:
        """What the row is called."""
        self._about = about
        self._show()

    def set_children(self, children: Sequence[tuple[str, str]]) -> None:
        """The children (id, name) whom the record names."""
        if tuple(children) != self._children:
            self._children = tuple(children)
            self._fill()
        self.setVisible(len(children) > 1)

    def value(self) -> tuple[str, ...]:
        """The chosen ones; empty for all."""
        return self._chosen

    def set_value(self, chosen: tuple[str, ...]) -> None:
        """Show these."""
        if chosen != self._chosen:
            self._chosen = chosen
            self._fill()

    def _fill(self) -> None:
        self.menu_.clear()
        for id, name in self._children:
            action = QAction(name.replace("&", "&&"), self.menu_)
            action.setCheckable(True)
            action.setChecked(not self._chosen or id in self._chosen)
            action.toggled.connect(partial(self._pick, id))
            self.menu_.addAction(action)
        self._show()

    def _pick(self, id: str, on: bool) -> None:
        every = [each for each, _ in self._children]
        chosen = {each for each in every if not self._chosen or each in self._chosen}
        (chosen.add if on else chosen.discard)(id)
        whole = not chosen or len(chosen) == len(every)
        gone = tuple(each for each in self._chosen if each not in every)
        self._chosen = () if whole else (*(each for each in every if each in chosen), *gone)
        for (each, _), action in zip(self._children, self.menu_.actions(), strict=True):
            action.blockSignals(True)
            action.setChecked(not self._chosen or each in self._chosen)
            action.blockSignals(False)
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        names = [first_name(name) for id, name in self._children if id in self._chosen]
        words = ", ".join(names) or ("A child this record does not name" if self._chosen else ALL)
        self.setText(words)
        self.setAccessibleName(f"{self._about}, about: {words}")
        self.setToolTip("Which of the children is this about?")


class ChildView(QWidget):
    """Which part of the record is shown: the whole, or one child's view of it. Hidden where there is only one child."""

    chosen = Signal(str)
    """The child's id, "" for the whole record."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ground(self, "surface")
        self._names: tuple[tuple[str, str], ...] = ()
        self.pick: Segmented | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 4, 12, 4)
        self._row.setSpacing(8)
        self._row.addWidget(label("Show", "label", parent=self))
        self._words = label("", "secondary", parent=self)
        self._row.addWidget(self._words, 1)
        self.hide()

    def child(self) -> str:
        """The child whose view is shown, "" for the whole record."""
        value = self.pick.value() if self.pick is not None else _WHOLE
        return "" if value == _WHOLE else value

    def show_child(self, child: str) -> None:
        """Mark what is shown, and say what that means."""
        if self.pick is not None:
            self.pick.set_value(child or _WHOLE)
        name = next((name for id, name in self._names if id == child), "")
        hidden = f"Rows about another child alone are hidden. Print draft prints {name}’s part."
        self._words.setText(hidden if name else "")

    def set_children(self, names: tuple[tuple[str, str], ...]) -> bool:
        """The children (id, name) of the record; answers whether they are others than before."""
        if names == self._names:
            return False
        self._names = names
        if self.pick is not None:
            self._row.removeWidget(self.pick)
            self.pick.hide()
            self.pick.deleteLater()
            self.pick = None
        if len(names) > 1:
            options = [(_WHOLE, "Whole record"), *((id, first_name(name)) for id, name in names)]
            self.pick = Segmented(options, _WHOLE, name="Which part of the record is shown", small=True)
            self.pick.changed.connect(lambda value: self.chosen.emit("" if value == _WHOLE else value))
            self._row.insertWidget(1, self.pick)
        self.setVisible(len(names) > 1)
        return True


def concerns(children: tuple[str, ...], child: str) -> bool:
    """Whether a row is shown in one child's view; "" is the whole record."""
    return not child or not children or child in children
