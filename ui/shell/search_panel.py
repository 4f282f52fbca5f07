"""Search everywhere (Ctrl+K): type, move, Enter opens. A “>” in front looks among commands instead.

Nothing typed is kept after the panel has closed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pclo_app.casefile import query, search
from pclo_app.casefile.hits import Hit
from pclo_app.practice.phrases import counted
from ui.theme import Spacing, Theme, mark
from ui.widgets.announce import announce
from ui.widgets.labels import label
from ui.widgets.row_delegate import Cell, RowDelegate
from ui.widgets.segmented import Segmented

from .rows_table import Column, Row, RowsTable
from .search_commands import Command, commands
from .search_help import SearchHelp, asks_for_help
from .search_results import GROUPS, HEAD, counted_on, head_row, hit_row, place_of
from .session import Session

LIMIT = 100
SEEN = 20
"""So many results are read at once; the others when these are on the screen."""
TOGETHER = 6
"""So many of each group are shown beside the other groups."""
_WAIT = 120
_MEANT = "meant/"
_AROUND = 220
"""What a sheet with hits needs above and below them."""


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
        self._numbers: dict[str, int] = {}
        """The numbers of the entries that were found, as far as they have been read."""
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
        self.edit.addAction(Theme.current().icon("search", "ink2"), QLineEdit.ActionPosition.LeadingPosition)
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
        delegate = self.table.itemDelegate()
        if isinstance(delegate, RowDelegate):
            delegate.keys_from = self.edit
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

    def showEvent(self, event: QShowEvent) -> None:
        """Many hits where the window is high; in a low one no more than leaves the line below them in view."""
        room = self.window().height() - round(_AROUND * Theme.current().text_scale)
        self.table.setMinimumHeight(max(90, min(340, room)))
        super().showEvent(event)

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
        elif key.startswith(HEAD):
            self.groups.set_value(key.removeprefix(HEAD))
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
            self._hits, self._counts, self._numbers = {}, {}, {}
            self._show()
            if open_first:
                self.take(self.table.current())
            return

        def show(hits: list[Hit]) -> None:
            if number != self._asked:
                return
            self._hits = {f"{hit.kind}/{hit.id}": hit for hit in hits}
            self._counts = dict(Counter(hit.kind for hit in hits))
            self._numbers = {}
            self._show()
            key = self.table.current()
            if open_first and key:
                self.take(key)
            else:
                self._read_on(words, hits, number)

        self.session.operations.submit(
            lambda cf, _: search.find(cf, words, limit=LIMIT, shown=SEEN), show, self.session.show_error, owner=self
        )

    def _read_on(self, words: str, hits: list[Hit], number: int) -> None:
        """Behind what is seen at once: the words of the other results, how many there are, what was meant."""

        def work(cf: Any, _: object) -> tuple[dict[str, int], str, dict[str, int]]:
            search.read_words(cf, hits)
            meant = "" if hits else search.did_you_mean(cf, words)
            return search.counts(cf, words), meant, search.numbers(cf, hits)

        def came(found: tuple[dict[str, int], str, dict[str, int]]) -> None:
            if number == self._asked:
                self._counts, self._meant, self._numbers = found
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
            self.groups.set_words(key, f"{words} {counted_on(count)}" if self._hits else words)
            if found and chosen == "all":
                rows.append(head_row(key, words, min(len(found), together), count))
            if chosen in ("all", key):
                rows += [hit_row(hit_key, hit, self._numbers.get(hit.id, 0)) for hit_key, hit in found[:together]]
        total = sum(self._counts.values())
        self.groups.set_words("all", f"Everything {counted_on(total)}" if self._hits else "Everything")
        if self._meant and typed:
            said = f"Did you mean {self._meant}? Enter searches for it"
            rows.append(Row(_MEANT, (Cell(f"Did you mean: {self._meant}", mark="search"), Cell("")), said))
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
            if row.key.startswith(HEAD):
                self.table.setRowHeight(place, max(Spacing.TARGET, self.fontMetrics().height() + 6))
        results = [row for row in rows if not row.key.startswith(HEAD)]
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
        rows = [row for row in self.table.rows() if not row.key.startswith(HEAD)]
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
