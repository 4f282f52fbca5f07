"""A document, read from memory in a sheet over the window. Nothing of it touches the disk; Esc forgets it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pclo_app.casefile import attachments
from pclo_app.casefile.attachments import Document
from pclo_app.casefile.model import Changed, Saved
from pclo_app.errors import KnownError
from ui.shell import steps
from ui.shell.kept_reason import KeptReason, forget
from ui.shell.session import Place, Session
from ui.theme import Theme
from ui.widgets.announce import announce
from ui.widgets.labels import divider, ground

from . import decoding
from .decoding import Content
from .describe_form import DescribeForm
from .export_panel import ExportPanel
from .facts import Facts
from .stage import Stage
from .viewer_head import ViewerHead

_SIDE = 312
_NARROW = 760


class Viewer(QWidget):
    """Content of the sheet. ``order`` are the documents that Previous and Next go through."""

    closed = Signal()
    turned_to = Signal(str, int)
    """The id of the document now in front, and its page from 0."""

    def __init__(
        self,
        session: Session,
        case: str,
        id: str,
        order: tuple[str, ...] = (),
        page: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._page_wanted = page
        self._session = session
        self._case = case
        self._order = order or (id,)
        self._id = id
        self._turn = 0
        self._picture = 0
        self.content: Content | None = None
        self._side_in_front = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.head = ViewerHead(self)
        outer.addWidget(self.head)
        outer.addWidget(divider())
        body = QHBoxLayout()
        body.setSpacing(0)
        self.stage = Stage(self)
        self.stage.moved.connect(self._show_where)
        body.addWidget(self.stage, 1)
        body.addWidget(self._side())
        outer.addLayout(body, 1)
        self.setMinimumHeight(320)
        self.setFocusProxy(self.stage)
        self._wire_head()
        self._keys()
        session.changed.connect(self._changed)
        self._load()

    def _wire_head(self) -> None:
        head = self.head
        head.before.clicked.connect(lambda: self._step_page(-1))
        head.after.clicked.connect(lambda: self._step_page(1))
        head.further.clicked.connect(self.stage_do("zoom_out"))
        head.nearer.clicked.connect(self.stage_do("zoom_in"))
        head.fit.clicked.connect(self.stage_do("fit"))
        head.turn.clicked.connect(lambda: self.stage.picture.turn())
        head.about.clicked.connect(self._turn_side)
        head.previous.clicked.connect(lambda: self.step(-1))
        head.next.clicked.connect(lambda: self.step(1))
        head.close_button.clicked.connect(lambda: self.closed.emit())

    def stage_do(self, name: str) -> Callable[[], None]:
        """What a button of the head does to what is shown."""
        return lambda: getattr(self.stage, name)() if self.stage.zoomable else None

    def _side(self) -> QWidget:
        self.facts = Facts()
        self.export = ExportPanel(self._session)
        self.panel = QStackedWidget()
        self.panel.addWidget(self.facts)
        self.panel.addWidget(self.export)
        inside = ground(QWidget(), "window")
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 12, 14, 12)
        column.addWidget(self.panel)
        self.side = QScrollArea(self)
        self.side.setWidgetResizable(True)
        self.side.setFrameShape(QFrame.Shape.NoFrame)
        self.side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.side.setWidget(inside)
        self.side.setAccessibleName("About the document")
        self.facts.entry_wanted.connect(self._go_to_entry)
        self.facts.edit_wanted.connect(self.edit)
        self.facts.withdraw_wanted.connect(self.ask_withdraw)
        self.facts.export_wanted.connect(self.begin_export)
        self.export.closed.connect(self._end_export)
        self.export.exported.connect(self._exported)
        return self.side

    def _keys(self) -> None:
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, run in (
            ("Ctrl+PgDown", lambda: self.step(1)),
            ("Ctrl+PgUp", lambda: self.step(-1)),
            ("Ctrl+Shift+S", self.begin_export),
            ("F2", self.edit),
            ("F4", self._turn_side),
        ):
            QShortcut(QKeySequence(keys), self, context=here).activated.connect(run)
        QShortcut(QKeySequence("R"), self.stage.picture, context=here).activated.connect(self.stage.picture.turn)

    # loading --------------------------------------------------------------------------------------------------

    @property
    def id(self) -> str:
        """The document in front."""
        return self._id

    def wanted_height(self, _width: int) -> int:
        """As much as the window has."""
        return 4000

    def _load(self) -> None:
        self._turn += 1
        self._picture = 0
        self.content = None
        self.stage.clear()
        self._end_export(focus=False)
        id, turn = self._id, self._turn
        self._session.operations.submit(
            lambda cf, _: decoding.content(cf, id), partial(self._loaded, turn), self._failed,
            "Opening the document", owner=self,
        )  # fmt: skip
        self._show_where()

    def _loaded(self, turn: int, content: Content) -> None:
        if turn != self._turn:
            return
        self.content = content
        self.stage.show_content(content)
        self._show_facts(content)
        self._step_page(self._page_wanted)
        self._page_wanted = 0
        self._show_where()
        announce(self, self.head.name.text())
        if not self.side.isAncestorOf(self.focusWidget() or self):
            self.stage.front().setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_facts(self, content: Content) -> None:
        document = content.document
        self.head.show_name(document.name, struck=not document.in_use)
        self.setAccessibleName(f"Document {document.name}")
        self.facts.show_facts(content)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self.stage.show_problem(error)
        else:
            self._session.show_error(error)

    def _changed(self, changed: Changed) -> None:
        """Somebody changed its words, or the entries that it belongs to: the facts follow, the page stays."""
        if self.content is None or not changed.kinds & {"attachment", "chronology_entry"}:
            return
        id = self._id
        self._session.operations.submit(
            lambda cf, _: attachments.document(cf, id), self._refreshed, self._failed, owner=self
        )

    def _refreshed(self, document: Document) -> None:
        if self.content is None or document.id != self._id:
            return
        arrived = document.here and not self.content.document.here
        self.content = replace(self.content, document=document)
        self._load() if arrived else self._show_facts(self.content)

    # pages and documents --------------------------------------------------------------------------------------

    def step(self, way: int) -> None:
        """The document before, or the next one."""
        at = (self._order.index(self._id) if self._id in self._order else 0) + way
        if 0 <= at < len(self._order):
            self._id = self._order[at]
            self.turned_to.emit(self._id, 0)
            self._load()

    def _step_page(self, way: int) -> None:
        content = self.content
        if self.stage.currentWidget() is self.stage.pdf:
            self.stage.pdf.set_page(self.stage.pdf.page() + way)
        elif content is not None and content.pictures > 1:
            number = max(0, min(content.pictures - 1, self._picture + way))
            if number != self._picture:
                data, kind, turn = content.data, content.kind, self._turn
                self._session.operations.submit(
                    lambda _cf, _: decoding.picture(data, kind, number), partial(self._pictured, turn, number),
                    self._failed, owner=self,
                )  # fmt: skip

    def _pictured(self, turn: int, number: int, image: QImage) -> None:
        if turn == self._turn and self.content is not None:
            self._picture = number
            self.stage.picture.show_image(image, f"{number + 1} of {self.content.pictures}")
            self.stage.setCurrentWidget(self.stage.picture)
            self._show_where()

    def _show_where(self) -> None:
        front, content = self.stage.currentWidget(), self.content
        paged = front is self.stage.pdf or (content is not None and content.pictures > 1)
        if front is self.stage.pdf:
            words = self.stage.pdf.page_words()
        elif paged and content is not None:
            words = f"Page {self._picture + 1} of {content.pictures}"
        else:
            words = ""
        if words != self.head.where.text():
            self.turned_to.emit(self._id, self.stage.pdf.page() if front is self.stage.pdf else self._picture)
        self.head.show_page(words, paged=paged)
        self.head.show_tools(zoomable=self.stage.zoomable, turnable=front is self.stage.picture)
        place = self._order.index(self._id) if self._id in self._order else 0
        self.head.show_order(place, len(self._order))

    # what can be done with it ---------------------------------------------------------------------------------

    def edit(self) -> None:
        """F2: what it is called, where it came from, what it shows."""
        if self.content is None:
            return
        form = DescribeForm(self._session, self.content.document)
        sheet = self._session.show_sheet(form, width=640, scrolls=False)
        if sheet is not None:
            form.closed.connect(sheet.close_sheet)

    def ask_withdraw(self) -> None:
        """Out of use, or back into it, with the reason."""
        if self.content is None:
            return
        document = self.content.document
        title = "Why is it withdrawn?" if document.in_use else "Why is it put back?"
        words = "It stays in the list, struck, and in the history." if document.in_use else ""
        asked = KeptReason(self._session, _asking(document), title, words=words, parent=self)
        asked.accepted.connect(lambda: self._withdraw(document, asked.text()))
        asked.open()

    def _withdraw(self, document: Document, reason: str) -> None:
        act = attachments.withdraw if document.in_use else attachments.put_back
        words = "Withdrawn" if document.in_use else "Put back"
        what = "withdrawal of a document" if document.in_use else "putting back of a document"

        def done(saved: Saved) -> None:
            forget(self._session, _asking(document))
            steps.remember(self._session, self._case, what, [saved])
            self._session.saved(f"Saved {self._session.clock():%H:%M:%S}")
            self._session.say(words)

        self._session.operations.submit(
            lambda cf, _: act(cf, document.id, reason), done, self._session.show_error, owner=self
        )

    def begin_export(self) -> None:
        """Ctrl+Shift+S: beside the document, what leaving means, for whom and why."""
        if self.content is None:
            return
        self.facts.say("")
        self.export.begin(self.content.document, self.content.kind)
        self.panel.setCurrentWidget(self.export)
        self._side_in_front = True
        self._fit()
        self.side.verticalScrollBar().setValue(0)
        self.export.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end_export(self, *, focus: bool = True) -> None:
        if self.panel.currentWidget() is self.export:
            self.export.save_draft()
            self.panel.setCurrentWidget(self.facts)
            if focus:
                self.facts.export.setFocus(Qt.FocusReason.OtherFocusReason)

    def _exported(self, words: str) -> None:
        self._end_export()
        self.facts.say(words)
        announce(self.facts, words)

    def _go_to_entry(self, entry: str) -> None:
        self.closed.emit()
        self._session.open(Place("case", case=self._case, section="chronology", record=entry))

    def save_draft(self) -> None:
        """Before a lock, and on closing: the words of an export that has not happened yet."""
        if self.panel.currentWidget() is self.export:
            self.export.save_draft()

    def forget(self) -> None:
        """Nothing of the document stays in memory."""
        self.stage.clear()
        self.content = None

    # room -----------------------------------------------------------------------------------------------------

    def _turn_side(self) -> None:
        self._side_in_front = not self._side_in_front
        self._fit()
        target: QWidget = self.facts.export if self._side_in_front else self.stage.front()
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, lambda: self.side.ensureWidgetVisible(self.facts.export))

    def _fit(self) -> None:
        scale = Theme.current().text_scale
        narrow = self.width() < _NARROW * scale
        self.head.about.setVisible(narrow)
        self.head.about.set_words("The document (F4)" if self._side_in_front else "About (F4)")
        self.side.setVisible(not narrow or self._side_in_front)
        self.stage.setVisible(not narrow or not self._side_in_front)
        self.side.setMinimumWidth(0 if narrow else round(_SIDE * scale))
        self.side.setMaximumWidth(16_777_215 if narrow else round(_SIDE * scale))
        policy = QSizePolicy.Policy.Expanding if narrow else QSizePolicy.Policy.Fixed
        self.side.setSizePolicy(policy, QSizePolicy.Policy.Expanding)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)


def _asking(document: Document) -> str:
    """Which reason is asked for, for its draft."""
    return f"{'withdraw' if document.in_use else 'put-back'}/{document.id}"


def show_document(
    session: Session,
    case: str,
    id: str,
    order: tuple[str, ...] = (),
    then: Callable[[], None] | None = None,
    *,
    page: int = 0,
) -> Viewer:
    """Open a document over the window; ``then`` is called when it has gone."""
    viewer = Viewer(session, case, id, order, page)
    sheet = session.show_sheet(viewer, width=1320, scrolls=False)
    if sheet is not None:
        viewer.closed.connect(sheet.close_sheet)
        sheet.closed.connect(viewer.forget)
        if then is not None:
            sheet.closed.connect(then)
    return viewer
