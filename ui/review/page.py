"""The page “Review”: a sergeant reads the cases; an officer sees what is asked."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pclo_app.casefile.model import Changed
from ui.meetings.tasks import MeetingTasks
from ui.shell.session import Place, Screen, Session

from .asked import AskedOfYou
from .supervising import KEYS, Supervising

_KINDS = {"case", "chronology_entry", "review"}
_SIGNED = {"seal", "paper_return", "attachment", "review"}


class ReviewPage(Screen):
    """One of the two, by the role of whoever is signed in."""

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, parent)
        self.supervising: Supervising | None = None
        self.asked: AskedOfYou | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.signed = MeetingTasks(session, self)
        column.addWidget(self.signed)
        if session.officer.role == "DS":
            self.supervising = Supervising(session, place.case)
            column.addWidget(self.supervising, 1)
            self.signed.load()
        else:
            self.asked = AskedOfYou(session)
            column.addWidget(self.asked, 1)

    def shown(self) -> None:
        if self.supervising is not None:
            self.supervising.queue.setFocus()
        elif self.asked is not None:
            self.asked.table.setFocus()

    def refresh(self, changed: Changed) -> None:
        if self.supervising is not None and changed.kinds & _SIGNED:
            self.signed.load()
        if not changed.kinds & _KINDS:
            return
        if self.supervising is not None:
            self.supervising.load_queue()
        elif self.asked is not None:
            self.asked.load()

    def go(self, place: Place) -> None:
        super().go(place)
        if self.supervising is not None and place.case:
            self.supervising.go(place.case)

    def save_draft(self) -> None:
        if self.supervising is not None:
            self.supervising.keep()

    def place(self) -> Place:
        return Place("review", self.supervising.case) if self.supervising is not None else Place("review")

    def keys(self) -> list[tuple[str, str]]:
        return list(KEYS) if self.supervising is not None else [("Enter", "Open the entry")]

    def panes(self) -> list[QWidget]:
        """F6 goes through these."""
        if self.supervising is not None:
            return self.supervising.panes()
        assert self.asked is not None
        return [self.asked.table]
