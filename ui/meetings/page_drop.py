"""A page that came back on paper can be dropped on what reads it: its scan as a file, or a picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from ui.attachments.files_input import files_in, holds_something, picture_in


class PageDrop(QObject):
    """Watches one widget, and belongs to it."""

    def __init__(
        self,
        widget: QWidget,
        take_file: Callable[[Path], object],
        take_picture: Callable[[Callable[[], bytes]], object],
    ) -> None:
        """Of several files the first is taken; a picture is given as a function that answers its bytes."""
        super().__init__(widget)
        self._take_file, self._take_picture = take_file, take_picture
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            if holds_something(event.mimeData()):
                event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self.drop(event)
            return True
        return False

    def drop(self, event: QDropEvent) -> None:
        """Take what it holds."""
        paths = files_in(event.mimeData())
        if paths:
            self._take_file(paths[0])
        else:
            data = picture_in(event.mimeData())
            self._take_picture(lambda: data)
        event.acceptProposedAction()
