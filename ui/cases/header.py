"""The head of a case: family, numbers, plan, clock, risk; children and the people in office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from pclo_app.casefile import chronology, findings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Item
from pclo_app.practice.clocks import Clock, section_47_words
from pclo_app.practice.errors import NoRulesYet, OutsideCalendar
from pclo_app.records.case import Case
from pclo_app.records.person import Person
from ui.shell.words import age, born_words, counted, with_rank
from ui.widgets.buttons import Button
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.head_layout import Head
from ui.widgets.labels import ground, label
from ui.widgets.still import StillCombo

from .page import first_name, plan_words

_OFFICE = (
    ("social_worker", "Social worker"),
    ("investigating_officer", "Investigating"),
    ("supervisor", "Supervisor"),
)
PURPOSES = ("casework", "supervision", "meeting or conference", "disclosure", "audit", "administration")
"""Why somebody opens a case (DPA 2018, section 62(2)), as `Consult` has them."""
_NEAR = frozenset({"parent", "carer", "partner"})


@dataclass(frozen=True)
class Heading:
    """Everything in the head."""

    item: Item[Case]
    people: tuple[Person, ...]
    clock: Clock | None
    counts: dict[str, int]


def heading(cf: CaseFile, case: str) -> Heading:
    """Read it."""
    try:
        clock = next((each for each in findings.clocks_of(cf, case) if each.rule == "initial-conference"), None)
    except (NoRulesYet, OutsideCalendar):
        clock = None
    # the chronology counts all its lines, whatever records they come from
    counts = cf.counts(case) | {"chronology_entry": chronology.count(cf, case)}
    return Heading(cf.item(case), tuple(p.record for p in cf.people(case)), clock, counts)


class PurposeChoice(StillCombo):
    """Why the case is open: small and quiet, and it can be changed."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bare", "true")
        self.setAccessibleName("Why this case is open")
        self.setToolTip("Written to the audit log once, when you open the case; again when you change it")
        for value in PURPOSES:
            self.addItem(f"For {value}", value)
        self.activated.connect(lambda _n: self.chosen.emit(str(self.currentData())))

    def set_purpose(self, purpose: str) -> None:
        """Show it."""
        self.setCurrentIndex(max(0, self.findData(purpose)))


class CaseHeader(QWidget):
    """Two lines over the tabs."""

    edit_wanted = Signal()
    people_wanted = Signal()
    settings_wanted = Signal(str)
    """A part of the settings is wanted about this case: audit, evict or erase."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ground(self, "surface")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 5, 14, 4)
        column.setSpacing(2)
        head = Head(self, spacing=12)
        top = self._top = head.row
        top.setContentsMargins(0, 0, 0, 0)
        self._family = label("", "section", parent=self)
        self._reference = label("", "mono", parent=self)
        self._numbers = label("", "secondary", parent=self)
        self._numbers.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        top.add(self._family)
        top.add(self._reference)
        top.add_words(self._numbers)
        self._plan = Chip("")
        self._clock = Chip("")
        self._risk = Chip("")
        self._apart = Chip("Changed by two people apart", "danger", "not-equal")
        for chip in (self._apart, self._plan, self._clock, self._risk):
            top.add_at_end(chip)
            chip.hide()
        edit = Button("Edit case", "pencil", size="small", parent=self)
        edit.clicked.connect(self.edit_wanted)
        top.add_at_end(edit)
        self.more = Button("More", "chevron-down", size="small", parent=self)
        self.more.clicked.connect(self._show_more)
        self.more.setAccessibleName("More about this case")
        self._menu = QMenu(self.more)
        top.add_at_end(self.more)
        column.addWidget(head)
        below = self._below = QHBoxLayout()
        below.setSpacing(12)
        holder = self._holder = QWidget(self)
        self._flow = FlowLayout(holder, spacing=12)
        below.addWidget(holder, 1)
        self._all = Button("All people", kind="quiet", size="small", parent=self)
        self._all.clicked.connect(self.people_wanted)
        below.addWidget(self._all, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(below)

    def set_low(self, low: bool) -> None:
        """Where the window is low, as at 200 per cent, the people are a press away instead of a line or two."""
        if low == self._holder.isHidden():
            return
        self._holder.setVisible(not low)
        self._numbers.setVisible(not low)
        if low:
            self._top.add_at_end(self._all, before=self.more)
        else:
            self._below.addWidget(self._all, 0, Qt.AlignmentFlag.AlignTop)

    def set_more(self, parts: Sequence[tuple[str, str]]) -> None:
        """What else can be done with the case: a part of the settings, and words."""
        self._menu.clear()
        for part, words in parts:
            self._menu.addAction(words).triggered.connect(lambda _on=False, part=part: self.settings_wanted.emit(part))

    def _show_more(self) -> None:
        self._menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def show_heading(self, found: Heading, today: date) -> None:
        """Show a case."""
        case = found.item.record
        self._family.setText(case.family.upper())
        self._reference.setText(case.reference)
        self._numbers.setText("  ·  ".join(f"{ref.system} {ref.number}" for ref in case.references))
        self._apart.setVisible(found.item.in_conflict)
        closed = case.status == "closed"
        self._plan.set("Closed" if closed else plan_words(case), "warn" if case.plan.status == "plan" else "plain")
        self._plan.show()
        self._clock.setVisible(found.clock is not None and not closed)
        if found.clock is not None:
            kind = {"over": "danger", "today": "danger", "soon": "warn"}.get(found.clock.state, "info")
            self._clock.set(section_47_words(found.clock), kind, "clock")
            self._clock.setToolTip(found.clock.why)
        self._risk.setVisible(bool(case.risk))
        endorsed = "DS endorsed" if case.risk_endorsed_by else "not endorsed"
        self._risk.setToolTip(f"Endorsed by {case.risk_endorsed_by}" if case.risk_endorsed_by else "")
        self._risk.set(f"Risk: {case.risk} ({endorsed})", "danger" if case.risk == "High" else "plain", "flag")
        self._people(found, today)
        self._all.set_words(f"All {counted(len(found.people), 'person', 'people')}" if found.people else "Add people")
        self.setAccessibleName(f"Case {case.reference}, {case.family}. {plan_words(case)}.")

    def _people(self, found: Heading, today: date) -> None:
        self._flow.clear()
        for child in found.people:
            if child.is_child:
                years = age(child.born, today)
                self._pair(f"{first_name(child)} {years}".strip(), f"({born_words(child.born)})", bold_first=True)
        for adult in found.people:
            if set(adult.roles) & _NEAR and not adult.is_child:
                words = adult.relationship or (adult.roles[0] if adult.roles else "")
                self._pair(words[:1].upper() + words[1:], adult.name)
        for key, words in _OFFICE:
            who = getattr(found.item.record, key)
            if who is not None and who.name:
                self._pair(words, who.name if key == "social_worker" else with_rank(who.name, who.rank))

    def _pair(self, first: str, second: str, *, bold_first: bool = False) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(label(first, "strong" if bold_first else "secondary"))
        row.addWidget(label(second, "small"))
        self._flow.addWidget(holder)
        holder.show()
