"""The versions of a record that two people changed apart, side by side."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.widgets.labels import label

from . import words
from .blocks import bold, lines, plain, rich
from .fields import changes, field_words
from .queries import Details


def two_versions(details: Details) -> QWidget:
    """The heads of a record side by side, with the fields in which they differ."""
    heads = [version for version in details.item.heads if version.record is not None]
    people = {p.id: p.name for p in details.people}
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    top = Qt.AlignmentFlag.AlignTop
    for n, version in enumerate(heads):
        grid.setColumnStretch(n, 1)
        head = rich(f"{bold(version.by)}<br>{escape(words.written_at(version))}")
        grid.addWidget(head, 0, n, top)
        reason = version.record.change_reason if version.record else ""
        grid.addWidget(rich(lines(f"Why: {reason}") if reason else "", role="secondary"), 1, n, top)
    first = heads[0].record
    assert first is not None
    differing: dict[str, str] = {}
    for version in heads[1:]:
        assert version.record is not None
        differing |= {change.name: change.label for change in changes(first, version.record, people)}
    for row, (name, heading) in enumerate(differing.items()):
        grid.addWidget(label(heading, "label"), 2 * row + 2, 0, 1, len(heads))
        for n, version in enumerate(heads):
            assert version.record is not None
            text = field_words(version.record, name, people) or "Nothing"
            grid.addWidget(plain(text), 2 * row + 3, n, top)
    return made
