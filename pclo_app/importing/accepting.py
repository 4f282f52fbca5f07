"""Saving a plan into a case: all good rows in one step, or nothing.

A row that the case has already changes nothing. A row that changed in the file since it
was brought in becomes a new revision of its entry, with the file and row as the reason;
where an officer has worked on that entry meanwhile, it is left alone and told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import msgspec

from ..casefile.casefile import CaseFile
from ..casefile.model import Changed as Touched
from ..casefile.model import Item
from ..casefile.revising import Revised, revise
from ..records.chronology import ChronologyEntry
from . import comparing, kept_files
from .comparing import Comparison
from .planning import Plan, Rejected

Progress = Callable[[int, int], None]
Entry = Item[ChronologyEntry]

CHANGED = "Row {row} of {file} has changed"
AGAIN = "{file} brought in again"
UNDONE = "Bringing in {file} was undone"
_PAGES_KIB = -64 * 1024


class Offered(NamedTuple):
    """A changed row whose entry an officer has amended: somebody must look at both."""

    row: int
    entry: str
    fields: tuple[str, ...]


class Result(NamedTuple):
    """What bringing a file in did, in the counts of ``pclo import --json``."""

    imported: int
    unchanged: int
    amended: int
    undated: int
    rejected: tuple[Rejected, ...]
    offered: tuple[Offered, ...]
    changed: Touched
    restored: int = 0
    """Of those imported, how many came back after an import had been undone."""
    left: tuple[int, ...] = ()
    """Changed rows that the officer chose to leave."""
    document: str = ""
    """The record of the file itself, where it was kept among the case's documents."""

    @property
    def rejected_rows(self) -> tuple[int, ...]:
        """The numbers of the rows with a fault, each once."""
        return tuple(dict.fromkeys(each.row for each in self.rejected))


class Against(NamedTuple):
    """A plan beside one case, as it stands."""

    plan: Plan
    comparison: Comparison
    items: dict[str, Entry]
    """Every entry of the case that came from a file, withdrawn ones too."""

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """The faults that stand: a row that was put right and brought in before has none any more."""
        return tuple(each for each in self.plan.rejected if each.row not in self.comparison.settled)

    def untouched(self, entry_id: str) -> bool:
        """Whether nobody has worked on an entry since a file last wrote it."""
        item = self.items[entry_id]
        origin = item.record.origin
        if item.in_conflict or origin is None:
            return False
        by_file = {CHANGED.format(row=origin.row, file=origin.file), AGAIN.format(file=origin.file)}
        return item.revisions == 1 or item.record.change_reason in by_file


def against(cf: CaseFile, case: str, plan: Plan) -> Against:
    """Sets a plan beside a case. Nothing is changed."""
    items: dict[str, Entry] = {
        item.id: item for item in cf.items(case, "chronology_entry") if item.record.origin is not None
    }
    gone = [(item.id, item.record) for item in items.values() if undone(item.record)]
    here = [(item.id, item.record) for item in items.values() if not undone(item.record)]
    return Against(plan, comparing.compare(plan, here, gone), items)


def accept(
    cf: CaseFile,
    case: str,
    plan: Plan,
    *,
    dry_run: bool = False,
    good_rows_only: bool = False,
    progress: Progress | None = None,
    choices: Mapping[int, bool] | None = None,
    beside: Against | None = None,
    keep: bytes = b"",
) -> Result:
    """Bring a plan in. Raises RowsRejected, and changes nothing, if a row is bad and ``good_rows_only`` is not set.

    ``choices`` say of changed rows, by number, whether their entries are amended; without
    one, an entry that nobody has worked on is, and any other is left and offered. ``beside``
    saves comparing again what was compared just now. ``keep`` are the bytes of the file, to be
    kept among the case's documents in the same step.
    """
    beside = beside or against(cf, case, plan)
    if beside.rejected and not good_rows_only:
        plan._replace(rejected=beside.rejected).require_all_good()
    comparison = beside.comparison
    amend, offered, left = _decided(beside, choices or {})
    touched, document = Touched(), ""
    if not dry_run and (comparison.new or comparison.restored or amend):
        with roomy(cf), cf.store.transaction():
            _write(cf, case, beside, amend, progress)
            document = kept_files.keep(cf, case, plan.file, plan.digest, keep) if keep else ""
        touched = Touched(frozenset({case}), frozenset({"chronology_entry", *(["attachment"] if document else [])}))
    new = (*comparison.new, *(row for row, _ in comparison.restored))
    return Result(
        imported=len(new),
        unchanged=len(comparison.unchanged) + len(comparison.settled),
        amended=len(amend),
        undated=sum(1 for row in new if not row.entry.when.known),
        rejected=beside.rejected,
        offered=tuple(offered),
        changed=touched,
        restored=len(comparison.restored),
        left=tuple(left),
        document=document,
    )


def undone(entry: ChronologyEntry) -> bool:
    """Whether an entry was withdrawn by undoing an import, and not because somebody thought it wrong."""
    file = entry.origin.file if entry.origin else ""
    return entry.withdrawn and entry.change_reason == UNDONE.format(file=file)


def _decided(beside: Against, choices: Mapping[int, bool]) -> tuple[list[comparing.Changed], list[Offered], list[int]]:
    """The changed rows that amend their entries, those that are offered, and those that were declined."""
    amend: list[comparing.Changed] = []
    offered: list[Offered] = []
    left: list[int] = []
    for each in beside.comparison.changed:
        chosen = choices.get(each.row.row)
        if chosen or (chosen is None and beside.untouched(each.entry_id)):
            amend.append(each)
        elif chosen is None:
            offered.append(Offered(each.row.row, each.entry_id, each.fields))
        else:
            left.append(each.row.row)
    return amend, offered, left


def _write(cf: CaseFile, case: str, beside: Against, amend: list[comparing.Changed], progress: Progress | None) -> None:
    new, restored, file = beside.comparison.new, beside.comparison.restored, beside.plan.file
    total = len(new) + len(restored) + len(amend)

    def told(done: int, _: int = 0) -> None:
        if progress is not None:
            progress(done, total)

    told(0)
    cf.save_many(((row.entry, case) for row in new), told)
    again = AGAIN.format(file=file)
    written = [(msgspec.structs.replace(row.entry, change_reason=again), beside.items[id]) for row, id in restored]
    for each in amend:
        reason = CHANGED.format(row=each.row.row, file=file)
        written.append((msgspec.structs.replace(each.amended(), change_reason=reason), beside.items[each.entry_id]))
    plain = [Revised(record, item.id, item.rev) for record, item in written if not item.in_conflict]
    revise(cf, case, plain, lambda done, _: told(len(new) + done))
    for record, item in written:
        if item.in_conflict:
            cf.save(record, case=case, id=item.id, based_on=_heads(item))
    told(total)


@contextmanager
def roomy(cf: CaseFile) -> Iterator[None]:
    """More pages in memory while many rows are written.

    New ids fall all over the indexes; with few pages each is encrypted and written many
    times over. Measured with 20,000 rows: a third less time.
    """
    usual = cf.db.execute("PRAGMA cache_size").fetchone()[0]
    cf.db.execute(f"PRAGMA cache_size={_PAGES_KIB}")
    try:
        yield
    finally:
        cf.db.execute(f"PRAGMA cache_size={int(usual)}")


def _heads(item: Entry) -> tuple[str, ...]:
    return tuple(head.rev for head in item.heads)
