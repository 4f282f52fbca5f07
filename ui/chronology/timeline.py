"""The timeline: an index to the table in one painted widget.

It shares one selection with the table. What it shows is in the table in words; a screen
reader is told so, and hears the entry that Left and Right lead to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from pclo_app.casefile.chronology import TimelineMark
from pclo_app.casefile.model import Gap
from pclo_app.records.agencies import AGENCIES, SHORT_NAMES
from ui.theme import Theme

from .queries import Look
from .scale import Scale, Window, day_number, first_window, grouped, whole_case

DECISIONS = "decisions"


@dataclass(frozen=True)
class Drawn:
    """A mark as it lies on the screen: one entry, or several too close to tell apart."""

    rect: QRectF
    lane: str
    marks: tuple[TimelineMark, ...]


@dataclass(frozen=True)
class Frame:
    """Where everything lies, for painting and for the mouse."""

    overview: QRectF
    overview_scale: Scale
    axis: QRectF
    scale: Scale
    lanes: tuple[tuple[str, QRectF], ...]
    side: float

    def lane(self, code: str) -> QRectF:
        return dict(self.lanes)[code]


class Timeline(QWidget):
    """The widget: state, mouse and keys. `timeline_painter` draws it."""

    chosen = Signal(str)
    """The id of the entry that was chosen here."""
    window_changed = Signal()
    """Other entries are in sight; their looks may be wanted."""
    left_for_table = Signal()
    """Enter: on to the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.marks: tuple[TimelineMark, ...] = ()
        self.gaps: tuple[Gap, ...] = ()
        self.looks: Mapping[str, Look] = {}
        self.today = date(2000, 1, 1)
        self.selected = ""
        self.whole = Window(0, 1)
        self.window_ = Window(0, 1)
        self.drawn: list[Drawn] = []
        self.gaps_shown = True
        self._dragging = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(120)
        self._soon.timeout.connect(self.window_changed)
        self.setAccessibleName("Timeline")

    # what the section gives -----------------------------------------------------------------------------------

    def show_case(self, marks: Sequence[TimelineMark], gaps: Sequence[Gap], today: date) -> None:
        """Another state of the case. The window stays where it was, if the case still reaches there."""
        fresh = not self.marks
        at_end = not fresh and abs(self.window_.end - self.whole.end) < 0.01
        self.marks, self.gaps, self.today = tuple(marks), tuple(gaps), today
        days = [mark.lo for mark in marks] + [mark.hi for mark in marks]
        self.whole = whole_case(days, today)
        if fresh or not days:
            self.window_ = first_window(self.whole)
        elif at_end:
            self.window_ = self.window_.moved(self.whole.end - self.window_.end).within(self.whole)
        else:
            self.window_ = self.window_.within(self.whole)
        self.updateGeometry()
        self._changed()

    def set_looks(self, looks: Mapping[str, Look]) -> None:
        """How the entries in sight look."""
        self.looks = looks
        self.update()

    def select(self, id: str) -> None:
        """Show which entry is selected; quietly, and in sight."""
        if id == self.selected:
            return
        self.selected = id
        mark = self._mark(id)
        if mark is not None and not self._comfortable(day_number(mark.lo)):
            middle = day_number(mark.lo)
            half = self.window_.days / 2
            self.window_ = Window(middle - half, middle + half).within(self.whole)
            self._changed()
        self.update()

    def stretch(self, on: bool) -> None:
        """Take all the room there is, or only what the lanes need."""
        policy = QSizePolicy.Policy.Expanding if on else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, policy)

    def in_sight(self) -> tuple[int, int] | None:
        """The numbers of the first and the last entry in the window."""
        seen = [mark.number for mark in self.marks if self._seen(mark)]
        return (min(seen), max(seen)) if seen else None

    def present(self) -> tuple[str, ...]:
        """The agencies that have a lane, in the fixed order."""
        codes = {mark.agency for mark in self.marks}
        return tuple(code for code in AGENCIES if code in codes) or ("POL", "CSC", "HEA", "EDU", "OTH")

    def lane_words(self, lane: str) -> str:
        return "Key decisions" if lane == DECISIONS else SHORT_NAMES.get(lane, lane)

    # geometry -------------------------------------------------------------------------------------------------

    def _lane_height(self) -> float:
        return max(17.0, QFontMetricsF(Theme.current().font("secondary")).height() + 1)

    def sizeHint(self) -> QSize:
        lane = self._lane_height()
        return QSize(400, round(lane * (3 + len(self.present())) + 6))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def frame(self) -> Frame:
        """Where everything lies now."""
        lane = self._lane_height()
        metrics = QFontMetricsF(Theme.current().font("secondary"))
        left = 30 + max(metrics.horizontalAdvance(self.lane_words(code)) for code in (DECISIONS, "CSC", "OTH")) + 6
        width = max(40.0, self.width() - left - 12)
        overview = QRectF(left, 2, width, lane - 2)
        axis = QRectF(left, lane, width, lane)
        lanes = (DECISIONS, *self.present())
        top = 2 * lane + 1
        each = max(lane, (self.height() - top - 3) / len(lanes))
        each = min(each, 4 * lane)
        rects = tuple((code, QRectF(left, top + n * each, width, each)) for n, code in enumerate(lanes))
        side = min(13.0, lane * 0.72) * Theme.current().text_scale
        return Frame(overview, Scale(self.whole, left, width), axis, Scale(self.window_, left, width), rects, side)

    def lay_out(self, frame: Frame) -> list[Drawn]:
        """Every mark in sight, those that are too close together as one."""
        found: list[Drawn] = []
        for lane, rect in frame.lanes:
            seen = [
                (frame.scale.x(day_number(mark.lo)), mark)
                for mark in self.marks
                if self._seen(mark) and (mark.decision if lane == DECISIONS else mark.agency == lane)
            ]
            for x, marks in grouped(seen):
                wide = frame.side if len(marks) == 1 else frame.side + 7
                box = QRectF(x - wide / 2, rect.center().y() - frame.side / 2, wide, frame.side)
                found.append(Drawn(box, lane, marks))
        return found

    def _seen(self, mark: TimelineMark) -> bool:
        return day_number(mark.hi) >= self.window_.start and day_number(mark.lo) <= self.window_.end

    def _comfortable(self, day: float) -> bool:
        margin = self.window_.days * 0.02
        return self.window_.start + margin <= day <= self.window_.end - margin

    def _mark(self, id: str) -> TimelineMark | None:
        return next((mark for mark in self.marks if mark.id == id), None)

    # painting and Qt ------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        from .timeline_painter import paint

        painter = QPainter(self)
        frame = self.frame()
        self.drawn = self.lay_out(frame)
        paint(painter, self, frame, Theme.current())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # keys -----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Right if not control and not alt:
                self.step(1 if event.key() == Qt.Key.Key_Right else -1, decisions=shift)
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
        wanted = [mark for mark in self.marks if mark.decision or not decisions]
        here = self._mark(self.selected)
        if not wanted:
            return
        if here is None:
            self._choose(wanted[0] if by > 0 else wanted[-1])
            return
        if by > 0:
            after = [mark for mark in wanted if mark.number > here.number]
            self._choose(after[0] if after else None)
        else:
            before = [mark for mark in wanted if mark.number < here.number]
            self._choose(before[-1] if before else None)

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
        self.chosen.emit(mark.id)

    # mouse ----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.position()
        if at.y() < self.frame().axis.top():
            self._dragging = True
            self._centre(at)
            return
        hit = self._hit(at)
        if hit is None:
            return
        ids = [mark.id for mark in hit.marks]
        place = (ids.index(self.selected) + 1) % len(ids) if self.selected in ids else 0
        self._choose(hit.marks[place])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragging:
            self._centre(event.position())
            return
        hit = self._hit(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if hit else Qt.CursorShape.ArrowCursor)
        if hit is not None:
            QToolTip.showText(event.globalPosition().toPoint(), self.words(hit), self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragging = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() or event.angleDelta().x()
        if not turned:
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 / 1.25 if turned > 0 else 1.25, self.frame().scale.day(event.position().x()))
        else:
            self._show(self.window_.moved(-turned / 120 * self.window_.days / 10))
        event.accept()

    def words(self, drawn: Drawn) -> str:
        """What a mark stands for."""
        first = drawn.marks[0]
        agency = SHORT_NAMES.get(first.agency, first.agency)
        if len(drawn.marks) > 1:
            return f"{len(drawn.marks)} entries, {first.number} to {drawn.marks[-1].number}. Click again for the next."
        title = self.looks[first.id].title if first.id in self.looks else ""
        return ", ".join(part for part in (f"Entry {first.number}", agency, title) if part)

    def _hit(self, at: QPointF) -> Drawn | None:
        near = [each for each in self.drawn if each.rect.adjusted(-6, -6, 6, 6).contains(at)]
        return min(near, key=lambda each: abs(each.rect.center().x() - at.x()), default=None)

    def _centre(self, at: QPointF) -> None:
        frame = self.frame()
        middle = frame.overview_scale.day(at.x())
        half = self.window_.days / 2
        self._show(Window(middle - half, middle + half))

    def _show(self, window: Window) -> None:
        window = window.within(self.whole)
        if window != self.window_:
            self.window_ = window
            self._changed()

    def _changed(self) -> None:
        self.update()
        self._soon.start()
