"""One child's part of a sealed record: for somebody who may read what is about that child, and nothing about another.

It is no sealed copy and has no signature. It names the sealed record that it is taken from by
its code, says what was left out, and says that the whole record opens under that code.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from ..records.meeting import StrategyMeeting, for_child
from ..records.person import Person
from ..records.seal import Seal
from . import words
from .blocks import Para
from .document import Document
from .errors import WrongRecord
from .flow import Flow
from .page import Finish, Imprint, finished, start
from .sheet import PORTRAIT
from .strategy_body import title_of, told_of_one
from .strategy_signing import NOT_MINUTES
from .strategy_view import MeetingView, SealView
from .styles import BODY, BODY_BOLD, BODY_SOFT, CODE
from .typeface import Run

if TYPE_CHECKING:
    from ..casefile.casefile import CaseFile
    from ..casefile.model import SealedRecord

NAME = "strategy-record-child"
UNMARKED = "what the record does not mark as being about one child stands here as it is, and may name another child."
EXTRACT = "EXTRACT OF A SEALED RECORD"
ANSWERED = {
    "signed": "signed it without reservation",
    "reserved": "signed it with a reservation, which is printed in the whole record",
    "refused": "did not sign it; the reason is printed in the whole record",
    "unable": "was unable to sign it; the reason is printed in the whole record",
    "wet-ink": "was given it for signing on paper",
}


def extract_of(view: MeetingView, child: str, person: Person, answer: SealView, imprint: Imprint) -> Document:
    """What a sealed record says about one child (id), or about all of its children."""
    whole = view.meeting
    part = part_of(whole, child)
    reference, number = view.case.reference, whole.number or "record"
    finish = Finish(
        name=NAME,
        title=f"{title_of(whole)}, case {reference}, {view.number}: extract for one child",
        about=f"{view.about}, extract for one child, sealed {words.moment_plain(answer.sealed_at)}",
        file_name="".join(c if c.isalnum() or c in "-_." else "-" for c in f"{reference}-{number}-extract.pdf"),
        running=(
            f"{title_of(whole)}, case {reference}. Extract for one child",
            f"{view.number}, version {whole.version}",
        ),
    )
    flow = start(PORTRAIT, imprint, finish)
    flow.line(f"{EXTRACT}: {person.name}", BODY_BOLD._replace(size=11), flow.x, flow.y - 9)
    flow.space(14)
    told_of_one(flow, replace(view, meeting=part, children=(person,), findings=()))
    _taken_from(flow, view, part, answer)
    return finished(flow, imprint, finish)


def part_of(whole: StrategyMeeting, child: str) -> StrategyMeeting:
    """What can be told apart by child; what nobody marks for one, such as spoken notes, is not in it."""
    return msgspec.structs.replace(
        for_child(whole, child), finding_reasons=(), carried=(), notes=(), disagreements="", amends=""
    )


def what_is_left_out(flow: Flow, whole: StrategyMeeting, part: StrategyMeeting) -> None:
    """Two paragraphs: what the whole record has beside this, and what stands here unmarked."""
    flow.text(Para((Run("Left out: ", BODY_BOLD), Run(left_out(whole, part), BODY))))
    flow.space(4)
    flow.text(Para((Run("Whole: ", BODY_BOLD), Run(UNMARKED, BODY))))


def _taken_from(flow: Flow, view: MeetingView, part: StrategyMeeting, answer: SealView) -> None:
    seal = answer.seal
    chair = ", ".join(each for each in (seal.by.name, seal.by.desig, seal.by.agency) if each)
    flow.heading(6, "What this is an extract of", keep=150)
    flow.text(
        f"It is taken from {view.label}, version {view.meeting.version}, of {words.counted(seal.pages, 'page')}, as it "
        f"was shown to its chair. {chair} {ANSWERED[seal.outcome]}, {words.moment_full(answer.sealed_at)}. "
        "The answer is to the whole record: there is no signature on an extract."
    )
    flow.space(4)
    what_is_left_out(flow, view.meeting, part)
    flow.space(4)
    flow.text(Para((Run("Code of the sealed record: ", BODY_BOLD), Run(answer.code, CODE._replace(size=11)))))
    flow.text(
        "In the app choose Check a code and type it: the whole record opens, and what stands here can be compared with "
        "it. The check code at the foot of the pages is this extract’s own, for finding this print in the log."
    )
    flow.space(2)
    flow.text(Para((Run(NOT_MINUTES, BODY_SOFT),)))


def left_out(whole: StrategyMeeting, part: StrategyMeeting) -> str:
    """In words, what the whole record has beside this: by number where a number tells nothing of its contents."""
    found = []
    for before, after, one, many in (
        (whole.information, part.information, "entry of information", "entries of information"),
        (whole.decisions, part.decisions, "heading of the decisions", "headings of the decisions"),
        (whole.actions, part.actions, "action", "actions"),
    ):
        if len(after) < len(before):
            found.append(f"{len(before) - len(after)} of {words.counted(len(before), one, many)}, about other children")
    for there, said in (
        (len(whole.children) > 1, "the other children in the list of children"),
        (whole.carried, "what became of earlier actions"),
        (whole.notes, "the notes kept as people spoke"),
        (whole.disagreements, "what was disagreed about"),
        (whole.finding_reasons, "the reasons recorded for what was not done"),
    ):
        if there:
            found.append(said)
    found.append("the checks made before signing, the reservation if there is one, and the signatures")
    return words.sentence("; ".join(found))


# from an open case file ---------------------------------------------------------------------------------------


def extract(
    cf: CaseFile, sealed: SealedRecord, child: str, *, recipient: str = "", copy: tuple[int, int] = (1, 1)
) -> Document:
    """One child's part of a sealed record. Raises WrongRecord where the record is not about that child."""
    from .gather import imprint, seal_view, sealed_meeting_view

    view = sealed_meeting_view(cf, sealed)
    if not isinstance(sealed.seal.record, Seal) or child not in view.meeting.children:
        raise WrongRecord(name=NAME, kind="child of this meeting")
    person: Person = cf.item(child).record
    return extract_of(view, child, person, seal_view(cf, sealed), imprint(cf, view.case, recipient, copy))
