"""Search everywhere (Ctrl+K): type, move, Enter opens. A “>” in front looks among commands instead.

Nothing typed is kept after the panel has closed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pclo_app.casefile import query, search
from pclo_app.casefile.hits import Hit
from pclo_app.practice.phrases import counted
from pclo_app.records.describe import KIND_NAMES
from ui.theme import Spacing, mark
from ui.widgets.announce import announce
from ui.widgets.labels import label
from ui.widgets.row_delegate import Cell
from ui.widgets.segmented import Segmented

from . import screens
from .rows_table import Column, Row, RowsTable
from .search_help import SearchHelp, asks_for_help
from .session import Place, Session

LIMIT = 100
SEEN = 20
"""So many results are read at once; the others when these are on the screen."""
TOGETHER = 6
"""So many of each group are shown beside the other groups."""
_WAIT = 120
_HEAD, _MEANT = "head/", "meant/"
_MEETINGS = frozenset(
    {"strategy_meeting", "seal", "addendum", "paper_return", "conference", "conference_outcome", "medical"}
)
GROUPS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("entries", "Entries", frozenset({"chronology_entry"})),
    ("meetings", "Meetings", frozenset({"strategy_meeting", "seal", "conference", "conference_outcome"})),
    ("people", "People", frozenset({"person"})),
    ("documents", "Documents", frozenset({"attachment"})),
    (
        "other",
        "Other",
        frozenset(
            {
                "case",
                "action",
                "check",
                "condition",
                "condition_check",
                "medical",
                "police_protection",
                "recorded_reason",
                "review",
            }
        ),
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
    "condition": "actions",
    "condition_check": "actions",
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
    "condition": "scales",
    "condition_check": "scales",
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

    def event(self, event: QEvent) -> bool:
        """F1 is asked here about what can be typed, not about the screen under the panel."""
        asked = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and asks_for_help(event, self.text()):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if asks_for_help(event, self.text()):
            SearchHelp(self).show_below(self)
            return
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
        self._counts: dict[str, int] = {}
        self._meant = ""
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
        elif key.startswith(_MEANT):
            self.edit.setText(self._meant)
        elif key.startswith(_HEAD):
            self.groups.set_value(key.removeprefix(_HEAD))
            self._show()

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
        self._meant = ""
        if not words or words.startswith(">"):
            self._hits, self._counts = {}, {}
            self._show()
            if open_first:
                self.take(self.table.current())
            return

        def show(hits: list[Hit]) -> None:
            if number != self._asked:
                return
            self._hits = {f"{hit.kind}/{hit.id}": hit for hit in hits}
            self._counts = dict(Counter(hit.kind for hit in hits))
            self._show()
            if open_first:
                self.take(self.table.current())
            else:
                self._read_on(words, hits, number)

        self.session.operations.submit(
            lambda cf, _: search.find(cf, words, limit=LIMIT, shown=SEEN), show, self.session.show_error, owner=self
        )

    def _read_on(self, words: str, hits: list[Hit], number: int) -> None:
        """Behind what is seen at once: the words of the other results, how many there are, what was meant."""

        def work(cf: Any, _: object) -> tuple[dict[str, int], str]:
            search.read_words(cf, hits)
            return search.counts(cf, words), "" if hits else search.did_you_mean(cf, words)

        def came(found: tuple[dict[str, int], str]) -> None:
            if number == self._asked and (len(hits) > SEEN or not hits or sum(found[0].values()) != len(hits)):
                self._counts, self._meant = found
                self._show(again=True)

        self.session.operations.submit(work, came, self.session.show_error, owner=self)

    def _show(self, *, again: bool = False) -> None:
        """Fill the list; ``again`` where only more came of the same."""
        typed = self.edit.text().strip()
        wanted = typed.removeprefix(">").strip().casefold() if typed.startswith(">") else None
        self._commands = {
            f"do/{n}": command
            for n, command in enumerate(commands(self.session, self._lock))
            if wanted is None or all(word in command.words.casefold() for word in wanted.split())
        }
        chosen = "do" if wanted is not None else self.groups.value()
        rows: list[Row] = []
        several = sum(any(hit.kind in kinds for hit in self._hits.values()) for _, _, kinds in GROUPS) > 1
        together = TOGETHER if chosen == "all" and several else LIMIT
        for key, words, kinds in GROUPS:
            found = [each for each in self._hits.items() if each[1].kind in kinds and each[1].body]
            count = sum(number for kind, number in self._counts.items() if kind in kinds)
            self.groups.set_words(key, f"{words} {_counted(count)}" if self._hits else words)
            if found and chosen == "all":
                rows.append(_head(key, words, min(len(found), together), count))
            if chosen in ("all", key):
                rows += [_row(hit_key, hit) for hit_key, hit in found[:together]]
        total = sum(self._counts.values())
        self.groups.set_words("all", f"Everything {_counted(total)}" if self._hits else "Everything")
        if self._meant and typed:
            rows.append(
                Row(_MEANT, (Cell(f"Did you mean: {self._meant}", mark="search"), Cell("")), _meant(self._meant))
            )
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
        self.table.verticalHeader().setMinimumSectionSize(Spacing.TARGET)
        for place, row in enumerate(rows):
            if row.key.startswith(_HEAD):
                self.table.setRowHeight(place, max(Spacing.TARGET, self.fontMetrics().height() + 6))
        results = [row for row in rows if not row.key.startswith(_HEAD)]
        if results and not again:
            self.table.set_current(results[0].key)
            self.table.scrollToTop()
        self._tell(typed, results, total, again=again)

    def _tell(self, typed: str, results: list[Row], total: int, *, again: bool) -> None:
        keys = "Up, Down: move    Enter: open    Tab: next group    Esc: close    F1: what can be typed    >: commands"
        searched = bool(typed) and not typed.startswith(">")
        problems = " ".join(query.read(typed, self.session.today()).problems) if searched else ""
        if problems:
            self._foot.setText(problems)
        elif searched and not self._hits:
            self._foot.setText(f"Nothing found for “{typed}”. Use fewer words, or the beginning of one.")
        else:
            self._foot.setText(keys)
        mark(self._foot, "tone", "danger" if problems else None)
        if typed and (not again or self._meant):
            first = results[0].sentence if results else self._foot.text()
            number = total if self._hits else len(results)
            announce(self.edit, f"{counted(number, 'result', 'results')}. {problems} {first}")

    def _step(self, by: int) -> None:
        """Up and down the results; what stands over a group is stepped over."""
        rows = [row for row in self.table.rows() if not row.key.startswith(_HEAD)]
        if not rows:
            return
        keys = [row.key for row in rows]
        here = keys.index(self.table.current()) if self.table.current() in keys else -by
        place = min(max(here + by, 0), len(rows) - 1)
        self.table.set_current(rows[place].key)
        if place == 0:
            self.table.scrollToTop()
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
    return Place(
        "case", case=hit.case, section=section, record="" if hit.kind in ("case", "recorded_reason") else hit.id
    )


def commands(session: Session, lock: Callable[[], None]) -> list[Command]:
    """What can be done from the search: going to pages, a new case, the lock."""
    from ui.cases.page import new_case
    from ui.meetings.code_check import open_check

    found = [
        Command("New case", lambda: _quietly(new_case(session))),
        Command("Check a code on a printed page", lambda: open_check(session)),
    ]
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


def _counted(count: int) -> str:
    """A number, or that nobody counted on."""
    return f"{count:,}" if count < search.COUNTED else f"{search.COUNTED:,}+"


def _meant(better: str) -> str:
    return f"Did you mean {better}? Enter searches for it"


def _head(key: str, words: str, shown: int, count: int) -> Row:
    """The line over a group; a click shows the whole group."""
    said = f"{shown} of {_counted(count)} shown" if shown < count else str(count)
    return Row(_HEAD + key, (Cell(words, bold=True, small=True, band=True), Cell(said, grey=True, small=True,
               align_right=True, band=True)), f"{words}, {said}")  # fmt: skip


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
            Cell(
                text,
                second=where,
                hits=hits,
                agency=hit.agency,
                mark="" if hit.agency else _MARKS.get(hit.kind, "document"),
            ),
            Cell(kind, grey=True, small=True),
        ),
        f"{kind}, {where}: {plain}",
    )
