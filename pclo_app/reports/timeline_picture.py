"""The timeline as a picture on paper: a lane for each agency, and one for key decisions.

An index to the table behind it, in greys only. A hollow mark is a day that is not certain,
with a line from the earliest to the latest; hatching is a stretch in which no agency says
anything; a dashed line joins sources that disagree; a number is so many marks in one place.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from ..records.agencies import SHORT_NAMES
from ..records.event_date.wording import MONTHS
from . import words
from .flow import Flow
from .sheet import Fill, Mark, Rule, Words
from .styles import BODY_BOLD, INK, LINE, SMALL, SMALL_BOLD, SMALL_SOFT, SOFT, Style

_LABELS = 96.0
_LANE = 17.0
_AXIS = 16.0
_BETWEEN = 16.0
_MARK = 7.4
_CLOSEST = 9.0
_PARTED_FROM = 40
_MOST_PARTS = 6
_TICK_ROOM = 62.0
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_DAY_STEPS = (1, 2, 7, 14)
_HATCH = 7.0
_AHEAD = 1.5
"""Today is shown where it lies no further behind the last entry than this many times the whole of the case."""


@dataclass(frozen=True)
class Event:
    """One line of the chronology in time."""

    id: str
    lo: date
    hi: date
    agency: str
    decision: bool = False
    ahead: bool = False
    """Booked, and not yet happened."""

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.lo == self.hi

    @property
    def middle(self) -> float:
        """The middle of what is possible, in days."""
        return (self.lo.toordinal() + self.hi.toordinal()) / 2


@dataclass(frozen=True)
class Stretch:
    """Days in which no agency says anything."""

    start: date
    end: date


@dataclass(frozen=True)
class Picture:
    """What is drawn."""

    events: tuple[Event, ...]
    gaps: tuple[Stretch, ...]
    conflicts: tuple[tuple[str, str], ...]
    """Pairs of ids whose sources disagree; an entry whose own remark says so stands with itself."""
    today: date

    @property
    def sentence(self) -> str:
        """The picture in words."""
        if not self.events:
            return "No entry has a date."
        first, last = min(e.lo for e in self.events), max(e.hi for e in self.events)
        decisions = sum(event.decision for event in self.events)
        told = [
            words.counted(len(self.events), "dated entry", "dated entries"),
            words.span(first.isoformat(), last.isoformat()),
            words.counted(decisions, "key decision"),
            words.counted(len(self.gaps), "gap"),
            words.counted(len(self.conflicts), "conflict"),
        ]
        return (
            f"{', '.join(told)}. Hollow: the day is not certain, or it is still to come; a line runs from the earliest "
            "to the latest day. A number: so many close together. Hatched: no entry from any agency. "
            "Dashed, or ≠: sources disagree."
        )


@dataclass(frozen=True)
class _Band:
    """One strip of the picture: some time on some width."""

    start: float
    end: float
    left: float
    width: float
    top: float
    lanes: tuple[str, ...]

    def x(self, day: float) -> float:
        return self.left + (day - self.start) / (self.end - self.start) * self.width

    def y(self, lane: str) -> float:
        return self.top - _AXIS - _LANE * (self.lanes.index(lane) + 0.5)

    @property
    def floor(self) -> float:
        return self.top - _AXIS - _LANE * len(self.lanes)

    def holds(self, day: float) -> bool:
        return self.start <= day <= self.end


DECISIONS = "diamond"


def draw(flow: Flow, picture: Picture) -> None:
    """The whole time in one strip, and where it is crowded, its parts below, each with as many entries."""
    flow.text(picture.sentence, style=SMALL_SOFT)
    flow.space(8)
    events = sorted(picture.events, key=lambda event: (event.middle, event.id))
    if not events:
        return
    lanes = (DECISIONS, *(code for code in SHORT_NAMES if any(event.agency == code for event in events)))
    height = 14 + _AXIS + _LANE * len(lanes)
    spans = [_window([*events], picture.today)]
    if len(events) > _PARTED_FROM:
        spans += _parts(events)
    for number, (start, end) in enumerate(spans):
        flow.need(height)
        heading = "Whole time" if number == 0 else f"Part {number} of {len(spans) - 1}"
        first, last = (_date(day) for day in (start, end))
        flow.line(heading, BODY_BOLD, flow.x, flow.y - 9)
        if number:
            flow.line(words.span(first.isoformat(), last.isoformat()), SMALL_SOFT, flow.x + 66, flow.y - 9)
        band = _Band(start, end, flow.x + _LABELS, flow.measure - _LABELS - 6, flow.y - 14, lanes)
        _draw_band(flow, band, picture, events)
        flow.y = band.floor
        flow.space(_BETWEEN)


def _date(day: float) -> date:
    return date.fromordinal(min(max(1, math.floor(day)), date.max.toordinal()))


def _window(events: Sequence[Event], today: date | None = None) -> tuple[float, float]:
    first = min(event.lo.toordinal() for event in events)
    last = max(event.hi.toordinal() for event in events)
    if today is not None and today.toordinal() - last <= max((last - first) * _AHEAD, 31):
        last = max(last, today.toordinal())
    room = max((last - first) * 0.015, 1.0)
    return first - room, last + room


def _parts(events: Sequence[Event]) -> list[tuple[float, float]]:
    """Stretches of time with about as many entries each."""
    count = min(_MOST_PARTS, math.ceil(len(events) / _PARTED_FROM))
    size = math.ceil(len(events) / count)
    found = []
    for at in range(0, len(events), size):
        days = [event.middle for event in events[at : at + size]]
        room = max((days[-1] - days[0]) * 0.015, 1.0)
        found.append((days[0] - room, days[-1] + room))
    return found


def _draw_band(flow: Flow, band: _Band, picture: Picture, events: Sequence[Event]) -> None:
    _lanes(flow, band)
    for gap in picture.gaps:
        _gap(flow, band, gap)
    _axis(flow, band)
    shown = [event for event in events if band.holds(event.middle)]
    _today(flow, band, picture.today)
    _conflicts(flow, band, picture, shown)
    for lane in band.lanes:
        if lane == DECISIONS:
            own = [event for event in shown if event.decision]
        else:
            own = [event for event in shown if event.agency == lane]
        _lane_marks(flow, band, lane, own)


def _lanes(flow: Flow, band: _Band) -> None:
    sheet = flow.sheet
    for number, lane in enumerate(band.lanes):
        y = band.y(lane)
        if number % 2 == 0:
            sheet.fills.append(Fill(flow.x, y - _LANE / 2, flow.measure, _LANE, 0.955))
        sheet.marks.append(Mark(lane, flow.x + 6, y, _MARK))
        style = SMALL_BOLD if lane == DECISIONS else SMALL
        sheet.words.append(Words(flow.x + 15, y - 2.9, style, SHORT_NAMES.get(lane, "Key decisions")))


def _axis(flow: Flow, band: _Band) -> None:
    sheet = flow.sheet
    y = band.top - _AXIS
    reached = 0.0
    for day, said in _ticks(band):
        x = band.x(day)
        sheet.rules.append(Rule(x, band.floor, x, y + 4, 0.5, 0.74))
        wide = flow.setter.width(said, SMALL_SOFT)
        if x + 3 > reached and x + 3 + wide <= band.left + band.width + 6:
            sheet.words.append(Words(x + 3, y + 4, SMALL_SOFT, said))
            reached = x + 3 + wide + 8
    sheet.rules.append(Rule(band.left, y, band.left + band.width, y, 0.7, SOFT))
    sheet.rules.append(Rule(flow.x, band.floor, flow.x + flow.measure, band.floor, 0.5, LINE))


def _ticks(band: _Band) -> list[tuple[float, str]]:
    per_day = band.width / (band.end - band.start)
    first, last = (_date(day) for day in (band.start, band.end))
    for step in _DAY_STEPS:
        if step * per_day >= _TICK_ROOM:
            day = first + timedelta(days=(-first.toordinal() + 1) % step)
            return [
                (float(d), _day_words(date.fromordinal(d))) for d in range(day.toordinal(), last.toordinal() + 1, step)
            ]
    step = next((step for step in _MONTH_STEPS if step * 30.4 * per_day >= _TICK_ROOM), _MONTH_STEPS[-1])
    month = first.year * 12 + first.month - 1
    found = []
    for at in range(month - month % step, last.year * 12 + last.month + step, step):
        if not 1 <= at // 12 <= date.max.year:
            continue
        day = date(at // 12, at % 12 + 1, 1)
        if band.holds(day.toordinal()):
            said = str(day.year) if step >= 12 else f"{MONTHS[day.month - 1][:3]} {day.year}"
            found.append((float(day.toordinal()), said))
    return found


def _day_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def _gap(flow: Flow, band: _Band, gap: Stretch) -> None:
    left = max(band.left, band.x(gap.start.toordinal() + 0.5))
    right = min(band.left + band.width, band.x(gap.end.toordinal() - 0.5))
    if right - left < 3:
        return
    sheet = flow.sheet
    top, bottom = band.top - _AXIS - _LANE, band.floor
    sheet.rules += hatching(left, bottom, right, top)
    said = words.counted((gap.end - gap.start).days, "day")
    wide = flow.setter.width(said, SMALL_BOLD)
    if right - left >= wide + 10 and band.holds(gap.start.toordinal()):
        middle, y = (left + right) / 2, (top + bottom) / 2
        sheet.masks.append(Fill(middle - wide / 2 - 4, y - 6.5, wide + 8, 13, 1.0))
        sheet.words.append(Words(middle - wide / 2, y - 2.9, SMALL_BOLD, said))


def hatching(left: float, bottom: float, right: float, top: float) -> list[Rule]:
    """Slanted lines that end at the edges of a rectangle."""
    found = []
    offset = math.ceil((left - top) / _HATCH) * _HATCH
    while offset < right - bottom:
        # on the line x - y = offset
        x1, x2 = max(left, bottom + offset), min(right, top + offset)
        if x2 - x1 > 0.2:
            found.append(Rule(x1, x1 - offset, x2, x2 - offset, 0.45, 0.66))
        offset += _HATCH
    return found


def _today(flow: Flow, band: _Band, today: date) -> None:
    if not band.holds(today.toordinal()):
        return
    x = band.x(today.toordinal())
    flow.sheet.rules.append(Rule(x, band.floor, x, band.top + 1, 1.6, INK))
    wide = flow.setter.width("Today", SMALL_BOLD)
    at = min(x - wide / 2, flow.x + flow.measure - wide)
    flow.sheet.words.append(Words(at, band.top + 3.5, SMALL_BOLD, "Today"))


def _conflicts(flow: Flow, band: _Band, picture: Picture, shown: Sequence[Event]) -> None:
    places = {event.id: event for event in shown if event.agency in band.lanes}
    for one, other in picture.conflicts:
        if one not in places or other not in places:
            continue
        first, second = places[one], places[other]
        if one == other:  # only its own remark says so: the sign stands over the mark
            wide = flow.setter.width("≠", SMALL_BOLD)
            at = (band.x(first.middle) - wide / 2, band.y(first.agency) + 5.0)
            flow.sheet.words.append(Words(*at, SMALL_BOLD, "≠"))
            continue
        x1, y1 = band.x(first.middle), band.y(first.agency)
        x2, y2 = band.x(second.middle), band.y(second.agency)
        if y1 == y2:  # within a lane the line bows above the marks
            lift = _LANE * 0.46
            points = [(x1, y1), (x1, y1 + lift), (x2, y2 + lift), (x2, y2)]
        else:
            points = [(x1, y1), (x2, y2)]
        for start, end in pairwise(points):
            flow.sheet.rules += dashed(*start, *end)
        middle = ((points[0][0] + points[-1][0]) / 2, (points[0][1] + points[-1][1]) / 2 + (y1 == y2) * _LANE * 0.46)
        if y1 != y2:  # between two lanes, where no mark can stand
            middle = (middle[0], y1 + round((middle[1] - y1) / _LANE - 0.5) * _LANE + _LANE / 2)
        flow.sheet.masks.append(Fill(middle[0] - 4.5, middle[1] - 4.5, 9, 9, 1.0))
        wide = flow.setter.width("≠", SMALL_BOLD)
        flow.sheet.words.append(Words(middle[0] - wide / 2, middle[1] - 2.9, SMALL_BOLD, "≠"))


def dashed(x1: float, y1: float, x2: float, y2: float) -> list[Rule]:
    """A line in dashes."""
    length = math.hypot(x2 - x1, y2 - y1)
    found = []
    at = 0.0
    while at < length:
        end = min(at + 3.0, length)
        found.append(
            Rule(
                x1 + (x2 - x1) * at / length,
                y1 + (y2 - y1) * at / length,
                x1 + (x2 - x1) * end / length,
                y1 + (y2 - y1) * end / length,
                0.9,
                0.2,
            )
        )
        at += 5.0
    return found


def _lane_marks(flow: Flow, band: _Band, lane: str, events: Iterable[Event]) -> None:
    """The marks of a lane; those too close to tell apart become one with their number."""
    y = band.y(lane)
    group: list[Event] = []
    for event in events:
        if group and band.x(event.middle) - band.x(group[-1].middle) >= _CLOSEST:
            _group(flow, band, lane, y, group)
            group = []
        group.append(event)
    if group:
        _group(flow, band, lane, y, group)


def _group(flow: Flow, band: _Band, lane: str, y: float, group: Sequence[Event]) -> None:
    sheet = flow.sheet
    if len(group) == 1:
        event = group[0]
        x = band.x(event.middle)
        low, high = (
            max(band.left, band.x(event.lo.toordinal())),
            min(band.left + band.width, band.x(event.hi.toordinal())),
        )
        if high - low > _MARK + 2:
            sheet.rules.append(Rule(low, y, high, y, 0.8, SOFT))
            sheet.rules += [Rule(end, y - 2.6, end, y + 2.6, 0.8, SOFT) for end in (low, high)]
        sheet.marks.append(Mark(lane, x, y, _MARK, hollow=not event.exact or event.ahead))
        return
    left, right = band.x(group[0].middle), band.x(group[-1].middle)
    said = str(len(group))
    style: Style = SMALL_BOLD
    wide = max(right - left + _MARK, flow.setter.width(said, style) + 6)
    middle = (left + right) / 2
    sheet.masks.append(Fill(middle - wide / 2, y - 5.6, wide, 11.2, 1.0))
    sheet.over += _outline(middle - wide / 2, y - 5.6, wide, 11.2)
    sheet.words.append(Words(middle - flow.setter.width(said, style) / 2, y - 2.9, style, said))


def _outline(x: float, y: float, width: float, height: float) -> list[Rule]:
    return [
        Rule(x, y, x + width, y, 0.9, 0.133),
        Rule(x, y + height, x + width, y + height, 0.9, 0.133),
        Rule(x, y - 0.45, x, y + height + 0.45, 0.9, 0.133),
        Rule(x + width, y - 0.45, x + width, y + height + 0.45, 0.9, 0.133),
    ]
