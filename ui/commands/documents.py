"""pclo document: add, list and export the documents of a case."""

from __future__ import annotations

import argparse
from pathlib import Path

from pclo_app.casefile import attachments

from .doors import Verbs, emit, group, open_casefile, table, verb


def add(verbs: Verbs) -> None:
    """Declare the verbs."""
    document = group(verbs, "document", "add, list and export the documents of a case")
    new = verb(document, "add", _add, "copy files into the case file, encrypted; the files themselves stay")
    new.add_argument("files", type=Path, nargs="+", metavar="FILE")
    new.add_argument("--case", metavar="REF", required=True)
    new.add_argument("--source", default="", metavar="WORDS", help="who gave it or sent it, or the system it is from")
    new.add_argument("--shows", default="", metavar="WORDS", help="what it shows")
    new.add_argument("--entry", default="", metavar="ID", help="the chronology entry that it belongs to")
    listing = verb(document, "list", _list, "list the documents of a case")
    listing.add_argument("--case", metavar="REF", required=True)
    listing.add_argument("--all", action="store_true", help="with those that were withdrawn")
    out = verb(document, "export", _export, "write a copy that is not encrypted, and log that it left")
    out.add_argument("id", metavar="ID")
    out.add_argument(
        "-o", dest="out", type=Path, metavar="FILE", required=True, help="a file, or a folder for its name"
    )
    out.add_argument("--for", dest="recipient", default="", metavar="WHO", help="who will read it, with rank")
    out.add_argument("--why", default="", metavar="WORDS", help="why a copy leaves; it goes into the log")
    out.add_argument("--replace", action="store_true", help="replace a file of that name")


def _add(args: argparse.Namespace) -> int:
    rows = []
    with open_casefile(args) as cf:
        case = cf.case_by_reference(args.case).id
        for path in args.files:
            added = attachments.add_file(cf, case, path, args.source, args.shows)
            document = attachments.document(cf, added.saved.id)
            rows.append(
                {
                    "id": document.id,
                    "file": str(path),
                    "name": document.name,
                    "kind": document.kind.words,
                    "size": document.size,
                    "sha256": document.digest,
                    "again": added.again,
                }
            )
        if args.entry:
            attachments.link(cf, args.entry, [str(row["id"]) for row in rows])
    if args.json:
        emit(rows)
        return 0
    for row in rows:
        words = "was in the case already as" if row["again"] else "is added as"
        print(f"{row['file']} {words} {row['id']} ({row['kind']}).")
    return 0


def _list(args: argparse.Namespace) -> int:
    with open_casefile(args) as cf:
        listed = attachments.listed(cf, cf.case_by_reference(args.case).id)
    shown = [document for document in listed if args.all or document.in_use]
    if args.json:
        emit(
            [
                {
                    "id": document.id, "name": document.name, "kind": document.kind.words,
                    "media_type": document.kind.media, "size": document.size, "source": document.source,
                    "shows": document.shows, "sha256": document.digest, "by": document.by, "at": document.at,
                    "withdrawn": document.withdrawn, "here": document.here,
                    "entries": [{"id": id, "number": number} for id, number in document.entries],
                }
                for document in shown
            ]
        )  # fmt: skip
    elif not shown:
        print("There are no documents. Add one with 'pclo document add'.")
    else:
        table(
            [
                (document.id, document.name, document.kind.words, document.size, document.source, document.shows,
                 _state(document))
                for document in shown
            ],
            ("Id", "Name", "Kind", "Bytes", "From", "What it shows", ""),
        )  # fmt: skip
    return 0


def _state(document: attachments.Document) -> str:
    if document.withdrawn:
        return "withdrawn"
    return "" if document.here else "not on this laptop yet"


def _export(args: argparse.Namespace) -> int:
    with open_casefile(args) as cf:
        opened = attachments.opened(cf, args.id)
        path: Path = args.out
        if path.is_dir():
            path = path / attachments.export_name(opened.document, opened.kind)
        attachments.export(cf, args.id, path, recipient=args.recipient, why=args.why, replace=args.replace)
    if args.json:
        emit({"file": str(path), "id": args.id, "sha256": opened.document.digest})
    else:
        print(f"A copy is in {path}. It is not encrypted by this app, and the log says that it left.")
    return 0
