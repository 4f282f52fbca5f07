"""What is still to be done about the keys, in one line of Today, until it is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.keys.tasks import Task
from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, ground, label


class KeyTasks(QWidget):
    """An icon, the tasks, and the way to them. Hidden when there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ground(self, "warn")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 8, 5)
        row.setSpacing(8)
        row.addWidget(IconLabel("warning", "warn_graphic", parent=self), 0, Qt.AlignmentFlag.AlignVCenter)
        self.words = label("", wrap=True, parent=self)
        row.addWidget(self.words, 1)
        self.button = Button("Keys and recovery", size="small", parent=self)
        row.addWidget(self.button)
        self.hide()

    def show_tasks(self, tasks: Sequence[Task]) -> None:
        """These, in one line."""
        words = " ".join(task.words for task in tasks)
        self.words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(tasks))
