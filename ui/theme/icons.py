"""Icons as code: line drawings on a 16 px grid, 1.5 px line, round joins, one colour.

Each icon is a few SVG shapes; the colour is put in when it is drawn, so one table serves
every look. Icons always stand beside a word; a bare icon button carries a tool tip and an
accessible name.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_RING = '<circle cx="8" cy="8" r="6.25"/>'
_OCTAGON = '<path d="M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4z"/>'

# "@" in a shape is replaced by the colour; "fill=@" shapes are solid, all others are lines.
SHAPES: dict[str, str] = {
    "today": '<path d="M2.5 3.5h11v10.5h-11zM2.5 6.5h11M5 1.75v3M11 1.75v3M5.6 10.1l1.7 1.7 3-3.2"/>',
    "folder": '<path d="M1.75 13V3.5h4.4l1.6 2h6.5V13zM1.75 5.5h6"/>',
    "review": '<circle cx="4" cy="10.2" r="2.5"/><circle cx="12" cy="10.2" r="2.5"/>'
    '<path d="M6.5 9.8q1.5-1.1 3 0M1.5 9.6L3 4.2q.3-1 1.6-.7M14.5 9.6L13 4.2q-.3-1-1.6-.7"/>',
    "printer": '<path d="M4.25 6V2h7.5v4M4.25 11.5H2V6h12v5.5h-2.25M4.25 9.5h7.5V14h-7.5z"/>',
    "sync": '<path d="M13.6 6.6A5.9 5.9 0 0 0 3 4.9L1.9 6.4M2.4 9.4A5.9 5.9 0 0 0 13 11.1l1.1-1.5M1.9 2.9v3.5h3.5'
    'M14.1 13.1V9.6h-3.5"/>',
    "search": '<circle cx="6.75" cy="6.75" r="4.5"/><path d="M10.2 10.2L14.2 14.2"/>',
    "settings": '<path d="M1.75 4h6M11.75 4h2.5M1.75 8h2M7.75 8h6.5M1.75 12h7M12.75 12h1.5"/>'
    '<circle cx="9.75" cy="4" r="1.75"/><circle cx="5.75" cy="8" r="1.75"/><circle cx="10.75" cy="12" r="1.75"/>',
    "lock": '<path d="M3 7.25h10v7H3zM5.25 7V4.6a2.75 2.75 0 0 1 5.5 0V7"/><circle cx="8" cy="10.75" r=".9" fill="@"/>',
    "lock-small": '<path d="M4.25 7.75h7.5v5.5h-7.5zM5.9 7.5V5.6a2.1 2.1 0 0 1 4.2 0v1.9"/>',
    "done": _RING + '<path d="M5.2 8.3l2 2 3.6-4.1"/>',
    "stop": _OCTAGON + '<path d="M8 4.6v4.2"/><circle cx="8" cy="11.2" r=".55" fill="@"/>',
    "warning": '<path d="M8 2L14.6 13.75H1.4zM8 6.4v3.4"/><circle cx="8" cy="11.7" r=".5" fill="@"/>',
    "info": _RING + '<path d="M8 7.4v3.8"/><circle cx="8" cy="4.9" r=".55" fill="@"/>',
    "empty": _RING,
    "half": _RING + '<path d="M8 1.75a6.25 6.25 0 0 1 0 12.5z" fill="@"/>',
    "not-needed": _RING + '<path d="M5.25 8h5.5"/>',
    "clock": _RING + '<path d="M8 4.4V8l2.4 1.6"/>',
    "laptop": '<path d="M3 3h10v7.5H3zM1 13h14"/>',
    "no-network": '<path d="M2 2l12 12M1.6 6.6a9.6 9.6 0 0 1 3-1.9M7 4.1a9.4 9.4 0 0 1 7.4 2.5'
    'M4.1 9.1a6 6 0 0 1 2.2-1.3M10.4 8.2a6 6 0 0 1 1.5.9"/><circle cx="8" cy="12.4" r=".8" fill="@"/>',
    "network": '<path d="M1.6 6.6a9.4 9.4 0 0 1 12.8 0M4.1 9.1a5.9 5.9 0 0 1 7.8 0"/>'
    '<circle cx="8" cy="12.2" r=".8" fill="@"/>',
    "pencil": '<path d="M2.25 13.75l.8-3.3 7.6-7.6a1.3 1.3 0 0 1 1.85 0l.65.65a1.3 1.3 0 0 1 0 1.85l-7.6 7.6z'
    'M9.3 4.2l2.5 2.5"/>',
    "shield": '<path d="M8 1.75l5.25 1.9v4c0 3.3-2.2 5.6-5.25 6.6-3.05-1-5.25-3.3-5.25-6.6v-4z"/>',
    "medical": '<path d="M2.25 2.25h11.5v11.5H2.25zM8 5v6M5 8h6"/>',
    "plus": '<path d="M8 2.75v10.5M2.75 8h10.5"/>',
    "flag": '<path d="M3.25 14.5v-12M3.25 2.75h9.5l-2 3 2 3h-9.5"/>',
    "not-equal": '<path d="M2.5 6h11M2.5 10.25h11M10.75 2.5l-5.5 11.25"/>',
    "gap": '<path d="M1.5 8h3.75M10.75 8h3.75M5.75 4.5v7M10.25 4.5v7"/>',
    "diamond": '<path d="M8 1.75L14.25 8 8 14.25 1.75 8z" fill="@"/>',
    "diamond-hollow": '<path d="M8 1.75L14.25 8 8 14.25 1.75 8z"/>',
    "document": '<path d="M3.5 1.75h6l3 3v9.5h-9zM9.25 2v3h3M5.75 8h4.5M5.75 10.75h4.5"/>',
    "clip": '<path d="M13.2 7.4l-5.5 5.5a3.3 3.3 0 0 1-4.7-4.7l5.6-5.6a2.2 2.2 0 0 1 3.1 3.1l-5.4 5.4'
    'a1.1 1.1 0 0 1-1.6-1.6l4.9-4.9"/>',
    "back": '<path d="M14 8H2.5M6.5 4L2.5 8l4 4"/>',
    "forward": '<path d="M2 8h11.5M9.5 4l4 4-4 4"/>',
    "chevron-down": '<path d="M4 6.25l4 4 4-4"/>',
    "chevron-up": '<path d="M4 9.75l4-4 4 4"/>',
    "chevron-right": '<path d="M6.25 4l4 4-4 4"/>',
    "check": '<path d="M3 8.4l3.3 3.4L13 4.6"/>',
    "close": '<path d="M3.25 3.25l9.5 9.5M12.75 3.25l-9.5 9.5"/>',
    "undo": '<path d="M2.25 6.25h7a4 4 0 0 1 0 8H5.5M5.5 3L2.25 6.25 5.5 9.5"/>',
    "people": '<circle cx="6" cy="5" r="2.75"/><path d="M1.25 14q0-4.5 4.75-4.5T10.75 14M10.6 2.6a2.6 2.6 0 0 1 0 4.9'
    'M12.4 10q2.4.8 2.4 4"/>',
    "link": '<path d="M6.6 9.4a3 3 0 0 0 4.3 0l2.4-2.4a3 3 0 0 0-4.3-4.3l-1 1M9.4 6.6a3 3 0 0 0-4.3 0L2.7 9a3 3 0 0 0 '
    '4.3 4.3l1-1"/>',
    "seal": '<circle cx="8" cy="6" r="4.5"/>'
    '<path d="M6.1 6.1l1.4 1.4 2.5-2.8M5 9.8L3.75 14.75 8 12.9l4.25 1.85L11 9.8"/>',
    "eye": '<path d="M1.25 8Q4.5 3.25 8 3.25T14.75 8Q11.5 12.75 8 12.75T1.25 8z"/><circle cx="8" cy="8" r="2"/>',
    "save": '<path d="M2.25 2.25h9l2.5 2.5v9H2.25zM5 2.5v3.5h5V2.5M4.75 13.5V9h6.5v4.5"/>',
    "scales": '<path d="M8 2v12M4.5 14h7M2.5 4.25h11M2.5 4.5L.9 9h3.9zM13.5 4.5L11.2 9h3.9z"/>',
}

NAMES: tuple[str, ...] = tuple(sorted(SHAPES))


def svg(name: str, colour: str, *, line: float = 1.5) -> bytes:
    """The icon as a complete SVG file in one colour."""
    body = SHAPES[name].replace("@", colour)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="16" height="16" fill="none" '
        f'stroke="{colour}" stroke-width="{line:g}" stroke-linecap="round" stroke-linejoin="round">{body}</svg>'
    ).encode()


def draw_icon(painter: QPainter, rect: QRectF, name: str, colour: str) -> None:
    """Draw an icon straight into a painter, square and centred in ``rect``."""
    side = min(rect.width(), rect.height())
    box = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg(name, colour))).render(painter, box)
    painter.restore()


def pixmap(name: str, colour: str, size: int = 16, ratio: float = 1.0) -> QPixmap:
    """The icon as a picture for one screen density."""
    picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw_icon(painter, QRectF(0, 0, picture.width(), picture.height()), name, QColor(colour).name())
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def icon(name: str, colour: str, size: int = 16) -> QIcon:
    """The icon for a button or a menu, sharp at 100, 150, 200 and 300 per cent."""
    made = QIcon()
    for ratio in (1.0, 1.5, 2.0, 3.0):
        made.addPixmap(pixmap(name, colour, size, ratio))
    return made
