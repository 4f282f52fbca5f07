"""Today: what must be done before the next door opens."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from pclo_app.casefile.model import Changed
from pclo_app.practice.finding import Finding
from ui.cases.page import new_case
from ui.keys import tasks
from ui.meetings.tasks import MeetingTasks
from ui.shell import screens
from ui.shell.session import Place, Screen, Session
from ui.shell.words import counted, day_long
from ui.theme import Theme
from ui.widgets.buttons import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.error_box import Notice
from ui.widgets.head_layout import Head
from ui.widgets.panel import page_title

from .cards import Cards
from .choose_case import ChooseCase
from .conferences_panel import ComingUp
from .gather import Asked, Day, Running, gather, things_to_do
from .key_tasks import KeyTasks
from .panels import Clocks, FromSupervisor, LaptopOnly

MINUTE = 60_000
_SECTIONS = {
    "conference": "conferences",
    "strategy_meeting": "meetings",
    "chronology_entry": "chronology",
    "action": "actions",
    "condition": "actions",
    "condition_check": "actions",
    "check": "checks",
    "person": "people",
    "medical": "medicals",
    "police_protection": "medicals",
}


class TodayPage(Screen):
    """Four cards under a sentence."""

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, parent)
        self._day: Day | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 10, 14, 4)
        outer.setSpacing(8)
        outer.addWidget(self._head())
        self.tasks = KeyTasks(self)
        self.tasks.button.clicked.connect(lambda: session.open(Place("settings", section="keys")))
        outer.addWidget(self.tasks)
        self.signed = MeetingTasks(session, self)
        outer.addWidget(self.signed)
        self._why = Notice("", "info", parent=self)
        self._why.hide()
        outer.addWidget(self._why)
        cards = Cards(self)
        self.coming = ComingUp(session.today, cards.inside)
        self.clocks = Clocks(cards.inside)
        self.supervisor = FromSupervisor(cards.inside)
        self.laptop = LaptopOnly(cards.inside)
        cards.set_cards((self.coming, self.clocks, self.supervisor, self.laptop))
        self.coming.open_wanted.connect(self._open_conference)
        self.coming.findings_wanted.connect(self._ask_findings)
        self.clocks.open_wanted.connect(self._open_clock)
        self.clocks.why_wanted.connect(self._tell_why)
        self.supervisor.open_wanted.connect(self._open_asked)
        self.laptop.open_wanted.connect(lambda: session.open(Place("sync")))
        words = "There is no case in this case file yet. Make the first one, then add its people and its chronology."
        self._first = EmptyState(words, ("New case (Ctrl+N)",))
        self._first.pressed.connect(lambda _n: new_case(session))
        self._either = QStackedWidget(self)
        self._either.addWidget(cards)
        self._either.addWidget(self._first)
        self._either.hide()
        outer.addWidget(self._either, 1)
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(lambda: new_case(session))
        self._minute = QTimer(self, interval=MINUTE)
        self._minute.timeout.connect(self._load)
        self._minute.start()
        self._load()

    def _head(self) -> QWidget:
        head = Head(self, spacing=12)
        row = head.row
        row.setContentsMargins(0, 0, 0, 0)
        holder = QWidget(head)
        words = QVBoxLayout(holder)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        self._date = page_title("")
        self._sentence = QLabel(self)
        self._sentence.setTextFormat(Qt.TextFormat.RichText)
        self._sentence.setWordWrap(True)
        words.addWidget(self._date)
        words.addWidget(self._sentence)
        row.add_words(holder)
        new = Button("New case", "plus", tip="Ctrl+N", parent=self)
        new.clicked.connect(lambda: new_case(self.session))
        row.add_at_end(new)
        self.start_button = Button("Start a meeting record now", "pencil", kind="primary", key="F8", parent=self)
        self.start_button.clicked.connect(self.start_meeting)
        self.start_button.setVisible(screens.available(screens.EDITORS["meetings"]))
        row.add_at_end(self.start_button)
        return head

    # the life of a screen -------------------------------------------------------------------------------------

    def shown(self) -> None:
        self.coming.table.want_focus()

    def refresh(self, changed: Changed) -> None:
        self._load()

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("Enter", "Open what the row is about"),
            ("F8", "Start a meeting record now"),
            ("Ctrl+N", "New case"),
        ]

    def panes(self) -> list[QWidget]:
        """The cards, row by row."""
        tables: tuple[QWidget, ...] = (self.coming.table, self.clocks.table, self.supervisor.table)
        shown: list[QWidget] = [table for table in tables if table.isVisible()] or [self.start_button]
        return [*shown, *(each for each in (self.tasks, self.signed) if each.isVisible())]

    def _load(self) -> None:
        self.session.operations.submit(lambda cf, _: gather(cf), self._loaded, owner=self)
        self.signed.load()
        if not self.session.practice:
            self.session.operations.submit(lambda cf, _: tasks.open_tasks(cf), self.tasks.show_tasks, owner=self)

    def _loaded(self, day: Day) -> None:
        self._day = day
        for card in (self.coming, self.clocks, self.supervisor, self.laptop):
            card.show_day(day)
        self._either.setCurrentIndex(0 if day.cases else 1)
        self._either.show()
        self._say_sentence()

    def _ask_findings(self, conference: str) -> None:
        def show(found: list[Finding]) -> None:
            self.coming.set_findings(conference, found)
            self._say_sentence()

        self.session.operations.submit(lambda cf, _: things_to_do(cf, conference), show, owner=self)

    def _say_sentence(self) -> None:
        if self._day is None:
            return
        day = self._day
        self._date.setText(day_long(day.today))
        pressing = day.pressing
        first = f"{counted(pressing, 'thing')} {'is' if pressing == 1 else 'are'} overdue or {_end(pressing)} today."
        second = self._conferences_today(day)
        colour = Theme.current().palette.colour("danger")
        start = f'<span style="color:{colour};font-weight:600">{escape(first)}</span> ' if pressing else ""
        plain = "" if pressing else "Nothing is overdue. "
        self._sentence.setText(start + escape(plain + second))
        self._sentence.setAccessibleName((first if pressing else plain) + " " + second)

    def _conferences_today(self, day: Day) -> str:
        here = [each for each in day.coming if each.item.record.date == day.today.isoformat()]
        if not here:
            return "You have no conference today."
        if len(here) > 1:
            times = ", ".join(each.item.record.time for each in here if each.item.record.time)
            return f"You have {len(here)} conferences today" + (f", at {times}." if times else ".")
        at = f", at {here[0].item.record.time}" if here[0].item.record.time else ""
        ready = {True: ", and it is ready", False: ", and there are things to do for it", None: ""}
        return f"You have one conference today{at}{ready[self.coming.ready(here[0].item.id)]}."

    # going ----------------------------------------------------------------------------------------------------

    def start_meeting(self) -> None:
        """F8: choose the case, then write."""
        if self._day is None or not screens.available(screens.EDITORS["meetings"]):
            return
        if not self._day.cases:
            new_case(self.session)
            return
        content = ChooseCase(self._day.cases, "Which case is the meeting about?")
        sheet = self.session.show_sheet(content, width=560, scrolls=False)

        def start(case: str) -> None:
            if sheet is not None:
                sheet.close_sheet()
            self.session.open(Place("case", case=case, section="meetings", record="new"))

        def new() -> None:
            if sheet is not None:
                sheet.close_sheet()
            new_case(self.session)

        content.chosen.connect(start)
        content.new_wanted.connect(new)

    def _open_conference(self, case: str, conference: str) -> None:
        self.session.open(Place("case", case=case, section="conferences", record=conference))

    def _open_clock(self, running: Running) -> None:
        section = _SECTIONS.get(running.kind, "")
        self.session.open(Place("case", case=running.case.id, section=section, record=running.record))

    def _open_asked(self, asked: Asked) -> None:
        section = _SECTIONS.get(asked.kind, "reviews")
        record = asked.comment.record if asked.kind else asked.review
        self.session.open(Place("case", case=asked.case.id, section=section, record=record))

    def _tell_why(self, running: Running) -> None:
        self._why.set(running.why, "info", strong="Why this date?")
        self._why.show()


def _end(number: int) -> str:
    return "ends" if number == 1 else "end"
