"""The revisions of an entry: old words struck, new ones underlined, who with rank, when and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from pclo_app.casefile.model import Version
from pclo_app.records.chronology import ChronologyEntry
from ui.widgets.buttons import Button
from ui.widgets.labels import label

from . import words
from .blocks import bold, lines, rich
from .differences import Piece, as_html, differences, shortened, spoken
from .fields import FieldChange, changes

Entry = Version[Any]
_MOST = 30


def changed_fields(
    version: Entry, history: Sequence[Entry], people: Mapping[str, str]
) -> list[tuple[str, list[FieldChange]]]:
    """For each parent, its author where there are several, and what became different."""
    by_rev = {each.rev: each for each in history}
    found = []
    for parent in version.parents:
        old = by_rev.get(parent)
        if old is None or old.record is None or version.record is None:
            continue
        author = f"From the version of {old.by}" if len(version.parents) > 1 else ""
        found.append((author, changes(old.record, version.record, people)))
    return found


def change_pieces(change: FieldChange) -> list[Piece]:
    """The change of one field, short enough to read."""
    return shortened(differences(change.old, change.new))


def change_html(change: FieldChange) -> str:
    """One changed field."""
    return f"{bold(change.label + ':')} {as_html(change_pieces(change))}"


class Revisions(QWidget):
    """All revisions, newest first. ``restore`` offers to make an earlier one stand again."""

    restore_wanted = Signal(str)
    """The revision whose words are wanted back."""

    def __init__(self, history: Sequence[Entry], people: Mapping[str, str], *, restore: bool = False) -> None:
        super().__init__()
        self._restore = restore
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(label("Revisions", "label"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for row, version in enumerate(history[:_MOST]):
            self._line(grid, 2 * row, version, history, people)
        column.addLayout(grid)
        if len(history) > _MOST:
            column.addWidget(label(f"{len(history) - _MOST} earlier revisions are in History (Alt+9).", "secondary"))

    def _line(
        self, grid: QGridLayout, row: int, version: Entry, history: Sequence[Entry], people: Mapping[str, str]
    ) -> None:
        who = words.surname_and_rank(version.name, version.rank)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(label(words.written_at(version), "secondary"), row, 0, top)
        body, said = self._what(version, history, people)
        what = rich(body, spoken=f"{words.written_at(version)}, {version.by}: {said}")
        what.setProperty("role", "small")
        grid.addWidget(what, row, 1, top)
        author = label(who, "secondary")
        author.setToolTip(version.by)
        grid.addWidget(author, row, 2, top)
        reason = version.record.change_reason if version.record is not None else ""
        if reason:
            grid.addWidget(rich(lines(f"Why: {reason}"), role="secondary"), row + 1, 1)
        if self._restore and not version.is_head and _stood(version):
            back = Button("Restore", kind="quiet", size="small", tip="Make these words stand again, as a new revision")
            back.setAccessibleName(f"Restore the version of {words.written_at(version)}")
            back.clicked.connect(lambda: self.restore_wanted.emit(version.rev))
            grid.addWidget(back, row + 1, 2, top)

    @staticmethod
    def _was_withdrawn(version: Entry, history: Sequence[Entry]) -> bool:
        before = [each.record for each in history if each.rev in version.parents]
        return any(record is not None and record.withdrawn for record in before)

    def _what(self, version: Entry, history: Sequence[Entry], people: Mapping[str, str]) -> tuple[str, str]:
        if version.record is None:
            return "Erased, or written by a newer version of this program", "cannot be read"
        if not version.parents:
            return "Created", "created"
        parts, said = [], []
        if not isinstance(version.record, ChronologyEntry):
            return "Changed", "changed"
        if version.record.withdrawn != self._was_withdrawn(version, history):
            done = "Withdrawn" if version.record.withdrawn else "Brought back"
            parts.append(done)
            said.append(done.lower())
        for author, fields in changed_fields(version, history, people):
            if author:
                parts.append(lines(author))
            for change in fields:
                parts.append(change_html(change))
                said.append(f"{change.label}, {spoken(change_pieces(change))}")
        return "<br>".join(parts) or "Changed", "; ".join(said) or "changed"


def _stood(version: Entry) -> bool:
    """Whether these were the words of an entry in the chronology: they can stand again."""
    return isinstance(version.record, ChronologyEntry) and not version.record.withdrawn
