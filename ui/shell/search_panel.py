"""Search everywhere (Ctrl+K): type, move, Enter opens. A “>” in front looks among commands instead.

Nothing typed is kept after the panel has closed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pclo_app.casefile import search
from pclo_app.casefile.hits import Hit
from pclo_app.records.describe import KIND_NAMES
from ui.theme import Spacing
from ui.widgets.announce import announce
from ui.widgets.labels import label
from ui.widgets.row_delegate import Cell
from ui.widgets.segmented import Segmented

from . import screens
from .rows_table import Column, Row, RowsTable
from .session import Place, Session

LIMIT = 100
_WAIT = 120
GROUPS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("entries", "Entries", frozenset({"chronology_entry"})),
    ("meetings", "Meetings", frozenset({"strategy_meeting", "seal", "conference", "conference_outcome"})),
    ("people", "People", frozenset({"person"})),
    ("documents", "Documents", frozenset({"attachment"})),
    (
        "other",
        "Other",
        frozenset({"case", "action", "check", "medical", "police_protection", "recorded_reason", "review"}),
    ),
)
SECTION_OF = {
    "chronology_entry": "chronology",
    "strategy_meeting": "meetings",
    "seal": "meetings",
    "conference": "conferences",
    "conference_outcome": "conferences",
    "person": "people",
    "action": "actions",
    "check": "checks",
    "attachment": "checks",
    "medical": "medicals",
    "police_protection": "medicals",
    "recorded_reason": "chronology",
    "review": "reviews",
}
_MARKS = {
    "strategy_meeting": "seal",
    "seal": "seal",
    "conference": "people",
    "conference_outcome": "people",
    "person": "people",
    "attachment": "document",
    "case": "folder",
    "action": "flag",
    "check": "check",
    "review": "review",
    "chronology_entry": "today",
}


@dataclass(frozen=True)
class Command:
    """Something that can be done from here."""

    words: str
    run: Callable[[], None]


def marked(snippet: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A snippet's plain words and where its hits stand."""
    plain: list[str] = []
    hits: list[tuple[int, int]] = []
    start = length = 0
    for character in snippet.replace("\n", " "):
        if character == search.HIT_START:
            start = length
        elif character == search.HIT_END:
            hits.append((start, length - start))
        else:
            plain.append(character)
            length += 1
    return "".join(plain), tuple(hits)


class _Edit(QLineEdit):
    """The arrow keys move in the list below."""

    step = Signal(int)
    group = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if event.key() in move:
            self.step.emit(move[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        self.group.emit(1 if forward else -1)
        return True


class SearchPanel(QWidget):
    """Field, groups with counts, results."""

    finished = Signal()

    def __init__(self, session: Session, *, lock: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._lock = lock
        self._hits: dict[str, Hit] = {}
        self._commands: dict[str, Command] = {}
        self._asked = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 10)
        column.setSpacing(8)
        self.edit = _Edit(self)
        self.edit.setAccessibleName("Search everywhere")
        self.edit.setAccessibleDescription("Arrows move in the results, Tab chooses the group, Enter opens.")
        self.edit.setPlaceholderText("Search all cases on this laptop")
        self.edit.setMinimumHeight(Spacing.TARGET + 8)
        column.addWidget(self.edit)
        options = [("all", "Everything"), *((key, words) for key, words, _ in GROUPS), ("do", "Do something")]
        self.groups = Segmented(options, "all", name="Kind of result", small=True)
        for button in self.groups.buttons():
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.groups.changed.connect(lambda _value: self._show())
        column.addWidget(self.groups)
        self.table = RowsTable((Column("Result"), Column("Kind", 20)), name="Results", two_lines=True)
        self.table.horizontalHeader().hide()
        self.table.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.table.setMinimumHeight(340)
        self.table.opened.connect(self.take)
        self.table.clicked.connect(lambda _index: self.take(self.table.current()))
        column.addWidget(self.table, 1)
        self._foot = label("", "secondary", parent=self)
        column.addWidget(self._foot)
        self.setFocusProxy(self.edit)
        self._pause = QTimer(self, singleShot=True, interval=_WAIT)
        self._pause.timeout.connect(self._search)
        self.edit.textChanged.connect(lambda _text: self._pause.start())
        self.edit.returnPressed.connect(self._enter)
        self.edit.step.connect(self._step)
        self.edit.group.connect(self._next_group)
        self._show()

    def take(self, key: str) -> None:
        """Open a result, or do what it says."""
        if key in self._commands:
            self.finished.emit()
            self._commands[key].run()
        elif key in self._hits:
            self.finished.emit()
            self.session.open(place_of(self._hits[key]))

    def _enter(self) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self._search(open_first=True)
        else:
            self.take(self.table.current())

    def _search(self, *, open_first: bool = False) -> None:
        words = self.edit.text().strip()
        self._asked += 1
        number = self._asked
        if not words or words.startswith(">"):
            self._hits = {}
            self._show()
            if open_first:
                self.take(self.table.current())
            return

        def show(hits: list[Hit]) -> None:
            if number != self._asked:
                return
            self._hits = {f"{hit.kind}/{hit.id}": hit for hit in hits}
            self._show()
            if open_first:
                self.take(self.table.current())

        self.session.operations.submit(lambda cf, _: search.find(cf, words, limit=LIMIT), show, owner=self)

    def _show(self) -> None:
        typed = self.edit.text().strip()
        wanted = typed.removeprefix(">").strip().casefold() if typed.startswith(">") else None
        self._commands = {
            f"do/{n}": command
            for n, command in enumerate(commands(self.session, self._lock))
            if wanted is None or all(word in command.words.casefold() for word in wanted.split())
        }
        chosen = "do" if wanted is not None else self.groups.value()
        rows: list[Row] = []
        for key, words, kinds in GROUPS:
            found = [each for each in self._hits.items() if each[1].kind in kinds]
            self.groups.set_words(key, f"{words} {len(found)}" if self._hits else words)
            if chosen in ("all", key):
                rows += [_row(hit_key, hit) for hit_key, hit in found]
        self.groups.set_words("all", f"Everything {len(self._hits)}" if self._hits else "Everything")
        if chosen == "do" or (chosen == "all" and not typed):
            rows += [
                Row(
                    key,
                    (Cell(command.words, mark="forward"), Cell("Do something", grey=True, small=True)),
                    command.words,
                )
                for key, command in self._commands.items()
            ]
        self.table.set_rows(rows)
        if rows:
            self.table.set_current(rows[0].key)
        self._tell(typed, len(rows))

    def _tell(self, typed: str, count: int) -> None:
        keys = "Up, Down: move     Enter: open     Tab: next group     Esc: close     Type > for commands"
        if typed and not typed.startswith(">") and not self._hits:
            self._foot.setText(f"Nothing found for “{typed}”. Use fewer words, or the beginning of one.")
        else:
            self._foot.setText(keys)
        if typed:
            first = self.table.rows()[0].sentence if count else self._foot.text()
            announce(self.edit, f"{count} results. {first}")

    def _step(self, by: int) -> None:
        rows = self.table.rows()
        if not rows:
            return
        place = min(max(self.table.currentIndex().row() + by, 0), len(rows) - 1)
        self.table.set_current(rows[place].key)
        announce(self.edit, f"{place + 1} of {len(rows)}, {rows[place].sentence}")

    def _next_group(self, by: int) -> None:
        values = ["all", *(key for key, _, _ in GROUPS), "do"]
        here = values.index(self.groups.value() or "all")
        self.groups.set_value(values[(here + by) % len(values)])
        self._show()
        announce(self.edit, self.groups.value())


def place_of(hit: Hit) -> Place:
    """Where a result opens."""
    section = SECTION_OF.get(hit.kind, "")
    return Place("case", case=hit.case, section=section, record="" if hit.kind == "case" else hit.id)


def commands(session: Session, lock: Callable[[], None]) -> list[Command]:
    """What can be done from the search: going to pages, a new case, the lock."""
    from ui.cases.page import new_case

    found = [Command("New case", lambda: _quietly(new_case(session)))]
    for page, words in (
        ("today", "Go to Today"),
        ("cases", "Go to Cases"),
        ("review", "Go to Review"),
        ("integrated", "Read several chronologies as one"),
        ("reports", "Go to Reports"),
        ("sync", "Go to Sync"),
        ("settings", "Go to Settings"),
    ):
        if screens.available(screens.PAGES[page]):
            found.append(Command(words, _going(session, page)))
    found += settings_commands(session)
    return [*found, Command("Lock", lock)]


def settings_commands(session: Session) -> list[Command]:
    """The parts of Settings by their names."""
    from ui.settings.sections import SECTIONS, sections_for

    named = [(key, *SECTIONS[key]) for key in sections_for(session.officer.role) if screens.available(SECTIONS[key][1])]
    return [
        Command(words, lambda key=key: session.open(Place("settings", section=key)))  # type: ignore[misc]
        for key, words, _ in named
    ]


def _going(session: Session, page: str) -> Callable[[], None]:
    return lambda: session.open(Place(page))


def _quietly(_: object) -> None:
    """For a call whose answer nobody needs."""


def _row(key: str, hit: Hit) -> Row:
    text, hits = marked(hit.snippet or hit.title)
    where = ", ".join(part for part in (hit.family.upper(), hit.reference, hit.when) if part)
    kind = KIND_NAMES.get(hit.kind, hit.kind)
    plain, _ = marked(hit.title)
    return Row(
        key,
        (
            Cell(text, second=where, hits=hits, mark=_MARKS.get(hit.kind, "document")),
            Cell(kind, grey=True, small=True),
        ),
        f"{kind}, {where}: {plain}",
    )
