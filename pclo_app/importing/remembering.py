"""How the columns of a source were understood, remembered inside the case file.

A source is known by its row of headings: another export of the same system has the same
ones. Only what the officer decided is kept, never a row.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ..casefile.casefile import CaseFile
from .errors import ImportProblem
from .grids import Row
from .mapping import Mapping, columns_of, signature

_KEY = "import.mapping."


def remembered(cf: CaseFile, header: Row) -> Mapping | None:
    """The mapping with which these headings were brought in last; None where they are new."""
    raw = cf.store.meta(_KEY + signature(header.cells))
    if raw is None:
        return None
    try:
        mapping = msgspec.json.decode(raw, type=Mapping)
        columns_of(header, mapping)
    except (msgspec.MsgspecError, ImportProblem):
        return None
    return mapping


def remember(cf: CaseFile, header: Sequence[str], mapping: Mapping) -> None:
    """Keep a mapping for the next file with these headings."""
    kept = msgspec.structs.replace(mapping, table="", header_row=0, encoding="", delimiter="")
    with cf.store.transaction():
        cf.store.set_meta(_KEY + signature(header), msgspec.json.encode(kept).decode())
