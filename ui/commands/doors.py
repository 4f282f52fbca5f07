"""What every verb needs: the passphrase, the open case file, and the two ways to print."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

import msgspec

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Item
from pclo_app.errors import BadInput

Verb = Callable[[argparse.Namespace], int]
Verbs = Any  # argparse._SubParsersAction, which has no public name


class NoPassphrase(BadInput):
    """Nobody is there to type the passphrase."""

    code = "cli.no-passphrase"
    what = "No passphrase was given."
    safe = "Nothing was opened or changed."
    do = "Use --passphrase-file FILE, or run the command where you can type."


class UnreadableFile(BadInput):
    """A file named on the command line cannot be read."""

    code = "cli.unreadable-file"
    what = "The file {file} cannot be read: {why}."
    safe = "Nothing was changed."
    do = "Check the name and that you may read it."


def read_file(path: Path) -> bytes:
    """A file's bytes, or UnreadableFile."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(file=path, why=error.strerror or "it cannot be opened") from None


def passphrase(args: argparse.Namespace, *, new: bool = False) -> str:
    """The passphrase from --passphrase-file, or typed. Never from the command line itself."""
    return secret_words(args.passphrase_file, "New passphrase: " if new else "Passphrase: ", again=new)


def secret_words(file: Path | None, prompt: str, *, again: bool = False) -> str:
    """Secret words from a file, or typed without being shown; twice where ``again``."""
    if file is not None:
        try:
            return read_file(file).decode().rstrip("\r\n")
        except UnicodeDecodeError:
            raise UnreadableFile(file=file, why="it is not text in UTF-8") from None
    if not sys.stdin.isatty():
        raise NoPassphrase()
    typed = getpass.getpass(prompt)
    if again and getpass.getpass("The same again: ") != typed:
        raise NoPassphrase()
    return typed


def open_casefile(args: argparse.Namespace, words: str | None = None) -> CaseFile:
    """The case file in the folder that the verb names; with the emergency kit where the key ring cannot help.

    ``words`` is the passphrase where the verb has asked for it already.
    """
    from pclo_app.vault.device_secret import system_device_secrets
    from pclo_app.vault.errors import NeedKit

    words = passphrase(args) if words is None else words
    secrets = system_device_secrets()
    code = secret_words(args.kit_file, "") if args.kit_file else ""
    try:
        cf = CaseFile.open(args.folder, words, secrets=secrets, kit=code)
    except NeedKit as problem:
        if not sys.stdin.isatty():
            raise
        print(problem, file=sys.stderr)
        cf = CaseFile.open(args.folder, words, secrets=secrets, kit=getpass.getpass("Code of the emergency kit: "))
    if cf.read_only is not None:
        print(f"Open for reading only. {cf.read_only.why} {cf.read_only.do}", file=sys.stderr)
    return cf


def emit(value: object, out: TextIO | None = None) -> None:
    """Print one value as JSON."""
    stream = out or sys.stdout
    stream.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def table(rows: list[tuple[object, ...]], heads: tuple[str, ...]) -> None:
    """Print rows under their heads, in columns."""
    lines = [heads, *(tuple(str(cell) for cell in row) for row in rows)]
    widths = [min(60, max(len(line[i]) for line in lines)) for i in range(len(heads))]
    for line in lines:
        cells = (cell.replace("\n", " ")[:60].ljust(width) for cell, width in zip(line, widths, strict=True))
        print("  ".join(cells).rstrip())


def verb(verbs: Verbs, name: str, run: Verb, help: str, *, folder: bool = True) -> argparse.ArgumentParser:
    """Declare one verb with the options that all verbs share."""
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=help, description=help)
    if folder:
        parser.add_argument("folder", type=Path, metavar="DIR", help="the folder of the case file")
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help="read the passphrase from FILE")
    parser.add_argument(
        "--kit-file", type=Path, metavar="FILE", help="open with the emergency kit, whose code is read from FILE"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)
    return parser


def group(verbs: Verbs, name: str, help: str) -> Verbs:
    """Declare a verb that has verbs of its own: ``pclo case list``."""
    parser = verbs.add_parser(name, help=help, description=help)
    return parser.add_subparsers(required=True, metavar="VERB", dest=f"{name}_verb")


def case_id(cf: CaseFile, reference: str | None) -> str | None:
    """The id of the case with this reference; None where none was asked for."""
    return cf.case_by_reference(reference).id if reference else None


def as_listed(item: Item[Any], references: dict[str, str]) -> dict[str, object]:
    """A record as ``record list --json`` shows it."""
    return {
        "id": item.id,
        "kind": item.kind,
        "case": references.get(item.case, ""),
        "title": item.title,
        "heads": len(item.heads),
        "sealed": item.sealed,
    }


def references(cf: CaseFile) -> dict[str, str]:
    """The reference of each case by its id."""
    return {item.id: item.record.reference for item in cf.cases()}
