"""Half-written words on their way into the case file: as drafts, or as the entry that takes their place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.chronology import ChronologyEntry

from . import acting, entry_values
from .acting import Done
from .entry_values import Values

Work = Callable[[CaseFile, object], Any]


@dataclass(eq=False)
class Flight:
    """A save on its way: a lock that comes now must not leave its words as a draft beside the entry."""

    values: Values
    landed: bool = False

    def covers(self, values: Values) -> bool:
        """Whether these words are in the case file by now. Asked on the worker, where the save was before."""
        return self.landed and entry_values.same_words(self.values, values)


def keep(key: str, values: Values, flight: Flight | None) -> Work:
    """Work that keeps words as a draft, unless a save has taken them meanwhile."""
    body = entry_values.encode(values)

    def work(cf: CaseFile, _progress: object) -> None:
        if flight is None or not flight.covers(values):
            cf.put_draft(key, body)

    return work


def move(old: str, new: str, values: Values) -> Work:
    """Work that takes a draft from the bar to the form, or back: never two of them, and never none."""
    body = entry_values.encode(values) if values.written else None

    def work(cf: CaseFile, _progress: object) -> None:
        with cf.store.transaction():
            cf.drop_draft(old)
            if body is not None:
                cf.put_draft(new, body)

    return work


def save(
    case: str, entry: ChronologyEntry, flight: Flight, drop: str, id: str = "", based_on: tuple[str, ...] = ()
) -> Callable[[CaseFile, object], Done]:
    """Work that saves an entry and forgets its draft ``drop``."""

    def work(cf: CaseFile, _progress: object) -> Done:
        saved = acting.save_entry(cf, case, entry, id=id or None, based_on=based_on or None, drop=drop)
        flight.landed = True
        return saved

    return work
