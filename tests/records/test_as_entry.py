"""Other records as lines of the chronology."""

from __future__ import annotations

from pclo_app.records import kinds
from pclo_app.records.as_entry import MARK, PLACED, as_entry
from pclo_app.records.base import Named
from pclo_app.records.chronology import ChronologyEntry
from pclo_app.records.conference import Conference, ConferenceOutcome
from pclo_app.records.event_date import EventDate
from pclo_app.records.meeting import Attendee, HeadingAnswer, StrategyMeeting
from pclo_app.records.person import Person
from pclo_app.records.review import Comment, ReadMark, Review
from pclo_app.records.safeguarding import Medical, PoliceProtection

CHAIR = Attendee(name="Ines Corrigan", rank="Team Manager", agency="CSC", attendance="present", chair=True)
DESIGNATED = Named(name="Yusuf Adeyemi", rank="Inspector", agency="POL")
CONSTABLE = Named(name="Tom Birch", rank="PC", agency="POL")


def test_an_entry_is_its_own_line() -> None:
    entry = ChronologyEntry(fact="Seen at school.")
    assert as_entry(entry) is entry


def test_a_meeting_says_who_chaired_and_what_was_decided() -> None:
    meeting = StrategyMeeting(
        number="SM-2", form="meeting", date="2026-11-05", start="14:00", place="Harrow Lane", children=("c1",),
        attendance=(CHAIR, Attendee(name="A", rank="DC", agency="POL", attendance="apologies")),
        decisions=(
            HeadingAnswer(number=1, heading="Section 47 enquiries", answer="decided", decision="Start", why="Bruise"),
            HeadingAnswer(number=2, heading="Single agency or joint", answer="deferred"),
            HeadingAnswer(number=6, heading="Other children", answer="decided", decision="See Theo.", why="Is 9."),
        ),
    )  # fmt: skip
    line = as_entry(meeting)
    assert line is not None and line.decision is not None
    assert line.fact == "Strategy meeting SM-2, Harrow Lane. Chaired by Ines Corrigan, Team Manager. 1 attended."
    assert line.decision.decision == "Section 47 enquiries: Start; Other children: See Theo"
    assert (line.decision.why, line.decision.by.rank) == ("Bruise. Is 9.", "Team Manager")
    assert (line.when, line.agency, line.persons) == (EventDate(edtf="2026-11-05", time="14:00"), "CSC", ("c1",))


def test_what_has_no_date_has_no_line() -> None:
    undated = (StrategyMeeting(number="SM-3"), Conference(type="initial"), Medical(child="c"), PoliceProtection(),
               ConferenceOutcome(conference="x", attended="in person"), Review(), Person(name="Somebody"))  # fmt: skip
    assert [as_entry(record) for record in undated] == [None] * len(undated)


def test_an_outcome_stands_behind_its_conference_of_the_same_day() -> None:
    held = as_entry(Conference(type="initial", date="2026-11-20", time="10:00"))
    outcome = as_entry(
        ConferenceOutcome(
            conference="x", held_on="2026-11-20", attended="report only", not_attended_why="Court that morning",
            category="NEG", decision="Child protection plan.",
        )
    )  # fmt: skip
    assert held is not None and outcome is not None and outcome.decision is not None
    assert outcome.fact == "Police sent a report only. Why: Court that morning. Category: neglect."
    assert outcome.sequence > held.sequence


def test_police_protection_is_a_decision_with_rank_whether_used_or_not() -> None:
    used = PoliceProtection(
        children=("c",), answer="used", why="Left alone overnight", by=CONSTABLE, taken_at="2026-11-03T16:00",
        designated_officer=DESIGNATED,
    )  # fmt: skip
    line = as_entry(used)
    assert used.missing() == [] and used.runs
    assert line is not None and line.decision is not None
    assert line.fact == "Police protection used. Designated officer: Yusuf Adeyemi, Inspector."
    assert line.decision.by.rank == "PC" and line.when.time == "16:00"
    missing = PoliceProtection(children=("c",), answer="used", why="x", by=Named(name="Tom Birch")).missing()
    assert [each.field for each in missing] == ["taken_at", "designated_officer", "by"]


def test_a_medical_says_whether_police_were_there_and_if_not_why() -> None:
    medical = Medical(
        child="c", needed="yes", decided_by=DESIGNATED, when=EventDate(edtf="2026-11-04"), police_attended="no",
        police_not_why="No officer free", examiner=Named(name="Dr Sallis", rank="Consultant", agency="HEA"),
    )  # fmt: skip
    line = as_entry(medical)
    assert medical.missing() == [] and medical.was_held and line is not None
    assert line.fact == "Medical examination. By Dr Sallis, Consultant. Police did not attend: No officer free."
    assert [each.field for each in Medical(child="c", needed="no", police_attended="no").missing()] == [
        "decided_by", "needed_why", "police_not_why",
    ]  # fmt: skip


def test_a_review_is_dated_by_its_header() -> None:
    review = Review(read=(ReadMark(record="r", rev="v"),), comments=(Comment(kind="query", words="Why?"),))
    line = as_entry(review, at="2026-11-06T09:15:00+00:00", by=Named(name="Farah Whitcombe", rank="DS"))
    assert line is not None and line.fact == "Supervisor’s review: 1 entry read, 1 query."
    assert (line.when.edtf, line.when.time) == ("2026-11-06", "09:15")


def test_every_kind_that_is_placed_is_a_kind_and_has_a_mark() -> None:
    assert set(kinds.KINDS) >= PLACED and set(MARK) == PLACED - {"chronology_entry"}
