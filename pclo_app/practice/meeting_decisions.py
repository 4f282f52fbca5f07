"""What practice asks of a meeting's decisions, actions and notes."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from ..records.agencies import SHORT_NAMES
from ..records.meeting import HeadingAnswer, MeetingAction, StrategyMeeting
from .finding import Finding, Rulebook
from .headings import heading_for, rule_set_named
from .phrases import counted, listed, read_day, short_day
from .tables import HeadingSet
from .working_days import Calendar

_SINGLE_OR_JOINT, _OTHER_CHILDREN = 2, 6
_NAMED_ACTION = re.compile(r"\baction (\d{1,3})\b", re.IGNORECASE)
_A_FEW_WORDS = 2


def findings(
    meeting: StrategyMeeting, rules: Rulebook, calendar: Calendar | None, conference_limit: date | None
) -> list[Finding]:
    """The findings on sections 4 and 5 of the record, and on the notes that are not filed."""
    return [
        *_headings(meeting, rules),
        *_other_children(meeting, rules),
        *_actions(meeting, rules),
        *_due_days(meeting, rules, calendar, conference_limit),
        *_carried(meeting, rules),
        *_notes(meeting, rules),
        *_section_47(meeting, rules),
    ]


def _headings(meeting: StrategyMeeting, rules: Rulebook) -> list[Finding]:
    names = rule_set_named(meeting.headings_rule)
    blank = [place for place, each in enumerate(meeting.decisions) if not each.answer]
    if blank or not meeting.decisions:
        which = listed(heading_for(meeting.decisions[place], names).short for place in blank)
        number = counted(len(blank), "heading", "headings") if blank else "The headings are"
        where = f"decisions.{blank[0]}" if blank else "decisions"
        found = rules.finding("meeting.headings", where=where, n=number, which=_capital(which) or "None is answered")
    else:
        found = rules.met("meeting.headings", which=_tally(meeting.decisions))
    for place, each in enumerate(meeting.decisions):
        found += _words_of(place, each, names, rules)
        found += _named_actions(place, each, meeting, rules)
    return found


def _tally(decisions: tuple[HeadingAnswer, ...]) -> str:
    count = Counter(each.answer for each in decisions)
    return ", ".join(f"{count[name]} {name}" for name in ("decided", "not applicable", "deferred") if count[name])


def _words_of(place: int, each: HeadingAnswer, names: HeadingSet | None, rules: Rulebook) -> list[Finding]:
    """Decided: what and why. Not applicable: why. Deferred: who and until when."""
    single = each.number == _SINGLE_OR_JOINT and each.answer == "decided" and _is_single(each.decision)
    found: list[Finding] = []
    if single and not each.why.strip():
        found += rules.finding("meeting.single-agency", where=f"decisions.{place}.why")
    lacks: list[tuple[str, str]] = []
    if each.answer == "decided":
        lacks = [("decision", "no decision")] * (not each.decision.strip())
        lacks += [("why", "no reason and no information relied on")] * (not single and not each.why.strip())
    elif each.answer == "not applicable" and each.number != _OTHER_CHILDREN:
        lacks = [("why", "no reason why it does not apply")] * (len(_said(each).split()) < _A_FEW_WORDS)
    elif each.answer == "deferred":
        lacks = [("who", "nobody is named")] * (not each.who.strip())
        lacks += [("until", "no date until when")] * (not each.until.strip())
    if lacks:
        found += rules.finding(
            "meeting.heading-words",
            where=f"decisions.{place}.{lacks[0][0]}",
            number=each.number,
            heading=heading_for(each, names).heading,
            lacks=listed(words for _, words in lacks),
        )
    return found


def _said(each: HeadingAnswer) -> str:
    return f"{each.decision} {each.why}".strip()


def _is_single(decision: str) -> bool:
    words = decision.lower()
    return "joint" not in words and any(w in words for w in ("single", "police only", "social care only", "alone"))


def _named_actions(place: int, each: HeadingAnswer, meeting: StrategyMeeting, rules: Rulebook) -> list[Finding]:
    """A decision that points to an action which the record does not have."""
    actions = len(meeting.actions)
    wrong = [n for n in map(int, _NAMED_ACTION.findall(_said(each))) if not 1 <= n <= actions]
    if not wrong:
        return []
    are = (
        "is no action" if not actions else f"{'is' if actions == 1 else 'are'} {counted(actions, 'action', 'actions')}"
    )
    return rules.finding(
        "meeting.action-number",
        where=f"decisions.{place}",
        number=each.number,
        heading=each.heading,
        action=wrong[0],
        are=are,
    )


def _other_children(meeting: StrategyMeeting, rules: Rulebook) -> list[Finding]:
    for place, each in enumerate(meeting.decisions):
        if each.number != _OTHER_CHILDREN or not each.answer:
            continue
        if each.answer == "not applicable" and len(_said(each).split()) < _A_FEW_WORDS:
            return rules.finding("meeting.other-children", where=f"decisions.{place}.why")
        return rules.met("meeting.other-children")
    return []


def _actions(meeting: StrategyMeeting, rules: Rulebook) -> list[Finding]:
    found: list[Finding] = []
    for place, each in enumerate(meeting.actions):
        lacks = _lacks(each)
        if lacks:
            found += rules.finding(
                "meeting.action",
                where=f"actions.{place}.{lacks[0][0]}",
                number=place + 1,
                lacks=listed(f"no {words}" for _, words in lacks),
                which=_which(each),
            )
    if meeting.actions and not found:
        total = len(meeting.actions)
        return rules.met("meeting.action", n=f"{total} of {total}")
    return found


def _lacks(each: MeetingAction) -> list[tuple[str, str]]:
    """What an action must say and does not; the field to go to comes first."""
    wanted = (
        ("what", "words", each.what),
        ("by", "date", each.by),
        ("why", "reason", each.why),
        ("who.name", "person", each.who.name),
        ("who.rank", "designation", each.who.rank if each.who.name.strip() else "asked with the person"),
        ("who.agency", "agency", each.who.agency if each.who.name.strip() else "asked with the person"),
    )
    return [(field, words) for field, words, value in wanted if not value.strip()]


def _which(each: MeetingAction) -> str:
    what = f"“{each.what.strip()}”" if each.what.strip() else "Not described"
    who = each.who.name.strip() or SHORT_NAMES.get(each.who.agency, "")
    return f"{what}, {who}" if who else what


def _due_days(
    meeting: StrategyMeeting, rules: Rulebook, calendar: Calendar | None, limit: date | None
) -> list[Finding]:
    found: list[Finding] = []
    for place, each in enumerate(meeting.actions):
        due = read_day(each.by)
        if due is None:
            continue
        where = f"actions.{place}.by"
        if limit and due > limit:
            found += rules.finding(
                "meeting.action-late", where=where, number=place + 1, due=short_day(due), limit=short_day(limit)
            )
        known = calendar is not None and calendar.first_year <= due.year <= calendar.last_year
        off = calendar.day_off(due) if calendar and known else ""
        if off:
            found += rules.finding("meeting.action-day", where=where, number=place + 1, due=short_day(due), why=off)
    return found


def _carried(meeting: StrategyMeeting, rules: Rulebook) -> list[Finding]:
    """Each action of the meeting before: still open, or what became of it."""
    open_ones = [place for place, each in enumerate(meeting.carried) if not each.said]
    if not open_ones:
        return []
    n = counted(len(open_ones), "earlier action", "earlier actions")
    which = "; ".join(f"“{meeting.carried[place].what.strip()}”" for place in open_ones)
    return rules.finding("meeting.carried", where=f"actions.carried.{open_ones[0]}", n=n, which=which)


def _notes(meeting: StrategyMeeting, rules: Rulebook) -> list[Finding]:
    loose = [place for place, note in enumerate(meeting.notes) if not note.filed]
    if not loose:
        return []
    return rules.finding("meeting.notes", where=f"notes.{loose[0]}", n=counted(len(loose), "note", "notes"))


def _section_47(meeting: StrategyMeeting, rules: Rulebook) -> list[Finding]:
    if meeting.began_section_47:
        return []
    return rules.finding("meeting.section-47", where="began_section_47")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
