"""pclo roster, pclo sync: joining a team, and the exchange with the office."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pclo_app.casefile.casefile import CaseFile

from .doors import Verbs, emit, group, open_casefile, passphrase, read_file, table, verb
from .files import write_whole

if TYPE_CHECKING:
    from pclo_app.sync.exchange import SyncReport
    from pclo_app.sync.status import SyncStatus


def add(verbs: Verbs) -> None:
    """Declare the verbs."""
    roster = group(verbs, "roster", "found a team, enrol laptops, show who is in it")
    verb(roster, "create", _create, "found a team with this sergeant as its first member")
    asked = verb(roster, "request", _request, "write this laptop’s enrolment request for the sergeant")
    asked.add_argument("-o", dest="out", type=Path, metavar="FILE", required=True)
    enrol = verb(roster, "enrol", _enrol, "take a laptop into the team and write its welcome file")
    enrol.add_argument("request", type=Path, metavar="REQUEST")
    enrol.add_argument("--fingerprint", required=True, metavar="WORDS", help="the eight words on that laptop’s screen")
    enrol.add_argument("-o", dest="out", type=Path, metavar="WELCOME", required=True)
    accept = verb(roster, "accept", _accept, "join the team that a welcome file comes from")
    accept.add_argument("welcome", type=Path, metavar="WELCOME")
    accept.add_argument("--fingerprint", required=True, metavar="WORDS", help="the sergeant’s eight words")
    verb(roster, "show", _show, "show the team, and this laptop’s eight words")
    exchange = verb(
        verbs, "sync", _sync, "exchange bundles with the office; 'pclo sync status DIR' says where everything stands"
    )
    exchange.add_argument("more", type=Path, nargs="?", metavar="DIR", help=argparse.SUPPRESS)
    exchange.add_argument("--drop", metavar="FOLDER", help="the office folder: a path, or file:// and a path")
    exchange.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")


def counted(number: int, what: str) -> str:
    """'1 revision', '2 revisions'."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


# the team -----------------------------------------------------------------------------------------------------


def _fingerprint_lines(cf: CaseFile) -> list[str]:
    from pclo_app.sync import enrolment

    return [
        f"The eight words of this laptop are:  {enrolment.own_fingerprint(cf)}",
        "Read them out in person, from this screen and not from a message.",
    ]


def _create(args: argparse.Namespace) -> int:
    from pclo_app.sync import enrolment

    with open_casefile(args) as cf:
        roster = enrolment.create(cf)
        words = enrolment.own_fingerprint(cf)
        if args.json:
            emit({"team": roster.team, "team_name": roster.team_name, "n": roster.n, "fingerprint": words})
        else:
            print(f"The team {roster.team_name} is founded, with {cf.officer} in it.")
            print("\n".join(_fingerprint_lines(cf)))
    return 0


def _request(args: argparse.Namespace) -> int:
    from pclo_app.sync import enrolment

    with open_casefile(args) as cf:
        write_whole(args.out, enrolment.request(cf))
        if args.json:
            emit({"file": str(args.out), "device": cf.vault.device, "fingerprint": enrolment.own_fingerprint(cf)})
        else:
            print(f"The request of {cf.officer} is in {args.out}. It holds no case words and no secrets.")
            print("\n".join(_fingerprint_lines(cf)))
    return 0


def _enrol(args: argparse.Namespace) -> int:
    from pclo_app.sync import enrolment

    data = read_file(args.request)
    with open_casefile(args) as cf:
        welcome = enrolment.enrol(cf, data, args.fingerprint)
        write_whole(args.out, welcome.file)
        member = welcome.roster.member(welcome.device.person)
        if args.json:
            emit({"n": welcome.roster.n, "device": welcome.device.dev, "file": str(args.out),
                  "fingerprint": enrolment.own_fingerprint(cf)})  # fmt: skip
        else:
            print(f"{member.name if member else ''}, {member.rank if member else ''}, is in the team "
                  f"{welcome.roster.team_name} (roster {welcome.roster.n}). The welcome is in {args.out}.")  # fmt: skip
            print("\n".join(_fingerprint_lines(cf)))
    return 0


def _accept(args: argparse.Namespace) -> int:
    from pclo_app.sync import enrolment

    data = read_file(args.welcome)
    with open_casefile(args) as cf:
        roster = enrolment.accept(cf, data, args.fingerprint)
    if args.json:
        emit({"team": roster.team, "team_name": roster.team_name, "n": roster.n})
    else:
        print(f"This laptop is in the team {roster.team_name} (roster {roster.n}).")
    return 0


def _show(args: argparse.Namespace) -> int:
    from pclo_app.sync import enrolment
    from pclo_app.sync.errors import NotEnrolled

    with open_casefile(args) as cf:
        words = enrolment.own_fingerprint(cf)
        try:
            roster, lines = enrolment.show(cf)
        except NotEnrolled:
            if args.json:
                emit({"team": None, "device": cf.vault.device, "fingerprint": words, "laptops": []})
            else:
                print("This laptop is in no team yet.")
                print("\n".join(_fingerprint_lines(cf)))
            return 0
        if args.json:
            emit({"team": roster.team, "team_name": roster.team_name, "n": roster.n, "device": cf.vault.device,
                  "fingerprint": words, "laptops": lines})  # fmt: skip
            return 0
        print(f"Team {roster.team_name}, roster {roster.n}.")
        table(
            [(line.name, line.rank, line.role, line.state, line.device[:16], "yes" if line.this_laptop else "")
             for line in lines],
            ("Name", "Rank", "Role", "State", "Laptop", "This one"),
        )  # fmt: skip
        for line in lines:
            print(f"{line.name}: {line.fingerprint}")
    return 0


# the exchange -------------------------------------------------------------------------------------------------


def _sync(args: argparse.Namespace) -> int:
    """``sync DIR --drop FOLDER`` and ``sync status DIR`` share a verb, so they are told apart by hand."""
    from pclo_app.sync import drop
    from pclo_app.sync.exchange import sync

    if args.more is not None:
        if str(args.folder) != "status":
            raise SystemExit("pclo sync: give one case file, or 'pclo sync status DIR'")
        args.folder = args.more
        return _status(args)
    if args.drop is None:
        raise SystemExit("pclo sync: give the office folder with --drop, or use 'pclo sync status DIR'")
    with open_casefile(args) as cf:
        report = sync(cf, drop.at(args.drop), dry_run=args.dry_run)
    if args.json:
        emit(report.as_dict())
    else:
        _print_report(report)
    return 0 if report.ok else 3


def _print_report(report: SyncReport) -> None:
    would = "would be " if report.dry_run else ""
    bundles = "" if report.dry_run else f" in {counted(report.sent_bundles, 'bundle')}"
    print(f"{counted(report.sent_rows, 'revision')} {would}sent{bundles}.")
    print(f"{counted(report.received_rows, 'revision')} {would}taken in from "
          f"{counted(report.received_bundles, 'bundle')}, with {counted(report.reviews, 'review')} "
          f"and {counted(report.receipts, 'receipt')}.")  # fmt: skip
    for name, reason in report.refused:
        print(f"Refused: {name}\n  {reason}")
    for alarm in report.alarms:
        print(f"Tell your supervisor: {alarm}")
    if report.conflicts:
        print(f"Changed by two people, with both versions kept: {counted(len(report.conflicts), 'record')}.")
    print(f"On this laptop without a receipt: {counted(report.unsent, 'revision')}." if report.unsent
          else "The office has a receipt for everything on this laptop.")  # fmt: skip


def _status(args: argparse.Namespace) -> int:
    from pclo_app.sync.status import status

    with open_casefile(args) as cf:
        found = status(cf)
    if args.json:
        emit(found.as_dict())
    else:
        _print_status(found)
    return 0


def _print_status(found: SyncStatus) -> None:
    print(f"Team {found.team}." if found.enrolled else "This laptop is in no team yet, so nothing can be sent.")
    print(f"{counted(found.written, 'revision')}: {found.acked} at the office, {found.on_its_way} in the office "
          f"folder without a receipt, {found.here_only} on this laptop only. "
          f"Last whole sync: {found.last or 'never'}.")  # fmt: skip
    if found.items:
        table([(item.title, item.kind, item.revisions, item.state) for item in found.items],
              ("Record", "Kind", "Revisions", "State"))  # fmt: skip
    for receipt in found.receipts:
        print(f"Receipt {receipt.n} of {receipt.at} from {receipt.office}: "
              f"{counted(receipt.covers, 'revision')} of this laptop.")  # fmt: skip
    for name, reason in found.refused.items():
        print(f"Refused: {name}\n  {reason}")
    for alarm in found.alarms:
        print(f"{alarm.at}: {alarm.words}")


# one bundle ---------------------------------------------------------------------------------------------------


def verify_bundle(args: argparse.Namespace) -> int:
    """``pclo verify BUNDLE``: with ``--in DIR`` by that case file's roster and keys, otherwise as far as it goes."""
    from pclo_app.sync.verifying import CHECKS, OPENED, SIGNATURE
    from pclo_app.sync.verifying import verify_bundle as check_bundle

    data = read_file(args.folder)
    inside: Path | None = getattr(args, "inside", None)
    if inside is None:
        report = check_bundle(None, data, args.folder.name)
    else:
        from pclo_app.vault.device_secret import system_device_secrets

        with CaseFile.open(inside, passphrase(args), secrets=system_device_secrets()) as cf:
            report = check_bundle(cf, data, args.folder.name)
    if args.json:
        emit(report.as_dict())
        return 0 if report.ok else 3
    for problem in report.problems:
        print(f"{problem.where}\n  {problem.what}\n  {problem.safe}\n  {problem.do}")
    if not report.ok:
        return 3
    made = [name for name in CHECKS if report.checked.get(name)]
    left = [name for name in CHECKS if not report.checked.get(name)]
    print(f"Checked and right: {', '.join(made) or 'nothing'}.")
    if left:
        print(f"Not checked: {', '.join(left)}.")
    if not report.checked[SIGNATURE]:
        print("Whether the laptop it names signed it takes the team’s roster: add --in DIR, a case file of the team.")
    elif not report.checked[OPENED]:
        print("Its contents are encrypted, and this is not one of the case files that they are encrypted to.")
    return 0
