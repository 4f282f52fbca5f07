"""The saved filters of a case file: apply, save under a name, rename, delete."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pclo_app.casefile.saved_filters import MOST_LETTERS, SavedFilter
from ui.theme import Spacing
from ui.widgets.buttons import Button
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import label

from .check_list import PlainList

EMPTY = "None saved yet. Choose what to filter by, type a name below, and press Save."


class _Names(PlainList):
    """Enter applies, F2 renames, Delete deletes."""

    pressed_key = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = {
            Qt.Key.Key_Return: "apply",
            Qt.Key.Key_Enter: "apply",
            Qt.Key.Key_Space: "apply",
            Qt.Key.Key_F2: "rename",
            Qt.Key.Key_Delete: "delete",
        }.get(Qt.Key(event.key()))
        if act and not event.modifiers():
            self.pressed_key.emit(act)
        elif event.key() == Qt.Key.Key_Escape or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


class SavedList(QWidget):
    """The page of the panel."""

    applied = Signal(object)
    """A `SavedFilter`."""
    save_wanted = Signal(str)
    rename_wanted = Signal(str, str)
    """Old name, new name."""
    delete_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filters: tuple[SavedFilter, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 0, 0)
        self._empty = label(EMPTY, "secondary", wrap=True)
        column.addWidget(self._empty)
        self.names = _Names()
        self.names.setAccessibleName("Saved filters")
        self.names.pressed_key.connect(self._act)
        self.names.itemDoubleClicked.connect(lambda _item: self._act("apply"))
        column.addWidget(self.names, 1)
        self._acts = QWidget()
        flow = FlowLayout(self._acts, spacing=6)
        for words, act in (("Apply (Enter)", "apply"), ("Rename (F2)", "rename"), ("Delete (Del)", "delete")):
            button = Button(words, size="small")
            button.clicked.connect(lambda _on, a=act: self._act(a))
            flow.addWidget(button)
        column.addWidget(self._acts)
        row = QHBoxLayout()
        self.name_edit = QLineEdit()
        self.name_edit.setMaxLength(MOST_LETTERS)
        self.name_edit.setMinimumHeight(Spacing.TARGET)
        self.name_edit.setPlaceholderText("Name for what is chosen now")
        self.name_edit.setAccessibleName("Name of the filter")
        self.name_edit.returnPressed.connect(self._save)
        row.addWidget(self.name_edit, 1)
        self.save_button = Button("Save", size="small")
        self.save_button.clicked.connect(self._save)
        row.addWidget(self.save_button)
        column.addLayout(row)
        self._said = label("", "danger", wrap=True)
        column.addWidget(self._said)
        self._renaming = ""
        self.show_filters(())

    def show_filters(self, filters: tuple[SavedFilter, ...]) -> None:
        """The filters that there are now."""
        self._filters = filters
        row = self.names.currentRow()
        self.names.clear()
        for place, each in enumerate(filters, 1):
            key = f"   Alt+{place}" if place < 10 else ""
            item = self.names.add_line(f"{each.name}{key}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{each.name}{key.replace('   ', ', ')}")
        self.names.setCurrentRow(min(max(row, 0), len(filters) - 1))
        for widget in (self.names, self._acts):
            widget.setVisible(bool(filters))
        self._empty.setVisible(not filters)

    def apply(self, place: int) -> None:
        """Apply the filter at a place, if there is one."""
        if 0 <= place < len(self._filters):
            self.applied.emit(self._filters[place])

    def say(self, words: str) -> None:
        """Why something could not be done."""
        self._said.setText(words)
        self.name_edit.setAccessibleDescription(words)

    def _act(self, act: str) -> None:
        place = self.names.currentRow()
        if not 0 <= place < len(self._filters):
            return
        name = self._filters[place].name
        self.say("")
        if act == "apply":
            self.apply(place)
        elif act == "delete":
            self.delete_wanted.emit(name)
        else:
            self._renaming = name
            self.save_button.set_words("Rename")
            self.name_edit.setText(name)
            self.name_edit.selectAll()
            self.name_edit.setFocus()

    def _save(self) -> None:
        name = self.name_edit.text().strip()
        if not name:
            self.say("Enter a name.")
            self.name_edit.setFocus()
            return
        self.say("")
        if self._renaming:
            self.rename_wanted.emit(self._renaming, name)
        else:
            self.save_wanted.emit(name)
        self._renaming = ""
        self.save_button.set_words("Save")
        self.name_edit.clear()
        self.names.setFocus()
