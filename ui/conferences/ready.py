"""Right of the preparation: what is not ready, the police view with its author, and who goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from pclo_app.casefile.model import Officer
from pclo_app.practice.finding import Finding
from pclo_app.practice.phrases import read_day
from pclo_app.records.base import Named
from pclo_app.records.case import CATEGORY_NAMES
from pclo_app.records.conference import Conference
from pclo_app.records.event_date.wording import DAYS
from ui.widgets.findings_panel import Card, FindingsPanel
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import ground, label
from ui.widgets.name_rank import NameRank

from .facts import Facts
from .fields import choices, choose, named, professionals, under

VIEWS = (
    ("", "Not chosen"),
    ("plan needed", "Plan needed"),
    ("plan not needed", "Plan not needed"),
    ("plan to continue", "Plan to continue"),
    ("plan to end", "Plan to end"),
)
CATEGORIES = (("", "No category"), *((code, words.capitalize()) for code, words in CATEGORY_NAMES.items()))
IN_NOTES = "Write why in the notes"
_LEVELS = {"must": "danger", "reason": "warn", "check": "info", "met": "met"}
_PLACES = {
    "conference.actions": "Go to the actions",
    "conference.disclosure": "Go to the entry",
    "conference.condition-not-kept": "Go to the condition",
    "conference.condition-unchecked": "Go to the condition",
}


class ReadyPanel(QWidget):
    """Findings over the two things that are decided here."""

    edited = Signal()
    action = Signal(str, str)

    def __init__(self, officer: Officer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ground(self, "surface")
        self._officer = officer
        self._facts: Facts | None = None
        self._base = Conference(type="initial")
        self.findings = FindingsPanel("Ready for the conference?")
        self.findings.action.connect(self.action)
        self.view = choices("Police view on a plan", VIEWS)
        self.category = choices("Category", CATEGORIES)
        self.why = GrowingText(name="Why the police think so", placeholder="Why, and on what facts", least=2, most=6)
        self.author = label("", "opinion", wrap=True)
        self.going = NameRank(name_label="Going in person", rank_label="Rank")
        self.nobody = GrowingText(name="Or nobody goes, because", placeholder="Only if nobody goes", most=4)
        below = QWidget()
        ground(below, "surface")
        column = QVBoxLayout(below)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(5)
        column.addWidget(under("Police view on a plan", self.view))
        column.addWidget(under("Category", self.category))
        column.addWidget(under("Why the police think so", self.why))
        column.addWidget(self.author)
        column.addWidget(self.going)
        column.addWidget(under("Or nobody goes, because", self.nobody))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(below)
        scroll.setAccessibleName("Police view and who goes")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.findings, 5)
        outer.addWidget(scroll, 6)
        self.view.activated.connect(self._opined)
        self.category.activated.connect(self._opined)
        self.why.edited.connect(self._opined)
        self.going.changed.connect(self.edited)
        self.nobody.edited.connect(lambda _words: self.edited.emit())

    def set_facts(self, facts: Facts) -> None:
        """Who can go."""
        self._facts = facts
        self.going.set_people(professionals(facts.people, self._officer, agency="POL"))

    def load(self, record: Conference) -> None:
        """Show the record's part."""
        self._base = record
        choose(self.view, record.police_view)
        choose(self.category, record.police_view_category)
        if self.why.text() != record.police_view_why:
            self.why.set_text(record.police_view_why)
        if self.nobody.text() != record.nobody_going_why:
            self.nobody.set_text(record.nobody_going_why)
        self.going.set_person(record.attending.name, record.attending.rank)
        self._show_author()

    def apply(self, record: Conference) -> Conference:
        """The record with what stands here. The police view carries the name of whoever last wrote it."""
        return msgspec.structs.replace(
            record,
            police_view=cast(Any, self.view.currentData()),
            police_view_category=cast(Any, self.category.currentData()),
            police_view_why=self.why.text(),
            police_view_by=self._base.police_view_by,
            attending=named(self.going, self._offered(), self._base.attending),
            nobody_going_why=self.nobody.text(),
        )

    def show_findings(self, found: Sequence[Finding], held: date | None) -> None:
        """Show what is not ready and what is."""
        day = DAYS[held.weekday()] if held else "the conference"
        self.findings.set_title(f"Ready for {day}?")
        self.findings.set_cards([card_of(each) for each in found])

    def _offered(self) -> list[Any]:
        return professionals(self._facts.people if self._facts else (), self._officer)

    def _opined(self, _value: object = None) -> None:
        given = bool(self.view.currentData() or self.category.currentData() or self.why.text().strip())
        me = Named(name=self._officer.name, rank=self._officer.rank, agency="POL") if given else Named()
        self._base = msgspec.structs.replace(self._base, police_view_by=me)
        self._show_author()
        self.edited.emit()

    def _show_author(self) -> None:
        by = self._base.police_view_by
        self.author.setText(f"Opinion of {by}" if by.name else "")
        self.author.setVisible(bool(by.name))


def card_of(finding: Finding) -> Card:
    """A finding with only those buttons that do something here."""
    actions = []
    for words in finding.answers:
        if words == "Record why":
            actions.append(IN_NOTES)
        elif words == "Go to":
            actions.append(_PLACES.get(finding.rule, "Go to"))
        else:
            actions.append(words)
    return Card(
        key=f"{finding.rule}|{finding.record}|{finding.where}",
        level=_LEVELS[finding.level],
        title=finding.title,
        words=finding.words,
        actions=tuple(actions),
    )


def held_day(record: Conference) -> date | None:
    """The day of a conference."""
    return read_day(record.date)
