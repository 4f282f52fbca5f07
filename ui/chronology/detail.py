"""One entry in full: the pane at the right of the table."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from pclo_app.casefile.model import Gap
from pclo_app.records.agencies import AGENCIES
from pclo_app.records.chronology import ChronologyEntry
from ui.attachments.entry_documents import EntryDocuments
from ui.widgets.agency import AgencyMark
from ui.widgets.buttons import Button
from ui.widgets.chip import Chip
from ui.widgets.error_box import Notice
from ui.widgets.labels import divider, ground, label
from ui.widgets.segmented import Segmented

from . import decided, elsewhere, words
from .blocks import DecisionBlock, OpinionBlock, bold, headed, lines, plain, rich
from .gap_view import GapView
from .history import Revisions
from .queries import Details
from .versions import two_versions

_NOTES = {
    "CONFLICT": ("Sources disagree.", "warn"),
    "DATA DEFECT": ("Fault in the source.", "warn"),
}


class Detail(QWidget):
    """Head, and the entry under it."""

    edit_wanted = Signal()
    link_wanted = Signal()
    settle_wanted = Signal()
    disclosure_wanted = Signal(str)
    """A or B was pressed."""
    entry_wanted = Signal(str)
    """Another entry, by its id."""
    record_wanted = Signal()
    """Open the record that the line comes from."""
    move_wanted = Signal(int)
    """One place up (-1) or down (1) among those of the same date and time."""
    withdraw_wanted = Signal()
    bring_back_wanted = Signal()
    restore_wanted = Signal(str)
    """A revision whose words are to stand again."""
    why_wanted = Signal(object)
    """The reason for a `Gap` is to be recorded."""
    documents_shown = Signal(object)
    """The `EntryDocuments` of the entry now shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.details: Details | None = None
        self.setAccessibleName("Entry")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName("The entry in full")
        column.addWidget(self.area, 1)
        self.show_nothing("")

    def _head(self) -> QWidget:
        head = ground(QWidget(), "raised")
        row = QHBoxLayout(head)
        row.setContentsMargins(10, 3, 10, 3)
        row.setSpacing(8)
        self._number = label("", "strong")
        self._id = label("", "secondary")
        row.addWidget(self._number)
        row.addWidget(self._id)
        row.addStretch(1)
        self.edit = Button("Edit (F2)", size="small")
        self.edit.clicked.connect(lambda: self.edit_wanted.emit())
        self.link = Button("Link…", size="small", tip="The same event twice, sources that disagree, or what follows")
        self.link.clicked.connect(lambda: self.link_wanted.emit())
        self.open = Button("Open it (F2)", "forward", size="small", tip="The record that this line comes from")
        self.open.clicked.connect(lambda: self.record_wanted.emit())
        self.more = Button("More", size="small", tip="Move it, withdraw it")
        self.menu = QMenu(self.more)
        self.more.setMenu(self.menu)
        for button in (self.edit, self.open, self.link, self.more):
            row.addWidget(button)
        return head

    def _fill_menu(self, details: Details) -> None:
        """What else can be done with this entry."""
        self.menu.clear()
        self.more.setVisible(details.own and not details.item.in_conflict)
        if details.withdrawn:
            self.menu.addAction("Bring it back…", self.bring_back_wanted.emit)
            return
        up, down = details.tied
        if up:
            self.menu.addAction("Move up, same date and time (Alt+Up)", lambda: self.move_wanted.emit(-1))
        if down:
            self.menu.addAction("Move down, same date and time (Alt+Down)", lambda: self.move_wanted.emit(1))
        self.menu.addAction("Withdraw it…", self.withdraw_wanted.emit)

    def show_nothing(self, sentence: str) -> None:
        """No entry is selected."""
        self.details = None
        self._number.setText("Entry")
        self._id.setText("")
        for button in (self.edit, self.link, self.open, self.more):
            button.hide()
        holder = ground(QWidget(), "surface")
        column = QVBoxLayout(holder)
        column.setContentsMargins(14, 14, 14, 14)
        column.addWidget(label(sentence, "secondary", wrap=True))
        column.addStretch(1)
        self.area.setWidget(holder)

    def show_details(self, details: Details, rev: str = "") -> None:
        """Show an entry. ``rev`` is the version that is looked at where there are several."""
        same = self.details is not None and self.details.item.id == details.item.id
        place = self.area.verticalScrollBar().value() if same else 0
        self.details = details
        item = details.item
        self._number.setText(f"Entry {details.number} of {details.total}" if details.number else "Withdrawn entry")
        self._id.setText(f"{words.short_id(item.id)}, revision {item.revisions}")
        self.edit.setVisible(details.own and not details.withdrawn and not item.in_conflict)
        self.link.setVisible(not details.withdrawn and not item.in_conflict)
        self.open.setVisible(not details.own)
        self._fill_menu(details)
        holder = ground(QWidget(), "surface")
        column = QVBoxLayout(holder)
        column.setContentsMargins(14, 10, 14, 14)
        column.setSpacing(9)
        if item.in_conflict:
            self._conflict(column, details)
        else:
            version = next((v for v in item.heads if v.rev == rev), item.heads[0])
            entry = elsewhere.line_of(version)
            if entry is None:
                column.addWidget(label("This record has no date yet.", "secondary", wrap=True))
            else:
                self._entry(column, details, entry)
        column.addWidget(divider())
        can_restore = details.own and not item.in_conflict and not details.withdrawn
        revisions = Revisions(details.history, {p.id: p.name for p in details.people}, restore=can_restore)
        revisions.restore_wanted.connect(self.restore_wanted)
        column.addWidget(revisions)
        column.addStretch(1)
        self.area.setWidget(holder)
        self.area.verticalScrollBar().setValue(place)
        self.setAccessibleName(self._number.text())

    def show_gap(self, gap: Gap) -> None:
        """A stretch without an entry: how long, why, and the way to say why."""
        self.show_nothing("")
        self._number.setText("Gap")
        view = GapView(gap)
        self.why = view.button
        self.why.clicked.connect(lambda: self.why_wanted.emit(gap))
        self.area.setWidget(view)
        self.setAccessibleName(words.gap_words(gap))

    # the parts ------------------------------------------------------------------------------------------------

    def _entry(self, column: QVBoxLayout, details: Details, entry: ChronologyEntry) -> None:
        if not details.own:
            column.addWidget(self._from_elsewhere(details))
        if details.withdrawn:
            column.addWidget(self._gone(details))
        top = QVBoxLayout()
        top.setSpacing(1)
        top.addWidget(label(entry.when.in_words(), "section", wrap=True))
        if entry.when.as_given:
            top.addWidget(label(f"Written as “{entry.when.as_given}”", "secondary", wrap=True))
        under = self._under_date(details, entry)
        if under:
            top.addWidget(label(under, "secondary", wrap=True))
        column.addLayout(top)
        if details.draft:
            column.addWidget(Notice("They are kept. Go on with Edit (F2).", "info", strong="Changes half written."))
        for link, number, fact in details.linked:
            column.addWidget(self._link(link.kind, link.entry, number, link.words, fact))
        note = self._note(entry)
        if note is not None:
            column.addWidget(note)
        column.addLayout(self._source(entry, own=details.own))
        column.addWidget(headed("What happened", self._fact(entry)))
        for heading, text in self._more(details, entry):
            column.addWidget(rich(f"{bold(heading + ':')} {lines(text)}"))
        if entry.significance:
            author = ", ".join(
                part for part in (str(entry.significance_by or ""), _short_day(entry.significance_on)) if part
            )
            column.addWidget(OpinionBlock(entry.significance, author))
        if entry.decision:
            column.addWidget(_decision(entry))
        column.addLayout(self._who_may_see(details, entry))
        if details.own and not details.withdrawn:
            documents = EntryDocuments(details.documents)
            column.addWidget(headed("Documents", documents))
            self.documents_shown.emit(documents)
        if entry.origin is not None:
            origin = f"Row {entry.origin.row} of {entry.origin.file}"
            column.addWidget(label(f"Brought in: {origin}", "secondary", wrap=True))

    @staticmethod
    def _from_elsewhere(details: Details) -> QWidget:
        """Where a line comes from that is no entry."""
        record, kind = details.item.record, details.item.kind
        return Notice(elsewhere.sentence(record, kind), "info", strong=f"{elsewhere.MARKS[kind].word}.")

    @staticmethod
    def _gone(details: Details) -> QWidget:
        version = details.item.heads[0]
        reason = version.record.change_reason if version.record is not None else ""
        why = f"{reason} ({version.by}, {words.written_at(version)})"
        return Notice(why, "warn", strong="Withdrawn.")

    @staticmethod
    def _under_date(details: Details, entry: ChronologyEntry) -> str:
        ages = [words.age_line(p.called, p.born, entry.when) for p in details.people if p.child]
        parts = [", ".join(age for age in ages if age)]
        if details.before is not None:
            parts.append(words.interval(details.before.entry.when, entry.when, details.before.number))
        said = ". ".join(part for part in parts if part)
        return f"{said[:1].upper()}{said[1:]}." if said else ""

    def _link(self, kind: str, id: str, number: int, why: str, fact: str) -> QWidget:
        strong = {
            "conflicts with": f"Conflict with {number}:",
            "duplicate of": f"The same event as {number}:",
            "follows": f"Follows {number}:",
            "different from": f"Not the same event as {number}:",
        }[kind]
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        start = " ".join(fact.split())
        text = why or (f"{start[:120]}…" if len(start) > 120 else start)
        row.addWidget(Notice(text, "danger" if kind == "conflicts with" else "info", strong=strong), 1)
        go = Button(f"Open {number}", size="small")
        go.clicked.connect(lambda: self.entry_wanted.emit(id))
        row.addWidget(go, 0, Qt.AlignmentFlag.AlignTop)
        return made

    @staticmethod
    def _note(entry: ChronologyEntry) -> QWidget | None:
        for start, (strong, kind) in _NOTES.items():
            if entry.note.startswith(start):
                return Notice(entry.note[len(start) :].lstrip(": "), kind, strong=strong)
        return Notice(entry.note, "info", strong="Note.") if entry.note else None

    @staticmethod
    def _source(entry: ChronologyEntry, *, own: bool) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label("Source", "label"), 0, 0)
        grid.addWidget(label("From", "label"), 0, 1)
        source = QWidget()
        row = QHBoxLayout(source)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        agency = AgencyMark(entry.agency, hollow=entry.when.precision not in ("day", "range"))
        row.addWidget(agency, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(plain(str(entry.source), "small"), 1)
        given = entry.agency_as_given
        if given and given != AGENCIES.get(entry.agency):
            source.setToolTip(f"Agency as given: {given}")
        told = str(entry.told_by) if entry.told_by else "Not recorded" if own else "As the record says"
        degree = entry.degree.capitalize()
        origin = ". ".join(part for part in (told, degree) if part)
        grid.addWidget(source, 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(plain(origin, "small"), 1, 1, Qt.AlignmentFlag.AlignTop)
        return grid

    @staticmethod
    def _fact(entry: ChronologyEntry) -> QWidget:
        html = lines(entry.fact)
        if entry.child_words:
            html += f" {bold('Child’s words:')} {lines(entry.child_words)}"
        return rich(html)

    @staticmethod
    def _more(details: Details, entry: ChronologyEntry) -> list[tuple[str, str]]:
        seen = ", ".join(
            part
            for part in (
                entry.child_seen,
                f"by {entry.child_seen_by}" if entry.child_seen_by else "",
                {"yes": "alone", "no": "not alone", "not known": "not known whether alone"}.get(
                    entry.child_seen_alone, ""
                ),
            )
            if part
        )
        people = {p.id: p.name for p in details.people}
        named = ", ".join(people[id] for id in entry.persons if id in people)
        agency = entry.agency_as_given if entry.agency_as_given != AGENCIES.get(entry.agency) else ""
        known = entry.known_to_police
        found = [
            ("Known to police", known.in_words() if known.known else known.as_given),
            ("Child seen", seen),
            ("Action taken", entry.action_taken),
            ("Outcome", entry.outcome),
            ("People", named),
            ("Type", entry.type),
            ("Agency as given", agency),
            ("Tags", ", ".join(entry.tags)),
        ]
        return [(heading, text) for heading, text in found if text]

    def _who_may_see(self, details: Details, entry: ChronologyEntry) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        grid.addWidget(label("Who may see this", "label"), 0, 0)
        self.disclosure = Segmented(
            (("A", "A  Shareable"), ("B", "B  Restricted")), entry.disclosure, name="Who may see this", small=True
        )
        self.disclosure.changed.connect(self.disclosure_wanted)
        grid.addWidget(self.disclosure, 1, 0, Qt.AlignmentFlag.AlignLeft)
        if not details.own or details.withdrawn:
            self.disclosure.hide()  # never shown from here: it has no parent yet and would be a window of its own
        why = "Not answered" if not entry.disclosure else entry.disclosure_reason
        if not details.own:
            why = "As the record that it comes from"
        unanswered = details.own and not entry.disclosure
        if why:  # beside the answer there is no room for it in a narrow pane
            grid.addWidget(label(why, "warn" if unanswered else "secondary", wrap=True), 2, 0, 1, 2)
        if entry.grading is not None:
            grading = entry.grading
            words_ = f"Graded {grading.scheme}: {grading.source}, {grading.information}, {grading.handling}"
            tail = f". {grading.condition_met}" if grading.condition_met else ""
            grid.addWidget(label(words_ + tail, "secondary", wrap=True), 3, 0, 1, 2)
        grid.addWidget(label("Read by DS", "label"), 0, 1)
        read = details.read
        if read is None:
            chip: QWidget = label("Not yet", "secondary")
        else:
            when = _short_day(read.at[:10])
            name = read.by.split(",")[0].split()[-1]
            chip = (
                Chip(f"DS {name}, {when}", "ok", "done")
                if read.current
                else Chip(f"Changed since {when}", "warn", "warning")
            )
        grid.addWidget(chip, 1, 1, Qt.AlignmentFlag.AlignVCenter)
        return grid

    def _conflict(self, column: QVBoxLayout, details: Details) -> None:
        heads = details.item.heads
        column.addWidget(
            Notice(
                "Both versions stay until somebody settles which words are right.",
                "danger",
                strong=f"Changed apart by {' and '.join(version.name for version in heads)}.",
            )
        )
        settle = Button("Settle…", kind="primary")
        settle.clicked.connect(lambda: self.settle_wanted.emit())
        column.addWidget(settle, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(two_versions(details))


def _decision(entry: ChronologyEntry) -> DecisionBlock:
    decision = entry.decision
    assert decision is not None
    who = ", with ".join(part for part in (str(decision.by), decision.with_whom) if part)
    time = decided.in_words(decision.at, entry.when)
    return DecisionBlock(
        decision.decision,
        [
            ("Why", decision.why),
            ("Considered", decision.options),
            ("Information", decision.information),
            ("Who", ", ".join(part for part in (who, time) if part)),
        ],
    )


def _short_day(iso: str) -> str:
    from datetime import date

    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    from pclo_app.records.event_date.wording import MONTHS

    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


Opener = Callable[[str], None]
