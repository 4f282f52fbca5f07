"""A sergeant's reading: the queue, the entries, and what is written about them.

Everything is kept as a draft until the sitting is signed; signing makes one record with
what was read, at which revision, and every message.
"""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Saved
from pclo_app.practice.phrases import counted, read_day, short_day
from pclo_app.records.errors import IncompleteRecord
from pclo_app.records.review import Comment
from ui.shell.session import Place, Session
from ui.theme import Theme
from ui.widgets.cell_table import CellTable, TableRow
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import ground, label
from ui.widgets.row_delegate import Cell
from ui.widgets.segmented import Segmented

from . import drafts, reading
from .compose import ComposeBar
from .drafts import Composing, SittingDraft
from .painting import Shown
from .reading import Entry, Sitting, Waiting
from .reading_list import ReadingList
from .sitting import SittingPanel

_FILTERS = (("new", "New and changed"), ("decisions", "Key decisions"), ("all", "Everything"))
KEYS = (
    ("J, K", "Next, previous"), ("Space", "Mark read, go on"), ("Z", "Take the mark back"), ("Q", "Query"),
    ("I", "Instruct"), ("C", "Comment"), ("D", "Next decision"), ("Enter", "Open the entry"),
    ("F8", "Sign this sitting"),
)  # fmt: skip


class Supervising(QWidget):
    """The three columns."""

    def __init__(self, session: Session, case: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.case = case
        self._sitting: Sitting | None = None
        self.draft = SittingDraft()
        self._kept = False
        officer = session.officer
        self.queue = CellTable(("To review", ""), name="Cases to review", widths=(150,), two_lines=True)
        self.filter = Segmented(_FILTERS, value="new", name="Which entries")
        self.list = ReadingList()
        self.compose = ComposeBar(session)
        self.panel = SittingPanel(str(officer))
        self.empty = EmptyState("There is no case in this case file yet. Sync at the office to get the team’s cases.")
        self.done = EmptyState("You have read every entry as it stands.", ("Show everything",))
        self._head = label("", "section")
        self._sub = label("", "small", wrap=True)
        self._progress = label("", "secondary")
        self._lay_out()
        self._connect()
        self._timer = QTimer(self, singleShot=True, interval=400)
        self._timer.timeout.connect(self.keep)
        self.compose.hide()
        self.empty.hide()
        self.done.hide()
        self.load_queue()

    def _lay_out(self) -> None:
        scale = Theme.current().text_scale
        left = QWidget()
        ground(left, "surface")
        self._left = left
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.queue, 1)
        keys = label("\n".join(f"{key}   {words}" for key, words in KEYS), "secondary")
        keys.setContentsMargins(12, 8, 8, 8)
        column.addWidget(label("  Keys in the reading list", "label"))
        column.addWidget(keys)
        left.setFixedWidth(round(256 * scale))
        centre = QWidget()
        ground(centre, "window")
        self._centre = centre
        middle = QVBoxLayout(centre)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        head = QWidget()
        ground(head, "surface")
        inside = QVBoxLayout(head)
        inside.setContentsMargins(14, 6, 14, 6)
        inside.setSpacing(2)
        inside.addWidget(self._head)
        inside.addWidget(self._sub)
        middle.addWidget(head)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 6, 12, 6)
        bar.addWidget(self.filter)
        bar.addStretch(1)
        bar.addWidget(self._progress)
        middle.addLayout(bar)
        middle.addWidget(self.list, 1)
        middle.addWidget(self.done, 1)
        middle.addWidget(self.compose)
        self.panel.setFixedWidth(round(270 * scale))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget, stretch in ((left, 0), (centre, 1), (self.panel, 0), (self.empty, 1)):
            row.addWidget(widget, stretch)

    def _connect(self) -> None:
        self.queue.moved.connect(self._choose)
        self.queue.opened.connect(lambda _key: self.list.setFocus())
        self.filter.changed.connect(lambda _value: self._show())
        self.done.pressed.connect(lambda _n: self._show_all(""))
        self.list.read.connect(self.mark_read)
        self.list.taken_back.connect(self._take_back)
        self.list.comment_wanted.connect(self.begin)
        self.list.fold_opened.connect(self._show_all)
        self.list.entry_opened.connect(lambda id: self._session.open(Place("case", self.case, "chronology", id)))
        self.list.moved.connect(self._edited)
        self.compose.written.connect(self._written)
        self.compose.cancelled.connect(self._close_compose)
        self.compose.edited.connect(self._edited)
        self.panel.sign_wanted.connect(self.sign)
        self.panel.taken_back.connect(self._take_comment_back)
        self.panel.case_comment_wanted.connect(lambda: self._open(Composing(kind="comment"), None))

    def panes(self) -> list[QWidget]:
        """F6 goes through these."""
        return [self.queue, self.list, *([self.compose] if self.compose.isVisible() else []), self.panel]

    # loading --------------------------------------------------------------------------------------------------

    def load_queue(self) -> None:
        """The queue, and the case that is read."""
        self._session.operations.submit(lambda cf, _progress: reading.queue(cf), self._queue_loaded)

    def _queue_loaded(self, waiting: list[Waiting]) -> None:
        self.empty.setVisible(not waiting)
        for widget in (self._left, self._centre, self.panel):
            widget.setVisible(bool(waiting))
        known = [each.case for each in waiting]
        if waiting and self.case not in known:
            self.case = known[0]
        self.queue.blockSignals(True)
        self.queue.set_rows([queue_row(each) for each in waiting])
        self.queue.set_current_key(self.case)
        self.queue.blockSignals(False)
        if waiting:
            self._load_case()

    def _load_case(self) -> None:
        case = self.case
        self._session.operations.submit(lambda cf, _progress: reading.sitting(cf, case), self._case_loaded)

    def _case_loaded(self, found: Sitting) -> None:
        if found.case != self.case:
            return
        first = self._sitting is None or self._sitting.case != found.case
        self._sitting = found
        if first:
            self.draft = drafts.decode(found.draft)
            self._kept = found.draft is not None
        self._show()
        if first:
            waiting = [entry for entry in found.entries if self._waits(entry)]
            if not self.draft.current or not self.list.go_to(self.draft.current):
                self.list.go_to(waiting[0].rev if waiting else "")
            if self.draft.composing is not None:
                self._open(self.draft.composing, self._numbers().get(self.draft.composing.record), focus=False)
            else:
                self.compose.hide()

    def _choose(self, case: str) -> None:
        if case and case != self.case:
            self.keep()
            self.case, self._sitting = case, None
            self.compose.hide()
            self._load_case()

    def go(self, case: str) -> None:
        """Another case is asked for."""
        self.queue.set_current_key(case)

    # showing --------------------------------------------------------------------------------------------------

    def _waits(self, entry: Entry) -> bool:
        return entry.waits and not self.draft.has_read(entry.id, entry.rev)

    def _numbers(self) -> dict[str, int]:
        return {entry.id: entry.number for entry in self._sitting.entries} if self._sitting else {}

    def _show(self) -> None:
        found = self._sitting
        if found is None:
            return
        waiting = [entry for entry in found.entries if entry.waits]
        decisions = [entry for entry in found.entries if entry.record.decision is not None]
        self.filter.set_words("new", f"New and changed {len(waiting)}")
        self.filter.set_words("decisions", f"Key decisions {len(decisions)}")
        self.filter.set_words("all", f"Everything {len(found.entries)}")
        match self.filter.value():
            case "decisions":
                rows = [self._shown(entry) for entry in decisions]
            case "all":
                rows = [self._shown(entry) for entry in found.entries]
            case _:
                folded = reading.runs(found.entries, {}) if waiting else []
                rows = [Shown(fold=each) if isinstance(each, tuple) else self._shown(each) for each in folded]
        self.list.set_rows(rows)
        self.list.setVisible(bool(rows))
        self.done.setVisible(not rows)
        self._head.setText(f"{found.family}  {found.reference}")
        self._sub.setText(since_words(found))
        left = sum(1 for entry in waiting if self._waits(entry))
        self._progress.setText(f"{len(waiting) - left} of {len(waiting)} read")
        self.panel.show_sitting(self.draft, self._numbers(), left)

    def _shown(self, entry: Entry) -> Shown:
        return Shown(
            entry, self.draft.has_read(entry.id, entry.rev), tuple(reading.made(self.draft.comments, entry.id))
        )

    def _show_all(self, id: str) -> None:
        self.filter.set_value("all")
        self._show()
        self.list.go_to(id)
        self.list.setFocus()

    # reading and writing --------------------------------------------------------------------------------------

    def mark_read(self) -> None:
        """Space: this entry, as it stands, is read; go on to the next that is not."""
        row = self.list.current()
        if row is None or row.entry is None:
            return
        self.draft = self.draft.marked(row.entry.id, row.entry.rev)
        self._show()
        if not self.list.next_where(lambda each: each.entry is not None and self._waits(each.entry)):
            self._session.say("Nothing after this is waiting to be read")
        self._edited()

    def _take_back(self) -> None:
        row = self.list.current()
        if row is not None and row.entry is not None:
            self.draft = self.draft.unmarked(row.entry.id)
            self._show()
            self._edited()

    def begin(self, kind: str) -> None:
        """Q, I and C: write about the current entry."""
        row = self.list.current()
        if row is None or row.entry is None:
            return
        writing = self.compose.value() if self.compose.isVisible() else Composing()
        words, due = (writing.words, writing.due) if writing.record == row.entry.id else ("", "")
        made = Composing(kind=kind, words=words, due=due, record=row.entry.id, rev=row.entry.rev)
        self._open(made, row.entry.number)

    def _open(self, composing: Composing, number: int | None, *, focus: bool = True) -> None:
        self.compose.open(composing, number, self._sitting.officer if self._sitting else "")
        if focus:
            self.compose.words.setFocus()
        self._edited()

    def _written(self, comment: Comment) -> None:
        self.draft = self.draft.with_comment(comment)
        self._close_compose()
        self._show()
        self._session.say(f"{comment.kind.capitalize()} added. It goes out when you sign the sitting")

    def _close_compose(self) -> None:
        self.compose.hide()
        self.list.setFocus()
        self._edited()

    def _take_comment_back(self, place: int) -> None:
        self.draft = self.draft.without_comment(place)
        self._show()
        self.panel.whole.setFocus()
        self._edited()

    def _edited(self) -> None:
        self._timer.start()

    def keep(self) -> None:
        """Keep the sitting as a draft, or let an empty one go."""
        self._timer.stop()
        if self._sitting is None:
            return
        row = self.list.current()
        self.draft = msgspec.structs.replace(
            self.draft,
            composing=self.compose.value() if not self.compose.isHidden() else None,
            current=row.entry.id if row is not None and row.entry is not None else "",
        )
        key = reading.draft_key(self._sitting.case)
        if not self.draft.is_empty:
            body = drafts.encode(self.draft)
            self._kept = True
            self._session.operations.submit(lambda cf, _progress: cf.put_draft(key, body))
            self._session.saved(f"Draft kept {self._session.clock():%H:%M:%S}")
        elif self._kept:
            self._kept = False
            self._session.operations.submit(lambda cf, _progress: cf.drop_draft(key))

    def sign(self) -> None:
        """F8: one record of what was read and written. Half-written words are asked about first."""
        if self._sitting is None:
            return
        if self.compose.isVisible() and self.compose.words.text().strip():
            self.panel.say("A message is half written. Add it, or cancel it, then sign.")
            self.compose.words.setFocus()
            return
        review = self.draft.review()
        for _field, why in review.missing():
            self.panel.say(why)
            self._session.say(why)
            self.list.setFocus()
            return
        case, key = self._sitting.case, reading.draft_key(self._sitting.case)

        def work(cf: CaseFile, _progress: Any) -> Saved:
            return cf.save(review, case=case, drop=key)

        self._timer.stop()
        self._session.operations.submit(work, self._signed, self._not_signed)

    def _signed(self, _saved: Saved) -> None:
        self.draft, self._kept = SittingDraft(), False
        self.compose.hide()
        self._session.say("The sitting is signed")
        self._session.saved(f"Saved {self._session.clock():%H:%M:%S}")
        self.load_queue()

    def _not_signed(self, error: Exception) -> None:
        if isinstance(error, IncompleteRecord):
            self.panel.say(str(error.values["why"]))
        else:
            self._session.show_error(error)


def since_words(found: Sitting) -> str:
    """``You reviewed this on Fri 6 Nov 2026. Since then: 4 new entries, 1 changed. 52 read before``."""
    new = sum(1 for each in found.entries if each.state == "new")
    changed = sum(1 for each in found.entries if each.state == "changed")
    if not found.last:
        return f"You have never reviewed this case. {counted(len(found.entries), 'entry', 'entries')} to read."
    day = read_day(found.last)
    words = f"You reviewed this on {short_day(day) if day else found.last}. "
    rest = len(found.entries) - new - changed
    return words + f"Since then: {counted(new, 'new entry', 'new entries')}, {changed} changed. {rest} read before."


def queue_row(each: Waiting) -> TableRow:
    """A case of the queue."""
    if not each.last:
        words = "Never reviewed"
    elif each.waits:
        words = ", ".join(part for part in (f"{each.changed} changed" * bool(each.changed), f"{each.new} new") if part)
    else:
        words = "Read"
    number = each.waits if each.last else each.entries
    cells = (
        Cell(text=each.family, bold=True, second=words),
        Cell(text=each.reference, mono=True, second=f"{number} to read" if each.waits else "", align_right=True),
    )
    return TableRow(each.case, cells, f"{each.family}, {each.reference}, {words}, {number} to read", words)
