"""What is wrong with a field: a sign and red words, there only while there is something to say."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.widgets.labels import IconLabel, label


class ErrorLine(QWidget):
    """Beside or under its field, which carries the same words for a reader."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(IconLabel("stop", "danger", parent=self), 0, Qt.AlignmentFlag.AlignTop)
        self._words = label("", "danger", wrap=True, parent=self)
        row.addWidget(self._words, 1)
        self.hide()

    def set_words(self, words: str) -> None:
        """Show them, or nothing."""
        self._words.setText(words)
        self.setVisible(bool(words))

    def words(self) -> str:
        """What is shown."""
        return self._words.text() if not self.isHidden() else ""
