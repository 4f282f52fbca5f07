"""F6: from pane to pane. A screen may say what its panes are; else its lists, tables and cards are."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QScrollArea, QWidget

from ui.widgets.panel import Panel
from ui.widgets.row_delegate import settle_focus


def panes_of(screen: QWidget) -> list[QWidget]:
    """The panes in reading order."""
    own = getattr(screen, "panes", None)
    if callable(own):
        return [pane for pane in own() if pane.isVisible()]
    lists = [view for view in screen.findChildren(QAbstractItemView) if not isinstance(view, QHeaderView)]
    found: list[QWidget] = [view for view in lists if view.isVisible()]
    found += [
        panel
        for panel in screen.findChildren(Panel)
        if panel.isVisible() and not any(panel.isAncestorOf(view) for view in found) and _first_stop(panel)
    ]
    return sorted(found, key=lambda pane: _place(pane, screen))


def step(panes: list[QWidget], back: bool) -> QWidget | None:
    """Move the focus to the next pane, round and round; answers where it went."""
    if not panes:
        return None
    focus = QApplication.focusWidget()
    here = next((n for n, pane in enumerate(panes) if focus is pane or (focus and pane.isAncestorOf(focus))), None)
    towards = -1 if back else 1
    target = panes[(here + towards) % len(panes)] if here is not None else panes[-1 if back else 0]
    stop = target if target.focusPolicy() & Qt.FocusPolicy.TabFocus else _first_stop(target)
    if stop is None:
        return None
    settle_focus(stop)
    stop.setFocus(Qt.FocusReason.TabFocusReason)
    _bring_into_view(stop)
    return target


def _bring_into_view(widget: QWidget) -> None:
    """Where it lies in something that scrolls, which moves by itself only for Tab."""
    holder = widget.parentWidget()
    while holder is not None:
        if isinstance(holder, QScrollArea):
            holder.ensureWidgetVisible(widget)
        holder = holder.parentWidget()


def _first_stop(pane: QWidget) -> QWidget | None:
    """The first thing in a pane that Tab would reach."""
    stops = [
        child
        for child in pane.findChildren(QWidget)
        if child.isVisible()
        and child.isEnabled()
        and child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(child, QScrollArea)
    ]
    return min(stops, key=lambda child: _place(child, pane), default=None)


def _place(child: QWidget, parent: QWidget) -> tuple[int, int]:
    at = child.mapTo(parent, QPoint(0, 0))
    return at.y() // 24, at.x()
