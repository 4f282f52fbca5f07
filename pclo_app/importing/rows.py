"""One row of a table, read into the fields of an entry, with every fault it has."""

from __future__ import annotations

import re
from collections.abc import Mapping as AnyMapping
from typing import cast, get_args

from ..records.agencies import AGENCIES
from ..records.base import Named
from ..records.chronology import ChronologyEntry, Decision, Degree, Disclosure, Grading, Origin, Source
from ..records.errors import ControlCharacter as BadCharacter
from ..records.event_date import DateError, EventDate, Refuse, read_time
from ..records.grading import barred
from ..records.marks import IMPOSSIBLE_DATE, marks_in
from ..records.safe_cells import unprotected
from ..records.text import clean
from .dates import DateColumn
from .errors import (
    AmbiguousDate,
    BadTime,
    ControlCharacter,
    EitherOrder,
    EmptyField,
    HandlingBars,
    ImpossibleDate,
    NoAuthor,
    NoRank,
    NoReason,
    NotAChoice,
    NotACount,
    NoValue,
    NumberForDate,
    PrecisionDisagrees,
    RaggedRow,
    RowProblem,
    UnknownPrecision,
    UnreadableDate,
    WeekdayDisagrees,
)
from .grids import Row
from .headings import NAMES
from .mapping import Columns, Mapping

_LONG = frozenset({
    "event", "note", "child_words", "action_taken", "outcome", "significance", "decision", "decision_why",
    "decision_options", "decision_information", "disclosure_reason",
})  # fmt: skip
_DATE_PROBLEMS: dict[str, tuple[type[RowProblem], str]] = {
    "date.impossible": (ImpossibleDate, "date"),
    "date.ambiguous": (AmbiguousDate, "date"),
    "date.either-order": (EitherOrder, "date"),
    "date.number": (NumberForDate, "date"),
    "date.weekday-disagrees": (WeekdayDisagrees, "date"),
    "date.impossible-time": (BadTime, "date"),
    "date.precision-disagrees": (PrecisionDisagrees, "precision"),
    "date.unknown-precision": (UnknownPrecision, "precision"),
}
_NEVER_WORDS = frozenset({"date.precision-disagrees", "date.unknown-precision"})
"""Faults of the column beside the date, not of the date's words."""
_EMPTY = dict.fromkeys(NAMES, "")
_OWN_FORM = re.compile(r"(?P<edtf>[0-9/.~\[\]-]*)(?: (?P<time>[0-9]{2}:[0-9]{2}))?")
_NOT_KNOWN = EventDate()
_ALONE = ("", "yes", "no", "not known")
_SCHEMES = ("", "3x5x2", "5x5x5")


class RowReader:
    """Reads the cells of one row; `problems` fills as it goes, so that a row is told all its faults at once."""

    def __init__(
        self, row: Row, width: int, columns: Columns, dates: DateColumn, fixes: AnyMapping[str, str] | None = None
    ) -> None:
        """``fixes`` are words that the officer typed in place of a cell's."""
        self.number = row.number
        self.problems: list[RowProblem] = []
        self.impossible_date = False
        self.unreadable_date = ""
        """The words of the date where nothing reads them as one."""
        self.refused_date = ""
        self.strangers: tuple[str, ...] = ()
        self._dates = dates
        self._row = row
        self._columns = columns
        self._checked = columns.checked or bool(fixes)
        self._sequence = 0
        self.cells = _EMPTY.copy()
        for field, place in columns.places.items():
            if fixes is None or field not in fixes:
                self.cells[field] = self._cell(field, row.cells[place] if place < len(row.cells) else "", place)
        for field, words in columns.constants.items():
            self.cells[field] = self._cell(field, words)
        for field, words in (fixes or {}).items():
            self.cells[field] = self._cell(field, words)
        for place, heading in columns.notes:
            self._add_note(heading, self._cell("note", row.cells[place] if place < len(row.cells) else "", place))
        if len(row.cells) > width:  # even where the last is empty: a comma too many shifts all that follow it
            self.fault(RaggedRow, f"column {width + 1}", cells=len(row.cells), columns=width)

    def fault(self, kind: type[RowProblem], field: str, **values: object) -> None:
        """Notes a fault, by row and field."""
        self.problems.append(kind(row=self.number, field=field, **values))

    def when(self, mapping: Mapping) -> EventDate:
        """The date, the precision, the time and the words as written, from their four columns."""
        words = self.cells["date"]
        reading = self._dates.read(words, self.cells["precision"])
        if isinstance(reading, Refuse):
            return self._refused(reading.error.code, words, mapping)
        found = reading.date
        if not self.cells["time"] and not self.cells["date_as_written"]:
            return found
        return self._timed(EventDate(found.edtf, found.time, self.cells["date_as_written"] or found.as_given))

    def _refused(self, code: str, words: str, mapping: Mapping) -> EventDate:
        impossible = code == "date.impossible"
        policy = mapping.impossible_dates if impossible else mapping.unreadable_dates
        if code not in _DATE_PROBLEMS:
            self.unreadable_date = words
        if policy == "keep as words" and code not in _NEVER_WORDS:
            self.impossible_date = impossible
            return EventDate(as_given=self.cells["date_as_written"] or words)
        kind, field = _DATE_PROBLEMS.get(code, (UnreadableDate, "date"))
        self.fault(kind, field)
        self.refused_date = words
        return EventDate()

    def entry(
        self, when: EventDate, agency: str, origin: Origin, sequence: int, people: AnyMapping[str, str]
    ) -> ChronologyEntry:
        """The chronology entry; complete only if there are no `problems`.

        ``agency`` is the code of the name given, ``people`` the ids of the case's persons by their plain names.
        """
        cells = self.cells
        persons = self._persons(people) if cells["persons"] else ()
        given = cells["source_agency"]
        by_code = given in AGENCIES and not cells["agency_code"]
        code = cells["agency_code"] or (given if by_code else agency)
        marks = marks_in(cells["note"]) if cells["note"] else ()
        if self.impossible_date:
            marks = (IMPOSSIBLE_DATE, *marks)
        tags = tuple(filter(None, map(str.strip, cells["tags"].split(";")))) if cells["tags"] else ()
        return ChronologyEntry(
            when=when,
            sequence=self._sequence if cells["sequence"] else sequence,
            known_to_police=self._known_to_police(),
            type=cells["type"],
            agency=code,
            agency_as_given="" if by_code else given,
            source=self._source(),
            told_by=_named(cells, "told_by"),
            degree=cast(Degree, cells["degree"]),
            persons=persons,
            fact=cells["event"],
            child_seen=cells["child_seen"],
            child_seen_by=cells["child_seen_by"],
            child_seen_alone=cells["child_seen_alone"],  # type: ignore[arg-type]
            child_words=cells["child_words"],
            action_taken=cells["action_taken"],
            outcome=cells["outcome"],
            significance=cells["significance"],
            significance_by=_named(cells, "significance_by"),
            significance_on=cells["significance_on"],
            decision=self._decision(),
            disclosure=cast(Disclosure, cells["disclosure"]),
            disclosure_reason=cells["disclosure_reason"],
            grading=self._grading(),
            tags=tuple(dict.fromkeys((*tags, *marks))) if tags or marks else (),
            note=cells["note"],
            origin=origin,
        )

    def check(self) -> None:
        """Looks for what an entry cannot be without, and for words outside a fixed list."""
        cells = self.cells
        for field in ("event", "source_agency"):
            if not cells[field]:
                self.fault(EmptyField, field)
        if self._checked:
            self._check_others(cells)

    def _check_others(self, cells: dict[str, str]) -> None:
        for field in ("told_by", "significance_by", "decision_by"):
            if cells[field] and not cells[f"{field}_rank"]:
                self.fault(NoRank, f"{field}_rank")
        if cells["significance"] and not _named(cells, "significance_by"):
            self.fault(NoAuthor, "significance_by")
        if cells["decision"]:
            if not cells["decision_why"]:
                self.fault(NoReason, "decision_why")
            if not cells["decision_by"]:
                self.fault(NoAuthor, "decision_by")
        if cells["degree"]:
            cells["degree"] = self._choice("degree", get_args(Degree), cells["degree"].lower())
        if cells["disclosure"]:
            cells["disclosure"] = self._choice("disclosure", get_args(Disclosure), cells["disclosure"].upper())
        if cells["child_seen_alone"]:
            cells["child_seen_alone"] = self._choice("child_seen_alone", _ALONE, cells["child_seen_alone"].lower())
        if cells["agency_code"]:
            cells["agency_code"] = self._choice("agency_code", tuple(AGENCIES), cells["agency_code"].upper())
        if cells["grading_scheme"]:
            cells["grading_scheme"] = self._choice("grading_scheme", _SCHEMES, cells["grading_scheme"].lower())
            if cells["disclosure"] == "A" and barred(
                cells["grading_scheme"], cells["grading_handling"], cells["grading_condition"]
            ):
                self.fault(HandlingBars, "disclosure")
        if cells["sequence"]:
            self._count("sequence")

    def _choice(self, field: str, choices: tuple[str, ...], value: str) -> str:
        if value in choices:
            return value
        self.fault(NotAChoice, field, known=", ".join(choice for choice in choices if choice))
        return ""

    def _count(self, field: str) -> None:
        words = self.cells[field]
        if words.isascii() and words.isdigit() and len(words) < 7:
            self._sequence = int(words)
        else:
            self.fault(NotACount, field)

    def _persons(self, people: AnyMapping[str, str]) -> tuple[str, ...]:
        """The ids of the persons named; a name that the case does not have is kept in the note."""
        spaced = (" ".join(each.split()) for each in re.split(r"[;\n]", self.cells["persons"]))
        names = [name for name in spaced if name]
        self.strangers = tuple(name for name in names if name.casefold() not in people)
        self._add_note("Persons", "; ".join(self.strangers))
        return tuple(dict.fromkeys(people[name.casefold()] for name in names if name.casefold() in people))

    def _source(self) -> Source:
        """The system is the agency's own records where nothing names another; a system's column left empty is empty."""
        cells = self.cells
        other = cells["source_ref"] or cells["source_document"] or cells["source_page"]
        system = cells["source_system"] or ("" if other and self._has_systems() else cells["source_agency"])
        return Source(
            system=system,
            reference=cells["source_ref"],
            document=cells["source_document"],
            page=cells["source_page"],
        )

    def _has_systems(self) -> bool:
        return "source_system" in self._columns.places

    def _decision(self) -> Decision | None:
        cells = self.cells
        if not cells["decision"]:
            return None
        return Decision(
            decision=cells["decision"],
            why=cells["decision_why"],
            options=cells["decision_options"],
            information=cells["decision_information"],
            by=_named(cells, "decision_by") or Named(),
            with_whom=cells["decision_with"],
            at=cells["decision_at"],
        )

    def _grading(self) -> Grading | None:
        cells = self.cells
        if not cells["grading_scheme"]:
            return None
        return Grading(
            scheme=cells["grading_scheme"],  # type: ignore[arg-type]
            source=cells["grading_source"],
            information=cells["grading_information"],
            handling=cells["grading_handling"],
            condition_met=cells["grading_condition"],
        )

    def _known_to_police(self) -> EventDate:
        words = self.cells["known_to_police"]
        written = self.cells["known_to_police_as_written"]
        if not words and not written:
            return _NOT_KNOWN
        own = _OWN_FORM.fullmatch(words)
        try:
            return EventDate(own["edtf"], own["time"] or "", written) if own else self._read_known(words, written)
        except ValueError:
            return self._read_known(words, written)

    def _read_known(self, words: str, written: str) -> EventDate:
        reading = self._dates.read(words, "")
        if isinstance(reading, Refuse):
            return EventDate(as_given=written or words)
        return EventDate(reading.date.edtf, reading.date.time, written or reading.date.as_given)

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

    def _add_note(self, heading: str, words: str) -> None:
        if words:
            note = self.cells["note"]
            self.cells["note"] = f"{note}\n{heading}: {words}" if note else f"{heading}: {words}"

    def _cell(self, field: str, raw: str, place: int = -1) -> str:
        if place in self._row.holes:
            self.fault(NoValue, field)
            return ""
        if not raw:
            return ""
        try:
            text = clean(raw).strip()
        except BadCharacter as bad:
            self.fault(ControlCharacter, field, position=bad.values["position"])
            return ""
        if text.startswith("'"):
            text = unprotected(text)
        return text if field in _LONG or (text.isascii() and text.isalnum()) else " ".join(text.split())


def _named(cells: dict[str, str], field: str) -> Named | None:
    name, rank, agency = cells[field], cells[f"{field}_rank"], cells[f"{field}_agency"]
    return Named(name=name, rank=rank, agency=agency) if name or rank or agency else None
