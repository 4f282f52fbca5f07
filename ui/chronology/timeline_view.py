"""What the timeline shows, and where each mark lies: for the painter, and for the keys and the mouse."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from pclo_app.casefile.chronology import TimelineMark
from pclo_app.casefile.model import Gap
from pclo_app.records.agencies import AGENCIES, SHORT_NAMES
from ui.theme import Theme
from ui.widgets.cell_ink import Ink

from .lanes import Lane, columns, runs
from .queries import Look
from .scale import Scale, Window, day_number, first_window, whole_case

DECISIONS = "decisions"
MOST_TITLES = 60
_USUAL = ("POL", "CSC", "HEA", "EDU", "OTH")


@dataclass(frozen=True)
class Drawn:
    """A mark as it lies on the screen: one entry, or several too close to tell apart."""

    rect: QRectF
    lane: Lane
    first: int
    last: int
    """Places in the lane."""

    @property
    def marks(self) -> tuple[TimelineMark, ...]:
        """The entries, in order."""
        return self.lane.marks[self.first : self.last + 1]

    @property
    def count(self) -> int:
        return self.last - self.first + 1


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


class TimelineView(QWidget):
    """What is shown and where it lies. `timeline_painter` draws it, `Timeline` answers keys and hands."""

    window_changed = Signal()
    """Other entries are in sight; their looks may be wanted."""

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
        self._days = array("d")
        """The first day of every entry, for the strip."""
        self._decisions: tuple[TimelineMark, ...] = ()
        self._present: tuple[str, ...] = _USUAL
        self.drawn: list[Drawn] = []
        self.gaps_shown = True
        self._pairs: list[tuple[tuple[str, int], ...]] = []
        """Entries whose sources disagree: the lane of each and its place there."""
        self._lanes: dict[str, Lane] = {}
        self._by_id: dict[str, TimelineMark] = {}
        self._laid: tuple[Frame, list[Drawn]] | None = None
        self._of_lane: dict[str, list[Drawn]] = {}
        self._firsts: dict[str, list[int]] = {}
        """Where in its lane each of those begins."""
        self._ink: Ink | None = None
        self._strip: tuple[float, list[tuple[int, int]], list[int]] = (0.0, [], [])
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(120)
        self._soon.timeout.connect(self.window_changed)
        self.setAccessibleName("Timeline")

    # what the section gives -----------------------------------------------------------------------------------

    def show_case(
        self,
        marks: Sequence[TimelineMark],
        gaps: Sequence[Gap],
        today: date,
        pairs: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Another state of the case. The window stays where it was, if the case still reaches there."""
        fresh = not self.marks
        at_end = not fresh and abs(self.window_.end - self.whole.end) < 0.01
        self.marks, self.gaps, self.today = tuple(marks), tuple(gaps), today
        self._by_id = {mark.id: mark for mark in marks}
        self._decisions = tuple(mark for mark in marks if mark.decision or (mark.meeting and mark.lo > today))
        codes = {mark.agency for mark in marks}
        self._present = tuple(code for code in AGENCIES if code in codes) or _USUAL
        self._lanes = {DECISIONS: Lane(DECISIONS, self._decisions)}
        for code in self.present():
            self._lanes[code] = Lane(code, (mark for mark in marks if mark.agency == code))
        places = {id: (code, place) for code, lane in self._lanes.items() if code != DECISIONS
                  for place, id in enumerate(mark.id for mark in lane.marks)} if pairs else {}  # fmt: skip
        self._pairs = [tuple(places[id] for id in pair if id in places) for pair in pairs]
        self._days = array("d", sorted(day_number(mark.lo) for mark in marks))
        days = [mark.lo for mark in marks] + [mark.hi for mark in marks]
        self.whole = whole_case(days, today)
        if fresh or not days:
            self.window_ = first_window(self.whole)
        elif at_end:
            self.window_ = self.window_.moved(self.whole.end - self.window_.end).within(self.whole)
        else:
            self.window_ = self.window_.within(self.whole)
        self._laid, self._strip = None, (0.0, [], [])
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

    def titles_wanted(self) -> tuple[str, ...]:
        """The key decisions in sight whose words would be shown, at most `MOST_TITLES`."""
        lane = self._lanes.get(DECISIONS)
        if lane is None:
            return ()
        first, end = lane.in_sight(self.frame().scale)
        return tuple(mark.id for mark in lane.marks[first : min(end, first + MOST_TITLES)])

    def drawn_at(self, id: str, lane: str = "") -> Drawn | None:
        """Where an entry lies on the screen, in the lane of its agency or in another; None out of sight."""
        mark = self._by_id.get(id)
        code = lane or (mark.agency if mark else "")
        place = self._lanes[code].place(mark) if mark is not None and code in self._lanes else None
        if place is None:
            return None
        return self._drawn_place(code, place)

    def _drawn_place(self, code: str, place: int) -> Drawn | None:
        of_lane = self._of_lane.get(code, [])
        at = bisect_right(self._firsts.get(code, []), place) - 1
        return of_lane[at] if at >= 0 and of_lane[at].last >= place else None

    def conflicts(self) -> list[tuple[Drawn, Drawn]]:
        """The marks in sight that are joined because their sources disagree, each two once; one that only a remark
        tells of, or whose other is out of sight, stands with itself."""
        found: dict[tuple[int, int], tuple[Drawn, Drawn]] = {}
        for pair in self._pairs:
            ends = [drawn for code, place in pair if (drawn := self._drawn_place(code, place)) is not None]
            if ends:
                found[id(ends[0]), id(ends[-1])] = ends[0], ends[-1]
        return list(found.values())

    def ink(self) -> Ink:
        """Colours and small pictures for the theme that is worn."""
        theme = Theme.current()
        if self._ink is None or self._ink.theme is not theme:
            self._ink = Ink(theme)
        return self._ink

    def present(self) -> tuple[str, ...]:
        """The agencies that have a lane, in the fixed order."""
        return self._present

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
        """Every mark in sight, those that are too close together as one. Worked out once for each window."""
        if self._laid is not None and self._laid[0] == frame:
            return self._laid[1]
        found: list[Drawn] = []
        self._of_lane, self._firsts = {}, {}
        digit = QFontMetricsF(Theme.current().font("secondary")).horizontalAdvance("0")
        for code, rect in frame.lanes:
            lane = self._lanes.get(code)
            if lane is None:
                continue
            groups = [(place, place) for place in lane.reaching_in(frame.scale)]
            groups += lane.groups(frame.scale, max(28.0, 2 * frame.side))
            here = []
            for first, last in groups:
                x = frame.scale.x((lane.days[first] + lane.days[last]) / 2)
                wide = frame.side if first == last else max(frame.side + 3, digit * len(str(last - first + 1)) + 6)
                box = QRectF(x - wide / 2, rect.center().y() - frame.side / 2, wide, frame.side)
                here.append(Drawn(box, lane, first, last))
            self._of_lane[code] = here
            self._firsts[code] = [each.first for each in here]
            found += here
        self._laid = (frame, found)
        return found

    def strip(self, frame: Frame) -> tuple[list[tuple[int, int]], list[int]]:
        """Where in the strip entries lie, as runs of columns, and in which columns key decisions."""
        scale = frame.overview_scale
        if self._strip[0] != scale.width:
            decisions = self._lanes[DECISIONS].days if self._lanes else []
            self._strip = (scale.width, runs(columns(self._days, scale)), columns(decisions, scale))
        return self._strip[1], self._strip[2]

    def _comfortable(self, day: float) -> bool:
        margin = self.window_.days * 0.02
        return self.window_.start + margin <= day <= self.window_.end - margin

    def _mark(self, id: str) -> TimelineMark | None:
        return self._by_id.get(id)

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
            self._laid = None
            self.updateGeometry()
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _show(self, window: Window) -> None:
        window = window.within(self.whole)
        if window != self.window_:
            self.window_ = window
            self._changed()

    def _changed(self) -> None:
        self.update()
        self._soon.start()
