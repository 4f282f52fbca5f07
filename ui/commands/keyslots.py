"""pclo vault slots, passphrase, kit, recovery and so on: what opens a case file.

Secret words come from files or are typed, never from the command line. With ``--json``:

- ``slots``: a list of ``{"id", "type", "words", "holder", "made", "tested", "recipients"}``, where the
  moments are UTC and empty where nothing is recorded;
- ``passphrase``, ``remove-slot``: ``{"changed": true}``;
- ``kit``: ``{"slot", "file"}``, or ``{"slot", "code"}`` where no file was asked for;
- ``kit-test``, ``recovery``, ``recovery-test``, ``laptop-slot``: ``{"slot"}``;
- ``rotate``: ``{"generation"}``;
- ``recover``: ``{"folder", "vault", "device", "generation"}``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from pclo_app.casefile import custody, recovering
from pclo_app.casefile.casefile import CaseFile
from pclo_app.vault import files, office_key

from .doors import Verbs, emit, open_casefile, passphrase, read_file, secret_words, table, verb
from .files import CannotWrite


def add_to(vault: Verbs) -> None:
    """Declare the verbs under ``pclo vault``."""
    verb(vault, "slots", _slots, "list what opens this case file, who holds it, and when it was last tried")
    change = verb(vault, "passphrase", _passphrase, "change the passphrase; the emergency kit goes on working")
    _new_passphrase(change)
    kit = verb(vault, "kit", _kit, "make an emergency kit for the office safe")
    kit.add_argument("--out", type=Path, metavar="KIT.pdf", help="write the sheet to print; else the code is shown")
    kit.add_argument("--holder", default="", help="who keeps it: 'sealed envelope, office safe'")
    verb(vault, "kit-test", _kit_test, "try the whole code of the emergency kit with the passphrase")
    recovery = verb(vault, "recovery", _recovery, "let the office read this case file if all else is lost")
    _recipients(recovery, required=True)
    test = verb(vault, "recovery-test", _recovery_test, "try the office's key without recovering anything")
    _identity(test)
    verb(vault, "laptop-slot", _laptop_slot, "let the passphrase and this laptop's key ring open this case file")
    remove = verb(vault, "remove-slot", _remove, "take a key slot away")
    remove.add_argument("slot", metavar="SLOT", help="its id, as 'pclo vault slots' lists it")
    verb(vault, "rotate", _rotate, "renew the keys of the whole case file: after a loss, and once a year")
    recover = verb(vault, "recover", _recover, "open a case file with the office's key and give it new keys")
    _identity(recover)
    _new_passphrase(recover)
    recover.add_argument("--by", required=True, metavar="WORDS", help="who recovers it, with rank, for the audit log")
    recover.add_argument("--no-key-ring", action="store_true", help="protect it by the passphrase alone from now on")


def add_set_up(create: argparse.ArgumentParser) -> None:
    """The options with which ``pclo vault create`` sets a laptop up whole."""
    create.add_argument("--kit", type=Path, metavar="OUT.pdf", help="make an emergency kit too; its sheet to print")
    _recipients(create, required=False)


def check_set_up(args: argparse.Namespace) -> None:
    """Refuse what would stop the setting up half way, before anything is made."""
    if args.to:
        office_key.checked_recipients(args.to)
    if args.kit is not None:
        _reserve(args.kit).unlink()


def set_up(cf: CaseFile, words: str, args: argparse.Namespace) -> dict[str, object]:
    """Make the kit and the office's slot that ``pclo vault create`` was asked for."""
    made: dict[str, object] = {}
    if args.kit is not None:
        made["kit"] = _make_kit(cf, words, args.holder, args.kit)
    if args.to:
        made["recovery"] = custody.set_recovery(cf, words, args.to, args.holder)
    return made


def _recipients(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument(
        "--to" if required else "--recovery", dest="to", action="append", metavar="AGE1...", required=required,
        help="the office's public key; give it again for each custodian",
    )  # fmt: skip
    parser.add_argument("--holder", default="", required=required, help="who keeps it: 'DI Sharma and DS Whitcombe'")


def _identity(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--identity", type=Path, required=True, metavar="FILE", help="the office's age identity file")
    parser.add_argument(
        "--identity-passphrase-file", type=Path, metavar="FILE", help="read the identity file's passphrase from FILE"
    )


def _new_passphrase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--new-passphrase-file", type=Path, metavar="FILE", help="read the new passphrase from FILE")


def _slots(args: argparse.Namespace) -> int:
    from .vaults import protection

    with open_casefile(args) as cf:
        lines = custody.slots(cf)
        if args.json:
            emit(lines)
            return 0
        print(protection(cf))
        table(
            [(line.id, line.words, line.holder, _day(line.made), _day(line.tested) or "never") for line in lines],
            ("Slot", "What opens it", "Kept by", "Made", "Last tried"),
        )
        for line in lines:
            for recipient in line.recipients:
                print(f"{line.id} opens with {recipient}")
    return 0


def _day(at: str) -> str:
    return at[:10]


def _passphrase(args: argparse.Namespace) -> int:
    words = passphrase(args)
    with open_casefile(args, words) as cf:
        custody.change_passphrase(cf, words, secret_words(args.new_passphrase_file, "New passphrase: ", again=True))
    return _said(args, {"changed": True}, "The passphrase is changed. The emergency kit works with the new one.")


def _kit(args: argparse.Namespace) -> int:
    if args.out is not None:
        _reserve(args.out).unlink()
    words = passphrase(args)
    with open_casefile(args, words) as cf:
        made = _make_kit(cf, words, args.holder, args.out)
    if args.json:
        emit(made)
    elif args.out is not None:
        print(f"The sheet is in {args.out}. Print it, delete the file, and put the sheet into the office safe.")
    else:
        print(f"{made['code']}\nWrite it down for the office safe now: it cannot be shown again.")
    return 0


def _make_kit(cf: CaseFile, words: str, holder: str, out: Path | None) -> dict[str, object]:
    kit = custody.make_kit(cf, words, holder)
    if out is None:
        return {"slot": kit.slot, "code": kit.code}
    from pclo_app.reports import kit as sheets

    sheet = sheets.sheet(
        kit.code, officer=cf.officer, vault_id=cf.vault.vault_id, slot=kit.slot, holder=holder, made=cf.now()
    )
    files.write_whole(out, sheet.pdf)
    return {"slot": kit.slot, "file": str(out)}


def _reserve(out: Path) -> Path:
    """Be sure that the sheet can be written before there is a kit; an earlier sheet is never written over."""
    try:
        files.write_new(out, b"")
    except OSError as error:
        raise CannotWrite(file=out, why=error.strerror or "the disk refused it") from None
    return out


def _kit_test(args: argparse.Namespace) -> int:
    words = passphrase(args)
    code = secret_words(args.kit_file, "Code of the emergency kit: ")
    args.kit_file = None  # it is tried, not used for opening
    with open_casefile(args, words) as cf:
        slot = custody.test_kit(cf, code, words)
    return _said(args, {"slot": slot}, f"The emergency kit opens this case file (slot {slot}).")


def _recovery(args: argparse.Namespace) -> int:
    words = passphrase(args)
    with open_casefile(args, words) as cf:
        slot = custody.set_recovery(cf, words, args.to, args.holder)
    return _said(
        args, {"slot": slot}, f"The office can read this case file from now on (slot {slot}); it can never sign."
    )


def _recovery_test(args: argparse.Namespace) -> int:
    identity, words = _read_identity(args)
    with open_casefile(args) as cf:
        slot = custody.test_recovery(cf, identity, words)
    return _said(args, {"slot": slot}, f"The office’s key opens this case file (slot {slot}).")


def _laptop_slot(args: argparse.Namespace) -> int:
    words = passphrase(args)
    with open_casefile(args, words) as cf:
        slot = custody.add_laptop_slot(cf, words)
    return _said(args, {"slot": slot}, f"The passphrase on this laptop opens it from now on (slot {slot}).")


def _remove(args: argparse.Namespace) -> int:
    words = passphrase(args)
    with open_casefile(args, words) as cf:
        custody.remove_slot(cf, words, args.slot)
    return _said(
        args,
        {"changed": True},
        f"The slot {args.slot} is gone. Older copies of this case file still open with it: "
        "if it was lost or stolen, run 'pclo vault rotate' too.",
    )


def _rotate(args: argparse.Namespace) -> int:
    from pclo_app.vault.device_secret import system_device_secrets

    words = passphrase(args)
    with open_casefile(args, words) as cf:
        kit = cf.vault.kit_code
        custody.rotate(cf, words)
    with CaseFile.open(args.folder, words, secrets=system_device_secrets(), kit=kit) as cf:  # the row is signed now
        generation = cf.vault.generation
    return _said(args, {"generation": generation}, f"The case file has new keys: generation {generation}.")


def _recover(args: argparse.Namespace) -> int:
    from pclo_app.vault.device_secret import system_device_secrets

    identity, words = _read_identity(args)
    with recovering.recover(
        args.folder,
        identity,
        new_passphrase=secret_words(args.new_passphrase_file, "New passphrase: ", again=True),
        secrets=None if args.no_key_ring else system_device_secrets(),
        identity_passphrase=words,
        by=args.by,
    ) as cf:
        told = {"folder": str(args.folder), "vault": cf.vault.vault_id, "device": cf.vault.device,
                "generation": cf.vault.generation}  # fmt: skip
        officer = cf.officer
    return _said(
        args,
        told,
        f"The case file of {officer} opens with the new passphrase. It signs with new keys: "
        "enrol it with the office again, and make a new emergency kit.",
    )


def _read_identity(args: argparse.Namespace) -> tuple[bytes, str]:
    """The office's identity file, and the passphrase that protects it if it has one."""
    identity = read_file(args.identity)
    if not office_key.is_protected(identity):
        return identity, ""
    return identity, secret_words(args.identity_passphrase_file, "Passphrase of the office’s key file: ")


def _said(args: argparse.Namespace, value: dict[str, object], words: str) -> int:
    if args.json:
        emit(value)
    else:
        print(words)
    return 0
