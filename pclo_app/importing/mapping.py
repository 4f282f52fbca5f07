"""Which column of a table is which field of an entry, and how its dates are meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Literal, NamedTuple

import msgspec

from .errors import BadMapping, ColumnNotThere, DoubtfulColumn, MissingColumn
from .grids import Row
from .headings import BY_NAME, FIELDS, NAMES, Field, plain, propose

__all__ = ["FIELDS", "Columns", "Dates", "Field", "Mapping", "columns_of", "proposed", "read_mapping", "signature"]

_FREE = frozenset({"date", "date_as_written", "precision", "time", "event", "source_agency", "source_system",
                   "source_ref", "source_document", "source_page", "note", "tags", "type", "persons"})  # fmt: skip
"""Fields of which each stands for itself, in any words."""
_NUMBERED = re.compile(r"#([1-9][0-9]{0,2})")


class Dates(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How the dates of the file are meant, where its own words leave it open. Empty: nobody has said."""

    order: Literal["", "day first", "month first"] = ""
    years: Literal["", "most recent", "keep as words"] = ""
    """5/11/26: the most recent year that ends so, or no date at all."""
    numbers: Literal["", "1900", "1904", "keep as words"] = ""
    """45231: days counted by a spreadsheet from 1900 (Excel) or 1904 (Excel for Mac once), or no date at all."""


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a mapping file (JSON) says. Every part may be left out.

    ``columns`` gives the heading for a field where the usual ones do not fit, and
    ``constants`` one value for all rows where there is no column (a partner's whole
    chronology comes from one agency). Columns may be named by their heading or by their
    number (``#4``); those in ``ignored`` are left out, those in ``notes`` are added to the
    note with their heading. ``table`` and ``header_row`` say where the table is.
    ``impossible_dates`` and ``unreadable_dates`` say what becomes of a row dated
    29 February 2009, or "the week of the fair": refused, or kept undated with the words as
    written.
    """

    columns: dict[str, str] = {}
    constants: dict[str, str] = {}
    ignored: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    table: str = ""
    header_row: int = 0
    dates: Dates = Dates()
    encoding: str = ""
    delimiter: str = ""
    impossible_dates: Literal["refuse", "keep as words"] = "refuse"
    unreadable_dates: Literal["refuse", "keep as words"] = "refuse"

    def __post_init__(self) -> None:
        for name in (*self.columns, *self.constants):
            if name not in NAMES:
                raise ValueError(f"the fields are {', '.join(NAMES)}")
        if set(self.columns) & set(self.constants):
            raise ValueError("a field has a column or a constant, not both")
        if len(self.delimiter) > 1 or self.delimiter in ('"', "\r", "\n"):
            raise ValueError("delimiter must be one character, not a quotation mark or line end")
        if self.header_row < 0:
            raise ValueError("header_row must be the number of a row")


class Columns(NamedTuple):
    """Where each field stands in a row, what is the same for all rows, and what nobody takes."""

    places: dict[str, int]
    constants: dict[str, str]
    unused: tuple[str, ...]
    notes: tuple[tuple[int, str], ...] = ()
    """Columns that are added to the note, with their headings."""
    checked: bool = True
    """Whether a field is filled that must go with another one, or has a fixed list."""


def read_mapping(data: bytes) -> Mapping:
    """The mapping in a JSON file. Raises BadMapping."""
    try:
        return msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=Mapping)
    except msgspec.ValidationError as error:
        raise BadMapping(why=str(error)) from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise BadMapping(why="it cannot be read as JSON") from None


def signature(header: Sequence[str]) -> str:
    """What a row of headings is known by: the same source writes the same headings every time."""
    return sha256("\n".join(plain(cell) for cell in header).encode()).hexdigest()


def proposed(header: Sequence[str]) -> Mapping:
    """The mapping that the headings suggest, every column named by its number so that nothing else is looked for."""
    columns, ignored = {}, []
    for place, guess in enumerate(propose(header)):
        if guess is None:
            ignored.append(f"#{place + 1}")
        else:
            columns[guess.field] = f"#{place + 1}"
    return Mapping(columns=columns, ignored=tuple(ignored))


def columns_of(header: Row, mapping: Mapping) -> Columns:
    """Finds each field's column. Raises MissingColumn, ColumnNotThere or DoubtfulColumn."""
    headings = [plain(cell) for cell in header.cells]
    finder = _Finder(header, headings, mapping)
    places: dict[str, int] = {}
    for field in FIELDS:
        place = finder.place(field)
        if place is not None:
            places[field.name] = place
        elif field.required and not mapping.constants.get(field.name, "").strip():
            names = ", ".join((field.name, *field.headings))
            raise MissingColumn(row=header.number, field=field.name, names=names)
    notes = tuple((finder.told(name, "note"), name) for name in mapping.notes)
    noted = tuple((place, header.cells[place].strip() or f"Column {place + 1}") for place, _ in notes)
    taken = {*places.values(), *(place for place, _ in notes)}
    unused = tuple(cell.strip() for place, cell in enumerate(header.cells) if place not in taken and cell.strip())
    return Columns(places, dict(mapping.constants), unused, noted, not _FREE.issuperset({*places, *mapping.constants}))


class _Finder:
    def __init__(self, header: Row, headings: list[str], mapping: Mapping) -> None:
        self._row = header.number
        self._headings = headings
        self._mapping = mapping
        named = (*mapping.columns.values(), *mapping.ignored, *mapping.notes)
        self._spoken_for = {place for name in named for place in self._all(name)}

    def place(self, field: Field) -> int | None:
        """The column of a field; None where it has none."""
        name = self._mapping.columns.get(field.name)
        if name is not None:
            return self.told(name, field.name)
        if field.name in self._mapping.constants:
            return None
        for names in ((field.name,), field.headings):
            wanted = {plain(each) for each in names}
            found = [
                place
                for place, heading in enumerate(self._headings)
                if heading in wanted and place not in self._spoken_for
            ]
            if found:
                return self._only(found, field.name)
        return None

    def told(self, name: str, field: str) -> int:
        """The column that a mapping names."""
        found = self._all(name)
        if not found:
            raise ColumnNotThere(row=self._row, field=field)
        return self._only(found, field)

    def _all(self, name: str) -> list[int]:
        numbered = _NUMBERED.fullmatch(name.strip())
        if numbered:
            place = int(numbered[1]) - 1
            return [place] if place < len(self._headings) else []
        return [place for place, heading in enumerate(self._headings) if heading == plain(name)]

    def _only(self, found: list[int], field: str) -> int:
        if len(found) > 1:
            columns = " and ".join(str(place + 1) for place in found)
            raise DoubtfulColumn(row=self._row, field=field, columns=columns)
        return found[0]


def field_words(name: str) -> str:
    """What the screen calls a field."""
    return BY_NAME[name].words
