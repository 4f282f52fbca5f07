"""One sync as an operation: what it did, and which screens have to read again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Changed
from pclo_app.records.kinds import KINDS
from pclo_app.sync import drop
from pclo_app.sync.exchange import SyncReport, sync
from ui.shell.words import counted

from .errors import NoDropChosen


@dataclass(frozen=True)
class Exchanged:
    """A sync that came to its end."""

    report: SyncReport
    changed: Changed


def run(cf: CaseFile, address: str, progress: Callable[[int, int], None]) -> Exchanged:
    """Send and receive. What was done before it was stopped stays done."""
    if not address:
        raise NoDropChosen()
    report = sync(cf, drop.at(address), progress)
    return Exchanged(report, everything(cf) if report.received_rows else Changed(kinds=frozenset({"roster"})))


def everything(cf: CaseFile) -> Changed:
    """Rows of any kind may have come."""
    return Changed(frozenset(item.id for item in cf.cases()), frozenset(KINDS))


def lines(report: SyncReport) -> list[tuple[str, str]]:
    """What a sync did, line by line: the state that `StateLabel` shows, and words."""
    told = [
        ("done", f"{counted(report.sent_rows, 'change')} sent in {counted(report.sent_bundles, 'bundle')}"
         if report.sent_rows or report.sent_bundles else "Nothing new to send"),
        ("done", f"{counted(report.received_rows, 'change')} received in {counted(report.received_bundles, 'bundle')}"
         if report.received_rows or report.received_bundles else "The office has nothing new for you"),
    ]  # fmt: skip
    if report.reviews:
        told.append(("info", f"{counted(report.reviews, 'review')} from your supervisor. See Review"))
    if report.receipts:
        told.append(("done", f"{counted(report.receipts, 'receipt')} from the office, signature checked"))
    told += [("stop", f"Tell your supervisor: {words}") for words in report.alarms]
    told += [("stop", f"Refused: {reason}") for _, reason in report.refused]
    if report.conflicts:
        records = counted(len(report.conflicts), "record")
        told.append(("warning", f"{records} changed by two people. Both versions are kept"))
    if report.unsent:
        changes = counted(report.unsent, "change")
        told.append(("empty", f"{changes} without a receipt: still counted as on this laptop only"))
    else:
        told.append(("done", "The office has a receipt for everything on this laptop"))
    return told
