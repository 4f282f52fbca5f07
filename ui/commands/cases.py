"""pclo case, chronology, search, findings: what is in a case file."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from pclo_app.casefile import chronology, search
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import ChronologyFilter, EntryRow
from pclo_app.records.agencies import AGENCIES
from pclo_app.records.case import Case
from pclo_app.records.chronology import ChronologyEntry

from .doors import Verbs, case_id, emit, group, open_casefile, table, verb


def add(verbs: Verbs) -> None:
    """Declare the verbs."""
    case = group(verbs, "case", "add, list and show cases")
    new = verb(case, "add", _add, "add a case")
    new.add_argument("--reference", required=True)
    new.add_argument("--family", required=True)
    verb(case, "list", _list, "list the cases")
    verb(case, "show", _show, "show one case").add_argument("--case", required=True, metavar="REF")

    show = verb(verbs, "chronology", _chronology, "print a chronology in order")
    show.add_argument("--case", required=True, metavar="REF")
    show.add_argument("--decisions", action="store_true", help="key decisions only")
    show.add_argument("--agency", choices=tuple(AGENCIES), action="append", default=[])
    show.add_argument("--from", dest="from_date", default="", metavar="DATE", help="YYYY-MM-DD")
    show.add_argument("--to", dest="to_date", default="", metavar="DATE", help="YYYY-MM-DD")
    show.add_argument("--csv", action="store_true", help="print CSV")

    find = verb(verbs, "search", _search, "find words anywhere in the case file")
    find.add_argument("words", nargs="+")
    find.add_argument("--case", metavar="REF")
    find.add_argument("--limit", type=int, default=50)

    asks = verb(verbs, "findings", _findings, "list what good practice asks about the records")
    asks.add_argument("--case", metavar="REF")


def _add(args: argparse.Namespace) -> int:
    with open_casefile(args) as cf:
        opened = cf.now().date().isoformat()
        saved = cf.save(Case(reference=args.reference, family=args.family, opened=opened), case="")
        if args.json:
            emit({"id": saved.id, "reference": args.reference})
        else:
            print(f"Case {args.reference} added.")
    return 0


def _listed(cf: CaseFile) -> list[dict[str, Any]]:
    return [
        {
            "id": item.id,
            "reference": item.record.reference,
            "family": item.record.family,
            "status": item.record.status,
            "records": cf.counts(item.id),
        }
        for item in cf.cases()
    ]


def _list(args: argparse.Namespace) -> int:
    with open_casefile(args) as cf:
        rows = _listed(cf)
    if args.json:
        emit(rows)
    elif not rows:
        print("There are no cases yet. Add one with 'pclo case add'.")
    else:
        table(
            [(r["reference"], r["family"], r["status"], r["records"].get("chronology_entry", 0)) for r in rows],
            ("Reference", "Family", "Status", "Entries"),
        )
    return 0


def _show(args: argparse.Namespace) -> int:
    with open_casefile(args) as cf:
        item = cf.case_by_reference(args.case)
        people = cf.people(item.id)
        counts = cf.counts(item.id)
    if args.json:
        emit({"id": item.id, "case": item.record, "people": [{"id": p.id, "person": p.record} for p in people],
              "records": counts})  # fmt: skip
        return 0
    print(f"{item.record.family}  {item.record.reference}  {item.record.status}")
    for reference in item.record.references:
        print(f"  {reference.system} {reference.number}")
    for person in people:
        print(f"  {person.title}")
    for kind, total in sorted(counts.items()):
        print(f"  {total:>6}  {kind}")
    return 0


def entry_as_json(row: EntryRow[ChronologyEntry]) -> dict[str, object]:
    """A chronology entry as ``chronology --json`` shows it."""
    entry = row.entry
    return {
        "id": row.id,
        "number": row.number,
        "when": entry.when.edtf_full or None,
        "as_given": entry.when.as_given,
        "agency": entry.agency,
        "source": str(entry.source),
        "fact": entry.fact,
        "significance": entry.significance,
        "decision": entry.decision,
        "persons": entry.persons,
        "disclosure": entry.disclosure,
        "kind": row.kind,
        "revisions": row.revisions,
        "agency_as_given": entry.agency_as_given,
        "note": entry.note,
    }


def _chronology(args: argparse.Namespace) -> int:
    chosen = ChronologyFilter(
        agencies=frozenset(args.agency),
        decisions=args.decisions,
        from_date=args.from_date,
        to_date=args.to_date,
    )
    with open_casefile(args) as cf:
        case = cf.case_by_reference(args.case).id
        rows = chronology.every(cf, case, chosen)
        people = {item.id: item.record.name for item in cf.people(case)}
    if args.json:
        emit([entry_as_json(row) for row in rows])
    elif args.csv:
        from pclo_app.importing.exporting import csv_rows, to_csv

        sys.stdout.write(to_csv(csv_rows((row.entry for row in rows if row.own), people)))
    else:
        table(
            [
                (row.number, row.entry.when.in_table(), row.entry.when.time_in_table(), row.entry.agency,
                 str(row.entry.source), ("◆ " if row.entry.decision else "") + row.entry.fact)
                for row in rows
            ],
            ("No.", "Date", "Time", "Agency", "Source", "What happened"),
        )  # fmt: skip
    return 0


def _search(args: argparse.Namespace) -> int:
    with open_casefile(args) as cf:
        hits = search.find(cf, " ".join(args.words), case_id(cf, args.case), args.limit)
    if args.json:
        emit([{"id": h.id, "case": h.reference, "kind": h.kind, "title": h.title, "when": h.when,
               "snippet": h.snippet.replace(search.HIT_START, "[").replace(search.HIT_END, "]")}
              for h in hits])  # fmt: skip
    elif not hits:
        print("Nothing was found.")
    else:
        for hit in hits:
            print(f"{hit.reference}  {hit.kind}  {hit.when}")
            print("    " + hit.snippet.replace(search.HIT_START, "[").replace(search.HIT_END, "]"))
    return 0


def _findings(args: argparse.Namespace) -> int:
    from pclo_app.casefile import findings

    with open_casefile(args) as cf:
        chosen = [cf.case_by_reference(args.case)] if args.case else cf.cases()
        listed = [(item.record.reference, finding) for item in chosen for finding in findings.of_case(cf, item.id)]
    if args.json:
        emit([findings.as_json(reference, finding) for reference, finding in listed])
    elif not listed:
        print("Good practice asks nothing more of these records.")
    else:
        for reference, finding in listed:
            print(f"{reference}  {finding.level}: {finding.title}\n    {finding.words}")
    return 0
