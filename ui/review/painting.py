"""How an entry looks in the reading list: struck and underlined changes, opinion tinted, decision boxed."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QTextDocument
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from pclo_app.practice.phrases import read_day, short_day
from pclo_app.records.review import Comment
from ui.chronology.differences import as_html, differences, spoken
from ui.theme import Theme
from ui.widgets.agency import draw_agency_mark

from .reading import Entry

_Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole) + 2
_MEASURE = 620
"""The widest a line of reading gets."""
_CHIPS = {"new": ("New", "primary"), "changed": ("Changed", "warn"), "read": ("Read", "ok")}


@dataclass(frozen=True)
class Shown:
    """One row of the list: an entry as it stands in this sitting, or a fold of entries that were read."""

    entry: Entry | None = None
    read_now: bool = False
    comments: tuple[Comment, ...] = ()
    fold: tuple[Entry, ...] = ()

    @property
    def key(self) -> str:
        """What tells this row from others."""
        return self.entry.rev if self.entry is not None else f"fold {self.fold[0].rev}"

    @property
    def status(self) -> str:
        """new, changed or read."""
        assert self.entry is not None
        return "read" if self.read_now else self.entry.state


def fold_words(fold: tuple[Entry, ...]) -> str:
    """``50 to 53: 4 entries you have read``."""
    first, last = fold[0].number, fold[-1].number
    if len(fold) == 1:
        return f"{first}: 1 entry you have read"
    return f"{first} to {last}: {len(fold)} entries you have read"


def head_words(entry: Entry) -> tuple[str, str]:
    """Date in bold, and where it came from."""
    when = " ".join(part for part in (entry.record.when.in_table(), entry.record.when.time) if part)
    told = entry.record.told_by
    source = str(told) if told is not None and told.name else str(entry.record.source)
    return when, ", ".join(part for part in (source, entry.record.degree) if part)


def sentence(row: Shown) -> str:
    """The row for a screen reader."""
    if row.entry is None:
        return f"{fold_words(row.fold)}. Enter shows them"
    entry, record = row.entry, row.entry.record
    when, source = head_words(entry)
    parts = [f"Entry {entry.number}, {row.status}", when, record.agency, source, record.fact]
    if entry.before is not None and not row.read_now:
        parts.append(spoken([each for each in differences(entry.before.fact, record.fact) if each.sort != "same"]))
    if record.change_reason:
        parts.append(f"Changed by {entry.author}, because: {record.change_reason}")
    if record.significance:
        parts.append(f"Opinion, {record.significance_by or entry.author}: {record.significance}")
    if record.decision is not None:
        parts.append(f"Decision, {record.decision.by}: {record.decision.decision}. Why: {record.decision.why}")
    parts += [f"You wrote a {each.kind}: {each.words}" for each in row.comments]
    return ". ".join(part for part in parts if part)


def html(row: Shown, theme: Theme) -> str:
    """The body of a row."""
    assert row.entry is not None
    entry, record, palette = row.entry, row.entry.record, theme.palette
    changed = entry.state == "changed" and entry.before is not None
    before = entry.before if changed else None
    parts = [f"<p>{_words(before.fact if before else record.fact, record.fact)}</p>"]
    if entry.state == "changed":
        why = f" Reason: {escape(record.change_reason)}" if record.change_reason else ""
        words = f"Changed {_day(entry.at)} by {escape(entry.author)}.{why}"
        parts.append(f"<p style='color:{palette.ink2}; font-size:small'>{words}</p>")
    if record.significance:
        who = escape(str(record.significance_by or entry.author))
        words = _words(before.significance if before else record.significance, record.significance)
        parts.append(_box(palette.opinion_fill, palette.opinion, f"Significance: opinion, {who}", words))
    if record.decision is not None:
        by = escape(str(record.decision.by))
        words = f"{escape(record.decision.decision)}<br>Why: {escape(record.decision.why)}"
        parts.append(_box(palette.raised, palette.ink, f"Decision, {by}", words))
    for comment in row.comments:
        due = f", by {comment.due}" if comment.due else ""
        parts.append(_box(palette.info_fill, palette.primary, f"Your {comment.kind}{due}", escape(comment.words)))
    return "".join(parts)


def _words(before: str, after: str) -> str:
    """A text with what went struck and what came underlined."""
    return as_html(differences(before, after))


def _day(at: str) -> str:
    day = read_day(at)
    return short_day(day) if day else at


def _box(fill: str, tone: str, title: str, words: str) -> str:
    return (
        "<table width='100%' cellpadding='5' cellspacing='0' style='margin-top:4px'><tr>"
        f"<td width='4' bgcolor='{tone}'></td><td bgcolor='{fill}'>"
        f"<b style='color:{tone}'>{title}</b><br>{words}</td></tr></table>"
    )


class ReadingDelegate(QStyledItemDelegate):
    """Paints the rows and keeps their heights."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._documents: dict[tuple[object, ...], QTextDocument] = {}

    def forget(self) -> None:
        """The rows, or the look, changed."""
        self._documents.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        row: Shown = index.data(ROW)
        theme, width = Theme.current(), self._width()
        line = QFontMetricsF(theme.font("body")).height()
        if row.entry is None:
            return QSize(width, round(line + 12))
        return QSize(width, round(line + 16 + self._document(row, width).size().height()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Shown = index.data(ROW)
        theme, box = Theme.current(), QRectF(option.rect)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(box)
        painter.fillRect(box, theme.qcolor("raised" if row.entry is None else "surface" if current else "window"))
        painter.setPen(QPen(theme.qcolor("line"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if row.entry is None:
            self._text(painter, theme, box.adjusted(14, 0, -14, 0), fold_words(row.fold), "secondary", "ink2")
            self._text(
                painter, theme, box.adjusted(14, 0, -14, 0), "Enter shows them", "secondary", "primary", right=True
            )
        else:
            self._entry(painter, theme, box, row)
        if current:
            focused = self._view.hasFocus()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.qcolor("focus_edge" if focused else "control"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()

    def _entry(self, painter: QPainter, theme: Theme, box: QRectF, row: Shown) -> None:
        assert row.entry is not None
        entry, width = row.entry, self._width()
        metrics = QFontMetricsF(theme.font("body", theme.font().Weight.DemiBold))
        line = QRectF(box.left() + 10, box.top() + 6, box.width() - 24, metrics.height())
        when, source = head_words(entry)
        self._text(painter, theme, line, str(entry.number), "secondary", "ink2")
        left = line.left() + 36
        self._text(
            painter, theme, QRectF(left, line.top(), line.width(), line.height()), when, "body", "ink", bold=True
        )
        left += metrics.horizontalAdvance(when) + 12
        draw_agency_mark(painter, QRectF(left, line.top() + line.height() / 2 - 6, 12, 12), entry.record.agency, theme)
        left += 18
        words, tone = _CHIPS[row.status]
        label = "✓ Read" if words == "Read" else words
        room = QFontMetricsF(theme.font("secondary")).horizontalAdvance(label) + 16
        rest = QRectF(left, line.top(), box.right() - left - room - 20, line.height())
        self._text(painter, theme, rest, f"{entry.record.agency}  {source}", "secondary", "ink2")
        self._text(painter, theme, line, label, "secondary", tone, right=True, bold=words != "Read")
        painter.save()
        painter.translate(QPointF(box.left() + 46, line.bottom() + 2))
        self._document(row, width).drawContents(painter)
        painter.restore()

    def _text(
        self, painter: QPainter, theme: Theme, box: QRectF, words: str, size: str, tone: str, *,
        right: bool = False, bold: bool = False,
    ) -> None:  # fmt: skip
        weight = theme.font().Weight.DemiBold if bold else theme.font().Weight.Normal
        font = theme.font(size, weight)
        painter.setFont(font)
        painter.setPen(theme.qcolor(tone))
        shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, max(0.0, box.width()))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | side, shown)

    def _width(self) -> int:
        return self._view.viewport().width()

    def _document(self, row: Shown, width: int) -> QTextDocument:
        theme = Theme.current()
        key = (row, width, theme.palette.ink, theme.text_scale)
        found = self._documents.get(key)
        if found is None:
            found = QTextDocument()
            found.setDocumentMargin(0)
            found.setDefaultFont(theme.font("reading"))
            found.setDefaultStyleSheet(f"body {{ color: {theme.palette.ink}; }} p {{ margin: 0 0 3px 0; }}")
            found.setTextWidth(min(width - 62, round(_MEASURE * theme.text_scale)))
            found.setHtml(f"<body>{html(row, theme)}</body>")
            self._documents[key] = found
        return found
