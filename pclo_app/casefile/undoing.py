"""Taking back what was written, and doing it again: always by new revisions, nothing is deleted.

A step remembers which revision of each record it made and which it followed. It can be taken
back only while its own revisions are what stands: what somebody else wrote meanwhile is never
taken back with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from ..records.base import Record
from ..records.chronology import ChronologyEntry
from .casefile import CaseFile
from .errors import ChangedMeanwhile
from .integrated import changed_by
from .model import Changed, Saved


@dataclass(frozen=True)
class Touched:
    """One record of a step."""

    id: str
    before: str
    """The revision that it followed; empty for a record that the step made."""
    after: str
    """The revision that the step made."""


@dataclass(frozen=True)
class Step:
    """One thing that somebody did, which may have touched several records."""

    words: str
    """What was done, for the button: ``entry 12 changed``."""
    case: str
    touched: tuple[Touched, ...]
    changed: Changed
    entry: str = ""
    """The entry to show; empty where nothing of it is one."""


def step(cf: CaseFile, case: str, words: str, saved: Sequence[Saved]) -> Step | None:
    """What was just written, as a step; None where nothing was new, or where two versions were settled."""
    touched: list[Touched] = []
    entry = ""
    for each in saved:
        if not each.fresh:
            continue
        version = cf.version(each.rev)
        if len(version.parents) > 1:
            return None
        touched.append(Touched(each.id, version.parents[0] if version.parents else "", each.rev))
        entry = entry or (each.id if isinstance(version.record, ChronologyEntry) else "")
    return Step(words, case, tuple(touched), changed_by(saved), entry) if touched else None


def take_back(cf: CaseFile, done: Step, reason: str) -> Step:
    """Give each record of a step the words that it had before; one that the step made is withdrawn.

    Answers the step that this is itself: taking that back does the first one again. Raises
    ChangedMeanwhile where anything of it has been changed since. All or nothing.
    """
    saved: list[Saved] = []
    touched: list[Touched] = []
    with cf.store.transaction():
        for each in done.touched:
            record = _before(cf, each)
            if record is None or list(cf.store.heads(each.id)) != [each.after]:
                raise ChangedMeanwhile(what=done.words)
            made = cf.save(
                msgspec.structs.replace(record, change_reason=reason),
                case=done.case,
                id=each.id,
                based_on=(each.after,),
            )
            saved.append(made)
            touched.append(Touched(each.id, each.after, made.rev))
    return Step(done.words, done.case, tuple(touched), changed_by(saved), done.entry)


def _before(cf: CaseFile, each: Touched) -> Record | None:
    """What a record said before; withdrawn where it was not there."""
    record: Record | None = cf.version(each.before or each.after).record
    if record is None or each.before:
        return record
    return msgspec.structs.replace(record, withdrawn=True) if hasattr(record, "withdrawn") else None


class Steps:
    """What can be taken back and done again, in one session. Pure: whoever takes back tells it."""

    MOST = 200

    def __init__(self) -> None:
        self.done: list[Step] = []
        self.undone: list[Step] = []

    def add(self, step: Step | None) -> None:
        """Something was done. What was undone before cannot be done again now."""
        if step is not None:
            self.done = [*self.done, step][-self.MOST :]
            self.undone = []

    def taken_back(self, step: Step, back: Step) -> None:
        """The newest step was taken back; ``back`` is what that was."""
        self._moved(self.done, self.undone, step, back)

    def done_again(self, step: Step, again: Step) -> None:
        """The step undone last was done again; ``again`` is what that was."""
        self._moved(self.undone, self.done, step, again)

    def _moved(self, source: list[Step], target: list[Step], step: Step, back: Step) -> None:
        source.remove(step)
        now = {old.before: new.after for old, new in zip(step.touched, back.touched, strict=True) if old.before}
        for steps in (self.done, self.undone):
            steps[:] = [_renamed(each, now) for each in steps]
        target.append(back)


def _renamed(step: Step, now: dict[str, str]) -> Step:
    """A step whose words stand again, under the revisions that they now have."""
    touched = tuple(replace(each, after=now.get(each.after, each.after)) for each in step.touched)
    return replace(step, touched=touched)


def place(cf: CaseFile) -> int:
    """Where the journal has got to, for `since`."""
    return int(cf.db.execute("SELECT coalesce(max(n), 0) FROM rev").fetchone()[0])


def since(cf: CaseFile, case: str, n: int, words: str) -> Step | None:
    """All that this laptop wrote to a chronology since a place in the journal, as one step: a whole import.

    ``words`` may name ``{count}`` entries. None where in the end nothing is otherwise than before.
    """
    rows = cf.db.execute(
        "SELECT record, rev FROM rev WHERE n > ? AND case_id=? AND kind='chronology_entry/1' AND device=?"
        " AND status=0 ORDER BY n",
        (n, bytes.fromhex(case), bytes.fromhex(cf.vault.device)),
    )
    ends: dict[str, list[str]] = {}
    for record, rev in rows:
        ends.setdefault(record.hex(), []).append(rev.hex())
    touched = [each for id, revs in ends.items() if (each := _net(cf, id, revs[0], revs[-1])) is not None]
    if not touched:
        return None
    changed = Changed(frozenset({case}), frozenset({"chronology_entry"}))
    return Step(words.format(count=len(touched)), case, tuple(touched), changed, touched[0].id)


def _net(cf: CaseFile, id: str, first: str, last: str) -> Touched | None:
    """What became of one record between two revisions; None where it is as it was, or two versions were settled."""
    parents, end = cf.version(first).parents, cf.version(last).record
    if len(parents) > 1 or end is None or cf.store.heads(id) != [last]:
        return None
    if not parents:
        return None if getattr(end, "withdrawn", False) else Touched(id, "", last)
    start = cf.version(parents[0]).record
    same = start is not None and msgspec.structs.replace(start, change_reason="") == msgspec.structs.replace(
        end, change_reason=""
    )
    return None if same else Touched(id, parents[0], last)
