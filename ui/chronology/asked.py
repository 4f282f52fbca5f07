"""What practice asks about the chronology, in the place of the entry: each question with its way out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.practice.finding import Finding
from pclo_app.practice.phrases import counted
from ui.widgets.buttons import Button
from ui.widgets.findings_panel import RECORD_WHY, Card, FindingsPanel
from ui.widgets.labels import ground, label

GO = "Go to"
EDIT = "Put it right"
LINK = "Link them"
CHECK = "Record the check"
_LEVELS = {"must": "danger", "reason": "warn", "check": "info", "met": "met"}
_FIELDS = frozenset({"source", "told_by", "decision", "significance_by", "when", "disclosure", "fact", "significance"})
"""Fields of an entry that the form can open at."""
MOST = 200
"""So many cards are made; a list that long is worked off, not read."""


def key_of(finding: Finding) -> str:
    """What tells one finding from another while entries change."""
    return "|".join((finding.rule, finding.record, finding.where, finding.span))


def field_of(finding: Finding) -> str:
    """The field of the form in which it is put right, "" where there is none."""
    return finding.where if not finding.span and finding.where.partition(".")[0] in _FIELDS else ""


def buttons_of(finding: Finding) -> tuple[str, ...]:
    """The ways out."""
    if finding.level == "met":
        return ()
    found = [GO] if finding.record else []
    if CHECK in finding.answers:
        found.insert(0, CHECK)
    elif finding.rule == "chronology.duplicate":
        found.append(LINK)
    elif field_of(finding) and finding.rule not in ("chronology.late-start", "chronology.weekend"):
        found.insert(0, EDIT)
    if "Record why" in finding.answers:
        found.append(RECORD_WHY)
    return tuple(found)


class Asked(QWidget):
    """Head with Back, the questions under it."""

    closed = Signal()
    entry_wanted = Signal(str)
    """The id of an entry to be shown."""
    edit_wanted = Signal(str, str)
    """Entry and field to be put right."""
    link_wanted = Signal(str, str)
    """Two entries that may be one event."""
    check_wanted = Signal(str)
    """A condition of which a check is to be recorded."""
    reason_given = Signal(object, str)
    """The finding and the reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._findings: dict[str, Finding] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = ground(QWidget(), "raised")
        row = QHBoxLayout(head)
        row.setContentsMargins(10, 3, 10, 3)
        row.addWidget(label("What is asked", "strong"))
        row.addStretch(1)
        self.back = Button("Back (Esc)", size="small")
        self.back.clicked.connect(lambda: self.closed.emit())
        row.addWidget(self.back)
        column.addWidget(head)
        self.panel = FindingsPanel("In this chronology")
        self.panel.action.connect(self._act)
        self.panel.reason_recorded.connect(self._reason)
        column.addWidget(self.panel, 1)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Escape"), self, context=here).activated.connect(self.closed)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """All of them; what is met stands at the foot."""
        shown = list(findings)[:MOST]
        self._findings = {key_of(finding): finding for finding in shown}
        self.panel.set_cards([_card(finding) for finding in shown])
        rest = len(findings) - len(shown)
        title = "In this chronology" + (f", and {counted(rest, 'more', 'more')}" if rest else "")
        self.panel.set_title(title if findings else "Nothing is asked about this chronology")

    def show_waiting(self) -> None:
        """In a long chronology it takes a moment."""
        self._findings = {}
        self.panel.set_cards([])
        self.panel.set_title("What is asked is being worked out…")
        self.back.setFocus()

    def next_one(self) -> bool:
        """F7: the focus to the next question; False where there is none."""
        cards = self.panel.cards()
        if not cards:
            self.back.setFocus()
            return False
        at = next((n for n, card in enumerate(cards) if card.hasFocus()), -1)
        self.panel.focus_card(cards[(at + 1) % len(cards)].card.key)
        return True

    def _act(self, key: str, words: str) -> None:
        finding = self._findings.get(key)
        if finding is None:
            return
        if words == GO:
            self.entry_wanted.emit(finding.record)
        elif words == EDIT:
            self.edit_wanted.emit(finding.record, field_of(finding))
        elif words == CHECK:
            self.check_wanted.emit(finding.record)
        elif words == LINK:
            self.link_wanted.emit(finding.record, finding.where)

    def _reason(self, key: str, words: str) -> None:
        finding = self._findings.get(key)
        if finding is not None:
            self.reason_given.emit(finding, words)


def _card(finding: Finding) -> Card:
    return Card(
        key=key_of(finding),
        level=_LEVELS[finding.level],
        title=finding.title,
        words=finding.words,
        actions=buttons_of(finding),
    )


def open_count(findings: Sequence[Finding]) -> int:
    """How many questions nobody has answered."""
    return sum(finding.level != "met" for finding in findings)
