"""pclo meeting seal, code check: sealing without a screen, and checking a printed code."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec

from pclo_app.casefile import meetings
from pclo_app.errors import BadInput
from pclo_app.records.meeting import StrategyMeeting
from pclo_app.records.seal import OUTCOME_WORDS, Ink, Seal, qr_text

from .doors import Verbs, emit, group, open_casefile, read_file, references, verb


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
    verb(code, "check", _check, "say which sealed record a code belongs to").add_argument("code", metavar="CODE")


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
    with open_casefile(args) as cf:
        sealed = meetings.by_code(cf, args.code)
        seal = sealed.seal.record
        assert isinstance(seal, Seal)
        meeting = cf.item(sealed.meeting)
        found = {
            "code": sealed.code,
            "case": references(cf).get(meeting.case, ""),
            "meeting": meeting.id,
            "number": meeting.record.number,
            "date": meeting.record.date,
            "outcome": seal.outcome,
            "by": seal.by,
            "sealed_at": sealed.seal.at,
            "pages": seal.pages,
            "pdf": seal.pdf,
        }
    if args.json:
        emit(found)
    else:
        print(f"{OUTCOME_WORDS[seal.outcome]} by {seal.by.name}, {seal.by.desig}, {seal.by.agency}.")
        print(f"Case {found['case']}, record {found['number']}, {found['pages']} pages, sealed {found['sealed_at']}.")
        print("The code shows which sealed record the paper claims to be; compare its words with the sealed pages.")
    return 0
