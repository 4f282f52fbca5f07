"""Which cases are printed together with the one that is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from pclo_app.casefile.siblings import Proposal
from ui.widgets.emptied import empty
from ui.widgets.labels import label


class Together(QWidget):
    """A tick box for each other case, those of the same family first and with the reason."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)
        self.boxes: dict[str, QCheckBox] = {}
        self._of = ""
        self._liked: frozenset[str] = frozenset()

    def chosen(self) -> list[str]:
        """Ids of the other cases that are ticked."""
        return [id for id, box in self.boxes.items() if box.isChecked()] if self.boxes else sorted(self._liked)

    def set_chosen(self, ids: Iterable[str]) -> None:
        """Tick these, now or when the cases are known."""
        self._liked = frozenset(ids)
        for id, box in self.boxes.items():
            box.setChecked(id in self._liked)

    def show_cases(self, of: str, proposals: Sequence[Proposal]) -> None:
        """The other cases of this one (id). What was ticked stays so for the same case."""
        same = of == self._of
        if same and list(self.boxes) == [each.case for each in proposals]:
            return
        liked = frozenset(self.chosen()) if same or not self._of else frozenset()
        self._of = of
        empty(self._column)
        self.boxes = {}
        self._column.addWidget(label("Together with" if proposals else "There is no other case yet.", "label"))
        for each in proposals:
            box = QCheckBox(f"{each.reference}  {each.family.upper()}", self)
            box.setAccessibleName(f"Together with case {each.reference}, {each.family}. {each.why}".strip())
            box.setChecked(each.case in liked)
            box.clicked.connect(lambda _on: self.changed.emit())
            self.boxes[each.case] = box
            self._column.addWidget(box)
            if each.why:
                self._column.addWidget(label(each.why, "secondary", wrap=True))
