"""What a table would add to a chronology, worked out without touching the case.

Each row gets a key: a digest of its own words. The same row has the same key in any
file, with any separator, encoding or order of columns, so that importing a file again
changes nothing; identical rows within one file are numbered apart.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from hashlib import sha256
from typing import NamedTuple

import msgspec

from ..records.chronology import ChronologyEntry, Origin
from ..records.event_date import EventDate, warnings
from .agencies import AgencyRules, shipped_rules
from .errors import EmptyFile, RowProblem, RowsRejected
from .mapping import Mapping, columns_of
from .reading import Table, read_table
from .rows import RowReader

_KEY_FORM = "pclo import row 1"


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


class Plan(NamedTuple):
    """All that a file would do."""

    file: str
    digest: str
    encoding: str
    rows: tuple[PlannedRow, ...]
    rejected: tuple[Rejected, ...]
    unused_columns: tuple[str, ...]
    """Headings that no field takes: what stands under them is not brought in."""

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
    """The plan for a CSV file's bytes. Raises only the errors of the file, never for a row."""
    chosen = mapping or Mapping()
    table = read_table(data, file_name, encoding=chosen.encoding, delimiter=chosen.delimiter)
    return plan_table(table, chosen, today, agencies=agencies)


def plan_table(table: Table, mapping: Mapping, today: date, *, agencies: AgencyRules | None = None) -> Plan:
    """The plan for a table that has been read already."""
    columns = columns_of(table.header, mapping)
    if not table.rows:
        raise EmptyFile(file=table.file)
    rules = agencies or shipped_rules()
    keep = mapping.impossible_dates == "keep as words"
    codes: dict[str, str] = {}
    alike: Counter[str] = Counter()
    good: list[tuple[RowReader, EventDate, str]] = []
    rejected: list[Rejected] = []
    for row in table.rows:
        reader = RowReader(row, len(table.header.cells), columns)
        when = reader.when(today, keep_impossible=keep)
        reader.check()
        words = _words(reader.cells, when)
        alike[words] += 1
        if reader.problems:
            rejected += [_rejected(problem) for problem in reader.problems]
        else:
            good.append((reader, when, _key(words, alike[words])))
    moments = Counter((when.edtf, when.time) for _, when, _ in good)
    places: Counter[tuple[str, str]] = Counter()
    planned: list[PlannedRow] = []
    for reader, when, key in good:
        name = reader.cells["source_agency"]
        if name not in codes:
            codes[name] = rules.place(name)
        moment = (when.edtf, when.time)
        places[moment] += 1
        sequence = places[moment] if when.known and moments[moment] > 1 else 0
        origin = Origin(file=table.file, digest=table.digest, row=reader.number, key=key)
        entry = reader.entry(when, codes[name], origin, sequence)
        planned.append(PlannedRow(reader.number, entry, tuple(warnings(when, today=today))))
    return Plan(table.file, table.digest, table.encoding, tuple(planned), tuple(rejected), columns.unused)


def _words(cells: dict[str, str], when: EventDate) -> str:
    """The row's words in one form: as understood for the date, as written for all else."""
    plain = {name: value for name, value in cells.items() if value and name not in ("date", "precision", "time")}
    if plain.get("source_system") == plain.get("source_agency"):
        plain.pop("source_system", None)
    plain |= {"date": when.edtf, "time": when.time, "date_as_written": when.as_given}
    return msgspec.json.encode(sorted(item for item in plain.items() if item[1])).decode()


def _key(words: str, ordinal: int) -> str:
    return sha256(f"{_KEY_FORM}\n{ordinal}\n{words}".encode()).hexdigest()


def _rejected(problem: RowProblem) -> Rejected:
    reason = problem.part("what").partition(": ")[2]
    return Rejected(
        int(str(problem.values["row"])),
        str(problem.values["field"]),
        f"{reason[:1].upper()}{reason[1:]} {problem.part('do')}",
        problem.code,
    )
