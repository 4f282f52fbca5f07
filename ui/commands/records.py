"""pclo record: add, list, show any kind of record, its history and its fields."""

from __future__ import annotations

import argparse
from pathlib import Path

from pclo_app.casefile.model import Version
from pclo_app.records import kinds
from pclo_app.records.base import Record

from .doors import Verbs, as_listed, case_id, emit, group, open_casefile, read_file, references, table, verb


def add(verbs: Verbs) -> None:
    """Declare the verbs."""
    record = group(verbs, "record", "add, list and show records of any kind")
    new = verb(record, "add", _add, "add a record from a JSON file, or amend one")
    new.add_argument("--case", metavar="REF", required=True)
    new.add_argument("--id", help="amend the record with this id; the file then holds change_reason")
    new.add_argument("kind", metavar="KIND", help=", ".join(kinds.KINDS))
    new.add_argument("file", type=Path, metavar="FILE.json")
    listing = verb(record, "list", _list, "list records")
    listing.add_argument("--case", metavar="REF")
    listing.add_argument("--kind", choices=tuple(kinds.KINDS))
    verb(record, "show", _show, "show one record as it stands").add_argument("id", metavar="ID")
    verb(record, "history", _history, "show every revision of a record").add_argument("id", metavar="ID")
    schema = verb(record, "schema", _schema, "print the JSON Schema of a kind", folder=False)
    schema.add_argument("kind", metavar="KIND")


def _add(args: argparse.Namespace) -> int:
    record = kinds.from_file(args.kind, read_file(args.file))
    with open_casefile(args) as cf:
        saved = cf.save(record, case=cf.case_by_reference(args.case).id, id=args.id)
    if args.json:
        emit({"id": saved.id, "rev": saved.rev, "fresh": saved.fresh})
    else:
        print(f"Saved as {saved.id}." if saved.fresh else "Nothing in it was new, so nothing was changed.")
    return 0


def _list(args: argparse.Namespace) -> int:
    with open_casefile(args) as cf:
        names = references(cf)
        rows = [as_listed(item, names) for item in cf.items(case_id(cf, args.case), args.kind)]
    if args.json:
        emit(rows)
    else:
        table([(r["id"], r["kind"], r["case"], r["title"]) for r in rows], ("Id", "Kind", "Case", "Title"))
    return 0


def _as_json(version: Version[Record]) -> dict[str, object]:
    return {
        "rev": version.rev,
        "parents": version.parents,
        "by": version.name,
        "rank": version.rank,
        "role": version.role,
        "at": version.at,
        "head": version.is_head,
        "record": version.record,
    }


def _show(args: argparse.Namespace) -> int:
    with open_casefile(args) as cf:
        item = cf.item(args.id)
        shown = as_listed(item, references(cf)) | {"versions": [_as_json(version) for version in item.heads]}
    emit(shown)
    return 0


def _history(args: argparse.Namespace) -> int:
    with open_casefile(args) as cf:
        versions = cf.history(args.id)
    if args.json:
        emit([_as_json(version) for version in versions])
    else:
        table(
            [(v.at, v.by, "yes" if v.is_head else "", v.record.change_reason if v.record else "erased")
             for v in versions],
            ("When", "Who", "Stands", "Why"),
        )  # fmt: skip
    return 0


def _schema(args: argparse.Namespace) -> int:
    emit(kinds.schema(args.kind))
    return 0
