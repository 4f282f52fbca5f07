"""pclo vault backups, restore, accept-older: copies of a case file, and putting one back."""

from __future__ import annotations

import argparse
from pathlib import Path

from pclo_app.casefile import backups

from .doors import Verbs, emit, open_casefile, passphrase, secret_words, table, verb


def add_to(vault: Verbs) -> None:
    """Declare the verbs among those of ``pclo vault``."""
    listed = verb(vault, "backups", _listed, "list the automatic backups of a case file, or make one now")
    listed.add_argument("--now", action="store_true", help="make one now, and check it")
    restore = verb(vault, "restore", _restore, "put a backup back, into the case file or a new folder", folder=False)
    restore.add_argument(
        "backup", type=Path, metavar="BACKUP", help="a file that 'pclo vault backups' lists, or a copy"
    )
    restore.add_argument("folder", type=Path, metavar="DIR", help="the folder of the case file, or a new one")
    restore.add_argument("--note", default="", metavar="WORDS", help="why, for the record")
    older = verb(vault, "accept-older", _accept, "go on with an older copy, in a new series of revisions")
    older.add_argument("--note", required=True, metavar="WORDS", help="why it is an older copy, for the record")


def _listed(args: argparse.Namespace) -> int:
    if args.now:
        with open_casefile(args) as cf:
            backups.run(cf)
    found = backups.listed(args.folder)
    if args.json:
        emit(
            [{"path": str(b.path), "at": b.at.isoformat(), "generation": b.generation, "bytes": b.size} for b in found]
        )
    elif found:
        table([(f"{b.at:%Y-%m-%d %H:%M} UTC", b.generation, f"{b.size:,}", b.path) for b in found],
              ("Made", "Generation", "Bytes", "File"))  # fmt: skip
    else:
        print("There is no automatic backup yet. The app makes one a day; 'pclo vault backups DIR --now' makes one.")
    return 0


def _restore(args: argparse.Namespace) -> int:
    from pclo_app.vault.device_secret import system_device_secrets

    words = passphrase(args)
    code = secret_words(args.kit_file, "") if args.kit_file else ""
    cf, told = backups.restore_and_tell(
        args.backup, args.folder, words, secrets=system_device_secrets(), kit=code, note=args.note
    )
    with cf:
        if args.json:
            emit(
                {
                    "folder": str(args.folder),
                    "epoch": told.epoch,
                    "last_row": told.seq,
                    "marked_row": told.pinned_seq,
                    "missing_documents": told.missing_documents,
                    "quarantine": str(told.quarantine) if told.quarantine else None,
                    "words": told.words,
                }
            )
        else:
            print("\n".join(told.words))
    return 0


def _accept(args: argparse.Namespace) -> int:
    with open_casefile(args) as cf:
        before = cf.standing.words
        cf.accept_older_copy(args.note)
        if args.json:
            emit({"epoch": cf.epoch, "state": str(cf.standing.state)})
        else:
            print(
                f"{before} It goes on in a new series of revisions (number {cf.epoch}), with your note in the journal."
            )
    return 0
