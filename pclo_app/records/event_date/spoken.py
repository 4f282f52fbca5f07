"""Dates as people say them: "early Nov 2026", "night of 3/4 Nov", "w/c 2/11", "3 or 4 Nov", "5/11 about 2pm".

Most are said again in a form that is read strictly. What is less exact than a day is never
made more so: "early November" is November, and the words stay beside the date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import timedelta

from . import clocks, feasts, relative
from .errors import DateError, NotUnderstood
from .parts import month_number, weekday_number
from .reading import Ask, Read, answer, dates_of, question_of
from .value import EventDate

Reader = Callable[[str], Read | Ask]
"""Reads a part of the words; raises DateError."""

_CERTAIN = "Is that the day itself, or about then?"
_LEADS = re.compile(r"(?:on|dated|in|during|in the|the|over|over the|at|some ?time (?:in|on|during)) (?P<rest>.+)")
_SAID_AS = (
    (re.compile(r"(?:on or about|in or about|or thereabouts|round about) (?P<rest>.+)"), "about {rest}", False),
    (re.compile(r"(?:prior to|earlier than) (?P<rest>.+)"), "before {rest}", False),
    (re.compile(r"later than (?P<rest>.+)"), "after {rest}", False),
    (re.compile(r"no later than (?P<rest>.+)"), "by {rest}", False),
    (re.compile(r"(?:not before|no earlier than) (?P<rest>.+)"), "since {rest}", False),
    (re.compile(r"(?:until|till?|up to) (?P<rest>.+)"), "by {rest}", True),
    (re.compile(r"(?:just|shortly|soon|some ?time) before (?P<rest>.+)"), "before {rest}", True),
    (re.compile(r"(?:just|shortly|soon|some ?time) after (?P<rest>.+)"), "after {rest}", True),
    (re.compile(r"from (?P<rest>.+)|(?P<rest2>.+?)(?: onwards?| ?-\??)"), "since {rest}", True),
    (re.compile(r"(?P<rest>.+?) ?(?:-|to|until) ?(?:date|present|now|ongoing|the present)"), "{rest} to today", True),
    (re.compile(r"between (?P<rest>[^-]+) ?- ?(?P<rest2>[^-]+)"), "between {rest} and {rest2}", False),
    (re.compile(r"(?P<rest>.+?) \(?(?P<day>[a-z]{3,9})\)?"), "{day} {rest}", False),
    (re.compile(r"(?P<name>[a-z]{3,9})\.? (?P<rest>[0-9])"), "{rest} {name}", False),
    (re.compile(r"(?P<rest>[0-9]+ ?[/.-] ?[0-9]+(?: ?[/.-] ?[0-9]+)?)"), "{close}", False),
)  # fmt: skip
"""What is said in other words, the form it is read in, and whether the words say more and are kept."""

_OR = re.compile(r"(?:either )?(?P<left>.+?) or (?P<right>.+)")
_AND = re.compile(r"(?P<left>.+?) (?:and|&) (?P<right>.+)")
_SLASHED = re.compile(
    r"(?P<left>[0-9]{1,2}|[a-z]{3,9})/(?P<right>(?:[0-9]{1,2} )?[a-z]{3,9}(?:[ /.-]?(?:[0-9]{4}|'?[0-9]{2}))?)"
)
_PART_OF = re.compile(
    r"(?P<part>very early|very late|early|mid|middle of|late|latter part of|end of|end|start of|beginning of|"
    r"(?:first|second|latter) half of|(?:first|second|third|fourth|last|#[1-4]) week (?:of|in)|"
    r"(?:first|second|third|fourth|last) weekend (?:of|in))(?: |-)(?:the )?(?:in )?(?P<rest>.+)"
)
_OF_DAY = (
    r"early hours|early morning|late morning|morning|lunch ?time|early afternoon|late afternoon|afternoon|tea ?time|"
    r"early evening|late evening|evening|bed ?time|daytime|am|pm|a\.m|p\.m|night|overnight"
)
_DAY_PART = re.compile(
    rf"(?:in |during )?(?:the )?(?P<first>{_OF_DAY})(?: of| on)?(?: the)? (?P<rest>.+)|"
    rf"(?P<rest2>.+?) (?:in the |at )?(?P<last>{_OF_DAY})"
)
_TODAY = {"this": "today", "last": "yesterday"}
_WEEK = re.compile(
    r"(?P<ends>w/?e|wk ending|week ending)? ?"
    r"(?P<starts>w/?c|w/?b|week commencing|week beginning|week starting|wk commencing|wk beginning|wk starting)? ?"
    r"(?P<holds>(?:in )?(?:the )?(?:week|wk)(?: of)?)? (?P<rest>.+)"
)
_NAMED_WEEK = re.compile(r"(?P<which>last|this) (?P<what>week|weekend)")
_WEEKEND = re.compile(r"(?:the )?(?:week-?end|w/?end|wkend)(?: of)? (?P<rest>.+)")
_DECADE = re.compile(
    r"(?:(?:early|mid|late)[ -])?(?:in )?(?:the )?(?:(?:early|mid|late)[ -])?(?P<year>(?:18|19|20|21)[0-9])0s"
)
_TWO_YEARS = re.compile(r"(?P<year>(?:19|20)[0-9]{2})[/-](?P<next>[0-9]{1,2})")
_SCHOOL = re.compile(r"[a-z' -]*?(?:term|holidays?|hols?|half[ -]term|school year) (?P<year>(?:19|20)[0-9]{2})")
_RUN = re.compile(r"(?P<a>[0-9]{2})(?P<b>[0-9]{2})(?P<c>[0-9]{2}|[0-9]{4})(?: (?P<time>.+))?")
_YEAR_FIRST = re.compile(
    r"(?P<y>(?:18|19|20|21)[0-9]{2})[/.-](?P<m>[0-9]{1,2})[/.-](?P<d>[0-9]{1,2})(?P<rest>(?: .+)?)"
)
_ONE = timedelta(days=1)


def read_spoken(text: str, words: str, read: Reader) -> Read | Ask:
    """The date in tidied words that are in no strict form. ``words`` are the words as typed. Raises DateError."""
    for reader in (
        _figures_run, _year_first, _two_years, _decade, _school, _week, _weekend, _part_of, _alternatives,
        _day_part, _leads, clocks.read_clocks, _said_as,
    ):  # fmt: skip
        try:
            found = reader(text, words, read)
        except NotUnderstood:
            continue
        if found is not None:
            return found
    raise NotUnderstood


def keep(found: Read | Ask, words: str) -> Read | Ask:
    """The same dates with the words beside them: they say more than the date does."""
    kept = [EventDate(when.edtf, when.time, words.strip()) for when in dates_of(found)]
    return answer(question_of(found), kept)


def _day_only(found: Read | Ask) -> Read | Ask:
    """The reading, if it is of single days without a time."""
    if any(not when.exact or when.time for when in dates_of(found)):
        raise NotUnderstood
    return found


def _from_days(found: Read | Ask, made: Callable[[EventDate], Iterable[EventDate]], question: str) -> Read | Ask:
    """For each day that it may be, the dates made of it."""
    dates = [each for when in dates_of(_day_only(found)) for each in made(when)]
    return answer(question_of(found) or question, dates)


def _between(when: EventDate, before: int, after: int) -> EventDate:
    day = when.lower
    if day is None:
        raise NotUnderstood
    return EventDate(f"[{day - before * _ONE}..{day + after * _ONE}]")


def _leads(text: str, words: str, read: Reader) -> Read | Ask | None:
    match = _LEADS.fullmatch(text)
    return read(match["rest"]) if match else None


def _said_as(text: str, words: str, read: Reader) -> Read | Ask | None:
    for pattern, form, more in _SAID_AS:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        groups = {name: value for name, value in match.groupdict().items() if value}
        groups.setdefault("rest", groups.get("rest2", ""))
        if ("day" in groups and weekday_number(groups["day"]) is None) or (
            "name" in groups and not month_number(groups["name"])
        ):
            continue
        groups["close"] = re.sub(r" ?([/.-]) ?", r"\1", text)
        again = form.format(**groups).strip()
        if again == text:
            continue
        found = read(again)
        return keep(found, words) if more else found
    return None


def _alternatives(text: str, words: str, read: Reader) -> Read | Ask | None:
    """``3 or 4 Nov`` is one of the two; ``3 and 4 Nov`` lasted; ``3/4 Nov`` may be either, so it is asked."""
    slashed = _SLASHED.fullmatch(text)
    if slashed and (slashed["left"].isdigit() or month_number(slashed["left"])):
        one, lasted = (
            read(f"between {slashed['left']} and {slashed['right']}"), read(f"{slashed['left']} to {slashed['right']}")
        )  # fmt: skip
        return answer("One of the two, or from the one to the other?", (*dates_of(one), *dates_of(lasted)))
    match = _OR.fullmatch(text)
    if match:
        return keep(read(f"between {match['left']} and {match['right']}"), words)
    match = _AND.fullmatch(text)
    if match and not text.startswith("between "):
        found = read(f"{match['left']} to {match['right']}")
        if all(when.lower and when.upper and when.upper - when.lower == _ONE for when in dates_of(found)):
            return found
    return None


def _week(text: str, words: str, read: Reader) -> Read | Ask | None:
    """A day in a week. Where the day given is not the one that weeks begin or end with, both are asked."""
    named = _NAMED_WEEK.fullmatch(text)
    if named:
        monday = read("monday" if named["which"] == "last" else "this monday")
        days = dates_of(read("last monday") if named["which"] == "last" else monday)
        first = min(days, key=lambda when: when.sort_key)
        shape = (0, 6) if named["what"] == "week" else (-5, 6)
        return keep(answer("", [_between(first, *shape)]), words)
    match = _WEEK.fullmatch(text)
    if not match or not any(match[name] for name in ("ends", "starts", "holds")):
        return None

    def weeks(when: EventDate) -> list[EventDate]:
        day = when.lower
        if day is None:
            raise NotUnderstood
        whole = _between(when, day.weekday(), 6 - day.weekday())
        told = _between(when, 6, 0) if match["ends"] else _between(when, 0, 6)
        return [told, whole]

    return keep(_from_days(read(match["rest"]), weeks, "Which week?"), words)


def _weekend(text: str, words: str, read: Reader) -> Read | Ask | None:
    match = _WEEKEND.fullmatch(text)
    if not match:
        return None

    def days(when: EventDate) -> list[EventDate]:
        day = when.lower
        if day is None or day.weekday() < 5:
            raise NotUnderstood
        return [_between(when, day.weekday() - 5, 6 - day.weekday())]

    return keep(_from_days(read(match["rest"]), days, ""), words)


def _part_of(text: str, words: str, read: Reader) -> Read | Ask | None:
    """``early Nov 2026`` is November: where "early" ends, nobody has said."""
    match = _PART_OF.fullmatch(text)
    if not match:
        return None
    found = read(match["rest"])
    if any(when.precision not in ("day", "month", "year", "season") or when.time for when in dates_of(found)):
        raise NotUnderstood
    return keep(found, words)


def _day_part(text: str, words: str, read: Reader) -> Read | Ask | None:
    """``5/11 evening`` is the day; a night has two."""
    if text in ("last night", "tonight"):
        found, part = read("yesterday" if text == "last night" else "today"), "night"
    else:
        match = _DAY_PART.fullmatch(text)
        if not match:
            return None
        part, rest = match["first"] or match["last"], match["rest"] or match["rest2"]
        found = read(_TODAY.get(rest, rest))
    if part not in ("night", "overnight"):
        return keep(_day_only(found), words)
    pairs = [when for when in dates_of(found) if when.precision == "between"]
    if pairs:
        if any(when.upper and when.lower and when.upper - when.lower != _ONE for when in pairs):
            raise NotUnderstood
        return keep(answer(question_of(found), pairs[:1]) if len(pairs) == 1 else answer("Which year?", pairs), words)
    ranges = [when for when in dates_of(found) if when.precision == "range"]
    if ranges and all(when.upper and when.lower and when.upper - when.lower == _ONE for when in ranges):
        return keep(answer("Which year?", [EventDate(f"[{when.lower}..{when.upper}]") for when in ranges]), words)
    return keep(_from_days(found, lambda when: [_between(when, 0, 1)], ""), words)


def ask_loose(text: str, found: Read | Ask) -> Read | Ask:
    """ "Christmas 2025" and "3 weeks ago" are often said of the days around: asked. Other readings as they are."""
    feast = feasts.named(text)
    if not (feast is not None and feast.loose) and not relative.loose(text):
        return found
    dates = dates_of(found)
    if any(when.precision not in ("day", "month", "year") for when in dates):
        return found
    return answer(_CERTAIN, [*(EventDate(f"{when.edtf}~") for when in dates), *dates])


def _decade(text: str, words: str, read: Reader) -> Read | Ask | None:
    match = _DECADE.fullmatch(text)
    return keep(answer("", [EventDate(f"[{match['year']}0..{match['year']}9]")]), words) if match else None


def _school(text: str, words: str, read: Reader) -> Read | Ask | None:
    """A term or a holiday: where it begins is another matter in each area, so only the year is read."""
    match = _SCHOOL.fullmatch(text)
    return keep(answer("", [EventDate(match["year"])]), words) if match else None


def _two_years(text: str, words: str, read: Reader) -> Read | Ask | None:
    match = _TWO_YEARS.fullmatch(text)
    if not match:
        return None
    year, following = int(match["year"]), match["next"]
    if int(following) != (year + 1) % 10 ** len(following):
        return None
    pair = (EventDate(f"[{year}..{year + 1}]"), EventDate(f"{year}/{year + 1}"))
    return answer("Some time in the two years, or all through them?", pair)


def _figures_run(text: str, words: str, read: Reader) -> Read | Ask | None:
    """``05112026``, ``20261105`` and ``051126``: every way in which the figures are a date."""
    match = _RUN.fullmatch(text)
    if not match:
        return None
    a, b, c, time = match["a"], match["b"], match["c"], f" {match['time']}" if match["time"] else ""
    forms = [f"{a}/{b}/{c}{time}"]
    if len(c) == 4:
        forms.append(f"{a}{b}-{c[:2]}-{c[2:]}{time}")
    dates: list[EventDate] = []
    question, refused = "Which of these?", None
    for form in forms:
        try:
            found = read(form)
        except DateError as error:
            refused = refused or error
            continue
        dates += dates_of(found)
        question = question_of(found) or question
    if not dates:
        raise refused or NotUnderstood()
    return answer(question, dates)


def _year_first(text: str, words: str, read: Reader) -> Read | Ask | None:
    match = _YEAR_FIRST.fullmatch(text)
    return read(f"{match['y']}-{match['m']:0>2}-{match['d']:0>2}{match['rest']}") if match else None
