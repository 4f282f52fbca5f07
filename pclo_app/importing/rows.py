"""One row of a table, read into the fields of an entry, with every fault it has."""

from __future__ import annotations

from datetime import date
from typing import cast, get_args

from ..records.base import Named
from ..records.chronology import ChronologyEntry, Degree, Disclosure, Origin, Source
from ..records.errors import ControlCharacter as BadCharacter
from ..records.event_date import DateError, EventDate, Refuse, parse_precise, read_time
from ..records.marks import IMPOSSIBLE_DATE, marks_in
from ..records.safe_cells import unprotected
from ..records.text import clean
from .errors import (
    AmbiguousDate,
    BadTime,
    ControlCharacter,
    EmptyField,
    ImpossibleDate,
    NoRank,
    NotAChoice,
    PrecisionDisagrees,
    RaggedRow,
    RowProblem,
    UnknownPrecision,
    UnreadableDate,
    WeekdayDisagrees,
)
from .mapping import FIELDS, Columns
from .reading import Row

_LONG = frozenset({"event", "note", "child_words", "action_taken", "outcome"})
_DATE_PROBLEMS: dict[str, tuple[type[RowProblem], str]] = {
    "date.impossible": (ImpossibleDate, "date"),
    "date.ambiguous": (AmbiguousDate, "date"),
    "date.weekday-disagrees": (WeekdayDisagrees, "date"),
    "date.impossible-time": (BadTime, "date"),
    "date.precision-disagrees": (PrecisionDisagrees, "precision"),
    "date.unknown-precision": (UnknownPrecision, "precision"),
}


class RowReader:
    """Reads the cells of one row; `problems` fills as it goes, so that a row is told all its faults at once."""

    def __init__(self, row: Row, width: int, columns: Columns) -> None:
        self.number = row.number
        self.problems: list[RowProblem] = []
        self.impossible_date = False
        self.cells = {field.name: self._cell(row, field.name, columns) for field in FIELDS}
        if len(row.cells) > width:  # even where the last is empty: a comma too many shifts all that follow it
            self.fault(RaggedRow, f"column {width + 1}", cells=len(row.cells), columns=width)

    def fault(self, kind: type[RowProblem], field: str, **values: object) -> None:
        """Notes a fault, by row and field."""
        self.problems.append(kind(row=self.number, field=field, **values))

    def when(self, today: date, *, keep_impossible: bool) -> EventDate:
        """The date, the precision, the time and the words as written, from their four columns."""
        words = self.cells["date"]
        reading = parse_precise(words, self.cells["precision"], today=today)
        if isinstance(reading, Refuse):
            if keep_impossible and reading.error.code == "date.impossible":
                self.impossible_date = True
                return EventDate(as_given=self.cells["date_as_written"] or words)
            kind, field = _DATE_PROBLEMS.get(reading.error.code, (UnreadableDate, "date"))
            self.fault(kind, field)
            return EventDate()
        found = reading.date
        return self._timed(EventDate(found.edtf, found.time, self.cells["date_as_written"] or found.as_given))

    def entry(self, when: EventDate, agency: str, origin: Origin, sequence: int) -> ChronologyEntry:
        """The chronology entry; complete only if there are no `problems`."""
        cells = self.cells
        told = None
        if cells["told_by"] or cells["told_by_rank"] or cells["told_by_agency"]:
            told = Named(name=cells["told_by"], rank=cells["told_by_rank"], agency=cells["told_by_agency"])
        marks = ((IMPOSSIBLE_DATE,) if self.impossible_date else ()) + marks_in(cells["note"])
        return ChronologyEntry(
            when=when,
            sequence=sequence,
            type=cells["type"],
            agency=agency,
            agency_as_given=cells["source_agency"],
            source=Source(
                system=cells["source_system"] or cells["source_agency"],
                reference=cells["source_ref"],
                document=cells["source_document"],
                page=cells["source_page"],
            ),
            told_by=told,
            degree=cast(Degree, cells["degree"]),
            fact=cells["event"],
            child_seen=cells["child_seen"],
            child_seen_by=cells["child_seen_by"],
            child_words=cells["child_words"],
            action_taken=cells["action_taken"],
            outcome=cells["outcome"],
            disclosure=cast(Disclosure, cells["disclosure"]),
            tags=marks,
            note=cells["note"],
            origin=origin,
        )

    def check(self) -> None:
        """Looks for what an entry cannot be without, and for words outside a fixed list."""
        for field in ("event", "source_agency"):
            if not self.cells[field]:
                self.fault(EmptyField, field)
        if self.cells["told_by"] and not self.cells["told_by_rank"]:
            self.fault(NoRank, "told_by_rank")
        self.cells["degree"] = self._choice("degree", get_args(Degree), self.cells["degree"].lower())
        self.cells["disclosure"] = self._choice("disclosure", get_args(Disclosure), self.cells["disclosure"].upper())

    def _choice(self, field: str, choices: tuple[str, ...], value: str) -> str:
        if value in choices:
            return value
        self.fault(NotAChoice, field, known=", ".join(choice for choice in choices if choice))
        return ""

    def _timed(self, when: EventDate) -> EventDate:
        words = self.cells["time"]
        if not words:
            return when
        try:
            time = read_time(words)
            if when.time not in ("", time):
                raise ValueError
            return EventDate(when.edtf, time, when.as_given)
        except (DateError, ValueError):
            self.fault(BadTime, "time")
            return when

    def _cell(self, row: Row, field: str, columns: Columns) -> str:
        place = columns.places.get(field)
        raw = columns.constants.get(field, "") if place is None else row.cells[place] if place < len(row.cells) else ""
        try:
            text = unprotected(clean(raw).strip())
        except BadCharacter as bad:
            self.fault(ControlCharacter, field, position=bad.values["position"])
            return ""
        return text if field in _LONG else " ".join(text.split())
