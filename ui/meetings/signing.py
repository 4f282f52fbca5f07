"""Section 3 of the chair's screen: who signs, the signature drawn or typed, and the statement."""

from __future__ import annotations

from typing import Any, Literal, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QStackedLayout, QVBoxLayout, QWidget

from pclo_app.records.agencies import AGENCIES
from pclo_app.records.meeting import Attendee
from pclo_app.records.seal import STATEMENT, Ink
from ui.widgets.buttons import Button
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import label
from ui.widgets.signature_pad import SignaturePad

from .parts import labelled


class Signing(QWidget):
    """Name, role, agency; the pad, or the typed name; the statement."""

    changed = Signal()

    def __init__(self, chair: Attendee | None, version: int) -> None:
        super().__init__()
        self.title = label("3  Sign", "section")
        self.hint = label("Pen, finger or mouse, or", "secondary")
        self.name = QLineEdit(chair.name if chair else "")
        self.role = QLineEdit(chair.rank if chair else "")
        self.agency = QLineEdit((chair.organisation or AGENCIES.get(chair.agency, "")) if chair else "")
        self.pad = SignaturePad()
        self.typed = QLineEdit()
        self.typed.setAccessibleName("Type your name to sign")
        self.typed.setPlaceholderText("Type your name, as it stands above")
        self.typed.setMinimumHeight(40)
        self.switch = Button("Type my name instead", kind="quiet")
        self.agreed = QCheckBox()
        self.agreed.setAccessibleName(STATEMENT.format(version=version))
        self._statement = _ClickLabel(STATEMENT.format(version=version), self.agreed)
        self._typing = False
        self._lay_out()
        for field in (self.name, self.role, self.agency, self.typed):
            field.textEdited.connect(lambda _text: self.changed.emit())
            field.setCursorPosition(0)
        self.pad.changed.connect(self.changed)
        self.agreed.clicked.connect(lambda _on: self.changed.emit())
        self.switch.clicked.connect(lambda: self.set_typing(not self._typing))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QWidget()
        flow = FlowLayout(head, spacing=10)
        for part in (self.title, self.hint, self.switch):
            flow.addWidget(part)
        column.addWidget(head)
        names = QHBoxLayout()
        names.setSpacing(8)
        for words, field, width in (("Name", self.name, 34), ("Role", self.role, 27), ("Agency", self.agency, 35)):
            field.setMinimumHeight(28)
            names.addWidget(labelled(words, field), width)
        column.addLayout(names)
        self._ink = QWidget()
        inner = QVBoxLayout(self._ink)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        typed_page = QWidget()
        typed_column = QVBoxLayout(typed_page)
        typed_column.setContentsMargins(0, 8, 0, 8)
        typed_column.addWidget(self.typed)
        typed_column.addWidget(
            label("Printed as “Signed by typing”. It counts as your signature.", "secondary", wrap=True)
        )
        typed_column.addStretch(1)
        self._stack.addWidget(self.pad)
        self._stack.addWidget(typed_page)
        inner.addWidget(holder)
        tick = QHBoxLayout()
        tick.setSpacing(6)
        tick.addWidget(self.agreed, 0, Qt.AlignmentFlag.AlignTop)
        tick.addWidget(self._statement, 1)
        inner.addLayout(tick)
        column.addWidget(self._ink)

    def set_signing(self, signing: bool) -> None:
        """Whether ink is asked for; a refusal asks for the name alone."""
        self._ink.setVisible(signing)
        self.hint.setVisible(signing)
        self.switch.setVisible(signing)
        self.title.setText("3  Sign" if signing else "3  Who you are")

    def set_typing(self, typing: bool) -> None:
        """The name typed in place of a drawn signature, and back."""
        self._typing = typing
        self._stack.setCurrentIndex(1 if typing else 0)
        self.switch.set_words("Draw my signature instead" if typing else "Type my name instead")
        self.hint.setText("" if typing else "Pen, finger or mouse, or")
        (self.typed if typing else self.pad).setFocus()
        self.changed.emit()

    def problem(self, *, signing: bool) -> tuple[str, QWidget | None]:
        """What is missing here, and the field it is missing in."""
        for field, words in ((self.name, "name"), (self.role, "role"), (self.agency, "agency")):
            if not field.text().strip():
                return f"Enter your {words}.", field
        if not signing:
            return "", None
        if self._typing:
            if _plain(self.typed.text()) != _plain(self.name.text()):
                return "Type your name as it stands above.", self.typed
        elif self.pad.is_empty():
            return "Draw your signature in the box.", self.pad
        if not self.agreed.isChecked():
            return "Tick the statement above the button.", self.agreed
        return "", None

    def ink(self, *, signing: bool) -> Ink:
        """The strokes as they are sealed."""
        device: Literal["pen", "mouse", "touch", "typed", "none"] = "none"
        strokes: list[Any] = []
        if signing and self._typing:
            device = "typed"
        elif signing:
            device = self.pad.device or "none"
            strokes = self.pad.strokes()
        return Ink(
            dev=device,
            unit="0.01mm",
            strokes=tuple(tuple(cast(Any, tuple(point)) for point in stroke) for stroke in strokes),
        )

    def state(self) -> dict[str, Any]:
        """Names for a draft; never the strokes, the typed signature or the tick."""
        return {"name": self.name.text(), "role": self.role.text(), "agency": self.agency.text()}

    def restore(self, state: dict[str, Any]) -> None:
        """Bring the names back."""
        for field, key in ((self.name, "name"), (self.role, "role"), (self.agency, "agency")):
            if key in state:
                field.setText(state[key])

    def throw_away(self) -> None:
        """A signature is always made afresh: ink, typed name and tick go."""
        self.pad.clear()
        self.typed.clear()
        self.agreed.setChecked(False)


class _ClickLabel(QLabel):
    """Words that belong to a tick: a press on them is a press on it."""

    def __init__(self, text: str, box: QCheckBox) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "small")
        self.setWordWrap(True)
        self._box = box

    def mousePressEvent(self, event: object) -> None:
        self._box.click()


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
