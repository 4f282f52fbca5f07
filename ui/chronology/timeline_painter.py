"""Drawing the timeline: strip, axis, lanes, gaps, conflicts, today, marks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPen

from pclo_app.casefile.chronology import TimelineMark
from pclo_app.practice.phrases import counted
from ui.theme import Theme
from ui.theme.icons import draw_icon
from ui.widgets.agency import draw_agency_mark, draw_decision_mark
from ui.widgets.cell_ink import Ink

from .scale import day_number, ticks
from .timeline_view import DECISIONS, Drawn, Frame, TimelineView

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


def paint(painter: QPainter, view: TimelineView, frame: Frame, theme: Theme) -> None:
    """Everything, from the ground up."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(view.rect()), theme.qcolor("surface"))
    _lanes(painter, view, frame, theme)
    _axis(painter, frame, theme)
    if view.gaps_shown:
        _gaps(painter, view, frame, theme)
    _overview(painter, view, frame, theme)
    _today(painter, view, frame, theme)
    painter.save()
    body = QRectF(frame.axis.left() - 8, frame.axis.top(), frame.axis.width() + 16, view.height())
    painter.setClipRect(body)
    ink, joined = view.ink(), view.conflicts()
    _conflict_lines(painter, joined, theme)
    for drawn in view.drawn:
        _mark(painter, view, drawn, ink)
    for lane in ("", DECISIONS):
        chosen = view.drawn_at(view.selected, lane)
        if chosen is not None:
            painter.setPen(QPen(theme.qcolor("ink"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(chosen.rect.adjusted(-4, -2, 4, 2))
    _conflict_boxes(painter, joined, ink)
    _decision_words(painter, view, frame, theme)
    painter.restore()
    if view.hasFocus():
        painter.setPen(QPen(theme.qcolor("focus_edge"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(view.rect()).adjusted(1, 1, -1, -1))


def _lanes(painter: QPainter, view: TimelineView, frame: Frame, theme: Theme) -> None:
    for n, (lane, rect) in enumerate(frame.lanes):
        if n % 2 == 0:
            painter.fillRect(QRectF(0, rect.top(), rect.right(), rect.height()), theme.qcolor("window"))
        mark = QRectF(8, rect.center().y() - frame.side * 0.4, frame.side * 0.8, frame.side * 0.8)
        if lane == DECISIONS:
            draw_decision_mark(painter, mark, theme)
        else:
            draw_agency_mark(painter, mark, lane, theme)
        bold = QFont.Weight.DemiBold if lane == DECISIONS else QFont.Weight.Normal
        painter.setFont(theme.font("secondary", bold))
        painter.setPen(theme.qcolor("ink"))
        painter.drawText(QRectF(26, rect.top(), rect.left() - 28, rect.height()), _LEFT, view.lane_words(lane))


def _axis(painter: QPainter, frame: Frame, theme: Theme) -> None:
    bottom = frame.lanes[-1][1].bottom()
    painter.setFont(theme.font("secondary"))
    right = 0.0
    for tick in ticks(frame.scale):
        x = frame.scale.x(tick.day)
        painter.setPen(QPen(theme.qcolor("line"), 1))
        painter.drawLine(QPointF(x, frame.axis.top() + 3), QPointF(x, bottom))
        words = QFontMetricsF(painter.font()).horizontalAdvance(tick.words)
        if x > right and x + 4 + words <= frame.axis.right() + 10:
            painter.setPen(theme.qcolor("ink2"))
            painter.drawText(QRectF(x + 4, frame.axis.top(), words + 4, frame.axis.height()), _LEFT, tick.words)
            right = x + words + 10
    painter.setPen(QPen(theme.qcolor("control"), 1))
    y = frame.axis.bottom() + 0.5
    painter.drawLine(QPointF(frame.axis.left(), y), QPointF(frame.axis.right(), y))


def _overview(painter: QPainter, view: TimelineView, frame: Frame, theme: Theme) -> None:
    strip = frame.overview
    painter.setFont(theme.font("secondary"))
    painter.setPen(theme.qcolor("ink2"))
    painter.drawText(QRectF(8, strip.top(), strip.left() - 10, strip.height()), _LEFT, "Whole case")
    painter.fillRect(strip, theme.qcolor("raised"))
    scale = frame.overview_scale
    entries, decisions = view.strip(frame)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.qcolor("ink2"))
    painter.drawRects([QRectF(x - 1, strip.top() + 4, wide + 1, strip.height() - 8) for x, wide in entries])
    beside = -99
    for x in decisions:
        if x - beside >= 9:
            box = QRectF(x - 4, strip.top(), 8, 8)
            view.ink().picture(painter, ("decision", False), box, partial(_decision, theme, False))
            beside = x
    window = QRectF(scale.x(view.window_.start), strip.top(), view.window_.days * scale.per_day, strip.height())
    painter.setPen(QPen(theme.qcolor("primary"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(window.intersected(strip.adjusted(-2, 0, 2, 0)).adjusted(1, 1, -1, -1))


def _gaps(painter: QPainter, view: TimelineView, frame: Frame, theme: Theme) -> None:
    top, bottom = frame.lanes[0][1].bottom(), frame.lanes[-1][1].bottom()
    painter.setFont(theme.font("secondary", QFont.Weight.DemiBold))
    metrics = QFontMetricsF(painter.font())
    for gap in view.gaps:
        left = max(frame.axis.left(), frame.scale.x(day_number(date.fromisoformat(gap.start))) + 4)
        right = min(frame.axis.right(), frame.scale.x(day_number(date.fromisoformat(gap.end))) - 4)
        if right - left < 4:
            continue
        band = QRectF(left, top, right - left, bottom - top)
        painter.fillRect(band, QBrush(theme.qcolor("hatch"), Qt.BrushStyle.BDiagPattern))
        days = counted(gap.days, "day", "days")
        said = [f"{days}, no entry from any agency", days]
        for words in [f"{said[0]}. Why: {gap.why}", *said] if gap.why else said:
            wide = metrics.horizontalAdvance(words) + 30
            if wide <= band.width() - 6:
                box = QRectF(band.center().x() - wide / 2, band.center().y() - 11, wide, 22)
                painter.setPen(QPen(theme.qcolor("control"), 1))
                painter.setBrush(theme.qcolor("surface"))
                painter.drawRoundedRect(box, 3, 3)
                painter.setPen(theme.qcolor("ink"))
                painter.drawText(box, _CENTRE, words)
                break


def _today(painter: QPainter, view: TimelineView, frame: Frame, theme: Theme) -> None:
    day = day_number(view.today)
    if not view.window_.holds(day):
        return
    x = frame.scale.x(day)
    painter.setPen(QPen(theme.qcolor("primary"), 2))
    painter.drawLine(QPointF(x, frame.axis.top() + 4), QPointF(x, frame.lanes[-1][1].bottom()))
    painter.setFont(theme.font("secondary", QFont.Weight.DemiBold))
    words = QFontMetricsF(painter.font()).horizontalAdvance("Today") + 6
    box = QRectF(x - words - 2, frame.axis.top(), words, frame.axis.height())
    painter.fillRect(box.adjusted(0, 2, 0, -1), theme.qcolor("surface"))
    painter.drawText(box.adjusted(0, 0, -3, 0), _RIGHT, "Today")


def _mark(painter: QPainter, view: TimelineView, drawn: Drawn, ink: Ink) -> None:
    code, rect, theme = drawn.lane.code, drawn.rect, ink.theme
    if drawn.count > 1:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.qcolor("ink") if code == DECISIONS else theme.agency_qcolor(code))
        painter.drawRoundedRect(rect, 3, 3)
        painter.setPen(ink.pen("surface"))
        letters = ink.count_letters()
        line = ink.line(str(drawn.count), letters, 1000)
        painter.setFont(letters.font)
        middle = rect.center()
        painter.drawStaticText(QPointF(middle.x() - line.width / 2, middle.y() - line.height / 2), line.laid)
        return
    first = drawn.lane.marks[drawn.first]
    if code == DECISIONS:
        hollow = first.lo > view.today
        ink.picture(painter, ("decision", hollow), rect, partial(_decision, theme, hollow))
        return
    if first.defect:
        sign = QRectF(rect.center().x() - 6, rect.top() - 9, 12, 12)
        ink.picture(painter, ("icon", "warning"), sign, partial(_fault, theme))
    if first.lo != first.hi:
        _reach(painter, view, first, rect.center().y(), theme)
    mark = rect.adjusted(1, 1, -1, -1)
    ink.picture(painter, ("agency", code, not first.exact), mark, partial(_agency, code, theme, not first.exact))


def _agency(code: str, theme: Theme, hollow: bool, painter: QPainter, box: QRectF) -> None:
    draw_agency_mark(painter, box, code, theme, hollow)


def _decision(theme: Theme, hollow: bool, painter: QPainter, box: QRectF) -> None:
    draw_decision_mark(painter, box, theme, hollow)


def _fault(theme: Theme, painter: QPainter, box: QRectF) -> None:
    draw_icon(painter, box, "warning", theme.palette.warn_graphic)


def _reach(painter: QPainter, view: TimelineView, mark: TimelineMark, y: float, theme: Theme) -> None:
    """How far a date reaches: a bar for a stretch of days, whiskers for the earliest and latest it can be."""
    scale = view.frame().scale
    start, end = scale.x(day_number(mark.lo)), scale.x(day_number(mark.hi))
    colour = theme.agency_qcolor(mark.agency)
    if mark.exact:
        painter.fillRect(QRectF(start, y - 3, end - start, 6), colour)
        return
    painter.setPen(QPen(colour, 1.5))
    painter.drawLine(QPointF(start, y), QPointF(end, y))
    painter.drawLine(QPointF(end, y - 4), QPointF(end, y + 4))


def _conflict_lines(painter: QPainter, joined: Sequence[tuple[Drawn, Drawn]], theme: Theme) -> None:
    pen = QPen(theme.qcolor("danger"), 2, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([2, 1.5])
    painter.setPen(pen)
    for one, other in joined:
        if one is not other:
            painter.drawLine(one.rect.center(), other.rect.center())


def _conflict_boxes(painter: QPainter, joined: Sequence[tuple[Drawn, Drawn]], ink: Ink) -> None:
    for one, other in joined:
        start, end = one.rect.center(), other.rect.center()
        middle, side = QPointF((start.x() + end.x()) / 2, (start.y() + end.y()) / 2), 9.0
        if one is other:
            middle, side = start + QPointF(0, -10), 6.0
        box = QRectF(middle.x() - side, middle.y() - side, 2 * side, 2 * side)
        ink.picture(painter, ("conflict",), box, partial(_conflict_box, ink.theme))


def _conflict_box(theme: Theme, painter: QPainter, box: QRectF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.qcolor("danger"), 1.5))
    painter.setBrush(theme.qcolor("danger_fill"))
    painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), 3, 3)
    draw_icon(painter, box.adjusted(2, 2, -2, -2), "not-equal", theme.palette.danger)


def _decision_words(painter: QPainter, view: TimelineView, frame: Frame, theme: Theme) -> None:
    """What the first key decision in sight was, where there is room before it."""
    drawn = next((each for each in view.drawn if each.lane.code == DECISIONS), None)
    first = drawn.lane.marks[drawn.first] if drawn is not None else None
    if drawn is None or first is None or first.id not in view.looks or first.lo > view.today:
        return
    lane, title = drawn.lane, view.looks[first.id].title
    if not title:
        return
    happened = bisect_right(lane.days, min(frame.scale.window.end, day_number(view.today)))
    more = happened - drawn.first - 1
    words = title.rstrip(".") + (f", and {more} more" if more else "")
    painter.setFont(theme.font("secondary"))
    room = drawn.rect.left() - 10 - frame.axis.left()
    metrics = QFontMetricsF(painter.font())
    if room < 120:
        return
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
    rect = QRectF(frame.axis.left(), drawn.rect.top() - 4, room, drawn.rect.height() + 8)
    wide = metrics.horizontalAdvance(shown)
    ground = QRectF(rect.right() - wide - 4, rect.top() + 2, wide + 6, rect.height() - 4)
    painter.fillRect(ground, theme.qcolor("window"))
    painter.setPen(theme.qcolor("ink"))
    painter.drawText(rect, _RIGHT, shown)
