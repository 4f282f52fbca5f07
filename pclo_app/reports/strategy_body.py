"""Sections 1 to 7 of a strategy-meeting record: what was said, decided and set to be done."""

from __future__ import annotations

from ..records.agencies import AGENCIES
from ..records.base import Named
from ..records.meeting import Attendee, CarriedAction, HeadingAnswer, MeetingAction, SharedInformation, StrategyMeeting
from . import words
from .blocks import Block, Content, Opinion, Para, para
from .facts import header_block, title_block
from .flow import Column, Flow, Row
from .strategy_after import code_line
from .strategy_checks import checks
from .strategy_view import MeetingView
from .styles import BODY, BODY_BOLD, BODY_SOFT, CELL, CELL_BOLD, CELL_SOFT
from .typeface import Run

ATTENDANCE = {
    "": "Not recorded",
    "present": "Present",
    "phone": "By phone",
    "apologies": "Apologies",
    "not invited": "Not invited",
}
ANSWERS = {"": "Not answered", "decided": "Decided", "not applicable": "Not applicable", "deferred": "Deferred"}
DANGER = {"yes": "Immediate danger: yes.", "no": "Immediate danger: no."}
BEGAN = {
    "yes": "Section 47 enquiries began with this discussion.",
    "no": "Section 47 enquiries did not begin with this discussion.",
}
MEDICAL = {
    "not indicated": "A medical assessment is not indicated.",
    "indicated": "A medical assessment is indicated.",
    "held": "A medical assessment has been held.",
}


def body(flow: Flow, view: MeetingView) -> None:
    """Title, header block and sections 1 to 7."""
    told_of_one(flow, view)
    _notes(flow, view.meeting)
    _checks(flow, view)


def told_of_one(flow: Flow, view: MeetingView) -> None:
    """Title, header block and sections 1 to 5: what can be told apart by child."""
    under = "Police record of a strategy or planning meeting, shown to the chair and countersigned at the time"
    meeting = view.meeting
    title_block(flow, title_of(meeting), under, view.case.reference, f"{view.label}, version {meeting.version}")
    header_block(flow, _facts(view))
    _changed(flow, view)
    _why(flow, view)
    _attendance(flow, meeting)
    _information(flow, meeting)
    _decisions(flow, meeting)
    _actions(flow, meeting)


CHANGED = "Changed after signing"


def _changed(flow: Flow, view: MeetingView) -> None:
    """A version made after sealing says so before anything else, and why."""
    meeting, before = view.meeting, view.replaces
    if not meeting.amends:
        return
    old = f"version {before.number}" if before else "an earlier version"
    said = f"This version takes the place of {old} once it is sealed itself. {before.sentence if before else ''}"
    flow.space(8)
    flow.boxed([
        Para((Run(f"{CHANGED}. ", BODY_BOLD), Run(said.strip(), BODY))),
        *([code_line(before)] if before else []),
        Para((Run("Why it was changed: ", BODY_BOLD), Run(meeting.amends_why or "No reason is recorded.", BODY))),
    ])  # fmt: skip


def title_of(meeting: StrategyMeeting) -> str:
    """``Strategy meeting record``."""
    return f"{'Planning meeting' if meeting.form == 'planning' else 'Strategy meeting'} record"


def _facts(view: MeetingView) -> list[tuple[str, str, str, str]]:
    """The header block, two facts to a row; a row without a second fact runs across."""
    meeting = view.meeting
    children = "\n".join(words.child_line(child, meeting.date) for child in view.children) or "Not recorded"
    clock = " to ".join(part for part in (meeting.start, meeting.end) if part)
    when = "\n".join(part for part in (words.day_full(meeting.date), clock) if part) or "Not recorded"
    where = ", ".join(part for part in (meeting.place, meeting.mode) if part) or "Not recorded"
    chair = view.chair
    chaired = ", ".join(p for p in (chair.name, chair.rank, chair.organisation) if p) if chair else "Not recorded"
    references = "\n".join(f"{r.system} {r.number}" for r in view.case.references) or "None recorded"
    facts = [
        ("Children", children, "When", when),
        ("Type", meeting.title, "Where", where),
        ("Chair", chaired, "References", references),
    ]
    if meeting.home_authority or view.case.home_authority:
        facts.append(("Home authority", meeting.home_authority or view.case.home_authority, "", ""))
    return [*facts, ("Recorded by", view.writer.line, "", "")]


def _why(flow: Flow, view: MeetingView) -> None:
    meeting = view.meeting
    flow.heading(1, "Why the meeting was held")
    flow.text(meeting.purpose or "Not recorded.")
    rest = (DANGER.get(meeting.immediate_danger), BEGAN.get(meeting.began_section_47), MEDICAL.get(meeting.medical))
    said = " ".join([*(part for part in rest if part), *view.limits])
    if said:
        flow.text(said)


def _attendance(flow: Flow, meeting: StrategyMeeting) -> None:
    flow.heading(2, "Who was there")
    columns = (
        Column("Agency", 36), Column("Name", 92), Column("Rank or designation", 128), Column("Attendance", 56),
        Column("Note"),
    )  # fmt: skip
    flow.table(columns, [_attendee(person) for person in meeting.attendance])
    if not meeting.attendance:
        flow.text(Run("Nobody is recorded.", BODY_SOFT))
    if meeting.finding_reasons:
        contents: list[Content] = []
        for reason in meeting.finding_reasons:
            by = f" by {reason.by}" if reason.by else ""
            at = f", {words.time_given(reason.at)}" if reason.at else ""
            contents.append(
                Para(
                    (
                        Run(words.sentence(reason.words), BODY_BOLD),
                        Run(f" Reason recorded{by}{at}: {reason.reason}", BODY),
                    )
                )
            )
        flow.space(4.5)
        flow.boxed(contents)


def _attendee(person: Attendee) -> Row:
    notes = [
        person.note,
        "Recording officer" if person.recorder and "ecording officer" not in person.note else "",
        "Supervisor" if person.supervisor and "upervisor" not in person.note else "",
        person.organisation,
        f"Reason: {person.reason_absent}" if person.reason_absent else "",
        f"Representations: {person.representations}" if person.representations else "",
    ]
    said = ". ".join(note.rstrip(".") for note in notes if note)
    note: Content = said
    if person.chair:
        note = Para((Run("Chair" + (". " if said else ""), CELL_BOLD), Run(said, CELL)))
    name = person.name or "Not named"
    rank: Content = person.rank or Run("Not recorded", CELL_BOLD)
    if not person.name and not person.rank:
        rank = ""
    return Row([agency_cell(person.agency), name, rank, ATTENDANCE[person.attendance], note])


def agency_cell(code: str) -> Content:
    """An agency's shape and code."""
    return para(code, CELL, mark=code) if code in AGENCIES else code


def _information(flow: Flow, meeting: StrategyMeeting) -> None:
    flow.heading(3, "Information shared")
    columns = (Column("Agency", 36), Column("Who", 110), Column("What they said"), Column("First-hand?", 58))
    if meeting.information:
        flow.table(columns, [_shared(info) for info in meeting.information])
    else:
        flow.text(Run("None is recorded.", BODY_SOFT))


def _shared(info: SharedInformation) -> Row:
    who = ", ".join(part for part in (info.who.name, info.who.rank) if part)
    blocks: list[Block] = [para(info.fact, CELL)] if info.fact else []
    if info.opinion:
        author = words.short_name(info.who.name) or info.agency
        said = (Run(f"{words.sentence(info.opinion)} ", CELL), Run(f"Opinion of {author}", CELL_SOFT))
        blocks.append(Opinion(said, before=2.0 if info.fact else 0.0))
    again = (agency_cell(info.agency), para("continued", CELL_SOFT))
    return Row([agency_cell(info.agency), who, blocks, words.DEGREES[info.degree]], again=again)


def _decisions(flow: Flow, meeting: StrategyMeeting) -> None:
    flow.heading(4, "Decisions")
    columns = (Column("No.", 20), Column("Heading", 116), Column("Answer", 66), Column("What and why"))
    if meeting.decisions:
        flow.table(columns, [_decided(heading) for heading in meeting.decisions])
    else:
        flow.text(Run("No heading is answered.", BODY_BOLD))


_RELIED_ON = "Relied on:"


def _decided(heading: HeadingAnswer) -> Row:
    plain = heading.answer in ("decided", "deferred")
    answer: Content = ANSWERS[heading.answer] if plain else Run(ANSWERS[heading.answer], CELL_BOLD)
    if heading.answer == "not applicable":
        answer = ANSWERS[heading.answer]
    blocks: list[Block] = []
    if heading.decision:
        style = CELL_BOLD if heading.answer == "decided" else CELL
        mark = "diamond" if heading.answer == "decided" else ""
        blocks.append(para(heading.decision, style, mark=mark))
    if heading.why:
        label = "Reason:" if heading.answer == "not applicable" else "Why:"
        said = heading.why
        if said.startswith(_RELIED_ON):  # an officer who wrote this heading gets it once
            label, said = _RELIED_ON, said.removeprefix(_RELIED_ON).lstrip()
        blocks.append(Para((Run(f"{label} ", CELL_BOLD), Run(said, CELL))))
    until = f"until {words.day_short(heading.until)}" if heading.until else ""
    by = ", ".join(part for part in (heading.who, until) if part)
    if by:
        blocks.append(Para((Run("Who: " if heading.who else "When: ", CELL_BOLD), Run(by, CELL))))
    number = para(str(heading.number), CELL_BOLD)
    return Row([number, heading.heading, answer, blocks], again=(number, para("continued", CELL_SOFT)))


def _actions(flow: Flow, meeting: StrategyMeeting) -> None:
    flow.heading(5, "Actions")
    columns = (Column("No.", 20), Column("What", 156), Column("Why"), Column("Who", 118), Column("By when", 74))
    actions = [action for action in meeting.actions if action.what.strip()]
    if actions:
        flow.table(columns, [_action(number, action) for number, action in enumerate(actions, 1)])
    else:
        flow.text(Run("No actions were set.", BODY_SOFT))
    if meeting.carried:
        flow.text(Run("Actions of the meeting before", BODY_BOLD))
        flow.table(
            (Column("What", 190), Column("Who", 118), Column("Was due", 74), Column("What became of it")),
            [_carried(each) for each in meeting.carried],
        )


def _carried(each: CarriedAction) -> Row:
    said: Content = (
        [para(each.said[:1].upper() + each.said[1:], CELL_BOLD)] if each.said else Run("Not said", CELL_BOLD)
    )
    if isinstance(said, list) and each.note:
        said.append(para(each.note, CELL))
    when: Content = words.day_short(each.by) if each.by else "No date"
    return Row([each.what, person_cell(each.who), when, said])


def _action(number: int, action: MeetingAction) -> Row:
    when: Content = words.day_short(action.by) if action.by else Run("No date", CELL_BOLD)
    label = para(str(number), CELL_BOLD)
    again = (label, para("continued", CELL_SOFT))
    return Row([label, action.what, action.why, person_cell(action.who), when], again=again)


def person_cell(who: Named) -> Content:
    """Somebody who is to do something: agency, name, rank or designation."""
    said = str(who)
    if not said:
        return Run("Nobody named", CELL_BOLD)
    if who.agency in AGENCIES:
        return Para((Run(f"{who.agency}  ", CELL_SOFT), Run(said, CELL)), mark=who.agency)
    return ", ".join(part for part in (said, who.agency) if part)


def _notes(flow: Flow, meeting: StrategyMeeting) -> None:
    flow.heading(6, "Notes kept as people spoke")
    kept = [note for note in meeting.notes if note.filed in ("kept", "")]
    filed = len(meeting.notes) - len(kept)
    if kept:
        columns = (Column("Time", 64), Column("Words"))
        flow.table(columns, [Row([words.time_given(note.at), note.text]) for note in kept])
    else:
        flow.text(Run("None.", BODY_SOFT))
    if filed:
        flow.space(3)
        flow.text(Run(f"{words.counted(filed, 'more note')} filed into sections 3 to 5.", BODY_SOFT))
    if meeting.disagreements:
        flow.space(4)
        flow.boxed([Para((Run("Disagreement. ", BODY_BOLD), Run(meeting.disagreements, BODY)))])


def _checks(flow: Flow, view: MeetingView) -> None:
    flow.heading(7, "Checks made by the app before signing")
    rows = []
    for check in checks(view):
        head, dot, rest = check.answer.partition(".")
        answer: Content = check.answer
        if not check.met:
            answer = Para((Run(head + dot, CELL_BOLD), Run(rest, CELL))) if rest else Run(head + dot, CELL_BOLD)
        rows.append(Row([check.question, answer]))
    flow.table((Column("Looked at", 224), Column("Found")), rows, headed=False)
