"""pclo import: a spreadsheet's rows into a chronology."""

from __future__ import annotations

import argparse
from pathlib import Path

from .doors import Verbs, emit, open_casefile, read_file, verb
from .files import write_whole


def add(verbs: Verbs) -> None:
    """Declare the verb."""
    bring = verb(verbs, "import", _import, "bring the rows of a table into a chronology")
    bring.add_argument("file", type=Path, metavar="FILE")
    bring.add_argument("--case", required=True, metavar="REF")
    bring.add_argument("--mapping", type=Path, metavar="FILE", help="JSON: which column is which field")
    bring.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    bring.add_argument(
        "--accept-good-rows", type=Path, metavar="REJECTS.csv",
        help="bring the good rows in and write the others, with reasons, to this file",
    )  # fmt: skip


def _import(args: argparse.Namespace) -> int:
    from pclo_app import importing
    from pclo_app.importing.accepting import accept, against
    from pclo_app.importing.exporting import rejects_csv
    from pclo_app.importing.planning import table_for

    data = read_file(args.file)
    mapping = importing.read_mapping(read_file(args.mapping)) if args.mapping else importing.Mapping()
    with open_casefile(args) as cf:
        case = cf.case_by_reference(args.case).id
        table = table_for(data, args.file.name, mapping)
        people = {item.record.name: item.id for item in cf.people(case)}
        plan = importing.plan_table(table, mapping, cf.now().date(), people=people)
        beside = against(cf, case, plan)
        plan = plan._replace(rejected=beside.rejected)
        refused = bool(plan.rejected) and args.accept_good_rows is None
        if args.accept_good_rows is not None and plan.rejected:
            write_whole(args.accept_good_rows, rejects_csv(table, plan).encode("utf-8-sig"))
        stopped = args.dry_run or refused
        result = accept(cf, case, plan, dry_run=stopped, good_rows_only=True, beside=beside)
    if args.json:
        emit(
            {
                "imported": 0 if refused else result.imported,
                "unchanged": result.unchanged,
                "amended": 0 if refused else result.amended,
                "undated": result.undated,
                "rejected": [{"row": r.row, "field": r.field, "reason": r.reason} for r in result.rejected],
                "offered": [{"row": o.row, "entry": o.entry, "fields": o.fields} for o in result.offered],
                "dry_run": args.dry_run,
            }
        )
    if refused:
        plan.require_all_good()  # raises the sentence that names the first row, its field and the reason
    if not args.json:
        would = "would be " if args.dry_run else ""
        print(f"{result.imported} rows {would}imported, {result.unchanged} were there already, "
              f"{result.amended} {would}amended, {result.undated} of the new ones have no date.")  # fmt: skip
        for offered in result.offered:
            print(f"Row {offered.row} has changed in {', '.join(offered.fields)}, and its entry has been amended by "
                  "an officer since. It was left alone: compare them.")  # fmt: skip
        for words in plan.told:
            print(words)
        for rejected in result.rejected:
            print(f"Row {rejected.row}, {rejected.field}: {rejected.reason}")
        if not (result.imported or result.amended or result.offered or result.rejected):
            print("Nothing in the file was new, so nothing was changed.")
    return 0
