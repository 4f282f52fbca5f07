"""The words of one entry, as they are read: date, source, fact, opinion, decision, who may see it, documents."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.records.agencies import AGENCIES
from pclo_app.records.chronology import ChronologyEntry
from pclo_app.records.event_date.wording import MONTHS
from ui.attachments.entry_documents import EntryDocuments
from ui.widgets.agency import AgencyMark
from ui.widgets.buttons import Button
from ui.widgets.chip import Chip
from ui.widgets.error_box import Notice
from ui.widgets.labels import label
from ui.widgets.segmented import Segmented

from . import decided, elsewhere, words
from .blocks import DecisionBlock, OpinionBlock, bold, headed, lines, plain, rich
from .queries import Details

_NOTES = {
    "CONFLICT": ("Sources disagree.", "warn"),
    "DATA DEFECT": ("Fault in the source.", "warn"),
}


class EntryView(QWidget):
    """One version of an entry; what can be pressed in it is told by signals."""

    disclosure_wanted = Signal(str)
    """A or B was pressed."""
    entry_wanted = Signal(str)
    """Another entry, by its id."""

    def __init__(self, details: Details, entry: ChronologyEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.documents: EntryDocuments | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(9)
        if not details.own:
            column.addWidget(self._from_elsewhere(details))
        if details.withdrawn:
            column.addWidget(self._gone(details))
        top = QVBoxLayout()
        top.setSpacing(1)
        said = entry.when.in_words()
        top.addWidget(label(f"{said[:1].upper()}{said[1:]}", "section", wrap=True))
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
            self.documents = EntryDocuments(details.documents)
            column.addWidget(headed("Documents", self.documents))
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
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"
