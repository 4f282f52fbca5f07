"""Whether a case file is whole: every revision, every seal, every document, every page of the file."""

from __future__ import annotations

from collections.abc import Callable

from ..journal.findings import Problem, Report, kind_in_words
from ..journal.verifier import verify as verify_journal
from ..vault import vault as vaults
from . import eviction, sealed_check
from .casefile import CaseFile
from .custody import own_devices

Progress = Callable[[int, int], None]


def verify(cf: CaseFile, progress: Progress | None = None) -> Report:
    """Check everything and change nothing. Says in plain English what is not whole, and how."""
    report = Report()
    pages = list(cf.vault.problems())
    report.checked["pages and documents damaged"] = len(pages)
    report.problems.extend(told(page) for page in pages)
    try:
        _signed(cf, report, progress)
    except cf.vault.connection.DatabaseError:
        if not pages:
            raise
    report.checked["documents"] = len(cf.vault.blobs.names())
    return report


def signed(cf: CaseFile) -> Report:
    """The part of the check that holds what was signed against itself: the journal, the contents, the sealed records.

    The pages of the file and the documents that no seal names are left out.
    """
    report = Report()
    _signed(cf, report, None)
    return report


def _signed(cf: CaseFile, report: Report, progress: Progress | None) -> None:
    journal = verify_journal(cf.store, cf.key_of, progress, this_device=cf.vault.device)
    report.checked.update(journal.checked)
    report.problems.extend(journal.problems)
    contents(cf, report)
    sealed_check.seals(cf, report)


INDEX = Problem(
    where="Index of words",
    what="The index of words does not agree with itself, so a search may miss something.",
    safe="It is worked out from the journal; every record is as it was signed.",
    do="Run 'pclo rebuild' (Settings, Is it whole?, Rebuild), then check again.",
    code="words",
)


def told(problem: vaults.Problem) -> Problem:
    """What the check of the file found, as the report says it."""
    if "fts5" in problem.what.lower():
        return INDEX
    return Problem(where=problem.where, what=problem.what, safe=problem.safe, do=problem.do)


def contents(cf: CaseFile, report: Report) -> None:
    """What this laptop wrote, or shows, has its words here unless they were erased or put away on purpose.

    A journal is whole without contents, because the law may take them away. So words that
    vanish when somebody puts an old page back into the file are missed only if somebody asks
    why they are gone.
    """
    away = {bytes.fromhex(each.case) for each in eviction.put_away(cf)}
    shown = cf.db.execute(
        "SELECT i.rev, i.case_id FROM item i LEFT JOIN payload p ON p.rev = i.rev WHERE p.rev IS NULL"
    )
    missing = {rev for rev, case in shown if case not in away}
    for device in own_devices(cf.store) | {cf.vault.device: ""}:
        rows = cf.db.execute(
            "SELECT r.rev, r.case_id FROM rev r LEFT JOIN payload p ON p.rev = r.rev WHERE r.device=? AND p.rev IS NULL"
            " AND NOT EXISTS(SELECT 1 FROM erased e WHERE e.rev = r.rev)",
            (bytes.fromhex(device),),
        )
        missing |= {rev for rev, case in rows if case not in away}
    for rev in sorted(missing):
        revision = cf.store.get(rev.hex())
        if revision is None:  # an index that names what is not there is told of elsewhere
            continue
        head = revision.head
        name = f"Revision {head.seq} of {'this laptop' if head.dev == cf.vault.device else 'another laptop'}"
        report.problems.append(
            Problem(
                where=f"{name} ({kind_in_words(head.kind)})",
                what="Its words are not here, and nothing says that they were erased or put away.",
                safe="Its signed header is whole: who wrote it, when, and a fingerprint of the words.",
                do="Tell your supervisor, and restore the newest backup: the office sends back what it has.",
                code="contents-missing",
                rev=rev.hex(),
            )
        )
