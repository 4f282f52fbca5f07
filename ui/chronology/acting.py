"""What the chronology's screens write. Everything here runs on the worker; each act can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from pclo_app.casefile import integrated, ordering, reasons, undoing
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import ChangedMeanwhile
from pclo_app.casefile.model import Changed, Gap, Saved
from pclo_app.casefile.undoing import Step
from pclo_app.records.chronology import ChronologyEntry, LinkKind
from pclo_app.records.reason import GAP, RecordedReason

from . import words

UNDONE = "Undone: {what}"
DONE_AGAIN = "Done again: {what}"


@dataclass(frozen=True)
class Done:
    """What was written, and how it is taken back."""

    saved: tuple[Saved, ...]
    step: Step | None
    changed: Changed = field(default_factory=Changed)
    id: str = ""
    """The entry to show; empty where it is no entry."""

    @property
    def fresh(self) -> bool:
        """Whether anything was new."""
        return any(each.fresh for each in self.saved)


def _done(cf: CaseFile, case: str, what: str, saved: Sequence[Saved], id: str = "") -> Done:
    return Done(tuple(saved), undoing.step(cf, case, what, saved), integrated.changed_by(saved), id)


def save_entry(
    cf: CaseFile,
    case: str,
    entry: ChronologyEntry,
    *,
    id: str | None = None,
    based_on: tuple[str, ...] | None = None,
    drop: str = "",
) -> Done:
    """Save an entry and forget its draft, both or neither."""
    saved = cf.save(entry, case=case, id=id, based_on=based_on, drop=drop)
    return _done(cf, case, f"{'change of' if id else 'new'} entry {words.short_id(saved.id)}", [saved], saved.id)


def save_disclosure(cf: CaseFile, case: str, id: str, disclosure: str, reason: str) -> Done:
    """Change only who may see an entry."""
    change: dict[str, Any] = {"disclosure": disclosure, "disclosure_reason": reason if disclosure == "B" else ""}
    return _changed(cf, case, id, f"A/B of entry {words.short_id(id)}", reason, change)


def withdraw(cf: CaseFile, case: str, id: str, reason: str) -> Done:
    """Take an entry out of the chronology; it stays in the history."""
    return _changed(cf, case, id, f"withdrawal of entry {words.short_id(id)}", reason, {"withdrawn": True})


def bring_back(cf: CaseFile, case: str, id: str, reason: str) -> Done:
    """A withdrawn entry stands in the chronology again."""
    return _changed(cf, case, id, f"bringing back of entry {words.short_id(id)}", reason, {"withdrawn": False})


def restore(cf: CaseFile, case: str, id: str, rev: str, reason: str) -> Done:
    """Make the words of an earlier revision stand again, by a new one."""
    old = cf.version(rev).record
    item = cf.item(id)
    if not isinstance(old, ChronologyEntry) or len(item.heads) != 1:
        raise ChangedMeanwhile(what="restoring a version")
    record = msgspec.structs.replace(old, change_reason=reason)
    saved = cf.save(record, case=case, id=id, based_on=(item.rev,))
    return _done(cf, case, f"restoring of entry {words.short_id(id)}", [saved], id)


def _changed(cf: CaseFile, case: str, id: str, what: str, reason: str, change: dict[str, Any]) -> Done:
    item = cf.item(id)
    record = msgspec.structs.replace(item.record, **change, change_reason=reason)
    return _done(cf, case, what, [cf.save(record, case=case, id=id, based_on=(item.rev,))], id)


def link(cf: CaseFile, case: str, one: str, other: str, kind: LinkKind, why: str) -> Done:
    """Say what two lines are to each other: both are revised, or neither."""
    return _done(cf, case, "link of two entries", integrated.tie(cf, one, other, kind, why), one)


def move(cf: CaseFile, case: str, id: str, by: int) -> Done:
    """One place up or down among the entries of the same date and time."""
    return _done(cf, case, f"order of entry {words.short_id(id)}", ordering.move(cf, case, id, by), id)


def gap_reason(cf: CaseFile, case: str, gap: Gap, reason: str) -> Done:
    """Why there is nothing in a stretch of time."""
    given = RecordedReason(finding=GAP, start=gap.start, end=gap.end, words=words.gap_words(gap), reason=reason)
    return _done(cf, case, "reason for a gap", [reasons.record(cf, case, given)])


def finding_reason(cf: CaseFile, case: str, rule: str, about: str, title: str, reason: str, span: str = "") -> Done:
    """The answer to what is asked about one entry, or about some days of a condition."""
    start, _, end = span.partition("/")
    given = RecordedReason(finding=rule, about=about, start=start, end=end, words=title, reason=reason)
    return _done(cf, case, "recorded reason", [reasons.record(cf, case, given)])


def take_back(step: Step, *, again: bool) -> Callable[[CaseFile, object], Step]:
    """Work that takes a step back, or does it again."""
    reason = (DONE_AGAIN if again else UNDONE).format(what=step.words)
    return lambda cf, _: undoing.take_back(cf, step, reason)
