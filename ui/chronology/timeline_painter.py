"""Drawing the timeline: strip, axis, lanes, gaps, conflicts, today, marks."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPen

from pclo_app.casefile.chronology import TimelineMark
from pclo_app.practice.phrases import counted
from ui.theme import Theme
from ui.theme.icons import draw_icon
from ui.widgets.agency import draw_agency_mark, draw_decision_mark

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
    _conflict_lines(painter, view, theme)
    for drawn in view.drawn:
        _mark(painter, view, drawn, theme)
    for drawn in view.drawn:
        if view.selected and drawn.holds(view.selected):
            painter.setPen(QPen(theme.qcolor("ink"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(drawn.rect.adjusted(-4, -2, 4, 2))
    _conflict_boxes(painter, view, theme)
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
            draw_decision_mark(painter, QRectF(x - 4, strip.top(), 8, 8), theme)
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


def _mark(painter: QPainter, view: TimelineView, drawn: Drawn, theme: Theme) -> None:
    code, rect = drawn.lane.code, drawn.rect
    if drawn.count > 1:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.qcolor("ink") if code == DECISIONS else theme.agency_qcolor(code))
        painter.drawRoundedRect(rect, 3, 3)
        painter.setPen(theme.qcolor("surface"))
        font = theme.font("secondary", QFont.Weight.DemiBold)
        font.setPointSizeF(font.pointSizeF() * 0.9)
        painter.setFont(font)
        painter.drawText(rect.adjusted(-4, -2, 4, 2), _CENTRE, str(drawn.count))
        return
    first = drawn.lane.marks[drawn.first]
    if code == DECISIONS:
        draw_decision_mark(painter, rect, theme, hollow=first.lo > view.today)
        return
    if first.defect:
        sign = QRectF(rect.center().x() - 6, rect.top() - 9, 12, 12)
        draw_icon(painter, sign, "warning", theme.palette.warn_graphic)
    if first.lo != first.hi:
        _reach(painter, view, first, rect.center().y(), theme)
    draw_agency_mark(painter, rect.adjusted(1, 1, -1, -1), code, theme, not first.exact)


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


def _conflicts(view: TimelineView) -> list[tuple[QPointF, QPointF]]:
    """From mark to mark where sources disagree; a conflict that only a note tells of stands on its own mark."""
    found: dict[tuple[float, float, float, float], tuple[QPointF, QPointF]] = {}
    for one, other in view.pairs:
        ends = [drawn.rect.center() for drawn in map(view.drawn_at, (one, other)) if drawn is not None]
        if ends:
            start, end = ends[0], ends[-1]
            found[start.x(), start.y(), end.x(), end.y()] = start, end
    return list(found.values())


def _conflict_lines(painter: QPainter, view: TimelineView, theme: Theme) -> None:
    pen = QPen(theme.qcolor("danger"), 2, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([2, 1.5])
    painter.setPen(pen)
    for start, end in _conflicts(view):
        if start != end:
            painter.drawLine(start, end)


def _conflict_boxes(painter: QPainter, view: TimelineView, theme: Theme) -> None:
    for start, end in _conflicts(view):
        middle = QPointF((start.x() + end.x()) / 2, (start.y() + end.y()) / 2)
        side = 9.0
        if start == end:
            middle, side = start + QPointF(0, -10), 6.0
        box = QRectF(middle.x() - side, middle.y() - side, 2 * side, 2 * side)
        painter.setPen(QPen(theme.qcolor("danger"), 1.5))
        painter.setBrush(theme.qcolor("danger_fill"))
        painter.drawRoundedRect(box, 3, 3)
        draw_icon(painter, box.adjusted(2, 2, -2, -2), "not-equal", theme.palette.danger)


def _decision_words(painter: QPainter, view: TimelineView, frame: Frame, theme: Theme) -> None:
    """What the first key decision in sight was, where there is room before it."""
    drawn = [each for each in view.drawn if each.lane.code == DECISIONS]
    marks = [mark for each in drawn for mark in each.marks if mark.lo <= view.today]
    titles = [view.looks[mark.id].title for mark in marks if mark.id in view.looks]
    if not titles or not titles[0]:
        return
    more = len(marks) - 1
    words = titles[0].rstrip(".") + (f", and {more} more" if more else "")
    painter.setFont(theme.font("secondary"))
    room = drawn[0].rect.left() - 10 - frame.axis.left()
    metrics = QFontMetricsF(painter.font())
    if room < 120:
        return
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
    rect = QRectF(frame.axis.left(), drawn[0].rect.top() - 4, room, drawn[0].rect.height() + 8)
    wide = metrics.horizontalAdvance(shown)
    ground = QRectF(rect.right() - wide - 4, rect.top() + 2, wide + 6, rect.height() - 4)
    painter.fillRect(ground, theme.qcolor("window"))
    painter.setPen(theme.qcolor("ink"))
    painter.drawText(rect, _RIGHT, shown)
