"""What a table would add to a chronology, worked out without touching the case.

Each row gets a key: a digest of its own words. The same row has the same key in any
file, with any separator, encoding or order of columns, so that importing a file again
changes nothing; identical rows within one file are numbered apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import NamedTuple

import msgspec

from ..records.chronology import ChronologyEntry, Origin
from ..records.event_date import EventDate, warnings
from .agencies import AgencyRules, shipped_rules
from .dates import DateColumn, Evidence
from .errors import EmptyFile, RowProblem, RowsRejected
from .grids import Progress, Row
from .headings import NAMES
from .mapping import Columns, Mapping, columns_of
from .reading import Table, read_table
from .rows import RowReader

_ENCODER = msgspec.json.Encoder()
_KEY_FORM = "pclo import row 1"
_STEP = 500
_NOT_IN_KEY = frozenset({"date", "precision", "time"})
Fixes = AnyMapping[int, AnyMapping[str, str]]
"""Words typed in place of a cell's: by row and field."""
NO_FIXES: Fixes = {}


class PlannedRow(NamedTuple):
    """A row that can be brought in, and the entry it would be."""

    row: int
    entry: ChronologyEntry
    warnings: tuple[str, ...] = ()
    """What is odd about it without being wrong: a date in the future."""

    @property
    def key(self) -> str:
        """The digest of the row's words."""
        return self.entry.origin.key if self.entry.origin else ""


class Rejected(NamedTuple):
    """One fault of one row, without the words that stand there."""

    row: int
    field: str
    reason: str
    code: str
    key: str = ""
    """Of the row, by which it is known again once it has been put right and brought in."""


class Plan(NamedTuple):
    """All that a file would do."""

    file: str
    digest: str
    encoding: str
    rows: tuple[PlannedRow, ...]
    rejected: tuple[Rejected, ...]
    unused_columns: tuple[str, ...]
    """Headings that no field takes: what stands under them is not brought in."""
    told: tuple[str, ...] = ()
    """What else the officer should know about the file, in sentences."""
    fields: frozenset[str] = frozenset()
    """The columns that fill something; only these can say that a row has changed."""
    left_out: tuple[int, ...] = ()
    """Rows that the officer has chosen not to bring in."""
    evidence: Evidence | None = None
    """What the dates of the file show by themselves."""
    unreadable: tuple[str, ...] = ()
    """The words in the column of dates that nothing reads as one, each once."""

    @property
    def undated(self) -> tuple[int, ...]:
        """The numbers of the rows that are brought in without a date."""
        return tuple(row.row for row in self.rows if not row.entry.when.known)

    @property
    def rejected_rows(self) -> tuple[int, ...]:
        """The numbers of the rows with a fault, each once."""
        return tuple(dict.fromkeys(rejected.row for rejected in self.rejected))

    def require_all_good(self) -> None:
        """Raises RowsRejected if any row cannot be brought in."""
        if self.rejected:
            first, bad = self.rejected[0], len(self.rejected_rows)
            raise RowsRejected(
                count=bad, total=bad + len(self.rows), row=first.row, field=first.field, reason=first.reason
            )


def plan_csv(
    data: bytes, file_name: str, mapping: Mapping | None, today: date, *, agencies: AgencyRules | None = None
) -> Plan:
    """The plan for a file's bytes, of any kind that is read. Raises only the errors of the file, never for a row."""
    chosen = mapping or Mapping()
    return plan_table(table_for(data, file_name, chosen), chosen, today, agencies=agencies)


def table_for(data: bytes, file_name: str, mapping: Mapping) -> Table:
    """The table of a file that a mapping means."""
    return read_table(
        data,
        file_name,
        encoding=mapping.encoding,
        delimiter=mapping.delimiter,
        table=mapping.table,
        header_row=mapping.header_row,
    )


def plan_table(
    table: Table,
    mapping: Mapping,
    today: date,
    *,
    agencies: AgencyRules | None = None,
    fixes: Fixes = NO_FIXES,
    left_out: frozenset[int] = frozenset(),
    people: AnyMapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Plan:
    """The plan for a table that has been read already.

    ``fixes`` are words that the officer typed in place of a cell's; a row is known again by
    the words in the file all the same. ``people`` are the ids of the case's persons by name.
    """
    columns = columns_of(table.header, mapping)
    if not table.rows:
        raise EmptyFile(file=table.file)
    planner = _Planner(table, mapping, columns, today, fixes, left_out)
    for place, row in enumerate(table.rows):
        if progress is not None and place % _STEP == 0:
            progress(place, len(table.rows))
        planner.take(row)
    rows = planner.entries(agencies or shipped_rules(), people or {})
    fields = frozenset(columns.places) | frozenset(columns.constants) | ({"note"} if columns.notes else frozenset())
    return Plan(
        file=table.file,
        digest=table.digest,
        encoding=table.encoding,
        rows=tuple(rows),
        rejected=tuple(planner.rejected),
        unused_columns=columns.unused,
        told=table.told + _unnamed(table, columns),
        fields=fields,
        left_out=tuple(planner.left),
        evidence=planner.dates.evidence,
        unreadable=tuple(planner.unreadable),
    )


class _Planner:
    """Takes the rows one by one; entries can be made only when all are known, for their order within a day."""

    def __init__(
        self, table: Table, mapping: Mapping, columns: Columns, today: date, fixes: Fixes, left_out: frozenset[int]
    ) -> None:
        self.rejected: list[Rejected] = []
        self.left: list[int] = []
        self.unreadable: dict[str, None] = {}
        self.dates = DateColumn(_column(table, columns, "date"), mapping.dates, today)
        self._table = table
        self._mapping = mapping
        self._columns = columns
        self._today = today
        self._fixes = fixes
        self._left_out = left_out
        self._named = [
            name for name in NAMES
            if name not in _NOT_IN_KEY and (name in columns.places or name in columns.constants or name == "note")
        ]  # fmt: skip
        self._alike: Counter[str] = Counter()
        self._good: list[tuple[RowReader, EventDate, str, bool]] = []

    def take(self, row: Row) -> None:
        """One row: good, rejected, or left out."""
        reader, when = self._read(row, None)
        words = _words(reader, when, self._named)
        self._alike[words] += 1
        key = _key(words, self._alike[words])
        if reader.unreadable_date:
            self.unreadable[reader.unreadable_date] = None
        fixes = self._fixes.get(row.number)
        if fixes:
            written = reader.cells["date_as_written"] or reader.cells["date"]
            reader, when = self._read(row, fixes)
            if written and written != when.edtf and "date" in fixes and "date_as_written" not in fixes:
                when = EventDate(when.edtf, when.time, written)  # what the source says of its date is never lost
        if row.number in self._left_out:
            self.left.append(row.number)
        elif reader.problems:
            self.rejected += [_rejected(problem, key) for problem in reader.problems]
        else:
            self._good.append((reader, when, key, row.hidden))

    def entries(self, rules: AgencyRules, people: AnyMapping[str, str]) -> list[PlannedRow]:
        """The entries of the good rows, in the file's order."""
        codes: dict[str, str] = {}
        names = {" ".join(name.split()).casefold(): id for name, id in people.items()}
        moments = Counter(when.sort_key for _, when, _, _ in self._good)
        places: Counter[tuple[int, str, str]] = Counter()
        planned: list[PlannedRow] = []
        for reader, when, key, hidden in self._good:
            name = reader.cells["source_agency"]
            if name not in codes:
                codes[name] = rules.place(name)
            moment = when.sort_key
            places[moment] += 1
            sequence = places[moment] if when.known and moments[moment] > 1 else 0
            origin = Origin(file=self._table.file, digest=self._table.digest, row=reader.number, key=key)
            entry = reader.entry(when, codes[name], origin, sequence, names)
            doubts = warnings(when, today=self._today) if when.known else []
            if reader.impossible_date:
                doubts.append("This is not a real date: its words are kept, without a date.")
            elif reader.unreadable_date:
                doubts.append("This is not read as a date: its words are kept, without a date.")
            if hidden:
                doubts.append("This row is hidden in the file.")
            if reader.strangers:
                doubts.append(f"The case has no person called {', '.join(reader.strangers)}: kept in the note.")
            planned.append(PlannedRow(reader.number, entry, tuple(doubts)))
        return planned

    def _read(self, row: Row, fixes: AnyMapping[str, str] | None) -> tuple[RowReader, EventDate]:
        reader = RowReader(row, len(self._table.header.cells), self._columns, self.dates, fixes)
        when = reader.when(self._mapping)
        reader.check()
        return reader, when


def _column(table: Table, columns: Columns, field: str) -> list[str]:
    place = columns.places.get(field)
    if place is None:
        return []
    return [row.cells[place].strip() for row in table.rows if place < len(row.cells)]


def _unnamed(table: Table, columns: Columns) -> tuple[str, ...]:
    """Columns without a heading that hold words nobody takes."""
    taken = {*columns.places.values(), *(place for place, _ in columns.notes)}
    found = [
        place + 1
        for place, cell in enumerate(table.header.cells)
        if not cell.strip() and place not in taken and any(row.cells[place : place + 1] > ("",) for row in table.rows)
    ]
    if not found:
        return ()
    numbers = ", ".join(map(str, found))
    return (f"Not brought in, because nothing stands above {'them' if len(found) > 1 else 'it'}: column {numbers}.",)


def _words(reader: RowReader, when: EventDate, names: Sequence[str]) -> str:
    """The row's words in one form: as understood for the date, as written for all else.

    ``names`` are the fields that the file fills and that count.
    """
    cells = reader.cells
    plain = {name: value for name in names if (value := cells[name])}
    if plain.get("source_system") == plain.get("source_agency"):
        plain.pop("source_system", None)
    plain |= {"date": when.edtf or reader.refused_date, "time": when.time, "date_as_written": when.as_given}
    return _ENCODER.encode(sorted(item for item in plain.items() if item[1])).decode()


def _key(words: str, ordinal: int) -> str:
    return sha256(f"{_KEY_FORM}\n{ordinal}\n{words}".encode()).hexdigest()


def _rejected(problem: RowProblem, key: str) -> Rejected:
    reason = problem.part("what").partition(": ")[2]
    return Rejected(
        int(str(problem.values["row"])),
        str(problem.values["field"]),
        f"{reason[:1].upper()}{reason[1:]} {problem.part('do')}",
        problem.code,
        key,
    )
