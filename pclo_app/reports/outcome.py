"""The outcome note of a conference: how the police took part, what was decided, who disagreed."""

from __future__ import annotations

from dataclasses import dataclass

from ..records.case import CATEGORY_NAMES, Case
from ..records.conference import Conference, ConferenceOutcome
from ..records.person import Person
from ..records.work import Action
from . import words
from .blocks import Para
from .document import Document
from .facts import header_block, title_block
from .flow import Column, Flow, Row
from .page import Finish, Imprint, finished, start
from .sheet import PORTRAIT
from .strategy_body import person_cell
from .styles import BODY, BODY_BOLD, BODY_SOFT, CELL_BOLD
from .typeface import Run

ATTENDED = {
    "in person": "The police attended in person",
    "report only": "The police sent a report and did not attend",
    "neither": "The police neither attended nor sent a report",
}
QUORATE = {"": "Not recorded", "yes": "Yes", "no": "No"}


@dataclass(frozen=True)
class OutcomeInput:
    """What an outcome note is printed from."""

    outcome: ConferenceOutcome
    conference: Conference
    case: Case
    children: tuple[Person, ...]
    actions: tuple[Action, ...] = ()
    """Actions set by this conference."""


def render(source: OutcomeInput, imprint: Imprint) -> Document:
    """The outcome note as a document."""
    conference, reference = source.conference, source.case.reference
    title = f"{conference.title}: outcome"
    finish = Finish(
        name="outcome",
        title=f"{title}, case {reference}",
        about=f"{reference} Outcome note as at {words.moment_plain(imprint.at)}",
        file_name="".join(c if c.isalnum() or c in "-_." else "-" for c in f"{reference}-outcome.pdf"),
        running=(f"{title}, case {reference}, {words.day_plain(conference.date)}", "Police note"),
    )
    flow = start(PORTRAIT, imprint, finish)
    title_block(flow, title, "Police note of a child protection conference. It does not replace the minutes",
                reference, "Police note")  # fmt: skip
    header_block(flow, _facts(source))
    outcome = source.outcome
    _attendance(flow, outcome)
    _decision(flow, outcome)
    flow.heading(3, "Police view given")
    flow.text(outcome.police_view_given or Run("Not recorded.", BODY_SOFT))
    _dissent(flow, outcome)
    _actions(flow, source.actions)
    _next(flow, outcome)
    return finished(flow, imprint, finish)


def _facts(source: OutcomeInput) -> list[tuple[str, str, str, str]]:
    conference = source.conference
    children = "\n".join(words.child_line(child, conference.date) for child in source.children) or "Not recorded"
    when = "\n".join(part for part in (words.day_full(conference.date), conference.time) if part)
    references = "\n".join(f"{r.system} {r.number}" for r in source.case.references) or "None recorded"
    return [
        ("Children", children, "When", when or "Not recorded"),
        ("Type", conference.title, "Where", conference.place or "Not recorded"),
        ("Chair", words.named(conference.chair) or "Not recorded", "References", references),
    ]


def _attendance(flow: Flow, outcome: ConferenceOutcome) -> None:
    flow.heading(1, "How the police took part")
    who = words.named(outcome.attended_by)
    after = f": {who}" if who and outcome.attended == "in person" else ""
    runs = [Run(f"{ATTENDED[outcome.attended]}{after}.", BODY_BOLD)]
    if outcome.not_attended_why:
        runs.append(Run(f" Reason: {outcome.not_attended_why}", BODY))
    flow.text(Para(tuple(runs)))


def _decision(flow: Flow, outcome: ConferenceOutcome) -> None:
    flow.heading(2, "What was decided")
    flow.text(Para((Run(outcome.decision or "Not recorded.", BODY_BOLD),), mark="diamond"))
    flow.space(3)
    rows = [
        ("Category", words.capital(CATEGORY_NAMES.get(outcome.category, "")) or "None"),
        ("Plan starts", words.day_full(outcome.plan_start) or "No plan date recorded"),
        ("Quorate", QUORATE[outcome.quorate]),
    ]
    flow.table((Column("What", 150), Column("Recorded")), [Row([a, b]) for a, b in rows], headed=False)


def _dissent(flow: Flow, outcome: ConferenceOutcome) -> None:
    flow.heading(4, "Dissent")
    if not outcome.dissent:
        flow.text(Run("None recorded.", BODY_SOFT))
        return
    flow.boxed([
        Para((
            Run(f"{words.named(each.who) or 'Not named'}, on {each.on_what}. ", BODY_BOLD),
            Run(f"Why: {each.why or 'not recorded'}", BODY),
        ), before=3 if place else 0)
        for place, each in enumerate(outcome.dissent)
    ])  # fmt: skip


def _actions(flow: Flow, actions: tuple[Action, ...]) -> None:
    flow.heading(5, "Police actions")
    if not actions:
        flow.text(Run("None recorded.", BODY_SOFT))
        return
    columns = (Column("What"), Column("Why", 140), Column("Who", 124), Column("By when", 74))
    flow.table(columns, [
        Row([a.what, a.why, person_cell(a.who), words.day_short(a.by) if a.by else Run("No date", CELL_BOLD)])
        for a in actions
    ])  # fmt: skip


def _next(flow: Flow, outcome: ConferenceOutcome) -> None:
    flow.heading(6, "Next dates")
    rows = [
        ("First core group", words.day_full(outcome.core_group) or "Not recorded"),
        ("Review conference", words.day_full(outcome.review) or "Not recorded"),
        ("Investigating officer told", words.time_given(outcome.told_investigating_officer) or "Not recorded"),
    ]
    flow.table((Column("What", 150), Column("When")), [Row([a, b]) for a, b in rows], headed=False)
