"""The parts that many records share."""

from __future__ import annotations

from typing import NamedTuple

import msgspec


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A piece of a record. Empty fields are left out of the stored bytes."""


class Record(Part, frozen=True, kw_only=True):
    """What one revision of a record says.

    Who wrote it, with what rank, and when, stand in the revision's header
    (`pclo_app.journal.revision`), so no record repeats them.
    """

    change_reason: str = ""
    """Why the record was changed; asked for from the second revision on."""


class Named(Part, frozen=True, kw_only=True):
    """A person as the file must name them: never without a rank or designation.

    Inspectors found, twice, that "the ranks and/or designation of those involved ...
    were not always apparent" (HMIC, 4 December 2008).
    """

    name: str = ""
    rank: str = ""
    agency: str = ""
    person: str = ""
    """Id of the person record, where there is one."""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.rank) if part)


class Missing(NamedTuple):
    """A field that must be filled before a record can be saved, and the words that ask for it."""

    field: str
    words: str


def rank_missing(field: str, who: Named | None) -> list[Missing]:
    """The demand for a rank or designation, where somebody is named without one."""
    if who is None or not who.name or who.rank:
        return []
    words = f"Enter the rank or designation of {who.name}. If you cannot find out, write “not known” and why."
    return [Missing(field, words)]
