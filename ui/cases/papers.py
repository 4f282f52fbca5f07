"""Checks and documents: one section of the case with two lists, one of them in front."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import NoSuchRecord
from pclo_app.casefile.model import Changed
from ui.attachments.section import DocumentsSection
from ui.shell.session import Place, Screen, Session
from ui.widgets.segmented import Segmented

from .checks import ChecksSection
from .list_section import ListSection

DOCUMENTS = "documents"
"""In front of a place's record: the documents, and what of them."""


class PapersSection(Screen):
    """The section. A place's record is a check's or a document's id, or begins with `DOCUMENTS`."""

    gives_focus = True

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.checks = ChecksSection(session, replace(place, record=""))
        self.documents = DocumentsSection(session, replace(place, record=""))
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.checks)
        self.stack.addWidget(self.documents)
        column.addWidget(self.stack, 1)
        self._tabs: list[Segmented] = []
        for section, value in ((self.checks, "checks"), (self.documents, DOCUMENTS)):
            tabs = Segmented([("checks", "Checks"), (DOCUMENTS, "Documents")], value, name="Which list")
            tabs.changed.connect(partial(self._chosen, tabs, value))
            section.bar.insertWidget(0, tabs)  # in the list's own line: a line of its own would cost a row
            self._tabs.append(tabs)
        self._count()
        self._send(place)

    # the life of a screen -------------------------------------------------------------------------------------

    @property
    def front(self) -> ListSection:
        """The list in front."""
        return self.documents if self.stack.currentWidget() is self.documents else self.checks

    def shown(self) -> None:
        self.front.shown()

    def refresh(self, changed: Changed) -> None:
        self.checks.refresh(changed)
        self.documents.refresh(changed)
        if changed.kinds & {"check", "attachment"}:
            self._count()

    def go(self, place: Place) -> None:
        super().go(place)
        self._send(place)

    def place(self) -> Place:
        inner = self.front.place()
        if self.front is self.checks:
            return replace(self._place, record=inner.record)
        return replace(self._place, record=f"{DOCUMENTS}/{inner.record}")

    def keys(self) -> list[tuple[str, str]]:
        return self.front.keys()

    def _send(self, place: Place) -> None:
        """To the list that a place means."""
        record = place.record
        if record.partition("/")[0] == DOCUMENTS:
            self._bring(self.documents)
            self.documents.go(replace(place, record=record.partition("/")[2]))
        elif record and len(record) == 32:

            def kind(cf: CaseFile, _progress: object) -> str:
                try:
                    return cf.item(record).kind
                except NoSuchRecord:
                    return ""

            def known(found: str) -> None:
                self._bring(self.documents if found == "attachment" else self.checks)
                self.front.go(place)

            self.session.operations.submit(kind, known, owner=self)
        elif record:
            self._bring(self.checks)
            self.checks.go(place)

    def _bring(self, section: ListSection) -> None:
        self.stack.setCurrentWidget(section)

    def _chosen(self, tabs: Segmented, own: str, value: str) -> None:
        """The other list comes to the front, its own buttons in the place of these."""
        if value == own:
            return
        had_focus = tabs.isAncestorOf(QApplication.focusWidget() or self)
        tabs.set_value(own)
        self._bring(self.documents if value == DOCUMENTS else self.checks)
        if had_focus:
            self._tabs[value == DOCUMENTS].setFocus(Qt.FocusReason.OtherFocusReason)

    def _count(self) -> None:
        """How many there are of each, on the two buttons."""
        case = self._place.case

        def counts(cf: CaseFile, _progress: object) -> dict[str, int]:
            used = sum(not item.record.withdrawn for item in cf.items(case, "attachment"))
            return {"checks": cf.counts(case).get("check", 0), DOCUMENTS: used}

        self.session.operations.submit(counts, self._counted, owner=self)

    def _counted(self, counts: dict[str, int]) -> None:
        for value, words in (("checks", "Checks"), (DOCUMENTS, "Documents")):
            number = counts[value]
            for tabs in self._tabs:
                tabs.set_words(value, f"{words} {number:,}" if number else words)
