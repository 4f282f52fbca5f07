"""What practice asks of a strategy meeting's record before its chair signs.

The findings run beside the record while people talk, so that what is missing can still be
put right: the strategy meeting of 24 January 2007 went ahead without the paediatrician who
had examined the child, and nobody was asked why (HMIC, 4 December 2008).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ..records.meeting import Attendee, StrategyMeeting
from ..records.person import Person
from . import meeting_decisions
from .finding import Finding, Rulebook, with_reasons
from .phrases import counted, first_name, listed, read_day
from .working_days import Calendar

_NEEDED = {"CSC": "social care", "POL": "police", "HEA": "health"}
_RANKS_OF_SUPERVISORS = ("sergeant", "inspector", "superintendent")
_UNDER_SCHOOL_AGE = ("nursery", "pre-school", "preschool", "playgroup")
_SCHOOL_AGE = range(5, 18)


@dataclass(frozen=True)
class MeetingContext:
    """What the rules need to know beside the record itself."""

    children: Mapping[str, Person] = field(default_factory=dict)
    """The persons of the case, by id."""
    calendar: Calendar | None = None
    conference_limit: date | None = None
    """Last day for the initial conference, where a clock runs."""
    record: str = ""
    """Id of the meeting's record."""


def findings(
    meeting: StrategyMeeting, context: MeetingContext | None = None, book: Rulebook | None = None
) -> list[Finding]:
    """Everything to answer, what is worth a look, and what is met, in the order of the screen."""
    around = context or MeetingContext()
    held = read_day(meeting.date)
    rules = book or Rulebook(held or date.max)
    found = [
        *_doctor(meeting, rules),
        *_agencies(meeting, rules),
        *_supervisor(meeting, rules),
        *_people(meeting, rules),
        *_chair(meeting, rules),
        *_when(meeting, rules),
        *_children(meeting, around, held, rules),
        *_home_authority(meeting, rules),
        *meeting_decisions.findings(meeting, rules, around.calendar, around.conference_limit),
    ]
    answered = with_reasons(found, meeting.finding_reasons)
    return [_of_record(each, around.record) for each in rules.ordered(answered)]


def _of_record(finding: Finding, record: str) -> Finding:
    return replace(finding, record=record) if record else finding


def _there(meeting: StrategyMeeting) -> list[Attendee]:
    return [each for each in meeting.attendance if each.was_there]


def _doctor(meeting: StrategyMeeting, rules: Rulebook) -> list[Finding]:
    if meeting.medical not in ("indicated", "held"):
        return []
    present = [each.name for each in _there(meeting) if _is_doctor(each)]
    if present:
        return rules.met("meeting.doctor", who=listed(present))
    what = "A medical was held" if meeting.medical == "held" else "A medical is indicated"
    away = [(place, each) for place, each in enumerate(meeting.attendance) if _is_doctor(each)]
    sorry = [each.name for _, each in away if each.attendance == "apologies"]
    sentence = f"{what} and {listed(sorry)} sent apologies." if sorry else f"{what}."
    where = f"attendance.{away[0][0]}" if away else "attendance"
    return rules.finding("meeting.doctor", where=where, what=sentence)


def _is_doctor(each: Attendee) -> bool:
    words = each.rank.lower()
    return each.doctor or (each.agency == "HEA" and any(w in words for w in ("doctor", "consultant", "paediatric")))


def _agencies(meeting: StrategyMeeting, rules: Rulebook) -> list[Finding]:
    present = {each.agency for each in _there(meeting)}
    absent = [name for code, name in _NEEDED.items() if code not in present]
    if not absent:
        return rules.met("meeting.agencies")
    plural = len(absent) > 1 or absent == ["police"]
    who = f"{listed(absent)} {'are' if plural else 'is'}"
    return rules.finding("meeting.agencies", where="attendance", who=who)


def _supervisor(meeting: StrategyMeeting, rules: Rulebook) -> list[Finding]:
    supervisors = [each for each in _there(meeting) if each.agency == "POL" and _supervises(each)]
    if supervisors:
        return rules.met("meeting.supervisor", who=_short_rank(supervisors[0]))
    if meeting.supervisor_decision.strip():
        return rules.met("meeting.supervisor", who="not there; the decision of the DS is recorded")
    return rules.finding("meeting.supervisor", where="supervisor_decision")


def _supervises(each: Attendee) -> bool:
    words = each.rank.lower()
    return each.supervisor or any(rank in words for rank in _RANKS_OF_SUPERVISORS)


def _short_rank(each: Attendee) -> str:
    by_phone = ", by phone" if each.attendance == "phone" else ""
    rank = "DS" if "detective sergeant" in each.rank.lower() else each.rank.partition(",")[0]
    return f"{rank}{by_phone}"


def _people(meeting: StrategyMeeting, rules: Rulebook) -> list[Finding]:
    """Nobody without a rank or designation, an agency, and an answer to whether they were there."""
    found: list[Finding] = []
    named = [(place, each) for place, each in enumerate(meeting.attendance) if each.name.strip()]
    lacking_rank = [(place, each) for place, each in named if not each.rank.strip()]
    if lacking_rank:
        found += rules.finding(
            "meeting.rank",
            where=f"attendance.{lacking_rank[0][0]}.rank",
            n=counted(len(lacking_rank), "person has", "people have"),
            which=_whom(lacking_rank),
        )
    lacking_agency = [(place, each) for place, each in named if not each.agency]
    if lacking_agency:
        found += rules.finding(
            "meeting.agency",
            where=f"attendance.{lacking_agency[0][0]}.agency",
            n=counted(len(lacking_agency), "person has", "people have"),
            which=_whom(lacking_agency),
        )
    unanswered = [(place, each) for place, each in named if not each.attendance]
    if unanswered:
        found += rules.finding(
            "meeting.attendance",
            where=f"attendance.{unanswered[0][0]}.attendance",
            n=counted(len(unanswered), "person", "people"),
            which=_whom(unanswered),
        )
    silent = [
        (place, each)
        for place, each in named
        if each.attendance == "apologies" and not (each.reason_absent.strip() or each.note.strip())
    ]
    if silent:
        found += rules.finding(
            "meeting.absence",
            where=f"attendance.{silent[0][0]}.reason_absent",
            n=counted(len(silent), "apology", "apologies"),
            which=_whom(silent),
        )
    return found


def _whom(rows: list[tuple[int, Attendee]]) -> str:
    return "; ".join(", ".join(part for part in (each.name, each.organisation) if part) for _, each in rows)


def _chair(meeting: StrategyMeeting, rules: Rulebook) -> list[Finding]:
    chair = meeting.chair
    if chair is None or not chair.name.strip():
        return rules.finding("meeting.chair", where="attendance")
    return rules.met("meeting.chair", who=", ".join(part for part in (chair.name, chair.rank) if part))


def _when(meeting: StrategyMeeting, rules: Rulebook) -> list[Finding]:
    wanted = {"date": meeting.date, "start": meeting.start, "end": meeting.end}
    words = {"date": "date", "start": "start time", "end": "end time"}
    lacks = [name for name, value in wanted.items() if not value]
    if lacks:
        names = listed(words[name] for name in lacks)
        return rules.finding("meeting.when", where=lacks[0], lacks=names)
    if meeting.end < meeting.start:
        return rules.finding("meeting.end-before-start", where="end", start=meeting.start, end=meeting.end)
    return []


def _children(meeting: StrategyMeeting, around: MeetingContext, held: date | None, rules: Rulebook) -> list[Finding]:
    if not meeting.children:
        return rules.finding("meeting.children", where="children")
    known = [around.children[each] for each in meeting.children if each in around.children]
    found = _school(meeting, known, held, rules)
    unborn = [child for child in known if held and child.born.lower and child.born.lower > held]
    if unborn and not any("midwi" in f"{each.rank} {each.organisation}".lower() for each in _there(meeting)):
        found += rules.finding("meeting.midwife", where="attendance")
    return found


def _school(meeting: StrategyMeeting, children: list[Person], held: date | None, rules: Rulebook) -> list[Finding]:
    ages = {child.name: age for child in children if held and (age := age_on(child, held)) in _SCHOOL_AGE}
    schools = [
        (place, each) for place, each in enumerate(meeting.attendance) if each.agency == "EDU" and not _is_nursery(each)
    ]
    asked = any(each.was_there or each.attendance == "apologies" for _, each in schools)
    if not ages or asked:
        return []
    names = [first_name(name) for name in ages]
    whose = f"{names[0]}’s school was" if len(names) == 1 else f"the schools of {listed(names)} were"
    which = " ".join(f"{first_name(name)} is {age}." for name, age in ages.items())
    where = f"attendance.{schools[0][0]}" if schools else "attendance"
    return rules.finding("meeting.school", where=where, whose=whose, which=which)


def _is_nursery(each: Attendee) -> bool:
    words = f"{each.organisation} {each.rank} {each.note}".lower()
    return any(word in words for word in _UNDER_SCHOOL_AGE)


def age_on(child: Person, day: date) -> int | None:
    """A child's age in whole years, where the day of birth is known."""
    born = child.born.lower
    if born is None or not child.born.exact or born > day:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _home_authority(meeting: StrategyMeeting, rules: Rulebook) -> list[Finding]:
    authority = meeting.home_authority.strip()
    words = authority.lower()
    if not authority or any(words in each.organisation.lower() for each in meeting.attendance):
        return []
    return rules.finding("meeting.home-authority", where="home_authority", authority=authority)
