"""One part of an intelligence grade: a code with its meaning, from the scheme that is chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from pclo_app.records.grading import SCHEMES
from ui.theme import Spacing
from ui.widgets.still import StillCombo


class GradeCombo(StillCombo):
    """Codes of one part. A code that the scheme does not have is kept and shown as it is."""

    def __init__(self, part: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part = part
        self._scheme = ""
        self.setMinimumHeight(Spacing.TARGET)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.set_scheme("")

    def set_scheme(self, scheme: str) -> None:
        """Offer the codes of a scheme; what was chosen goes with another scheme's."""
        if scheme == self._scheme and self.count():
            return
        self._scheme = scheme
        self.clear()
        self.addItem("Choose", "")
        for code, words in SCHEMES.get(scheme, {}).get(self._part, {}).items():
            self.addItem(f"{code}  {words}", code)

    def value(self) -> str:
        """The code."""
        return str(self.currentData() or "")

    def set_value(self, code: str) -> None:
        """Choose a code."""
        found = self.findData(code)
        if found < 0:
            self.addItem(code, code)
            found = self.count() - 1
        self.setCurrentIndex(found)
