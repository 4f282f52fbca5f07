"""pclo report: the standard reports as PDF files."""

from __future__ import annotations

import argparse
from pathlib import Path

from pclo_app.casefile import disclosures
from pclo_app.records.audit import Disclose

from .doors import Verbs, case_id, emit, open_casefile, table, verb
from .files import write_whole


def add(verbs: Verbs) -> None:
    """Declare the verb. ``pclo report list`` needs no case file, so it is told apart by hand."""
    report = verb(verbs, "report", _report, "make a standard report as PDF; 'pclo report list' names them")
    report.add_argument("name", metavar="NAME", nargs="?")
    report.add_argument("--case", metavar="REF", action="append", default=[], help="again for several cases together")
    report.add_argument("--picture", action="store_true", help="with the timeline as a picture in front")
    report.add_argument(
        "--keep",
        metavar="WORD",
        action="append",
        default=[],
        help="without names: a word that was removed in doubt and may stay",
    )
    report.add_argument(
        "--remove", metavar="WORDS", action="append", default=[], help="without names: words that have to go as well"
    )
    report.add_argument("--record", metavar="ID")
    report.add_argument("--recipient", default="")
    report.add_argument("--part", choices=("A", "B"), default="")
    report.add_argument("--why", default="", help="why it is printed")
    report.add_argument("-o", dest="out", type=Path, metavar="OUT.pdf")
    report.epilog = (
        "strategy-record-signed is a sealed record for outsiders: the PDF file is signed by your certificate, and any "
        "PDF reader shows whether it was changed since. That proves the file unchanged, not who chaired or that it is "
        "true; 'pclo certificate show --help' says more."
    )


def _report(args: argparse.Namespace) -> int:
    from pclo_app.practice.pseudonyms import Corrections
    from pclo_app.reports import catalogue, gather_timelines

    if str(args.folder) == "list" and args.name is None:
        rows = [(report.name, report.needs, report.title) for report in catalogue.REPORTS.values()]
        if args.json:
            emit([{"name": name, "needs": needs, "title": title} for name, needs, title in rows])
        else:
            table(list(rows), ("Name", "Needs", "Report"))
        return 0
    if args.name is None or args.out is None:
        raise SystemExit("pclo report: give the report’s NAME and -o OUT.pdf; 'pclo report list' names them")
    with open_casefile(args) as cf:
        cases = [id for reference in args.case if (id := case_id(cf, reference))]
        case = cases[0] if cases else None
        corrections = Corrections(frozenset(args.keep), frozenset(args.remove))
        document = catalogue.render(
            cf, args.name, case=case, record=args.record, recipient=args.recipient, part=args.part, cases=cases,
            picture=args.picture, corrections=corrections,
        )  # fmt: skip
        record = (args.record or "").partition("/")[0]
        about = case or cf.item(record).case
        write_whole(args.out, document.pdf)
        disclosures.record(
            cf,
            about,
            Disclose(act="saved as PDF", what=document.title, record=record, recipient=args.recipient,
                     why=args.why, pages=document.pages, digest=document.digest, code=document.code),
        )  # fmt: skip
        ledger = None
        if args.name == "chronology-anonymised" and case:
            ledger = gather_timelines.without_names(cf, case, part=args.part, corrections=corrections).ledger
    doubtful = sorted(ledger.doubtful) if ledger else []
    if args.json:
        emit({"file": str(args.out), "pages": document.pages, "sha256": document.digest}
             | ({"removed_in_doubt": doubtful} if ledger else {}))  # fmt: skip
    else:
        print(f"{document.title}: {document.pages} pages in {args.out}.")
        if doubtful:
            print(f"Removed in doubt ({len(doubtful)}): {', '.join(doubtful)}. Let a word stand with --keep.")
        print("A saved PDF is not encrypted by this app. Keep it only where your force allows.")
    return 0
