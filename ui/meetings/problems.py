""" "There is a problem": what stands between the record and its chair, with every way on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.practice.finding import Finding
from ui.widgets.buttons import Button
from ui.widgets.error_box import Problem, ProblemSummary
from ui.widgets.labels import label

_LONGEST = 92


class ProblemBox(QWidget):
    """The list, and the two honest ways on: answer it, or have it signed as it stands."""

    sign_as_it_stands = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.summary = ProblemSummary()
        self.summary.setAccessibleName("There is a problem")
        column.addWidget(self.summary)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.go_on = Button("Answer them (F7)", kind="primary")
        self.stand = Button("Sign as it stands")
        self.stand.setAccessibleDescription("Prints “Not answered” beside what is not answered.")
        row.addWidget(self.go_on)
        row.addWidget(self.stand)
        row.addWidget(
            label("If the chair must leave now: “Not answered” is printed beside what is missing.", "secondary"), 1
        )
        column.addLayout(row)
        self.go_on.clicked.connect(self._close)
        self.stand.clicked.connect(self._stand)
        self.hide()

    def show_findings(self, findings: Sequence[Finding], go: Callable[[Finding], None]) -> None:
        """List them. A finding that asks for a reason opens its box; any other leads to its field."""
        problems = []
        for finding in findings:
            detail = f" {finding.words}" if finding.level == "must" and finding.words else ""
            words = f"Record why: {finding.title}" if finding.level == "reason" else _short(f"{finding.title}.{detail}")
            problems.append(Problem(words, partial(go, finding)))
        self.show()
        self.summary.show_problems(problems)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

    def _stand(self) -> None:
        self.hide()
        self.sign_as_it_stands.emit()


def _short(words: str) -> str:
    """One line of a list."""
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip(' ,')}…"
