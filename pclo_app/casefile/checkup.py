"""The daily look at whether the file is whole: after an unclean stop too, and when asked for.

Every page (twice: the cipher's check of each page, then SQLite's of the structure), the index
of words, the end of this laptop's chain, and the sealed records. Reading every revision and
document is `integrity.verify`, which takes longer.
"""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta

import msgspec

from ..journal.errors import BadRevision
from ..journal.findings import TEXTS, Problem, Report
from ..journal.revision import NO_REVISION, check
from ..vault import memory
from ..vault.errors import CaseFileDamaged
from . import integrity, opening, quarantine, sealed_check
from .casefile import CaseFile
from .opening import CHECK_OWED
from .restoring import STAGING

Progress = Callable[[int, int], None]

GRACE = timedelta(days=30)
"""How long a document that nothing refers to is kept: the rows that name it may still be on their way."""

_LAST = "checkup/last"
_TAIL = 500
_DIGEST = re.compile(rb"[0-9a-f]{64}")


class Last(msgspec.Struct, frozen=True):
    """What came of the last check."""

    at: str
    problems: int

    @property
    def ok(self) -> bool:
        """Nothing was found."""
        return self.problems == 0


def last(cf: CaseFile) -> Last | None:
    """What came of the last check that was carried through, if there was one."""
    text = cf.store.meta(_LAST)
    return None if text is None else msgspec.json.decode(text, type=Last)


def due(cf: CaseFile) -> bool:
    """Whether the file is to be checked now: none today, or the program was stopped in the middle."""
    if cf.read_only is not None:
        return False
    before = last(cf)
    return (cf.vault.folder / CHECK_OWED).exists() or before is None or before.at != cf.now().date().isoformat()


def before_writing(cf: CaseFile) -> None:
    """Where a check is due, its first step goes before the next write: into a damaged file nothing is written.

    Every page is read for it, about 12 ms for each MB; the check as a whole stays due.
    """
    if due(cf):
        cf.before_writing = lambda: _pages(cf, Report(), lambda: None)


def look_again(cf: CaseFile) -> None:
    """Something that is damaged was met: is it this file, or another, as a backup that was looked into?"""
    try:
        _pages(cf, Report(), lambda: None)
    except (cf.vault.connection.DatabaseError, CaseFileDamaged):
        opening.found_damaged(cf)


def run(cf: CaseFile, progress: Progress | None = None) -> Report:
    """Check the file, remember what came of it, and tidy up where all is well.

    ``progress`` is told (done, total) and may raise to stop.
    """
    report = Report()
    steps: tuple[Step, ...] = (_pages, _index, _tail, _seals)
    for done, step in enumerate(steps):

        def tick(done: int = done) -> None:
            if progress is not None:
                progress(done, len(steps))

        tick()
        try:
            step(cf, report, tick)
        except (cf.vault.connection.DatabaseError, CaseFileDamaged):
            if report.ok:  # else it has been told why
                raise
    if progress is not None:
        progress(len(steps), len(steps))
    _remember(cf, report)
    if report.ok:
        sweep(cf)
    memory.give_back(cf.db)
    return report


Step = Callable[[CaseFile, Report, Callable[[], None]], None]


def _pages(cf: CaseFile, report: Report, tick: Callable[[], None]) -> None:
    found = list(cf.vault.page_problems(tick))
    report.checked["pages damaged"] = len(found)
    report.problems.extend(dict.fromkeys(map(integrity.told, found)))
    cf.before_writing = None  # it is known now
    if any(problem != integrity.INDEX for problem in report.problems):
        opening.found_damaged(cf)


def _index(cf: CaseFile, report: Report, _: Callable[[], None]) -> None:
    """The index of words against itself. The library asks for it as a write, so not where only reading is allowed."""
    if cf.read_only is not None:
        return
    try:
        cf.db.execute("INSERT INTO words(words) VALUES('integrity-check')")
    except cf.vault.connection.DatabaseError:
        if integrity.INDEX not in report.problems:
            report.problems.append(integrity.INDEX)
    report.checked["index of words"] = 1
    integrity.contents(cf, report)


def _tail(cf: CaseFile, report: Report, _: Callable[[], None]) -> None:
    """The newest rows of this laptop, each against its signature and against the one before it."""
    seq = cf.store.reach_of(cf.vault.device).get(cf.epoch, 0)
    start = max(0, seq - _TAIL)
    before = cf.store.rev_at(cf.vault.device, cf.epoch, start) if start else NO_REVISION
    place = start
    for place, revision in enumerate(cf.store.rows(cf.vault.device, cf.epoch, start), start + 1):
        rule = ""
        try:
            head = check(revision, cf.vault.signer.public)
            rule = "chain" if (head.seq, head.prev) != (place, before) else ""
        except BadRevision as fault:
            rule = fault.rule
        if rule:
            what, safe, do = TEXTS[rule]
            where = f"Revision {place} of this laptop"
            report.problems.append(Problem(where, what.format(detail="", field=""), safe, do, rule, revision.id))
            break
        before = revision.id
    report.checked["newest revisions"] = place - start


def _seals(cf: CaseFile, report: Report, _: Callable[[], None]) -> None:
    sealed_check.seals(cf, report)


def _remember(cf: CaseFile, report: Report) -> None:
    """Note the outcome where it can be noted: a damaged file may not take it, and it is told anyway."""
    if cf.read_only is not None:
        return
    told = Last(cf.now().date().isoformat(), len(report.problems))
    try:
        with cf.store.transaction():
            cf.store.set_meta(_LAST, msgspec.json.encode(told).decode())
    except (CaseFileDamaged, cf.vault.connection.DatabaseError):
        if report.ok:
            raise
    if report.ok:
        with contextlib.suppress(OSError):
            (cf.vault.folder / CHECK_OWED).unlink(missing_ok=True)


# documents that nothing refers to -----------------------------------------------------------------------------


def sweep(cf: CaseFile) -> list[str]:
    """Take away half-written documents, and those that nothing has referred to for a month; answers their names.

    A document stays as long as a header, contents, a draft or the memory of an exchange names
    it, wherever in them. Call it when nothing is being added.
    """
    if cf.read_only is not None:
        return []
    shutil.rmtree(cf.vault.folder / STAGING, ignore_errors=True)  # of a restoring that was killed
    blobs = cf.vault.blobs
    blobs.remove_unfinished()
    before = cf.now() - GRACE
    put_away = quarantine.newest(cf.vault.folder)
    if put_away is not None and put_away > before:  # what lies there may name them, and nothing else does
        return []
    unnamed = {name for name in blobs.names() if blobs.stored_at(name) < before}
    if not unnamed:
        return []
    for digest in _named(cf):
        unnamed.discard(blobs.name_for(digest))
        if not unnamed:
            return []
    for name in sorted(unnamed):
        blobs.remove(name)
    return sorted(unnamed)


def _named(cf: CaseFile) -> Iterator[bytes]:
    """Every SHA-256 that anything in the file names, as far as it looks like one."""
    texts = (
        "SELECT header FROM rev",
        "SELECT header FROM fork",
        "SELECT body FROM payload",
        "SELECT body FROM draft",
        "SELECT CAST(value AS BLOB) FROM meta",
        "SELECT CAST(dest AS BLOB) FROM outbox",
    )
    for sql in texts:
        for (text,) in cf.db.execute(sql):
            for digits in _DIGEST.findall(text):
                yield bytes.fromhex(digits.decode())
