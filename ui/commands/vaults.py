"""pclo vault: make a case file, check it, copy it."""

from __future__ import annotations

import argparse
from pathlib import Path

from pclo_app.casefile import custody, integrity
from pclo_app.casefile.casefile import CaseFile

from . import backups, keyslots
from .doors import Verbs, emit, group, open_casefile, passphrase, verb
from .integrity import show_report


def add(verbs: Verbs) -> None:
    """Declare the verbs."""
    vault = group(verbs, "vault", "make, check and copy case files")
    create = verb(vault, "create", _create, "make a new encrypted case file")
    create.add_argument("--name", required=True, help="your full name")
    create.add_argument("--rank", required=True, help="your rank or designation")
    create.add_argument("--role", choices=("PCLO", "DS"), default="PCLO")
    create.add_argument("--team", required=True)
    create.add_argument(
        "--no-key-ring", action="store_true", help="protect by the passphrase alone, even where there is a key ring"
    )
    keyslots.add_set_up(create)
    verb(vault, "check", _check, "check a case file: every page, revision, seal and document")
    backup = verb(vault, "backup", _backup, "copy a case file, encrypted, into a new folder")
    backup.add_argument("out", type=Path, metavar="OUT")
    keyslots.add_to(vault)
    backups.add_to(vault)


def protection(cf: CaseFile) -> str:
    """The statement of what protects a case file."""
    if cf.vault.protection.value == "pass":
        return (
            "Protected by the passphrase alone: no key ring of this laptop takes part. "
            "Anybody who copies the folder can try passphrases on it, so choose four words or more."
        )
    if cf.vault.protection.value == "kit+pass":
        return "Opened with the emergency kit. Make a slot for this laptop with: pclo vault laptop-slot."
    return "Protected by the passphrase and this laptop’s key ring together: a copy of the folder is no use elsewhere."


def _create(args: argparse.Namespace) -> int:
    from pclo_app.vault.device_secret import system_device_secrets

    keyslots.check_set_up(args)
    secrets = None if args.no_key_ring else system_device_secrets()
    chosen = passphrase(args, new=True)
    with CaseFile.create(
        args.folder,
        chosen,
        name=args.name,
        rank=args.rank,
        role=args.role,
        team=args.team,
        secrets=secrets,
    ) as cf:
        words = protection(cf)
        custody.record_making(cf)
        more = keyslots.set_up(cf, chosen, args)
        if args.json:
            emit({"folder": str(args.folder), "vault": cf.vault.vault_id, "device": cf.vault.device,
                  "role": args.role, "protection": cf.vault.protection.value, **more})  # fmt: skip
        else:
            print(f"The case file of {cf.officer} is in {args.folder}.")
            print(words)
            if args.kit is not None:
                print(f"Print {args.kit}, delete the file, and put the sheet into the office safe.")
            if args.to:
                print("The office’s key can read it, and can never sign.")
    return 0


def _check(args: argparse.Namespace) -> int:
    with open_casefile(args) as cf:
        return show_report(args, integrity.verify(cf))


def _backup(args: argparse.Namespace) -> int:
    with open_casefile(args) as cf:
        out = cf.vault.backup(args.out)
        if args.json:
            emit({"backup": str(out)})
        else:
            print(f"Copied, encrypted, to {out}. It opens with the same passphrase.")
    return 0
