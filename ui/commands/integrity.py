"""pclo verify, journal dump, rebuild: whether everything is whole, and the journal as it stands."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pclo_app.casefile import evidence, integrity
from pclo_app.journal.findings import Report

from .doors import Verbs, emit, group, open_casefile, verb


def add(verbs: Verbs) -> None:
    """Declare the verbs."""
    check = verb(
        verbs, "verify", _verify, "walk the journal of a case file, or check a bundle, and say whether it is whole"
    )
    check.add_argument("--in", dest="inside", type=Path, metavar="DIR", help="a bundle: by this case file’s roster")
    journal = group(verbs, "journal", "the journal as it stands")
    verb(journal, "dump", _dump, "print every revision: header and contents, one JSON object a line")
    verb(journal, "keys", _keys, "print what the journal is checked with: public keys, receipts, evidence of forks")
    verb(verbs, "rebuild", _rebuild, "work the screens’ tables and the index of words out afresh")


def show_report(args: argparse.Namespace, report: Report) -> int:
    """Print a report and give the exit code: 0 whole, 3 not."""
    if args.json:
        emit(report.as_dict())
        return 0 if report.ok else 3
    counts = report.checked
    if report.ok:
        print(
            f"Everything is whole: {counts.get('revisions', 0):,} revisions in {counts.get('chains', 0)} chains, "
            f"{counts.get('sealed records', 0)} sealed records, {counts.get('documents', 0)} documents."
        )
        return 0
    print(f"{len(report.problems)} problems were found among {counts.get('revisions', 0):,} revisions.")
    for problem in report.problems:
        print(f"\n{problem.where}\n  {problem.what}\n  {problem.safe}\n  {problem.do}")
    return 3


def _verify(args: argparse.Namespace) -> int:
    if Path(args.folder).is_file():
        from .exchange import verify_bundle

        return verify_bundle(args)
    with open_casefile(args) as cf:
        return show_report(args, integrity.verify(cf))


def _dump(args: argparse.Namespace) -> int:
    with open_casefile(args) as cf:
        for line in evidence.lines(cf.db):
            _print_bytes(line)
    return 0


def _keys(args: argparse.Namespace) -> int:
    with open_casefile(args) as cf:
        _print_bytes(evidence.keys(cf))
    return 0


def _print_bytes(line: bytes) -> None:
    """UTF-8 and a bare line feed, whatever the system's own customs: these files are read years later, elsewhere."""
    sys.stdout.flush()
    sys.stdout.buffer.write(line + b"\n")


def _rebuild(args: argparse.Namespace) -> int:
    with open_casefile(args) as cf:
        done = cf.rebuild()
        if args.json:
            emit({"revisions": done})
        else:
            print(f"Worked out afresh from {done:,} revisions.")
    return 0
