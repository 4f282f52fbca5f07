"""Every change of a case, newest first: when, who with rank, what, and why; and the words before and after."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSplitter, QVBoxLayout, QWidget

from pclo_app.casefile import erasure
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.erasure import Erased
from pclo_app.casefile.model import Changed, Version
from pclo_app.records.describe import KIND_NAMES, title
from pclo_app.records.text import made_visible
from ui.shell.rows_table import Column, Row, RowsTable
from ui.shell.session import Place, Screen, Session
from ui.shell.words import counted, moment_words
from ui.widgets.buttons import Button
from ui.widgets.labels import ground, label
from ui.widgets.panel import Panel
from ui.widgets.row_delegate import Cell

PAGE = 200
_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{64}")
"""Ids and digests say nothing to a reader."""


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Field, words before, words after, for each field that differs."""
    names = list(dict.fromkeys([*after, *before]))
    found = [
        (name, _plain(before.get(name)), _plain(after.get(name)))
        for name in names
        if name != "change_reason" and before.get(name) != after.get(name)
    ]
    return [each for each in found if each[1] or each[2]]


def _plain(value: Any) -> str:
    """A field's content as words."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, dict):
        return ", ".join(f"{_field(name)}: {_plain(item)}" for name, item in value.items() if _plain(item))
    if isinstance(value, list | tuple):
        return "; ".join(words for item in value if (words := _plain(item)))
    words = str(value)
    return "" if _ID.fullmatch(words) else made_visible(words)


def _field(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def erased_words(erased: Erased) -> str:
    """ "Erased on 18 November 2026 by DS Farah Whitcombe, ground ..."."""
    when = moment_words(erased.at, erased.off)
    return f"Erased on {when} by {erased.by}. Ground: {erased.ground}. Authority: {erased.authority}."


def changes(cf: CaseFile, case: str, offset: int) -> tuple[list[Version[Any]], dict[str, Erased]]:
    """A page of changes, newest first, and how the words of some of them were erased."""
    versions = cf.recent(case, PAGE, offset)
    gone = {each.rev: erasure.of_rev(cf, each.rev) for each in versions if each.record is None}
    return versions, {rev: erased for rev, erased in gone.items() if erased is not None}


def before_and_after(cf: CaseFile, rev: str) -> list[tuple[str, str, str]]:
    """What a revision changed, against the first of its parents; or how its words were erased."""
    version = cf.version(rev)
    if version.record is None:
        erased = erasure.of_rev(cf, rev)
        return [("erased", "", erased_words(erased))] if erased is not None else []
    after = msgspec.to_builtins(version.record)
    before: dict[str, Any] = {}
    if version.parents:
        earlier = cf.version(version.parents[0])
        before = msgspec.to_builtins(earlier.record) if earlier.record is not None else {}
    return differences(before, after)


class HistorySection(Screen):
    """A table of changes, and beside it what one of them changed."""

    COLUMNS = (
        Column("When", 24),
        Column("Who", 34),
        Column("What", 26),
        Column("Record, and why"),
    )

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, parent)
        self._versions: list[Version[Any]] = []
        self._erased: dict[str, Erased] = {}
        outer = QHBoxLayout(self)
        outer.setContentsMargins(14, 10, 14, 10)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        outer.addWidget(splitter)
        self.older = Button("Show older changes", size="small")
        self.older.clicked.connect(lambda: self._load(len(self._versions)))
        self.older.hide()
        left = Panel("Changes, newest first", buttons=(self.older,))
        self._panel = left
        self.table = RowsTable(self.COLUMNS, name="Changes, newest first", two_lines=True)
        self.table.moved.connect(self._moved)
        left.add(self.table, 1)
        splitter.addWidget(left)
        right = Panel("The words before and after", padded=True)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setAccessibleName("The words before and after")
        inside = ground(QWidget(), "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        self._words = QLabel(inside)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._words)
        column.addWidget(label("Nothing in a case file is ever overwritten.", "secondary", wrap=True))
        column.addStretch(1)
        area.setWidget(inside)
        right.add(area, 1)
        splitter.addWidget(right)
        splitter.setStretchFactor(0, 5)
        splitter.setStretchFactor(1, 3)
        self._load(0)

    def shown(self) -> None:
        self.table.want_focus()

    def refresh(self, changed: Changed) -> None:
        if self._place.case in changed.cases:
            self._load(0)

    def keys(self) -> list[tuple[str, str]]:
        return [("Up, Down", "Another change, with its words before and after")]

    def _load(self, offset: int) -> None:
        case = self._place.case

        def show(found: tuple[list[Version[Any]], dict[str, Erased]]) -> None:
            self._loaded(*found, offset)

        self.session.operations.submit(lambda cf, _: changes(cf, case, offset), show, owner=self)

    def _loaded(self, versions: list[Version[Any]], erased: dict[str, Erased], offset: int) -> None:
        self._versions = [*self._versions[:offset], *versions]
        self._erased |= erased
        self.table.set_rows([_row(version, self._erased.get(version.rev)) for version in self._versions])
        self.older.setVisible(len(versions) == PAGE)
        self._panel.set_hint(counted(len(self._versions), "change") + (" shown" if len(versions) == PAGE else ""))
        if not self.table.current() and self._versions:
            self.table.set_current(self._versions[0].rev)

    def _moved(self, rev: str) -> None:
        if not rev:
            return

        def show(found: list[tuple[str, str, str]]) -> None:
            if self.table.current() == rev:
                self._show(found)

        self.session.operations.submit(lambda cf, _: before_and_after(cf, rev), show, owner=self)

    def _show(self, found: list[tuple[str, str, str]]) -> None:
        lines, spoken = [], []
        for name, before, after in found:
            struck = f"<s>{escape(before)}</s> " if before else ""
            new = f"<u>{escape(after)}</u>" if before else escape(after)
            body = (struck + new).replace("\n", "<br>")
            lines.append(f'<p style="margin-bottom:6px"><b>{escape(_field(name))}</b><br>{body}</p>')
            spoken.append(f"{_field(name)}: " + (f"was {before}, now {after or 'empty'}" if before else after))
        self._words.setText("".join(lines) or "<p>The words of this change are not kept here.</p>")
        self._words.setAccessibleName(". ".join(spoken))


def _row(version: Version[Any], erased: Erased | None) -> Row:
    kind = KIND_NAMES.get(version.kind, version.kind)
    what = "New" if not version.parents else "Two versions settled" if len(version.parents) > 1 else "Changed"
    name = title(version.record) if version.record is not None else "Words not kept here"
    why = getattr(version.record, "change_reason", "")
    if erased is not None:
        name, why = "Erased", erased.ground
    when = moment_words(version.at, version.offset)
    return Row(
        version.rev,
        (
            Cell(when, small=True),
            Cell(version.name, second=version.rank),
            Cell(kind, second=what),
            Cell(name.partition("\n")[0], second=f"Why: {why}" if why else ""),
        ),
        f"{when}. {version.by}. {what}, {kind}: {name}." + (f" Why: {why}" if why else ""),
    )
