"""pclo audit, erase, evict, fetch: who did what, what is erased by law, and carrying less."""

from __future__ import annotations

import argparse
import sys

from pclo_app.casefile import audit, erasure, eviction
from pclo_app.casefile.audit import AuditFilter
from pclo_app.casefile.casefile import CaseFile
from pclo_app.errors import BadInput
from ui.shell.words import counted, moment_words

from .doors import Verbs, case_id, emit, passphrase, table, verb


class ChooseWhat(BadInput):
    """Neither records nor a case are named, or both are."""

    code = "cli.choose-what"
    what = "Name either records or one case."
    safe = "Nothing was erased."
    do = "Use --record ID, as often as needed, or --case REF."


def add(verbs: Verbs) -> None:
    """Declare the verbs."""
    log = verb(verbs, "audit", _audit, "print the access log: every revision, newest first; reading it is logged")
    log.add_argument("--case", metavar="REF")
    log.add_argument("--since", default="", metavar="DATE", help="YYYY-MM-DD")
    log.add_argument("--until", default="", metavar="DATE", help="YYYY-MM-DD")
    log.add_argument("--who", default="", metavar="WORDS", help="a piece of a name or rank")
    log.add_argument("--what", default="", choices=("", *audit.ACTS), help="one sort of act only")
    log.add_argument("--words", default="", metavar="WORDS", help="words that stand in what was done")
    log.add_argument("--not-counted", action="store_true", help="only rows that are kept and do not count")
    log.add_argument("--limit", type=int, default=-1, help="at most so many lines")
    log.add_argument("--csv", action="store_true", help="print CSV")

    gone = verb(verbs, "erase", _erase, "erase records or a case by law, on every laptop of the team")
    gone.add_argument("--record", action="append", default=[], metavar="ID")
    gone.add_argument("--case", metavar="REF")
    gone.add_argument("--ground", required=True, metavar="WORDS", help="why the law wants it")
    gone.add_argument("--authority", required=True, metavar="WORDS", help="reference, and who gave it, with rank")
    gone.add_argument("--plan", action="store_true", help="only say what would be erased")

    away = verb(verbs, "evict", _evict, "take the words of a case off this laptop; the office has them")
    away.add_argument("--case", metavar="REF", help="without it, list what may go and what has to stay")

    back = verb(
        verbs, "fetch", _fetch, "ask the office for a case that was taken off this laptop; the next syncs bring it"
    )
    back.add_argument("--case", required=True, metavar="REF")


def _open(args: argparse.Namespace) -> tuple[CaseFile, str]:
    """The case file, and the passphrase that was typed for this one action."""
    from pclo_app.vault.device_secret import system_device_secrets

    words = passphrase(args)
    return CaseFile.open(args.folder, words, secrets=system_device_secrets()), words


def _audit(args: argparse.Namespace) -> int:
    cf, _ = _open(args)
    with cf:
        chosen = AuditFilter(case_id(cf, args.case) or "", args.who, args.what, args.since, args.until, args.words)
        audit.consult(cf, "", "audit")
        if args.csv:
            sys.stdout.write(audit.csv(cf, chosen))
            return 0
        lines = audit.not_counted(cf) if args.not_counted else audit.page(cf, chosen, args.limit)
    if args.json:
        emit([audit.as_dict(line) for line in lines])
    else:
        table(
            [(moment_words(line.at, line.off), f"{line.who}, {line.rank}", line.reference,
              line.what + (f" ({line.remark})" if line.remark else ""), line.record_title) for line in lines],
            ("When", "Who", "Case", "What", "Record"),
        )  # fmt: skip
    return 0


def _erase(args: argparse.Namespace) -> int:
    if bool(args.record) == bool(args.case):
        raise ChooseWhat()
    cf, words = _open(args)
    with cf:
        plan = erasure.plan(cf, records=args.record, case=case_id(cf, args.case) or "")
        if not args.plan:
            erasure.erase(cf, plan, ground=args.ground, authority=args.authority, passphrase=words)
    if args.json:
        emit({"erased": not args.plan, "revisions": len(plan.revs), "records": plan.records,
              "documents": plan.documents, "sealed": plan.sealed, "drafts": plan.drafts,
              "filters": plan.filters})  # fmt: skip
        return 0
    print(
        f"{'Would erase' if args.plan else 'Erased'}: {counted(len(plan.records), 'record')} in "
        f"{counted(len(plan.revs), 'revision')}, {counted(len(plan.documents), 'document')}, "
        f"{counted(len(plan.sealed), 'sealed record')}."
    )
    if plan.filters:
        print(f"With it go saved filters that hold words found only there: {', '.join(plan.filters)}.")
    if not args.plan:
        print("Other laptops erase it with their next sync. Backups made before keep it until the keys are rotated.")
    return 0


def _evict(args: argparse.Namespace) -> int:
    cf, words = _open(args)
    with cf:
        if args.case:
            case = cf.case_by_reference(args.case)
            eviction.evict(cf, case.id, words)
            print(f"{case.record.reference} is at the office and no longer on this laptop.")
            return 0
        listed, away = eviction.candidates(cf), eviction.put_away(cf)
    if args.json:
        emit({"here": listed, "at_the_office": away})
        return 0
    rows = [(each.reference, each.revisions, "may go" if each.may_go else "; ".join(each.reasons)) for each in listed]
    table([*rows, *((each.reference, each.revisions, "at the office only") for each in away)],
          ("Case", "Revisions", ""))  # fmt: skip
    return 0


def _fetch(args: argparse.Namespace) -> int:
    cf, _ = _open(args)
    with cf:
        wanted = next(
            (each for each in eviction.put_away(cf) if each.reference.casefold() == args.case.casefold()), None
        )
        eviction.fetch(cf, wanted.case if wanted else args.case)
    print("The next sync asks the office for it; the one after that brings it.")
    return 0
