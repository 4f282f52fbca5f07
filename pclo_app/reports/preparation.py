"""Conference preparation notes: what the officer takes into the room, with room to write on."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..practice.conditions import Standing
from ..records.case import CATEGORY_NAMES, Case
from ..records.condition import KEPT_WORDS
from ..records.conference import Conference, Question
from ..records.person import Person
from ..records.work import Action, Check
from . import words
from .blocks import Block, Content, Opinion, Para, para
from .document import Document
from .facts import header_block, title_block
from .flow import Column, Flow, Row
from .page import Finish, Imprint, finished, start
from .sheet import PORTRAIT
from .strategy_body import person_cell
from .styles import BODY, BODY_BOLD, BODY_SOFT, CELL, CELL_BOLD, CELL_SOFT
from .typeface import Run

VIEWS = {
    "": "Not yet decided",
    "plan needed": "A child protection plan is needed",
    "plan not needed": "A child protection plan is not needed",
    "plan to continue": "The plan should continue",
    "plan to end": "The plan should end",
}
RESULTS = {"": "Not recorded", "trace": "Trace", "no trace": "No trace", "not done": "Not done"}
_ANSWER_LINES = 3


@dataclass(frozen=True)
class PreparationInput:
    """What preparation notes are printed from."""

    conference: Conference
    case: Case
    children: tuple[Person, ...]
    checks: tuple[Check, ...] = ()
    actions: tuple[Action, ...] = ()
    """Actions still open."""
    conditions: tuple[Standing, ...] = ()
    """The conditions that stand, those not kept first."""
    people: dict[str, str] = field(default_factory=dict)
    """Name of every person by id."""
    numbers: dict[str, int] = field(default_factory=dict)
    """Number of every chronology entry by id."""
    limits: tuple[str, ...] = ()
    """Sentences on the time limits that are running."""


def render(source: PreparationInput, imprint: Imprint) -> Document:
    """The preparation notes as a document."""
    conference, reference = source.conference, source.case.reference
    title = f"{conference.title}: preparation"
    held = words.day_plain(conference.date)
    finish = Finish(
        name="preparation",
        title=f"{title}, case {reference}",
        about=f"{reference} Preparation notes as at {words.moment_plain(imprint.at)}",
        file_name="".join(c if c.isalnum() or c in "-_." else "-" for c in f"{reference}-preparation.pdf"),
        running=(f"{title}, case {reference}, {held}", "Police notes"),
    )
    flow = start(PORTRAIT, imprint, finish)
    title_block(flow, title, "Police preparation notes. Not for sharing as they stand", reference, "Police notes")
    header_block(flow, _facts(source))
    if source.limits:
        flow.space(5)
        flow.text(" ".join(source.limits))
    _checks(flow, source.checks)
    _questions(flow, source)
    _actions(flow, source.actions)
    _conditions(flow, source)
    flow.heading(5, "Notes")
    flow.text(conference.notes or Run("None.", BODY_SOFT))
    _view(flow, conference)
    return finished(flow, imprint, finish)


def _facts(source: PreparationInput) -> list[tuple[str, str, str, str]]:
    conference, case = source.conference, source.case
    children = "\n".join(words.child_line(child, conference.date) for child in source.children) or "Not recorded"
    when = "\n".join(part for part in (words.day_full(conference.date), conference.time) if part)
    going = words.named(conference.attending) or "Nobody yet"
    if conference.nobody_going_why:
        going = f"Nobody: {conference.nobody_going_why}"
    references = "\n".join(f"{r.system} {r.number}" for r in case.references) or "None recorded"
    facts = [
        ("Children", children, "When", when or "Not recorded"),
        ("Chair", words.named(conference.chair) or "Not recorded", "Where", conference.place or "Not recorded"),
        ("Going", going, "References", references),
    ]
    if conference.interpreter:
        facts.append(("Interpreter", conference.interpreter, "", ""))
    workers = (
        ("Investigating officer", case.investigating_officer),
        ("Social worker", case.social_worker),
        ("Supervisor", case.supervisor),
    )
    known = "; ".join(f"{label}: {who}" for label, who in workers if who is not None and str(who))
    if known:
        facts.append(("Workers", known, "", ""))
    return facts


def _checks(flow: Flow, checks: tuple[Check, ...]) -> None:
    flow.heading(1, "Checks")
    if not checks:
        flow.text(Run("No check is recorded for this conference.", BODY_BOLD))
        return
    columns = (Column("System", 62), Column("On whom", 118), Column("Result", 56), Column("What was found"),
               Column("When and by whom", 108))  # fmt: skip
    first = sorted(checks, key=lambda check: check.result not in ("", "not done"))
    flow.table(columns, [_check(check) for check in first])


def _check(check: Check) -> Row:
    searched = ", ".join(part for part in (check.spelling, words.time_given(check.born_searched)) if part)
    whom: list[Block] = [para(check.on_whom, CELL)]
    if searched:
        whom.append(para(f"Searched as {searched}", CELL_SOFT))
    undone = check.result in ("", "not done")
    result: Content = Run(RESULTS[check.result], CELL_BOLD) if undone else RESULTS[check.result]
    found = check.found
    if check.result == "not done":
        found = f"Reason: {check.not_done_reason or 'none recorded'}"
    if check.reference:
        found = f"{found} ({check.reference})".strip()
    by = "\n".join(part for part in (words.time_given(check.at), words.named(check.by)) if part)
    return Row([check.system, whom, result, found, by])


def _questions(flow: Flow, source: PreparationInput) -> None:
    flow.heading(2, "Questions to ask", keep=86)
    if not source.conference.questions:
        flow.text(Run("None.", BODY_SOFT))
    for number, question in enumerate(source.conference.questions, 1):
        _question(flow, source, number, question)


def _question(flow: Flow, source: PreparationInput, number: int, question: Question) -> None:
    entry = source.numbers.get(question.entry)
    asked = [
        Run(f"{number}  {question.who}: ", BODY_BOLD),
        Run(question.question, BODY),
        Run(f" (entry {entry})" if entry else "", BODY_SOFT),
    ]
    flow.need(20 + 24 * _ANSWER_LINES)
    flow.text(Para(tuple(run for run in asked if run.text)))
    if question.answer:
        at = f" at {question.answered_at}" if question.answered_at else ""
        flow.text(Para((Run(f"Answered{at}: ", BODY_BOLD), Run(question.answer, BODY))))
        flow.space(6)
        return
    flow.lines_to_write_on(_ANSWER_LINES, 19)
    flow.space(9)


def _actions(flow: Flow, actions: tuple[Action, ...]) -> None:
    flow.heading(3, "Actions outstanding")
    if not actions:
        flow.text(Run("None.", BODY_SOFT))
        return
    columns = (Column("What"), Column("Why", 140), Column("Who", 124), Column("By when", 74))
    rows = [
        Row([a.what, a.why, person_cell(a.who), words.day_short(a.by) if a.by else Run("No date", CELL_BOLD)])
        for a in sorted(actions, key=lambda action: action.by or "9")
    ]
    flow.table(columns, rows)


def _conditions(flow: Flow, source: PreparationInput) -> None:
    flow.heading(4, "Conditions")
    if not source.conditions:
        flow.text(Run("None.", BODY_SOFT))
        return
    columns = (Column("Condition"), Column("On whom", 92), Column("To be checked", 118), Column("Kept?", 132))
    flow.table(columns, [_condition(each, source.people) for each in source.conditions])


def _condition(each: Standing, people: dict[str, str]) -> Row:
    condition = each.condition
    parts = dict.fromkeys((condition.attached, condition.attached_words))  # of "another decision" they are one
    about = words.capital(", ".join(part for part in parts if part))
    whom = "\n".join([*(people.get(id, "") for id in condition.persons), condition.on_whom]).strip("\n")
    text: list[Block] = [para(condition.text, CELL)]
    if about:
        text.append(para(about, CELL_SOFT))
    check: list[Block] = [para(words.named(condition.who_checks), CELL)]
    late = ", ".join(words.day_short(day.isoformat()) for day in each.overdue)
    ahead = ", ".join(words.day_short(day.isoformat()) for day in each.open_days if day not in each.overdue)
    if late:
        check.append(para(f"Overdue: {late}", CELL_BOLD))
    if ahead or not late:
        check.append(para(f"By {ahead}" if ahead else "No check ahead", CELL_SOFT))
    return Row([text, whom, check, _kept(each)])


def _kept(each: Standing) -> Content:
    """What the latest check found, and what followed."""
    latest = each.latest
    if latest is None:
        return Run("Not checked", CELL_BOLD)
    grave = latest.kept != "kept"
    found: list[Block] = [para(KEPT_WORDS.get(latest.kept, "Not answered"), CELL_BOLD if grave else CELL)]
    by = words.named(latest.by)
    found.append(para(f"{words.day_short(latest.on[:10])}, {by}", CELL_SOFT))
    if latest.found:
        found.append(para(latest.found, CELL))
    if latest.kept == "not kept":
        after = latest.followed or ("An action was set" if each.followed else "")
        found.append(para(f"What followed: {after}", CELL) if after else para("Nothing followed", CELL_BOLD))
    return found


def _view(flow: Flow, conference: Conference) -> None:
    flow.heading(6, "Proposed police view")
    said = VIEWS[conference.police_view]
    if conference.police_view_category:
        said += f", category {CATEGORY_NAMES[conference.police_view_category]}"
    author = words.named(conference.police_view_by) or "Author not recorded"
    runs = [Run(f"{said}. ", BODY_BOLD)]
    if conference.police_view_why:
        runs.append(Run(f"{words.sentence(conference.police_view_why)} ", BODY))
    flow.text(Opinion((*runs, Run(author, BODY_SOFT))))
