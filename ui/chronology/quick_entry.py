"""One line after another, typed without the mouse: when, agency, source, who, what happened.

Every word is kept as an encrypted draft within a second. Saving keeps agency, source and
person for the next line of the same document. What is missing is said beside its field,
and only when the user asks to save.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import msgspec
from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pclo_app.records.event_date import EventDate, parse, warnings
from ui.theme import Spacing, Theme, mark
from ui.widgets.agency import AgencyCombo
from ui.widgets.buttons import Button
from ui.widgets.completing import complete, completing, is_enter
from ui.widgets.date_field import DateField
from ui.widgets.growing_text import GrowingText
from ui.widgets.keep_timer import KeepTimer
from ui.widgets.labels import field_label, label
from ui.widgets.name_rank import NameRank, Person

from . import entry_values
from .entry_values import Values
from .queries import Known, KnownPerson
from .quick_foot import QuickFoot

LIKENESS_AFTER = 500
_NARROW = 760
_LEAST = 400


class QuickEntry(QWidget):
    """The bar at the foot of the table."""

    save_wanted = Signal(object)
    """`Values` to be saved as a new entry."""
    more_wanted = Signal(object, str)
    """`Values` to go on with in the full form, and the field to go to; "" for where the cursor is."""
    draft_wanted = Signal(object)
    """`Values` to be kept."""
    likeness_wanted = Signal(object)
    """`Values` to be compared with what is there."""
    open_wanted = Signal(str)
    """The id of an entry that may be the same."""
    closed = Signal()
    """Esc: the bar is put away, its words kept."""

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._people: tuple[KnownPerson, ...] = ()
        self._rest = Values()
        self._below = False
        self.setAccessibleName("New entry")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "window")
        self._build()
        self._draft = KeepTimer(lambda: self.draft_wanted.emit(self.values()), self)
        self._compare = QTimer(self)
        self._compare.setSingleShot(True)
        self._compare.setInterval(LIKENESS_AFTER)
        self._compare.timeout.connect(lambda: self.likeness_wanted.emit(self.values()))
        self._wire()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 5)
        column.setSpacing(4)
        self.when = DateField(lambda words: parse(words, today=self._today()), name="When", hint="", keeps_words=True)
        self.when.edit.setPlaceholderText("5/11 14:30")
        self.agency = AgencyCombo(short=True)
        self.source = QLineEdit()
        self.source.setMinimumHeight(Spacing.TARGET)
        self.who = NameRank(name_label="Who told us", rank_label="Their rank or designation")
        self.fact = GrowingText(name="What happened (fact only)", least=1, most=5)
        self._grid = grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        for place, (widget, stretch) in enumerate(
            ((self.when, 15), (self._labelled("Agency", self.agency), 0),
             (self._labelled("Source and reference", self.source), 20), (self.who, 37))
        ):  # fmt: skip
            grid.addWidget(widget, 0, place, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(place, stretch)
        column.addLayout(grid)
        column.addWidget(field_label("What happened (fact only)", self.fact))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.fact, 1)
        self.more = Button("More (F6)", tip="All fields: end date, people, child’s words, significance, decision, A/B")
        self.more.clicked.connect(lambda: self.go_on())
        self.save = Button("Save and next", kind="primary")
        self.save.setText("Save and next  (Ctrl+Enter)")
        self.save.clicked.connect(self.finish)
        row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.save, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self._error = label("", "danger", wrap=True)
        self._error.hide()
        column.addWidget(self._error)
        self.foot = QuickFoot(self.when)
        self.foot.open_wanted.connect(self.open_wanted)
        column.addWidget(self.foot)
        self.setTabOrder(self.when.edit, self.agency)
        self.setTabOrder(self.agency, self.source)
        self.setTabOrder(self.source, self.who.name_edit)
        self.setTabOrder(self.who.name_edit, self.who.rank_edit)
        self.setTabOrder(self.who.rank_edit, self.fact)
        self.setTabOrder(self.fact, self.more)
        self.setTabOrder(self.more, self.save)

    @staticmethod
    def _labelled(words: str, field: QWidget) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(field_label(words, field))
        field.setAccessibleName(words)
        column.addWidget(field)
        return holder

    def _wire(self) -> None:
        self.when.changed.connect(self._edited)
        self.when.finished.connect(self.foot.fit)
        self.agency.chosen.connect(self._edited)
        self.source.textEdited.connect(self._edited)
        self.who.changed.connect(self._edited)
        self.fact.edited.connect(self._edited)
        for widget in (self.when.edit, self.agency, self.source, self.who.name_edit, self.who.rank_edit, self.fact):
            widget.installEventFilter(self)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, context=here).activated.connect(self.finish)
        QShortcut(QKeySequence("F6"), self, context=here).activated.connect(self.go_on)
        QShortcut(QKeySequence("Ctrl+D"), self, context=here).activated.connect(lambda: self.go_on("decision"))
        QShortcut(QKeySequence("Escape"), self, context=here).activated.connect(self._put_away)

    # values ---------------------------------------------------------------------------------------------------

    def values(self) -> Values:
        """Everything as it stands, with what the full form filled in before."""
        made = msgspec.structs.replace(self._rest)
        made.when_words, made.when = self.when.words(), self.when.date()
        made.agency = self.agency.code()
        if self.source.text().strip() != made.source:
            read = entry_values.read_source(self.source.text())
            made.system, made.reference, made.document, made.page = (
                read.system, read.reference, read.document, read.page
            )  # fmt: skip
        made.told_name, made.told_rank = self.who.name(), self.who.rank()
        made.fact = self.fact.text()
        made.focus, made.caret = self._cursor()
        made.open = self.isVisible()
        return made

    def set_values(self, values: Values, *, cursor: bool = False) -> None:
        """Show other values; ``cursor`` also puts the cursor where it was."""
        self._rest = values
        if values.when is not None:
            self.when.set_date(values.when, values.when_words)
        else:
            self.when.set_words(values.when_words)
        self.agency.set_code(values.agency)
        self.source.setText(values.source)
        self.source.setCursorPosition(0)
        self.who.set_person(values.told_name, values.told_rank)
        self.fact.set_text(values.fact)
        self.clear_errors()
        self._show_foot()
        if cursor:
            self._put_cursor(values)

    def take_cursor(self) -> None:
        """Into the field where the cursor was, else into what happened."""
        (self._put_cursor(self._rest) if self._rest.focus in self._stops() else self.fact.setFocus())

    def set_people(self, people: Sequence[KnownPerson]) -> None:
        """Who can be completed, and whose birth and death a date is compared with."""
        self._people = tuple(people)
        self.who.set_people([Person(p.name, p.rank, p.agency, p.id) for p in people if p.rank])

    def set_known(self, known: Known) -> None:
        """Sources that the case has used before."""
        complete(self.source, known.sources)

    def saved(self, values: Values) -> None:
        """The entry is in the case file: fresh fields, those of the document kept."""
        if self.values().fact == values.fact:
            self.set_values(entry_values.for_next(values))
            self.show_likeness("", 0)
            self.when.edit.setFocus()

    # finishing ------------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Ctrl+Enter: save it, or say what is missing and go there."""
        self.clear_errors()
        if not self.when.words().strip():
            self._refuse_date("Enter the date, or ? if it is not known.")
            return
        problem = self.when.check()
        if problem:
            self._refuse_date(problem)
            return
        if self.who.check():
            (self.who.rank_edit if self.who.name() else self.who.name_edit).setFocus()
            return
        self._draft.stop()
        self.save_wanted.emit(self.values())

    def go_on(self, field: str = "") -> None:
        """F6: all fields, at the same place of the words; a date that was refused is kept as it is written."""
        self.when.keep_words()
        self._draft.stop()
        self.more_wanted.emit(self.values(), field)

    def _refuse_date(self, words: str) -> None:
        self.when.set_error(words)
        self.foot.fit()
        self.when.edit.setFocus()

    def show_missing(self, field: str, words: str) -> bool:
        """Say what the record lacks, beside its field; False for a field of the full form."""
        widget: QWidget
        match field:
            case "fact":
                widget = self.fact
                self.fact.set_error(words)
            case "agency":
                widget = self.agency
                mark(self.agency, "error", "true")
            case "source":
                widget = self.source
                mark(self.source, "error", "true")
            case "told_by":
                self.who.show_error(words)
                self.who.rank_edit.setFocus()
                return True
            case _:
                return False
        widget.setAccessibleDescription(f"Error: {words}")
        self._error.setText(words)
        self._error.show()
        widget.setFocus()
        return True

    def clear_errors(self) -> None:
        """Nothing is wrong, as far as is known."""
        self._error.hide()
        self.fact.set_error("")
        for widget in (self.agency, self.source):
            mark(widget, "error", None)
            widget.setAccessibleDescription("")

    def show_likeness(self, id: str, number: int) -> None:
        """An entry that may be the same, or none."""
        self.foot.show_likeness(id, number, looked=bool(self.fact.text().strip() and self.when.date()))

    def keep_now(self) -> None:
        """The draft at once: before a lock, or on leaving."""
        self._draft.stop()
        self.draft_wanted.emit(self.values())

    # while typing ---------------------------------------------------------------------------------------------

    def _edited(self, *_: object) -> None:
        self._draft.edited()
        self._compare.start()
        if self._error.isVisible():
            self.clear_errors()
        self._show_foot()

    def _show_foot(self) -> None:
        self.foot.show_extras(self._rest.extras)
        when = self.when.date()
        if when is not None and when.known:
            self._doubt(when)
        self.foot.fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(min(_LEAST, super().minimumSizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        below = self.width() < self._grid.minimumSize().width() + 24 or self.width() < _NARROW
        if below != self._below:
            self._below = below
            self._grid.removeWidget(self.who)
            self._grid.addWidget(self.who, *((1, 0, 1, 3) if below else (0, 3)))
            self._grid.setColumnStretch(3, 0 if below else 37)

    def _doubt(self, when: EventDate) -> None:
        doubts = warnings(
            when,
            today=self._today(),
            births=[(p.called, p.born) for p in self._people if p.child and p.born.known],
            deaths=[(p.called, p.died) for p in self._people if p.child and p.died.known],
        )
        if doubts:
            self.when.add_note(f"{when.in_words()}. {' '.join(doubts)}")

    def _put_away(self) -> None:
        self.keep_now()
        self.closed.emit()

    def _cursor(self) -> tuple[str, int]:
        for name, field in self._stops().items():
            if field.hasFocus():
                if isinstance(field, QLineEdit):
                    return name, field.cursorPosition()
                return name, field.textCursor().position() if isinstance(field, GrowingText) else 0
        return self._rest.focus, self._rest.caret

    def _put_cursor(self, values: Values) -> None:
        field = self._stops().get(values.focus)
        if field is None:
            return
        field.setFocus()
        if isinstance(field, QLineEdit):
            field.setCursorPosition(max(0, values.caret))
        elif isinstance(field, GrowingText):
            cursor = field.textCursor()
            cursor.setPosition(min(max(0, values.caret), len(field.text())))
            field.setTextCursor(cursor)

    def _stops(self) -> dict[str, QWidget]:
        return {
            "when": self.when.edit,
            "agency": self.agency,
            "source": self.source,
            "name": self.who.name_edit,
            "rank": self.who.rank_edit,
            "fact": self.fact,
        }

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on as Tab does, or to what is asked about the date; in the fact it begins a line."""
        if is_enter(event) and watched is not self.fact and not completing(watched):
            if watched is not self.when.edit or not self.when.answer():
                self.focusNextChild()
            return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 2, Theme.current().qcolor("primary"))
        painter.end()
