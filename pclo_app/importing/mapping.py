"""Which column of a table is which field of an entry."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

import msgspec

from .errors import BadMapping, ColumnNotThere, DoubtfulColumn, MissingColumn
from .reading import Row


class Field(NamedTuple):
    """A field that a column can fill, and the headings that are taken for it."""

    name: str
    headings: tuple[str, ...] = ()
    required: bool = False


FIELDS: tuple[Field, ...] = (
    Field("date", ("when", "event date", "date of event"), required=True),
    Field("date_as_written", ("date as given",)),
    Field("precision", ("date precision",)),
    Field("time", ("time of event", "event time")),
    Field("event", ("fact", "what happened", "event details", "description", "details"), required=True),
    Field("source_agency", ("agency", "organisation", "agency source"), required=True),
    Field("source_system", ("system",)),
    Field("source_ref", ("source reference", "reference", "ref", "source")),
    Field("source_document", ("document",)),
    Field("source_page", ("page",)),
    Field("told_by", ("told by name", "informant")),
    Field("told_by_rank", ("told by designation", "rank or designation", "rank")),
    Field("told_by_agency"),
    Field("degree", ("first hand", "hand")),
    Field("type", ("event type", "type of event")),
    Field("child_seen"),
    Field("child_seen_by"),
    Field("child_words", ("childs words",)),
    Field("action_taken", ("action", "response")),
    Field("outcome", ("result",)),
    Field("disclosure"),
    Field("note", ("notes", "remark", "remarks", "comment", "comments")),
)
_NAMES = tuple(field.name for field in FIELDS)


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a mapping file (JSON) says. Every part may be left out.

    ``columns`` gives the heading for a field where the usual ones do not fit, and
    ``constants`` one value for all rows where there is no column (a partner's whole
    chronology comes from one agency). ``impossible_dates`` says what becomes of a row
    dated 29 February 2009: refused, or kept undated with the words as written.
    """

    columns: dict[str, str] = {}
    constants: dict[str, str] = {}
    encoding: str = ""
    delimiter: str = ""
    impossible_dates: Literal["refuse", "keep as words"] = "refuse"

    def __post_init__(self) -> None:
        for name in (*self.columns, *self.constants):
            if name not in _NAMES:
                raise ValueError(f"the fields are {', '.join(_NAMES)}")
        if set(self.columns) & set(self.constants):
            raise ValueError("a field has a column or a constant, not both")
        if len(self.delimiter) > 1 or self.delimiter in ('"', "\r", "\n"):
            raise ValueError("delimiter must be one character, not a quotation mark or line end")


class Columns(NamedTuple):
    """Where each field stands in a row, what is the same for all rows, and what nobody takes."""

    places: dict[str, int]
    constants: dict[str, str]
    unused: tuple[str, ...]


def read_mapping(data: bytes) -> Mapping:
    """The mapping in a JSON file. Raises BadMapping."""
    try:
        return msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=Mapping)
    except msgspec.ValidationError as error:
        raise BadMapping(why=str(error)) from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise BadMapping(why="it cannot be read as JSON") from None


def columns_of(header: Row, mapping: Mapping) -> Columns:
    """Finds each field's column. Raises MissingColumn, ColumnNotThere or DoubtfulColumn."""
    headings = [_plain(cell) for cell in header.cells]
    places: dict[str, int] = {}
    for field in FIELDS:
        place = _place(field, headings, header.number, mapping)
        if place is not None:
            places[field.name] = place
        elif field.required and not mapping.constants.get(field.name, "").strip():
            names = ", ".join((field.name, *field.headings))
            raise MissingColumn(row=header.number, field=field.name, names=names)
    taken = set(places.values())
    unused = tuple(cell.strip() for place, cell in enumerate(header.cells) if place not in taken and cell.strip())
    return Columns(places, dict(mapping.constants), unused)


def _place(field: Field, headings: list[str], row: int, mapping: Mapping) -> int | None:
    told = mapping.columns.get(field.name)
    if told is not None:
        found = [place for place, heading in enumerate(headings) if heading == _plain(told)]
        if not found:
            raise ColumnNotThere(row=row, field=field.name)
        return _only(found, field, row)
    if field.name in mapping.constants:
        return None
    spoken_for = {_plain(name) for name in mapping.columns.values()}
    for names in ((field.name,), field.headings):
        wanted = {_plain(name) for name in names}
        found = [place for place, heading in enumerate(headings) if heading in wanted and heading not in spoken_for]
        if found:
            return _only(found, field, row)
    return None


def _only(found: list[int], field: Field, row: int) -> int:
    if len(found) > 1:
        columns = " and ".join(str(place + 1) for place in found)
        raise DoubtfulColumn(row=row, field=field.name, columns=columns)
    return found[0]


def _plain(heading: str) -> str:
    """Lower case without punctuation, so that "Source_Ref." is "source ref"."""
    words = re.sub(r"['\u2019]", "", heading.casefold())
    return " ".join(re.sub(r"[^\w]+|_", " ", words).split())
