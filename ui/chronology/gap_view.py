"""A gap in full: how long it is, why, and the button to say why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pclo_app.casefile.model import Gap
from pclo_app.practice.phrases import counted
from ui.widgets.buttons import Button
from ui.widgets.error_box import Notice
from ui.widgets.labels import ground, label

from . import words

_UNEXPLAINED = "A gap is no proof that nothing happened. Find out what is not here, or record why."


class GapView(QWidget):
    """In the place of the entry."""

    def __init__(self, gap: Gap) -> None:
        super().__init__()
        ground(self, "surface")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 14)
        column.setSpacing(9)
        column.addWidget(label(counted(gap.days, "day", "days"), "section"))
        column.addWidget(label(words.gap_words(gap), wrap=True))
        if gap.why:
            column.addWidget(Notice(f"{gap.why} ({gap.by})", "info", strong="Why:"))
        else:
            column.addWidget(label(_UNEXPLAINED, "secondary", wrap=True))
        words_ = "Change the reason…" if gap.why else "Record why…"
        self.button = Button(words_, kind="" if gap.why else "primary")
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
