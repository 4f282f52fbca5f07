"""One case: its head, the tabs of its sections, and the section in front.

A meeting record or a conference opens in place of all of it, so that nothing is stacked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from pclo_app.casefile import audit
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Changed
from ui.shell import screens
from ui.shell.panes import panes_of, step
from ui.shell.screen_stack import ScreenStack
from ui.shell.session import Place, Screen, Session
from ui.shell.sheet import in_sheet
from ui.theme import Theme
from ui.widgets.labels import ground
from ui.widgets.still import StillCombo

from .case_form import CaseForm
from .header import CaseHeader, Heading, PurposeChoice, heading

_COUNTED = {"chronology": "chronology_entry", "meetings": "strategy_meeting"}
_COMPACT = 1000
_LOW = 420
_FIRST = "chronology"


class CasePage(Screen):
    """The case window."""

    gives_focus = True
    """The keyboard goes to the section, not to the first pane."""

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, parent)
        self._heading: Heading | None = None
        self.sections = [key for key, (_, spec) in screens.SECTIONS.items() if screens.available(spec)]
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._layers = QStackedWidget(self)
        outer.addWidget(self._layers)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.header = CaseHeader(body)
        self.header.edit_wanted.connect(self.edit_case)
        self.header.people_wanted.connect(lambda: self._choose("people"))
        self.header.settings_wanted.connect(
            lambda part: session.open(Place("settings", section=part, case=self._place.case))
        )
        self.header.set_more(_more(session.officer.role))
        column.addWidget(self.header)
        column.addWidget(self._tab_row(body))
        self.stack = ScreenStack(session, body)
        column.addWidget(self.stack, 1)
        self._layers.addWidget(body)
        self.editors = ScreenStack(session, self)
        self._layers.addWidget(self.editors)
        self._body = body
        for n in range(min(9, len(self.sections))):
            QShortcut(QKeySequence(f"Alt+{n + 1}"), body).activated.connect(self._chooser(n))
        QShortcut(QKeySequence("Ctrl+Tab"), body).activated.connect(lambda: self._step(1))
        QShortcut(QKeySequence("Ctrl+Shift+Tab"), body).activated.connect(lambda: self._step(-1))
        self._consult()
        self._load()
        self._show(place)

    def _tab_row(self, parent: QWidget) -> QWidget:
        holder = ground(QWidget(parent), "raised")
        row = QHBoxLayout(holder)
        row.setContentsMargins(8, 0, 8, 0)
        self.tabs = QTabBar(holder)
        self.tabs.setAccessibleName("Sections of the case")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.chooser = StillCombo(holder)
        self.chooser.setAccessibleName("Section of the case")
        for key in self.sections:
            words = screens.SECTIONS[key][0]
            self.tabs.addTab(words)
            self.chooser.addItem(words, key)
        for n in range(len(self.sections)):
            self.tabs.setTabToolTip(n, f"Alt+{n + 1}")
        self.tabs.currentChanged.connect(lambda n: self._choose(self.sections[n]) if n >= 0 else None)
        self.chooser.activated.connect(lambda n: self._choose(self.sections[n]))
        self.chooser.hide()
        row.addWidget(self.tabs, 1)
        row.addWidget(self.chooser, 1)
        self.purpose = PurposeChoice(holder)
        self.purpose.chosen.connect(self.set_purpose)
        row.addWidget(self.purpose)
        return holder

    # the life of a screen -------------------------------------------------------------------------------------

    def title(self) -> str:
        return self._heading.item.record.reference if self._heading is not None else ""

    def shown(self) -> None:
        front = self._front()
        if front is not None and front.isVisible():
            front.shown()

    def refresh(self, changed: Changed) -> None:
        if self._place.case in changed.cases or not changed.cases:
            self._load()

    def go(self, place: Place) -> None:
        self._show(place)

    def place(self) -> Place:
        front = self._front()
        return front.place() if front is not None else self._place

    def looking(self) -> dict[str, str]:
        front = self._front()
        return front.looking() if front is not None else {}

    def look_again(self, how: dict[str, str]) -> None:
        front = self._front()
        if front is not None:
            front.look_again(how)

    def save_draft(self) -> None:
        self.stack.save_drafts()
        self.editors.save_drafts()

    def keys(self) -> list[tuple[str, str]]:
        front = self._front()
        own = front.keys() if front is not None else []
        return [*own, ("Ctrl+Tab, Ctrl+Shift+Tab", "Next section, section before")]

    def panes(self) -> list[QWidget]:
        """The tabs, then the panes of the section in front."""
        front = self._front()
        inner = panes_of(front) if front is not None else []
        if self._layers.currentWidget() is not self._body:
            return inner
        return [self.tabs if self.tabs.isVisible() else self.chooser, *inner]

    def edit_case(self) -> None:
        """The form over the case itself."""
        if self._heading is None:
            return
        form = CaseForm(self.session, self._heading.item)
        sheet = self.session.show_sheet(form, width=760, scrolls=False)
        if sheet is not None:
            form.closed.connect(sheet.close_sheet)

    # why it is open -------------------------------------------------------------------------------------------

    def set_purpose(self, purpose: str) -> None:
        """Another purpose than was taken for granted: a line of its own in the audit log."""
        if purpose == self.session.purposes.get(self._place.case):
            return
        self.session.purposes[self._place.case] = purpose
        case = self._place.case
        self.session.operations.submit(lambda cf, _: _consult(cf, case, purpose, again=True), owner=self)
        self.session.say(f"Written to the audit log: open for {purpose}")

    def _consult(self) -> None:
        """Once in a session that somebody opens the case is written to the audit log, with the purpose."""
        usual = "supervision" if self.session.officer.role == "DS" else "casework"
        purpose = self.session.purposes.setdefault(self._place.case, usual)
        self.purpose.set_purpose(purpose)
        case = self._place.case
        self.session.operations.submit(lambda cf, _: _consult(cf, case, purpose), owner=self)

    # sections -------------------------------------------------------------------------------------------------

    def _front(self) -> Screen | None:
        return (self.stack if self._layers.currentWidget() is self._body else self.editors).front

    def _show(self, place: Place) -> None:
        section = place.section or self._place.section or self._usual()
        if section not in self.sections:
            section = self._usual()
        place = replace(place, section=section)
        self._place = place
        editor = screens.EDITORS.get(section, "")
        if place.record and editor and screens.available(editor):
            self._show_editor(place, editor)
        else:
            self._show_section(place)

    def _usual(self) -> str:
        return _FIRST if _FIRST in self.sections else self.sections[0]

    def _show_section(self, place: Place) -> None:
        spec = screens.SECTIONS[place.section][1]
        self._mark(place.section)
        self._layers.setCurrentWidget(self._body)
        self.stack.bring(place.section, lambda: screens.load(spec)(self.session, place), place)
        for key in self.editors.names():
            self.editors.drop(key)
        QTimer.singleShot(0, self, self._give_focus)

    def _give_focus(self, looks: int = 20) -> None:
        """The keyboard goes on in the section's list, unless it is in the section already: not on a button of the head.

        The list may still be on its way from the case file, so it is looked for a few times.
        """
        front, focus = self.stack.front, QApplication.focusWidget()
        if front is None or not front.isVisible() or in_sheet(focus):
            return
        if focus is not None and front.isAncestorOf(focus):
            return
        if focus is not None and self.isAncestorOf(focus) and not self.header.isAncestorOf(focus):
            return
        panes = panes_of(front)
        lists: list[QWidget] = [pane for pane in panes if isinstance(pane, QAbstractItemView)]
        if lists or not looks:
            step(lists or panes, False)
        else:
            QTimer.singleShot(50, self, lambda: self._give_focus(looks - 1))

    def _show_editor(self, place: Place, spec: str) -> None:
        key = f"{place.section}/{place.record}"
        self._mark(place.section)
        for name, screen in self.editors.named():
            # A new record has its own id once it is saved; then “new” means another one.
            if name != key or screen.place().record != place.record:
                self.editors.drop(name)
        self._layers.setCurrentWidget(self.editors)
        self.editors.bring(key, lambda: screens.load(spec)(self.session, place), place)

    def _mark(self, section: str) -> None:
        n = self.sections.index(section)
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(n)
        self.tabs.blockSignals(False)
        self.chooser.setCurrentIndex(n)

    def _choose(self, section: str) -> None:
        self.session.open(Place("case", case=self._place.case, section=section))

    def _chooser(self, n: int) -> Callable[[], None]:
        return lambda: self._choose(self.sections[n])

    def _step(self, by: int) -> None:
        n = self.sections.index(self._place.section)
        self._choose(self.sections[(n + by) % len(self.sections)])

    # the head -------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        case = self._place.case
        self.session.operations.submit(lambda cf, _: heading(cf, case), self._loaded, owner=self)

    def _loaded(self, found: Heading) -> None:
        self._heading = found
        self.header.show_heading(found, self.session.today())
        for n, key in enumerate(self.sections):
            words = screens.SECTIONS[key][0]
            count = found.counts.get(_COUNTED.get(key, ""), 0)
            self.tabs.setTabText(n, f"{words}   {count:,}" if count else words)
        self.session.retitle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        compact = self.width() < _COMPACT
        self.tabs.setVisible(not compact)
        self.chooser.setVisible(compact)
        self.header.set_low(self.height() < _LOW * Theme.current().text_scale)


def _more(role: str) -> list[tuple[str, str]]:
    """What else can be done with a case, by the part of the settings that does it."""
    parts = [("audit", "Who opened and changed it…"), ("evict", "Take it off this laptop…")]
    return [*parts, ("erase", "Erase…")] if role == "DS" else parts


def _consult(cf: CaseFile, case: str, purpose: str, *, again: bool = False) -> None:
    """Leave the line. It changes nothing that a screen shows, so no screen is told."""
    if again:
        cf.consulted.discard(case)
    audit.consult(cf, case, purpose)  # type: ignore[arg-type]  # one of PURPOSES
