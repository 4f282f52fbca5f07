"""What is done once after unlocking, while the officer already works: reserve, check, backup, tidying up."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import KnownError
from ..journal.findings import Report
from . import backups, checkup
from .backup_files import Backup
from .casefile import CaseFile
from .checkup import Progress


@dataclass(frozen=True)
class Done:
    """What was done."""

    report: Report | None = None
    """Of the check, where one was due. A person hears of it when it is not ``ok``."""
    backup: Backup | None = None
    problem: KnownError | None = None
    """Why no backup could be made, where one was due."""


def due(cf: CaseFile) -> bool:
    """Whether a check or a backup is due, so that `run` takes longer than a blink."""
    return checkup.due(cf) or backups.due(cf)


def run(cf: CaseFile, progress: Progress | None = None) -> Done:
    """Do what is due. ``progress`` is told (done, total) and may raise to stop; the rest is then done the next time."""
    if cf.read_only is not None:
        return Done()
    cf.vault.keep_reserve()
    checkup.sweep(cf)
    report = checkup.run(cf, progress) if checkup.due(cf) else None
    if (report is not None and not report.ok) or not backups.due(cf):
        return Done(report)
    try:
        return Done(report, backups.run(cf, progress))
    except KnownError as problem:
        return Done(report, problem=problem)
