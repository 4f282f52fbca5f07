"""Section 4: the headings of a strategy meeting. Each is decided, does not apply, or is deferred; none stays blank."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import cast

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pclo_app.practice.headings import heading_for, rule_set_named
from pclo_app.records.meeting import Answer, HeadingAnswer, StrategyMeeting
from ui.theme import Theme
from ui.widgets.date_field import DateField
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import label
from ui.widgets.lines import line, show_line
from ui.widgets.segmented import Segmented

from .children import ChildrenPick, concerns
from .due import day_of, iso_day, read_due
from .elided import ElidedLabel
from .facts import Facts
from .parts import Section, labelled

ANSWERS = (("decided", "Decided"), ("not applicable", "Not applicable"), ("deferred", "Deferred"))
_KEYS = {Qt.Key.Key_D: "decided", Qt.Key.Key_N: "not applicable", Qt.Key.Key_F: "deferred"}


class DecisionRow(QFrame):
    """One heading. Closed it is a line with its answer; open it has the fields that the answer needs."""

    edited = Signal()
    wants_open = Signal()

    def __init__(self, value: HeadingAnswer, hint: str, total: int, today: Callable[[], date]) -> None:
        super().__init__()
        self._base = value
        self._hint = hint
        self._total = total
        self._open = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.answer = Segmented(ANSWERS, name=value.heading, small=True, clearable=True)
        self.decision = GrowingText(name=f"Decision {value.number}, {value.heading}", placeholder="What was decided")
        self.why = GrowingText(name=f"Why, and on what information, decision {value.number}")
        self.who = line(f"Who brings it back, decision {value.number}")
        self.until = DateField(lambda words: read_due(words, today=today()), name="Until when")
        self.until.edit.setAccessibleName(f"Until when, decision {value.number}")
        self.until.edit.setPlaceholderText("For example 12 nov")
        self.children_pick = ChildrenPick(f"Decision {value.number}")
        self.children_pick.edited.connect(self._typed)
        self._summary = ElidedLabel()
        self._summary.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._lay_out()
        self.answer.changed.connect(self._answered)
        for text in (self.decision, self.why):
            text.edited.connect(lambda _text: self._typed())
        self.who.textEdited.connect(lambda _text: self._typed())
        self.until.changed.connect(self._typed)
        self.load(value)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 2, 5, 3)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        number = label(str(self._base.number), "strong")
        number.setFixedWidth(round(18 * Theme.current().text_scale))
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        heading = ElidedLabel(self._base.heading, strong=True)
        heading.setToolTip(self._base.heading)
        heading.set_width(176)
        head.addWidget(number)
        head.addWidget(heading)
        head.addWidget(self._summary, 1)
        head.addWidget(self.answer)
        column.addLayout(head)
        self._fields = QWidget(self)
        grid = QGridLayout(self._fields)
        grid.setContentsMargins(26, 0, 6, 6)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        self._decision_box = labelled("Decision", self.decision)
        self._why_box = labelled("Why, and on what information", self.why)
        self._who_box = labelled("Who brings it back", self.who)
        grid.addWidget(self._decision_box, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._why_box, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._who_box, 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.until, 1, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.children_pick, 2, 0, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(0, 57)
        grid.setColumnStretch(1, 43)
        column.addWidget(self._fields)
        self._fields.hide()

    def load(self, value: HeadingAnswer) -> None:
        """Show an answer."""
        self._base = value
        self.answer.set_value(value.answer)
        self.children_pick.set_value(value.children)
        self.decision.set_text(value.decision)
        self.why.set_text(value.why)
        show_line(self.who, value.who)
        day = day_of(value.until)
        if day is not None and iso_day(self.until.date()) != value.until:
            self.until.set_date(day)
        elif day is None and self.until.words() != value.until:
            self.until.set_words(value.until)
        self._show_state()

    def value(self) -> HeadingAnswer:
        """The answer as it stands. A day that could not be read is kept as the words that were typed."""
        return msgspec.structs.replace(
            self._base,
            answer=cast(Answer, self.answer.value()),
            decision=self.decision.text(),
            why=self.why.text(),
            who=self.who.text(),
            until=iso_day(self.until.date()) or self.until.words(),
            children=self.children_pick.value(),
        )

    def fields(self, path: str) -> dict[str, QWidget]:
        """The fields by path; the row itself is its heading."""
        return {
            path: self,
            f"{path}.answer": self.answer,
            f"{path}.decision": self.decision,
            f"{path}.why": self.why,
            f"{path}.who": self.who,
            f"{path}.until": self.until,
            f"{path}.children": self.children_pick,
        }

    @property
    def is_open(self) -> bool:
        """Whether its fields are in sight."""
        return self._open

    def set_open(self, shown: bool) -> None:
        """Show or hide the fields."""
        if shown != self._open:
            self._open = shown
            self._fields.setVisible(shown)
            self._show_state()
            self.update()

    def answer_with(self, value: str) -> None:
        """Answer and go to the first field that the answer needs."""
        self.answer.set_value(value)
        self.wants_open.emit()
        self._typed()
        first = self.why if value == "not applicable" else self.decision
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.hasFocus() or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif (value := _KEYS.get(Qt.Key(event.key()))) is not None:
            self.answer_with(value)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.wants_open.emit()
            self.decision.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _step(self, way: int) -> None:
        parent = self.parentWidget()
        rows = parent.findChildren(DecisionRow) if parent is not None else []
        place = rows.index(self) + way
        if 0 <= place < len(rows):
            rows[place].setFocus(Qt.FocusReason.TabFocusReason)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.wants_open.emit()
        super().mousePressEvent(event)
        self.decision.setFocus(Qt.FocusReason.MouseFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self._open:
            painter.setPen(QPen(theme.qcolor("ink"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
            painter.fillRect(QRectF(0, 0, 6, box.height()), theme.qcolor("ink"))
        else:
            painter.setPen(QPen(theme.qcolor("line"), 1))
            low = box.bottom() - 0.5
            painter.drawLine(QPointF(box.left(), low), QPointF(box.right(), low))
        if self.hasFocus():
            painter.setPen(QPen(theme.qcolor("focus_edge"), 2))
            painter.setBrush(theme.qcolor("focus_fill"))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.end()

    def _typed(self) -> None:
        self._show_state()
        self.edited.emit()

    def _answered(self, value: str) -> None:
        self.wants_open.emit()
        self._typed()

    def _show_state(self) -> None:
        answer = self.answer.value()
        deferred = answer == "deferred"
        self._who_box.setVisible(deferred)
        self.until.setVisible(deferred)
        self.why.setPlaceholderText(
            {"decided": "Needed when decided", "not applicable": "Why it does not apply"}.get(answer, "")
            or "Needed when decided"
        )
        said = " ".join((self.decision.text() or self.why.text()).split())
        self._summary.set_text(self._hint if self._open or not said else said, quiet=self._open or not said)
        words = dict(ANSWERS).get(answer, "not answered")
        self.setAccessibleName(f"Decision {self._base.number} of {self._total}, {self._base.heading}, {words}")
        self.setAccessibleDescription(f"{said or self._hint} D decided, N not applicable, F deferred.")


class DecisionsSection(Section):
    """Section 4."""

    key = "decisions"

    def __init__(self, *, today: Callable[[], date]) -> None:
        super().__init__("4 Decisions", "Every heading needs an answer", today=today)
        self.rows: list[DecisionRow] = []
        self._children: Sequence[tuple[str, str]] = ()
        self._tally = label("", "secondary")
        self.add_head_widget(self._tally)

    def load(self, record: StrategyMeeting, facts: Facts) -> None:
        if len(self.rows) != len(record.decisions):
            self._build(record)
        for row, value in zip(self.rows, record.decisions, strict=True):
            row.load(value)
        self._count()

    def set_children(self, children: Sequence[tuple[str, str]]) -> None:
        self._children = children
        for row in self.rows:
            row.children_pick.set_children(children)

    def show_child(self, child: str) -> None:
        for row in self.rows:
            row.setVisible(concerns(row.children_pick.value(), child))

    def apply(self, record: StrategyMeeting) -> StrategyMeeting:
        return msgspec.structs.replace(record, decisions=tuple(row.value() for row in self.rows))

    def fields(self) -> dict[str, QWidget]:
        found: dict[str, QWidget] = {}
        for place, row in enumerate(self.rows):
            inner = row.fields(f"decisions.{place}")
            found |= {path: field for path, field in inner.items() if field is not row}
        return found

    def field_at(self, path: str) -> QWidget | None:
        """A heading's own path leads to its row, where D, N and F answer."""
        parts = path.split(".")
        if parts[0] == "decisions" and len(parts) == 2 and int(parts[1]) < len(self.rows):
            return self.rows[int(parts[1])]
        if path == "decisions" and self.rows:
            return self.rows[0]
        return super().field_at(path)

    def focus_path(self) -> str:
        focused = QApplication.focusWidget()
        for place, row in enumerate(self.rows):
            if row is focused:
                return f"decisions.{place}"
        return super().focus_path()

    def reveal(self, path: str) -> None:
        parts = path.split(".")
        if len(parts) > 1 and parts[1].isdecimal() and int(parts[1]) < len(self.rows):
            self.open_row(int(parts[1]))

    def focus_moved(self) -> None:
        """The row with the focus inside is the open one."""
        focused = QApplication.focusWidget()
        for place, row in enumerate(self.rows):
            if focused is not None and row.isAncestorOf(focused):
                self.open_row(place)

    def open_row(self, place: int) -> None:
        """Open one heading and close the others."""
        for number, row in enumerate(self.rows):
            row.set_open(number == place)

    def next_row(self) -> bool:
        at = self.current_row()
        if at < 0 or at + 1 >= len(self.rows):
            return False
        self.rows[at + 1].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def current_row(self) -> int:
        """The row that has the focus, or holds it; -1 for none."""
        focused = QApplication.focusWidget()
        for place, row in enumerate(self.rows):
            if focused is not None and (row is focused or row.isAncestorOf(focused)):
                return place
        return -1

    def opened(self) -> int:
        """The open heading, -1 for none."""
        return next((place for place, row in enumerate(self.rows) if row.is_open), -1)

    def append_words(self, place: int, words: str) -> None:
        """Add a note's words to a decision. The answer stays the officer's to give."""
        row = self.rows[place]
        before = row.decision.text().rstrip()
        row.decision.set_text(f"{before}\n{words}" if before else words)
        self.open_row(place)
        row._typed()

    def _build(self, record: StrategyMeeting) -> None:
        for row in self.rows:
            row.setParent(None)
            row.deleteLater()
        rules = rule_set_named(record.headings_rule)
        total = len(record.decisions)
        self.rows = []
        for place, value in enumerate(record.decisions):
            row = DecisionRow(value, heading_for(value, rules).hint, total, self.today)
            row.edited.connect(self._edited)
            row.wants_open.connect(lambda n=place: self.open_row(n))
            self.rows.append(row)
            self.add(row)

    def _edited(self) -> None:
        self._count()
        self.edited.emit()

    def _count(self) -> None:
        answered = sum(1 for row in self.rows if row.answer.value())
        self._tally.setText(f"{answered} of {len(self.rows)} answered")
