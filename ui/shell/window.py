"""The window: rail, screens, error, progress and status line; before unlocking, one page without the rail.

It is the shell that `Session` hands its screens: they ask it to open places, to show errors
and sheets, to print, and to give the screen to the chair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QLayout, QStackedWidget, QVBoxLayout, QWidget

from pclo_app.errors import KnownError
from ui.widgets.labels import ground

from . import screens
from .chrome import Chrome
from .cover import Cover
from .errors import ErrorDesk, whatever_happens
from .kept_reason import KeptReason
from .remembered import Memory
from .session import Place, Screen, Session
from .window_keys import WindowKeys
from .window_place import keep_place, put_in_place

if TYPE_CHECKING:  # start-up is a feature: what only an open case file needs is imported with it
    from ui.widgets.rail import Rail

    from .coming_back import Whereabouts
    from .navigation import Navigation
    from .screen_stack import ScreenStack
    from .sheet import Sheet

TITLE = "PCLO Case File"


class MainWindow(QWidget):
    """The one window of the program."""

    lock_wanted = Signal(str)
    """Why: user or covered."""
    close_wanted = Signal()
    """Somebody closed the window of an open case file."""
    again_wanted = Signal(str)
    """The case file is to be closed and the unlock screen shown: keys or restore."""
    talking_changed = Signal(bool)

    def __init__(self, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.memory = memory
        self.session: Session | None = None
        self.errors = ErrorDesk(self._show_parts, self)
        self._stack: ScreenStack | None = None
        self._navigation: Navigation | None = None
        self._owner: QWidget | None = None
        self._page: QWidget | None = None
        self._sheets: list[Sheet] = []
        self._was_full = False
        ground(self, "window")
        self._layers = QStackedWidget(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        outer.addWidget(self._layers)
        self._chrome = Chrome(self)
        self.standing, self.error, self.status = self._chrome.standing, self._chrome.error, self._chrome.status
        self._body = self._chrome.body
        self._layers.addWidget(self._chrome)
        self._cover = Cover()
        self._cover.expired.connect(lambda: self.lock_wanted.emit("covered"))
        self._layers.addWidget(self._cover)
        self._keys = WindowKeys(self)
        self.setWindowTitle(TITLE)
        self.setMinimumSize(480, 320)
        put_in_place(self, memory)

    # before unlocking -----------------------------------------------------------------------------------------

    @property
    def page(self) -> QWidget | None:
        """What is in front while no case file has been entered: set-up, unlock."""
        return self._page

    def show_page(self, page: QWidget) -> None:
        """A page of its own, without the rail: first run, unlock."""
        before, self._page = self._page, page
        self._body.addWidget(page)
        self._body.setCurrentWidget(page)
        if before is not None:
            self._body.removeWidget(before)
            before.hide()
            before.deleteLater()

    # unlocked -------------------------------------------------------------------------------------------------

    def begin(self, session: Session, *, practice: bool = False) -> None:
        """The case file is open: rail, screens, keys."""
        from .busy import BusyStrip
        from .navigation import Navigation
        from .screen_stack import ScreenStack

        self.session = session
        session.practice = practice
        session.attach(self)
        session.operations.failed.connect(self._failed)
        session.changed.connect(lambda _changed: self._count_unsent())
        self._stack = ScreenStack(session, self._body)
        self._navigation = Navigation(session, self._stack, self)
        self._navigation.arrived.connect(self._arrived)
        self.show_page(self._stack)
        self._page = None
        strip = BusyStrip(session.operations, self._chrome)
        self._chrome.begin(self._new_rail(), strip, practice=practice)
        self.status.set_who(session.officer.name, session.officer.rank)
        self.status.set_saved("Open")
        self._keys.set_on(True)
        self._chrome.fit(self.width())
        self._count_unsent()

    def _new_rail(self) -> Rail:
        from ui.widgets.rail import Rail

        made = Rail(parent=self._chrome)
        made.chosen.connect(self._rail_chosen)
        for key in (*screens.ON_THE_RAIL, "settings"):
            made.set_place_visible(key, screens.available(screens.PAGES[key]))
        return made

    @property
    def rail(self) -> Rail:
        """Where one can go; only while a case file is open."""
        assert self._chrome.rail is not None
        return self._chrome.rail

    @property
    def navigation(self) -> Navigation:
        """The way from page to page; only while a case file is open."""
        assert self._navigation is not None
        return self._navigation

    def _count_unsent(self) -> None:
        if self.session is None:
            return

        def show(count: int) -> None:
            self.status.set_changes(count)
            self.rail.set_count("sync", count)

        self.session.operations.submit(lambda cf, _: cf.unsent(casework=True), show, owner=self)

    # what Session asks ----------------------------------------------------------------------------------------

    def open(self, place: Place) -> None:
        """Go there."""
        if self._owner is None and self._navigation is not None:
            self.close_sheets()
            self.error.clear()
            self._navigation.open(place)

    def say(self, words: str) -> None:
        """A result, in the status line and read out."""
        self.status.say(words)

    def saved(self, words: str) -> None:
        """The saved state."""
        self.status.set_saved(words)

    def show_error(self, error: BaseException) -> None:
        """A known condition, or a fault of our own."""
        self._failed(error)

    def _failed(self, error: BaseException) -> None:
        """What nobody else tells. That nothing can be written is known from the bar on top: one line is enough."""
        known = self.session is not None and self.session.why_read_only is not None
        if known and isinstance(error, KnownError) and type(error).code == "casefile.read-only":
            self.status.say(f"{error.part('what')} {error.part('safe')}")
        else:
            self.errors.present(error)

    def start_again(self, why: str) -> None:
        """Close the case file and show the unlock screen."""
        self.again_wanted.emit(why)

    def talking(self, on: bool) -> None:
        """A meeting is in progress, or has ended."""
        self.talking_changed.emit(on)

    def retitle(self) -> None:
        """The window's title: a case reference and the program, never a name."""
        front = self._stack.front if self._stack is not None else None
        words = front.title() if front is not None else ""
        self.setWindowTitle(f"{words}, {TITLE}" if words else TITLE)

    def show_sheet(self, content: QWidget, *, width: int = 620, scrolls: bool = True, top: bool = False) -> Sheet:
        """A sheet over the window; the focus goes into it."""
        from .sheet import Sheet

        sheet = Sheet(content, self, width=width, scrolls=scrolls, top=top)
        self._sheets.append(sheet)
        sheet.closed.connect(lambda: self._sheets.remove(sheet) if sheet in self._sheets else None)
        content.setFocus(Qt.FocusReason.OtherFocusReason)
        return sheet

    def close_sheets(self) -> None:
        """Close every sheet; their half-written words are drafts."""
        for sheet in reversed(list(self._sheets)):
            sheet.close_sheet()

    def print_document(self, document: Any, case: str, record: str = "") -> None:
        """Show a report with the ways to print and save it."""
        if self.session is None or not screens.available(screens.PRINT_SHEET):
            return
        make: Any = screens.load(screens.PRINT_SHEET)
        content = make(self.session, document, case, record)
        sheet = self.show_sheet(content, width=1180, scrolls=False)
        content.closed.connect(sheet.close_sheet)

    def own_the_screen(self, widget: QWidget | None) -> None:
        """Give the whole screen to the chair; None takes it back. Only the lock still works there."""
        if self._owner is not None:
            self._layers.removeWidget(self._owner)
            self._owner.setParent(None)
            self._owner = None
        self._keys.set_on(widget is None)
        if widget is None:
            self._layers.setCurrentWidget(self._chrome)
            if not self._was_full and self.isFullScreen():
                self.showMaximized() if self.memory.now.maximised else self.showNormal()
            return
        self.close_sheets()
        self._owner = widget
        self._was_full = self.isFullScreen()
        self._layers.addWidget(widget)
        self._layers.setCurrentWidget(widget)
        self.showFullScreen()
        widget.setFocus()

    # locking --------------------------------------------------------------------------------------------------

    def save_drafts(self) -> None:
        """Everything half written goes to the case file."""
        for content in [*(sheet.content for sheet in self._sheets), self._owner, *self.findChildren(KeptReason)]:
            save = getattr(content, "save_draft", None)
            if callable(save):
                with whatever_happens():
                    save()
        if self._stack is not None:
            self._stack.save_drafts()

    def cover_for_lock(self) -> None:
        """Take every word off the screen at once."""
        self._keys.set_on(False)
        self.setWindowTitle(TITLE)
        self._cover.begin("")
        self._cover.end()
        self._layers.setCurrentWidget(self._cover)
        for sheet in list(self._sheets):
            sheet.hide()
        keep_place(self, self.memory)
        for other in QApplication.topLevelWidgets():
            if other is not self and other.isVisible():
                other.close()  # a dialog, a menu: closed as by Esc, so that who waits for it goes on to its end

    def whereabouts(self) -> Whereabouts:
        """The place, the field and the cursor."""
        from .coming_back import whereabouts

        place = (self._navigation.here if self._navigation else None) or Place("today")
        clock = self.session.clock() if self.session is not None else None
        found = whereabouts(place, self, f"{clock:%H:%M}" if clock else "")
        front = self._stack.front if self._stack is not None else None
        with whatever_happens():
            found.how.update(front.looking() if front is not None else {})
        return found

    def come_back(self, where: Whereabouts) -> None:
        """Open the place of before the lock, with the cursor where it was as soon as its screen has its words."""
        self.open(where.place)
        if self.session is None:
            return
        words = f"Opened where you left it, {where.at}" if where.at else "Opened where you left it"
        self.status.say(words)
        from .coming_back import CursorBack

        front = self._stack.front if self._stack is not None else None
        if front is not None and where.how:
            front.look_again(where.how)
        CursorBack(where, self, self.session.operations)

    # keys and the window itself -------------------------------------------------------------------------------

    def _rail_chosen(self, key: str) -> None:
        if key == "search":
            self.open_search()
        elif key == "lock":
            self.lock_wanted.emit("user")
        else:
            self.open(Place(key))

    def open_search(self, words: str = "") -> None:
        """Ctrl+K, or a search that goes on from another."""
        if self.session is None or self._owner is not None:
            return
        from .reading_only import for_reading
        from .search_panel import SearchPanel

        self.close_sheets()
        panel = SearchPanel(self.session, lock=lambda: self.lock_wanted.emit("user"))
        for_reading(panel)
        sheet = self.show_sheet(panel, width=800, scrolls=False, top=True)
        panel.finished.connect(sheet.close_sheet)
        panel.edit.setText(words)

    def show_keys(self) -> None:
        """F1."""
        from .keys_sheet import KeysSheet

        front = self._stack.front if self._stack is not None else None
        self.close_sheets()
        self.show_sheet(KeysSheet(front.keys() if front is not None else []), width=560)

    def toggle_cover(self) -> None:
        """F9."""
        if self._layers.currentWidget() is self._cover:
            self._cover.end()
            self._layers.setCurrentWidget(self._chrome)
            self._keys.set_on(True)
            return
        self.close_sheets()
        self._keys.set_on(False, but="F9")
        front = self._stack.front if self._stack is not None else None
        self._layers.setCurrentWidget(self._cover)
        self._cover.begin(front.title() if front is not None else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that a screen may use first: it did not want them."""
        front: Screen | None = self._stack.front if self._stack is not None else None
        covered = self._layers.currentWidget() is not self._chrome
        if front is None or covered or not self._keys.take(event, front):
            super().keyPressEvent(event)

    def _arrived(self, place: Place) -> None:
        self.rail.set_current("cases" if place.page in ("case", "integrated") else place.page)
        self.retitle()

    def _show_parts(self, what: str, safe: str, do: str, code: str) -> None:
        self.save_drafts()
        self.error.show_parts(what, safe, do, code)
        if self._sheets:
            self.close_sheets()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._chrome.fit(self.width())

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._owner is not None:
            event.ignore()
        elif self.session is not None:
            event.ignore()
            self.close_wanted.emit()
        else:
            let_go = getattr(self._page, "let_go", None)
            if callable(let_go):
                let_go()
            keep_place(self, self.memory)
            super().closeEvent(event)
