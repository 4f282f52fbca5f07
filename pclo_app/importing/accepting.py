"""Saving a plan into a case: all good rows in one step, or nothing.

A row that the case has already changes nothing. A row that changed in the file since it
was brought in becomes a new revision of its entry, with the file and row as the reason;
where an officer has worked on that entry meanwhile, it is left alone and told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from ..casefile.casefile import CaseFile
from ..casefile.model import Changed
from .comparing import compare
from .planning import Plan, Rejected

Progress = Callable[[int, int], None]


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
    changed: Changed


def accept(
    cf: CaseFile,
    case: str,
    plan: Plan,
    *,
    dry_run: bool = False,
    good_rows_only: bool = False,
    progress: Progress | None = None,
) -> Result:
    """Bring a plan in. Raises RowsRejected, and changes nothing, if a row is bad and ``good_rows_only`` is not set."""
    if not good_rows_only:
        plan.require_all_good()
    items = cf.entries(case)
    comparison = compare(plan, [(item.id, item.record) for item in items])
    by_id = {item.id: item for item in items}
    amend, offered = [], []
    for each in comparison.changed:
        item = by_id[each.entry_id]
        if item.revisions == 1 and not item.in_conflict:
            reason = f"Row {each.row.row} of {plan.file} has changed"
            amend.append((item, msgspec.structs.replace(each.row.entry, change_reason=reason)))
        else:
            offered.append(Offered(each.row.row, each.entry_id, each.fields))
    touched = Changed()
    if not dry_run and (comparison.new or amend):
        with cf.store.transaction():
            cf.save_many(((row.entry, case) for row in comparison.new), progress)
            for item, record in amend:
                cf.save(record, case=case, id=item.id, based_on=(item.rev,))
        touched = Changed(frozenset({case}), frozenset({"chronology_entry"}))
    undated = sum(1 for row in comparison.new if not row.entry.when.known)
    return Result(
        imported=len(comparison.new),
        unchanged=len(comparison.unchanged),
        amended=len(amend),
        undated=undated,
        rejected=plan.rejected,
        offered=tuple(offered),
        changed=touched,
    )
