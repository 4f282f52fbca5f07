"""pclo import, imports, import-undo: a spreadsheet's rows into a chronology, listed, and taken back in one step."""

from __future__ import annotations

import argparse
from pathlib import Path

from .doors import Verbs, emit, open_casefile, read_file, table, verb
from .files import write_whole


def add(verbs: Verbs) -> None:
    """Declare the verbs."""
    bring = verb(verbs, "import", _import, "bring the rows of a table into a chronology")
    bring.add_argument("file", type=Path, metavar="FILE")
    bring.add_argument("--case", required=True, metavar="REF")
    bring.add_argument("--mapping", type=Path, metavar="FILE", help="JSON: which column is which field")
    bring.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    bring.add_argument(
        "--accept-good-rows", type=Path, metavar="REJECTS.csv",
        help="bring the good rows in and write the others, with reasons, to this file",
    )  # fmt: skip
    bring.add_argument("--keep-file", action="store_true", help="keep the file itself among the case's documents")
    listing = verb(verbs, "imports", _imports, "list the files that were brought into a chronology")
    listing.add_argument("--case", required=True, metavar="REF")
    back = verb(verbs, "import-undo", _undo, "take back everything that a file brought, in one step")
    back.add_argument("id", metavar="ID", help="of the file, from 'pclo imports'; its beginning is enough")
    back.add_argument("--case", required=True, metavar="REF")
    back.add_argument("--again", action="store_true", help="give back what was taken back")


def _import(args: argparse.Namespace) -> int:
    from pclo_app import importing
    from pclo_app.importing.accepting import accept, against
    from pclo_app.importing.exporting import rejects_csv
    from pclo_app.importing.planning import table_for

    data = read_file(args.file)
    mapping = importing.read_mapping(read_file(args.mapping)) if args.mapping else importing.Mapping()
    with open_casefile(args) as cf:
        case = cf.case_by_reference(args.case).id
        found = table_for(data, args.file.name, mapping)
        people = {item.record.name: item.id for item in cf.people(case)}
        plan = importing.plan_table(found, mapping, cf.now().date(), people=people)
        beside = against(cf, case, plan)
        plan = plan._replace(rejected=beside.rejected)
        refused = bool(plan.rejected) and args.accept_good_rows is None
        if args.accept_good_rows is not None and plan.rejected:
            write_whole(args.accept_good_rows, rejects_csv(found, plan).encode("utf-8-sig"))
        stopped = args.dry_run or refused
        keep = data if args.keep_file else b""
        result = accept(cf, case, plan, dry_run=stopped, good_rows_only=True, beside=beside, keep=keep)
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
                "id": plan.digest,
                "document": result.document,
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
        if result.document:
            print(f"The file itself is kept as document {result.document}.")
    return 0


def _imports(args: argparse.Namespace) -> int:
    from pclo_app.importing.undoing import imports

    with open_casefile(args) as cf:
        found = imports(cf, cf.case_by_reference(args.case).id)
    if args.json:
        emit(
            [
                {"id": line.digest, "file": line.file, "at": line.at, "by": line.by, "entries": line.entries,
                 "withdrawn": line.withdrawn, "kept": line.kept}
                for line in found
            ]
        )  # fmt: skip
    elif not found:
        print("No file was brought into this case.")
    else:
        rows: list[tuple[object, ...]] = [
            (line.digest[:12], line.file, line.at[:10], line.by, line.entries, line.withdrawn,
             "kept" if line.kept else "")
            for line in found
        ]  # fmt: skip
        table(rows, ("Id", "File", "Day", "By", "Entries", "Taken back", "The file"))
    return 0


def _undo(args: argparse.Namespace) -> int:
    from pclo_app.importing.undoing import named, redo, undo

    with open_casefile(args) as cf:
        case = cf.case_by_reference(args.case).id
        line = named(cf, case, args.id)
        done = (redo if args.again else undo)(cf, case, line.digest)
    if args.json:
        emit(
            {"id": line.digest, "file": line.file, "withdrawn": done.withdrawn, "restored": done.restored,
             "left": list(done.left), "document": done.kept}
        )  # fmt: skip
        return 0
    print(f"{line.file}: {done.withdrawn} entries withdrawn, {done.restored} have their words back.")
    if done.left:
        print(f"{len(done.left)} were left alone, because somebody has worked on them since.")
    if done.kept:
        print(OF_THE_FILE[done.kept])
    return 0


OF_THE_FILE = {
    "withdrawn": "The file itself was taken out of use among the documents.",
    "stays": "The file itself stays among the documents, because entries refer to it.",
    "back": "The file itself is in use among the documents again.",
}
