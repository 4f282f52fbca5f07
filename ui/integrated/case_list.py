"""Which cases stand in the integrated view: those of the same family proposed first, with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from pclo_app.casefile.siblings import Proposal
from ui.widgets.labels import ground, label


class CaseList(QWidget):
    """A tick box for each case."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ground(self, "surface")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._area)
        self.boxes: dict[str, QCheckBox] = {}

    def show_cases(self, own: Proposal, proposals: Sequence[Proposal], chosen: Sequence[str]) -> None:
        """The case one came from, and the others; the focus stays on the box it was on."""
        if list(self.boxes) == [own.case, *(each.case for each in proposals)]:
            for id, box in self.boxes.items():
                box.setChecked(id in chosen)
            return
        self.boxes = {}
        inside = QWidget()
        ground(inside, "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        self._add(column, own, chosen)
        related = [each for each in proposals if each.why]
        others = [each for each in proposals if not each.why]
        if related:
            column.addSpacing(6)
            column.addWidget(label("Perhaps of the same family", "label", wrap=True))
        for each in related:
            self._add(column, each, chosen)
        if others:
            column.addSpacing(6)
            column.addWidget(label("Other cases", "label", wrap=True))
        for each in others:
            self._add(column, each, chosen)
        column.addStretch(1)
        self._area.setWidget(inside)

    def chosen(self) -> list[str]:
        """The ids of the chosen cases, in the order of the list."""
        return [id for id, box in self.boxes.items() if box.isChecked()]

    def _add(self, column: QVBoxLayout, each: Proposal, chosen: Sequence[str]) -> None:
        box = QCheckBox(each.reference)
        box.setChecked(each.case in chosen)
        why = f", {each.why}" if each.why else ""
        box.setAccessibleName(f"Case {each.reference}, {each.family}{why}")
        box.clicked.connect(lambda _on: self.changed.emit())
        self.boxes[each.case] = box
        column.addWidget(box)
        under = label(". ".join(part for part in (each.family.upper(), each.why) if part), "secondary", wrap=True)
        policy = under.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        under.setSizePolicy(policy)
        column.addWidget(under)
