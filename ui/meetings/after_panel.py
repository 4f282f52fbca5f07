"""Beside a sealed record: its other versions, its paper, the statements, and what can still be done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.buttons import Button
from ui.widgets.chip import Chip
from ui.widgets.emptied import empty
from ui.widgets.error_box import Notice
from ui.widgets.labels import divider, label
from ui.widgets.panel import Panel

from .aftermath import Aftermath, StatementLine


class AfterPanel(Panel):
    """Shows an `Aftermath`; says what somebody wants."""

    statement_wanted = Signal()
    version_wanted = Signal()
    paper_wanted = Signal()
    record_wanted = Signal(str)
    """The id of another version."""

    def __init__(self) -> None:
        self._chip = Chip("", "plain")
        super().__init__("Since it was sealed", chips=(self._chip,), padded=True)
        self.paper_button = Button("Signed page came back", "document", kind="primary")
        self.statement_button = Button("Add a statement", "plus", size="small")
        self.version_button = Button("Make a new version", "pencil", size="small")
        self.opens: list[Button] = []
        self.statements: list[str] = []
        self._shown = QVBoxLayout()
        self._shown.setSpacing(6)
        self.add(self.paper_button)
        self.body.addLayout(self._shown)
        self.add(self.statement_button)
        self.add(self.version_button)
        for button in (self.paper_button, self.statement_button, self.version_button):
            self.body.setAlignment(button, Qt.AlignmentFlag.AlignLeft)
        self._chip.hide()
        self.paper_button.hide()
        self.paper_button.clicked.connect(self.paper_wanted)
        self.statement_button.clicked.connect(self.statement_wanted)
        self.version_button.clicked.connect(self.version_wanted)

    def show_aftermath(self, found: Aftermath) -> None:
        """Show it."""
        empty(self._shown)
        self.opens = []
        if found.waiting:
            self._shown.addWidget(Notice(found.waiting, "danger" if found.overdue else "warn"))
        if found.paper:
            self._shown.addWidget(Notice(found.paper, "ok"))
        for line in found.versions:
            self._shown.addWidget(Notice(line.words, line.kind))
            button = Button("Open that version", size="small")
            button.setAccessibleName(f"Open: {line.words}")
            button.clicked.connect(partial(self._open, line.meeting))
            self.opens.append(button)
            self._shown.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.statements = []
        for each in found.statements:
            self._shown.addWidget(self._statement(each))
        if not found.statements:
            self._shown.addWidget(label("No statement has been added.", "secondary", wrap=True))
        self._chip.set(f"{len(found.statements)}")
        self._chip.setVisible(bool(found.statements))
        self.paper_button.setVisible(bool(found.waiting))
        self.version_button.setVisible(found.can_amend)

    def _statement(self, each: StatementLine) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        about = f" about {each.about[:1].lower()}{each.about[1:]}" if each.about else ""
        column.addWidget(label(f"Statement of {each.by}{about}", "strong", wrap=True))
        column.addWidget(label(each.words, wrap=True))
        column.addWidget(label(each.written, "secondary", wrap=True))
        column.addWidget(divider())
        self.statements.append(f"{each.by}{about}: {each.words}")
        made.setAccessibleName(self.statements[-1])
        return made

    def _open(self, meeting: str, _on: bool = False) -> None:
        self.record_wanted.emit(meeting)
