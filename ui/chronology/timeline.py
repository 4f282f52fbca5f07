"""The timeline: an index to the table in one painted widget.

It shares one selection with the table. What it shows is in the table in words; a screen
reader is told so, and hears the entry that Left and Right lead to.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QTouchEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from pclo_app.casefile.chronology import TimelineMark
from pclo_app.records.agencies import SHORT_NAMES
from pclo_app.records.event_date.wording import day_in_words
from ui.widgets.announce import announce

from .fingers import Fingers
from .scale import Window, day_number
from .timeline_view import DECISIONS, Drawn, TimelineView

__all__ = ["DECISIONS", "Timeline"]

_PAN_AFTER = 5.0
"""Pixels after which a press is no click any more."""


class Timeline(TimelineView):
    """The widget as it is used: keys, mouse, fingers, and what is said."""

    chosen = Signal(str)
    """The id of the entry that was chosen here."""
    left_for_table = Signal()
    """Enter: on to the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._held: float | None = None
        """While the strip's window is dragged: how far from its middle the finger is, in days."""
        self._pressed: QPointF | None = None
        self._panning = False
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self._fingers = Fingers(self._pan, self._pinch, self._tap)

    # keys -----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Right if not control and not alt:
                self.step(1 if event.key() == Qt.Key.Key_Right else -1, decisions=shift)
            case Qt.Key.Key_Left | Qt.Key.Key_Right if control and not alt:
                self._show(self.window_.moved((0.1 if event.key() == Qt.Key.Key_Right else -0.1) * self.window_.days))
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                self._show(
                    self.window_.moved((0.9 if event.key() == Qt.Key.Key_PageDown else -0.9) * self.window_.days)
                )
            case Qt.Key.Key_Home if self.marks:
                self._choose(self.marks[0])
            case Qt.Key.Key_End if self.marks:
                self._choose(self.marks[-1])
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal if control:
                self.zoom(1 / 1.5)
            case Qt.Key.Key_Minus if control:
                self.zoom(1.5)
            case Qt.Key.Key_0 if control:
                self.show_whole()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not control:
                self.left_for_table.emit()
            case _:
                super().keyPressEvent(event)

    def step(self, by: int, *, decisions: bool = False) -> None:
        """The next or previous entry, or key decision."""
        wanted = self._decisions if decisions else self.marks
        here = self._mark(self.selected)
        if here is None:
            place = 0 if by > 0 else len(wanted) - 1
        elif by > 0:
            place = bisect_right(wanted, here.number, key=lambda mark: mark.number)
        else:
            place = bisect_left(wanted, here.number, key=lambda mark: mark.number) - 1
        self._choose(wanted[place] if 0 <= place < len(wanted) else None)

    def zoom(self, factor: float, about: float | None = None) -> None:
        """Nearer (under 1) or further."""
        here = self._mark(self.selected)
        if about is None:
            seen = here is not None and self.window_.holds(day_number(here.lo))
            about = day_number(here.lo) if here is not None and seen else (self.window_.start + self.window_.end) / 2
        self._show(self.window_.zoomed(factor, about))

    def show_whole(self) -> None:
        """The whole case."""
        self._show(self.whole)

    def _choose(self, mark: TimelineMark | None) -> None:
        if mark is None:
            return
        self.select(mark.id)
        announce(self, self.sentence(mark))
        self.chosen.emit(mark.id)

    def sentence(self, mark: TimelineMark) -> str:
        """The mark for a screen reader."""
        days = day_in_words(mark.lo) + (f" to {day_in_words(mark.hi)}" if mark.hi != mark.lo else "")
        title = self.looks[mark.id].title.rstrip(".") if mark.id in self.looks else ""
        parts = (
            f"Entry {mark.number} of {len(self.marks)}",
            days if mark.exact else f"not certain, {days}",
            SHORT_NAMES.get(mark.agency, mark.agency),
            "key decision" if mark.decision else "",
            title,
            "sources disagree" if mark.conflict else "",
            "fault in the source" if mark.defect else "",
        )
        return ", ".join(part for part in parts if part)

    # mouse and fingers ----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.position()
        if at.y() < self.frame().axis.top():
            day = self.frame().overview_scale.day(at.x())
            self._held = day - (self.window_.start + self.window_.end) / 2 if self.window_.holds(day) else 0.0
            self._centre(at)
        else:
            self._pressed = at

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._held is not None:
            self._centre(at)
            return
        if self._pressed is not None:
            if self._panning or abs(at.x() - self._pressed.x()) > _PAN_AFTER:
                self._panning = True
                self._pan(at.x() - self._pressed.x())
                self._pressed = at
            return
        hit = self._hit(at)
        self.setCursor(Qt.CursorShape.PointingHandCursor if hit else Qt.CursorShape.ArrowCursor)
        if hit is not None:
            QToolTip.showText(event.globalPosition().toPoint(), self.words(hit), self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and not self._panning:
            self._tap(event.position())
        self._held, self._pressed, self._panning = None, None, False

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() or event.angleDelta().x()
        if not turned:
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1.25 ** (-turned / 120), self.frame().scale.day(event.position().x()))
        else:
            self._show(self.window_.moved(-turned / 120 * self.window_.days / 10))
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Fingers on the screen pan and pinch; on a pad they zoom."""
        if isinstance(event, QTouchEvent):
            self._fingers.take(event)
            return True
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._pinch(1 / max(0.2, 1 + event.value()), event.position().x())
            return True
        return super().event(event)

    def _pan(self, pixels: float) -> None:
        self._show(self.window_.moved(-pixels / self.frame().scale.per_day))

    def _pinch(self, factor: float, x: float) -> None:
        self.zoom(factor, self.frame().scale.day(x))

    def _tap(self, at: QPointF) -> None:
        """Choose what lies there; again, the next of several."""
        hit = self._hit(at)
        if hit is None:
            return
        here = self._mark(self.selected)
        place = hit.lane.place(here) if here is not None else None
        follow = place is not None and hit.first <= place < hit.last
        self._choose(hit.lane.marks[place + 1 if follow and place is not None else hit.first])

    def words(self, drawn: Drawn) -> str:
        """What a mark stands for."""
        marks = drawn.marks
        if len(marks) == 1:
            return self.sentence(marks[0])
        numbers = [mark.number for mark in marks]
        return f"{len(marks):,} entries between {min(numbers)} and {max(numbers)}. Click again for the next."

    def _hit(self, at: QPointF) -> Drawn | None:
        near = [each for each in self.drawn if each.rect.adjusted(-6, -6, 6, 6).contains(at)]
        return min(near, key=lambda each: abs(each.rect.center().x() - at.x()), default=None)

    def _centre(self, at: QPointF) -> None:
        middle = self.frame().overview_scale.day(at.x()) - (self._held or 0.0)
        half = self.window_.days / 2
        self._show(Window(middle - half, middle + half))
