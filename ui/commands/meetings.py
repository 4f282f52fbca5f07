"""pclo meeting seal, code check: sealing without a screen, and checking a printed code."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pclo_app.casefile import meetings
from pclo_app.errors import BadInput
from pclo_app.records.meeting import StrategyMeeting
from pclo_app.records.seal import OUTCOME_WORDS, Ink, Seal, qr_text

from .doors import Verbs, emit, group, open_casefile, read_file, verb

if TYPE_CHECKING:
    from pclo_app.reports.checked import CheckedCode


class UnreadableInk(BadInput):
    """The file of strokes does not hold strokes."""

    code = "cli.unreadable-ink"
    what = "The file {file} does not hold a signature: it needs dev, unit and strokes."
    safe = "Nothing was sealed."
    do = 'Use the form {{"dev": "pen", "unit": "0.01mm", "strokes": [[[x, y, ms, pressure]]]}}.'


class NotAMeeting(BadInput):
    """The id belongs to a record of another kind."""

    code = "cli.not-a-meeting"
    what = "The record {id} is not a strategy-meeting record."
    safe = "Nothing was sealed."
    do = "List them with 'pclo record list DIR --kind strategy_meeting'."


class OneCode(BadInput):
    """Neither a code nor a scan was given, or both."""

    code = "cli.one-code"
    what = "Give either the code or a scan of the page."
    safe = "Nothing was changed."
    do = "Use 'pclo code check DIR CODE' or 'pclo code check DIR --scan FILE'."


def add(verbs: Verbs) -> None:
    """Declare the verbs."""
    meeting = group(verbs, "meeting", "seal a strategy-meeting record with its chair’s answer")
    seal = verb(meeting, "seal", _seal, "seal a record. Running it states that the chair was shown every page")
    seal.add_argument("id", metavar="ID")
    seal.add_argument("--outcome", required=True, choices=tuple(OUTCOME_WORDS))
    seal.add_argument("--ink", type=Path, metavar="FILE.json", help="the strokes of the signature")
    seal.add_argument("--typed", action="store_true", help="the chair typed the name in place of a signature")
    seal.add_argument("--name", help="the chair’s name; from the attendance where it is not given")
    seal.add_argument("--designation", help="the chair’s role")
    seal.add_argument("--agency", help="the chair’s agency")
    seal.add_argument("--idcheck", default="none", help="how the chair’s identity was checked")
    seal.add_argument("--reserve", help="what the chair disagrees with")
    seal.add_argument("--why", help="why the chair refused or was unable to sign")
    seal.add_argument("--read-aloud", action="store_true", help="the whole record was read out to the chair")
    seal.add_argument("--witness", action="append", default=[], metavar="NAME")

    code = group(verbs, "code", "check the code on a printed page")
    check = verb(code, "check", _check, "say which sealed record a code belongs to, typed or read off a scan")
    check.add_argument("code", metavar="CODE", nargs="?", default="", help="the 28 characters at the foot of a page")
    check.add_argument(
        "--scan", type=Path, metavar="FILE", help="read the codes off a scan or photograph (PDF, picture)"
    )


def _ink(args: argparse.Namespace) -> Ink:
    if args.ink is None:
        return Ink(dev="typed" if args.typed else "none", unit="0.01mm", strokes=())
    try:
        return msgspec.json.decode(read_file(args.ink), type=Ink)
    except msgspec.MsgspecError:
        raise UnreadableInk(file=args.ink) from None


def _seal(args: argparse.Namespace) -> int:
    from pclo_app.reports import strategy_record

    ink = _ink(args)
    with open_casefile(args) as cf:
        item = cf.item(args.id)
        if not isinstance(item.record, StrategyMeeting):
            raise NotAMeeting(id=args.id)
        chair = item.record.chair
        document = strategy_record.presented(cf, args.id)
        shown = meetings.present(cf, args.id, document.pdf, document.pages)
        answer = meetings.Answer(
            outcome=args.outcome,
            name=args.name or (chair.name if chair else ""),
            desig=args.designation or (chair.rank if chair else ""),
            agency=args.agency or ((chair.organisation or chair.agency) if chair else ""),
            ink=ink,
            idcheck=args.idcheck,
            reserve=args.reserve,
            why=args.why,
            seen=() if args.read_aloud else tuple(range(1, document.pages + 1)),
            read_aloud=args.read_aloud,
            witness=tuple(args.witness),
        )
        sealed = meetings.seal(cf, shown, answer, text=document.text(), template=document.template)
        if args.json:
            emit({"seal": sealed.seal.id, "meeting": sealed.meeting, "code": sealed.code,
                  "qr": qr_text(sealed.digest), "outcome": args.outcome})  # fmt: skip
        else:
            print(f"{OUTCOME_WORDS[args.outcome]}. The record is sealed.\nCode: {sealed.code}")
    return 0


def _check(args: argparse.Namespace) -> int:
    from pclo_app.reports import checked

    if bool(args.code) == (args.scan is not None):
        raise OneCode()
    with open_casefile(args) as cf:
        found = checked.scan(cf, read_file(args.scan)) if args.scan is not None else [checked.typed(cf, args.code)]
    told = [_told(each) for each in found]
    if args.json:
        emit(told[0] if args.scan is None else told)
        return 0
    for each, facts in zip(found, told, strict=True):
        seal = each.sealed.seal.record
        assert isinstance(seal, Seal)
        if each.page:
            print(f"Page {each.page} of the scan: code {each.sealed.code}.")
        print(f"{OUTCOME_WORDS[seal.outcome]} by {seal.by.name}, {seal.by.desig}, {seal.by.agency}.")
        print(f"Case {facts['case']}, record {facts['number']}, {facts['pages']} pages, sealed {facts['sealed_at']}.")
        if each.later is not None:
            print(f"Version {each.later[0]} has taken its place: code {each.later[1]}.")
        if each.earlier is not None:
            print(f"It took the place of version {each.earlier[0]}: code {each.earlier[1]}.")
    print("The code shows which sealed record the paper claims to be; compare its words with the sealed pages.")
    return 0


def _told(each: CheckedCode) -> dict[str, object]:
    seal = each.sealed.seal.record
    assert isinstance(seal, Seal)
    return {
        "code": each.sealed.code,
        "case": each.reference,
        "meeting": each.sealed.meeting,
        "number": each.record.number,
        "version": each.record.version,
        "date": each.record.date,
        "outcome": seal.outcome,
        "by": seal.by,
        "sealed_at": each.sealed.seal.at,
        "pages": seal.pages,
        "pdf": seal.pdf,
        "page_of_scan": each.page,
        "taken_over_by": each.later,
        "took_the_place_of": each.earlier,
    }
