"""The one-text-box sheet: "Why?". Esc cancels; Enter makes a new line and is never destructive."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.widgets.buttons import Button
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import field_label, label


class ReasonDialog(QDialog):
    """Asks for one text. `ask` is the short way to use it."""

    def __init__(
        self,
        title: str,
        *,
        words: str = "",
        field: str = "Reason",
        button: str = "Record",
        needed: str = "Enter the reason.",
        optional: bool = False,
        text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self._needed = "" if optional else needed
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 14, 16, 14)
        outer.setSpacing(10)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label(title, "section", wrap=True))
        if words:
            column.addWidget(label(words, wrap=True))
        self.edit = GrowingText(text, name=field, least=3, most=10)
        column.addWidget(field_label(field, self.edit))
        column.addWidget(self.edit)
        self._error = label("", "danger", wrap=True)
        self._error.hide()
        column.addWidget(self._error)
        column.addStretch(1)
        scroll.setWidget(inside)
        outer.addWidget(scroll, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        cancel = Button("Cancel", parent=self)
        cancel.clicked.connect(self.reject)
        self.accept_button = Button(button, kind="primary", parent=self)
        self.accept_button.clicked.connect(self._finish)
        row.addWidget(cancel)
        row.addWidget(self.accept_button)
        outer.addLayout(row)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._finish)
        em = self.fontMetrics().horizontalAdvance("n")
        self.resize(max(420, em * 62), max(230, self.fontMetrics().height() * 14))
        self.edit.setFocus()

    def text(self) -> str:
        return self.edit.text().strip()

    def _finish(self) -> None:
        if self._needed and not self.text():
            self._error.setText(self._needed)
            self._error.show()
            self.edit.set_error(self._needed)
            self.edit.setFocus()
            return
        self.accept()

    @classmethod
    def ask(cls, parent: QWidget | None, title: str, **options: object) -> str | None:
        """The text, or None when cancelled. Options are those of the constructor."""
        dialog = cls(title, parent=parent, **options)  # type: ignore[arg-type]
        return dialog.text() if dialog.exec() == QDialog.DialogCode.Accepted else None
