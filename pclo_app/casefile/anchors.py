"""Where rows stand in a long chronology: about every thousandth place in its order, found once.

A row is looked for by its place by counting from the nearest place that is known, so that a page in
the middle of a chronology of any length costs what its first page costs. What is known is forgotten
as soon as anything is written.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, NamedTuple

STEP = 1_000
OF_CASE = "i.case_id=? AND i.placed"
"""The rows of one chronology among the items ``i``."""

_NEXT = f"SELECT i.sort FROM item i WHERE {OF_CASE} AND i.sort >= ? ORDER BY i.sort LIMIT 1 OFFSET ?"
_BETWEEN = f"SELECT count(*) FROM item i WHERE {OF_CASE} AND i.sort >= ? AND i.sort < ?"


class Anchor(NamedTuple):
    """A place in the order."""

    place: int
    """From 0: so many rows stand before the first one with this key."""
    sort: str


_START = Anchor(0, "")


class Anchors:
    """The known places of the chronologies of one case file."""

    def __init__(self, step: int = STEP) -> None:
        self._step = step
        self._written = -1
        self._found: dict[bytes, list[Anchor]] = {}

    def at(self, db: Any, case: bytes, place: int) -> Anchor:
        """The last known place that is not behind this one."""
        found = self._known(db, case)
        while found[-1].place + self._step <= place and self._one_more(db, case, found):
            pass
        return found[bisect_right(found, place, key=lambda anchor: anchor.place) - 1]

    def before(self, db: Any, case: bytes, sort: str) -> Anchor:
        """The last known place whose key is not behind this one."""
        found = self._known(db, case)
        while found[-1].sort < sort and self._one_more(db, case, found):
            pass
        return found[bisect_right(found, sort, key=lambda anchor: anchor.sort) - 1]

    def _known(self, db: Any, case: bytes) -> list[Anchor]:
        if db.in_transaction:  # what is read now may never have been
            return [_START]
        if db.total_changes != self._written:
            self._written = db.total_changes
            self._found.clear()
        return self._found.setdefault(case, [_START])

    def _one_more(self, db: Any, case: bytes, found: list[Anchor]) -> bool:
        """Whether there was another one: rows of one key are never parted."""
        last = found[-1]
        row = db.execute(_NEXT, (case, last.sort, self._step)).fetchone()
        between = db.execute(_BETWEEN, (case, last.sort, row[0])).fetchone()[0] if row is not None else 0
        if between:
            found.append(Anchor(last.place + between, row[0]))
        return bool(between)
