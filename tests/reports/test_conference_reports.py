from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec

from pclo_app.practice import conditions
from pclo_app.records.base import Named
from pclo_app.records.conference import Conference, ConferenceOutcome, Dissent, Question
from pclo_app.records.work import Action, Check
from pclo_app.reports import outcome, preparation
from pclo_app.reports.outcome import OutcomeInput
from pclo_app.reports.page import Imprint
from pclo_app.reports.preparation import PreparationInput
from pclo_app.reports.strategy_view import MeetingView
from tests.records.test_condition import DOGS, SEEN
from tests.reports.test_pages import no_characters_overlap, stays_inside

ME = Named(name="Dawn Pettifer", rank="PCLO")


def flat(text: str) -> str:
    return " ".join(text.split())


def _conference() -> Conference:
    return Conference(
        type="initial", date="2026-11-20", time="10:00", place="Civic Centre, Room 1",
        chair=Named(name="Ruth Adeyemi", rank="Independent Chair", agency="CSC"), attending=ME,
        notes="Ask about the agreement of 3 November.\nBring photographs.",
        questions=(
            Question(who="Health visitor", question="When was the ear last seen unmarked?", entry="49"),
            Question(who="Social worker", question="Who holds the keys?", answer="The grandmother.",
                     answered_at="10:21"),
        ),
        police_view="plan needed", police_view_category="PHY", police_view_why="Injury with no account",
        police_view_by=ME,
    )  # fmt: skip


def test_preparation_notes_put_what_was_not_done_first(view: MeetingView, imprint: Imprint) -> None:
    checks = (
        Check(system="PNC", on_whom="Dale Pruett", spelling="PRUETT Dale", born_searched="1991-02-01", result="trace",
              found="Battery, 2019", at="2026-11-04T09:30", by=ME, reference="PNC/1"),
        Check(system="ViSOR", on_whom="Dale Pruett", result="not done", not_done_reason="No access today"),
    )  # fmt: skip
    actions = (Action(what="Visit without notice", who=Named(name="J Prideaux", rank="Social Worker", agency="CSC"),
                      by="2026-11-06"),)  # fmt: skip
    source = PreparationInput(
        conference=_conference(), case=view.case, children=view.children, checks=checks, actions=actions,
        numbers={"49": 49}, limits=("The limit is Monday 23 November 2026.",),
    )  # fmt: skip
    document = preparation.render(source, imprint)
    words = flat(document.text())
    assert words.index("ViSOR") < words.index("PNC Dale")
    for expected in (
        "Initial conference: preparation", "Friday 20 November 2026", "Reason: No access today", "Not done",
        "1 Health visitor: When was the ear last seen unmarked? (entry 49)", "Answered at 10:21: The grandmother.",
        "Fri 6 Nov 2026", "Bring photographs.", "A child protection plan is needed, category physical abuse.",
        "4 November 2026, 09:30", "Searched as PRUETT Dale, 1 February 1991", "Dawn Pettifer, PCLO", document.code,
    ):  # fmt: skip
        assert expected in words, expected
    stays_inside(document)
    no_characters_overlap(document)


def test_preparation_notes_list_the_conditions_not_kept_first(view: MeetingView, imprint: Imprint) -> None:
    weekly = ("2007-03-09", "2007-03-23")
    late = msgspec.structs.replace(DOGS, text="Seen weekly.", check_by=weekly, on_whom="Any lodger")
    broken = msgspec.structs.replace(SEEN, condition="dogs", followed="")
    standings = conditions.standings(
        [("late", late), ("dogs", msgspec.structs.replace(DOGS, check_by=("2007-03-01", "2007-03-20")))],
        [("k", broken)],
        today=date(2007, 3, 12),
    )
    source = PreparationInput(
        conference=_conference(), case=view.case, children=view.children, conditions=tuple(standings),
        people={"mother": "Kerry Orrin"},
    )  # fmt: skip
    document = preparation.render(source, imprint)
    words = flat(document.text())
    assert words.index("The dogs must not be in the home.") < words.index("Seen weekly.")
    for expected in (
        "4 Conditions", "Return home", "Kerry Orrin", "Not kept", "Tue 6 Mar 2007", "Three dogs were in the kitchen",
        "Nothing followed", "By Tue 20 Mar 2007", "Not checked", "Overdue: Fri 9 Mar 2007 By Fri 23 Mar", "Any lodger",
    ):  # fmt: skip
        assert expected in words, expected
    stays_inside(document)
    no_characters_overlap(document)
    none = preparation.render(replace(source, conditions=()), imprint)
    assert "4 Conditions None." in flat(none.text())


def test_an_outcome_note_keeps_attendance_decision_and_dissent_apart(view: MeetingView, imprint: Imprint) -> None:
    note = ConferenceOutcome(
        conference="c" * 32, attended="report only", not_attended_why="No officer free", quorate="yes",
        decision="Both children to be subject to a plan", category="PHY", plan_start="2026-11-20",
        police_view_given="A plan is needed.",
        dissent=(Dissent(who=Named(name="C Osei-Munt", rank="Deputy Head"), on_what="category", why="Neglect first"),),
        core_group="2026-12-04", told_investigating_officer="2026-11-20T12:30",
    )  # fmt: skip
    source = OutcomeInput(outcome=note, conference=_conference(), case=view.case, children=view.children)
    document = outcome.render(source, imprint)
    words = flat(document.text())
    for expected in (
        "The police sent a report and did not attend. Reason: No officer free", "Physical abuse",
        "C Osei-Munt, Deputy Head, on category. Why: Neglect first", "Friday 4 December 2026",
        "20 November 2026, 12:30", "Review conference Not recorded",
    ):  # fmt: skip
        assert expected in words, expected
    stays_inside(document)
    empty = replace(source, outcome=ConferenceOutcome(conference="c" * 32, attended="in person", attended_by=ME))
    assert "The police attended in person: Dawn Pettifer, PCLO." in flat(outcome.render(empty, imprint).text())
