"""The same act on several chosen entries: one step, all or none. Runs on the worker; it can be taken back as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from pclo_app.casefile import integrated, undoing
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import ChangedSinceChosen
from pclo_app.casefile.model import ChronologyFilter, Saved
from pclo_app.practice.phrases import counted
from pclo_app.records.chronology import ChronologyEntry

from . import queries
from .acting import Done
from .words import Row

MOST = 2000
"""So many entries are changed at one time."""


@dataclass(frozen=True)
class Chosen:
    """What somebody chose in the table."""

    own: tuple[Row, ...]
    """Entries of the chronology itself, in its order."""
    others: int
    """Lines that other records stand for: they are changed where they were written."""
    unsettled: int
    """Entries of which two versions stand: one is chosen first."""
    beyond: int = 0
    """Rows chosen beyond the first `MOST`: they are not looked at."""

    def without(self, answer: str) -> tuple[Row, ...]:
        """The entries that do not have this answer to A/B yet."""
        return tuple(row for row in self.own if row.entry.disclosure != answer)

    def barred(self) -> tuple[Row, ...]:
        """The entries whose handling keeps them out of a shareable copy."""
        return tuple(row for row in self.own if row.entry.grading is not None and row.entry.grading.barred)


def chosen(cf: CaseFile, case: str, filter: ChronologyFilter, places: Sequence[int]) -> Chosen:
    """What stands at these places (from 0, rising) of what a filter leaves."""
    rows = queries.at_places(cf, case, filter, places[:MOST])
    entries = {row.id: row for row in rows if row.own}
    unsettled = {id for id in entries if cf.item(id).in_conflict}
    own = tuple(row for id, row in entries.items() if id not in unsettled)
    return Chosen(own, sum(not row.own for row in rows), len(unsettled), max(0, len(places) - MOST))


def disclose(cf: CaseFile, case: str, rows: Sequence[Row], answer: str, reason: str) -> Done:
    """The same answer to A/B, for the same reason."""
    change: dict[str, Any] = {"disclosure": answer, "disclosure_reason": reason if answer == "B" else ""}
    return _each(cf, case, rows, "A/B", reason, lambda _entry: change)


def tag(cf: CaseFile, case: str, rows: Sequence[Row], words: str) -> Done:
    """The same tag on all, or several with commas between; an entry that has one already keeps it once."""
    new = [tag for each in words.split(",") if (tag := each.strip())]
    return _each(
        cf, case, rows, "a tag", f"Tag: {words}", lambda entry: {"tags": tuple(dict.fromkeys((*entry.tags, *new)))}
    )


def _each(
    cf: CaseFile, case: str, rows: Sequence[Row], what: str, reason: str, change: Callable[[ChronologyEntry], Any]
) -> Done:
    """Raises ChangedSinceChosen where an entry is no longer as it was when it was chosen."""
    saved: list[Saved] = []
    with cf.store.transaction():
        for row in rows:
            item = cf.item(row.id)
            if [head.rev for head in item.heads] != [row.version.rev]:
                raise ChangedSinceChosen(number=row.number)
            record = msgspec.structs.replace(item.record, **change(item.record), change_reason=reason)
            saved.append(cf.save(record, case=case, id=row.id, based_on=(item.rev,)))
    step = undoing.step(cf, case, f"{what} of {counted(len(saved), 'entry', 'entries')}", saved)
    return Done(tuple(saved), step, integrated.changed_by(saved), saved[0].id if saved else "")
