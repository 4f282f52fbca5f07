"""The emergency kit on the screen: its sheet, the ways to paper, and two groups to type back.

Typing two groups back shows that the paper is in somebody's hand; the whole code is tested
from Settings. The code is on the screen only while this view is.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pclo_app.reports.document import Document
from ui.theme import Spacing, mark
from ui.widgets.announce import announce
from ui.widgets.error_line import ErrorLine
from ui.widgets.labels import field_label, label
from ui.widgets.pdf_view import FIT_PAGE, PdfView

from .paper import PaperBox

_AS_PRINTED = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
"""As everywhere in the program: what looks alike counts as what is printed."""

ASKED = (2, 6)
"""Which groups are typed back, from 1."""
NOT_ENCRYPTED = (
    "Print it if you can. A saved PDF is not encrypted, and with your passphrase it opens this case file: print it "
    "elsewhere, then delete it."
)
PROMISE = (
    "This code takes the place of the secret in this laptop’s key ring, when the laptop is set up anew or your account "
    "on it is lost. It does not take the place of your passphrase: both are needed. Without the passphrase nobody can "
    "use the sheet, and without either the sheet or the key ring the passphrase opens nothing."
)


class GroupsField(QWidget):
    """Two groups of the code, typed from the paper."""

    changed = Signal()
    entered = Signal()

    def __init__(self, groups: tuple[int, ...] = ASKED, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups = groups
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        self.edits: list[QLineEdit] = []
        for n, number in enumerate(groups):
            edit = QLineEdit(self)
            edit.setMaxLength(6)
            edit.setMinimumHeight(Spacing.TARGET + 4)
            edit.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
            edit.setProperty("role", "mono")
            edit.setMaximumWidth(max(110, edit.fontMetrics().horizontalAdvance("W") * 9))
            edit.textEdited.connect(self._edited)
            edit.returnPressed.connect(self.entered)
            grid.addWidget(field_label(f"Group {number}", edit, parent=self), 0, n)
            grid.addWidget(edit, 1, n)
            self.edits.append(edit)
        grid.setColumnStretch(len(groups), 1)
        self._error = ErrorLine(self)
        grid.addWidget(self._error, 2, 0, 1, len(groups) + 1)
        self.setFocusProxy(self.edits[0])

    def problem(self, code: str) -> str:
        """Which group is not as printed; "" when both are. The field that is wrong gets the focus."""
        printed = code.split("-")
        words = ""
        for number, edit in zip(self._groups, self.edits, strict=True):
            typed = edit.text().upper().translate(_AS_PRINTED)
            right = typed == printed[number - 1]
            mark(edit, "error", None if right else "true")
            if not right and not words:
                words = f"Group {number} is not as it is printed. Look at the paper, not at the screen."
                if not typed:
                    words = f"Type group {number} of the code, from the paper."
                edit.setFocus(Qt.FocusReason.OtherFocusReason)
                edit.setAccessibleDescription(f"Error: {words}")
            elif right:
                edit.setAccessibleDescription("")
        self._error.set_words(words)
        announce(self, words)
        return words

    def error(self) -> str:
        """The red line's words."""
        return self._error.words()

    def forget(self) -> None:
        """Empty the fields."""
        for edit in self.edits:
            edit.setText("")
        self._error.set_words("")

    def _edited(self) -> None:
        self._error.set_words("")
        for edit in self.edits:
            mark(edit, "error", None)
        self.changed.emit()


class KitView(QWidget):
    """The sheet at the left, what to do with it at the right."""

    entered = Signal()
    """Enter in the last field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = ""
        self.was_on_paper = False
        """Whether it was printed or saved."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        self.view = PdfView(self, name="The emergency kit’s sheet")
        self.view.setMinimumWidth(240)
        self.view.setMinimumHeight(300)
        self.view.setMaximumHeight(max(430, self.fontMetrics().height() * 24))
        row.addWidget(self.view, 5)
        side = QVBoxLayout()
        side.setSpacing(9)
        row.addLayout(side, 6)
        side.addWidget(label("1. Print this sheet", "strong", wrap=True, parent=self))
        self.paper = PaperBox(NOT_ENCRYPTED, "It is not encrypted: print it, then delete the file.", self)
        self.paper.left.connect(self._left)
        side.addWidget(self.paper)
        side.addWidget(label("2. Show that you have it", "strong", wrap=True, parent=self))
        words = f"Type groups {' and '.join(str(n) for n in ASKED)} of the code, from the paper."
        side.addWidget(label(words, wrap=True, parent=self))
        self.groups = GroupsField(parent=self)
        self.groups.entered.connect(self.entered)
        side.addWidget(self.groups)
        side.addWidget(label("3. Put it away", "strong", wrap=True, parent=self))
        words = (
            "In a sealed envelope, in the place that the sheet names. Never in the laptop’s bag, never with the "
            "passphrase."
        )
        side.addWidget(label(words, wrap=True, parent=self))
        side.addStretch(1)
        self.setFocusProxy(self.paper.print_button)

    def show_kit(self, code: str, document: Document) -> None:
        """A kit that was made just now."""
        self._code = code
        self.view.load(document.pdf)
        self.view.set_zoom(FIT_PAGE)
        self.paper.set_document(document)
        self.groups.forget()

    def problem(self) -> str:
        """What is wrong with the groups typed back, "" when they are right."""
        return self.groups.problem(self._code)

    def forget(self) -> None:
        """Take the code off the screen and out of the fields."""
        self._code = ""
        self.groups.forget()
        self.view.unload()

    def _left(self, _how: str) -> None:
        self.was_on_paper = True
        self.groups.setFocus(Qt.FocusReason.OtherFocusReason)
