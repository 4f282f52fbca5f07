"""What an officer types for a date, read at once into words they can check.

Three answers: a date that was read; a question with the dates it may be, because
two-digit years and anything else with two meanings are never guessed; or a refusal
that says what is wrong. The app never changes what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple

from ..errors import ControlCharacter
from ..text import clean
from .errors import AmbiguousDate, BackwardsRange, DateError, NoDate, NotUnderstood, TimeNeedsDay
from .grammar import Point, read_edtf
from .single import Found, Moment, checked_year, read_single, real_day
from .value import EventDate

_LONGEST = 120
_UNKNOWN = frozenset({"?", "unknown", "not known", "date not known", "n/k", "nk", "not recorded", "undated"})
_ABOUT = re.compile(
    r"(?:(?:circa|about|abt|around|approximately|approx|ca|c)(?=[ .0-9])\.? ?|~ ?)(?P<rest>.+)|(?P<tail>.+)~"
)
_OPEN = re.compile(
    r"(?P<which>on or before|not later than|before|by|on or after|not earlier than|after|since) (?P<rest>.+)"
)
_BETWEEN = re.compile(r"between (?P<left>.+?) (?:and|to|-) (?P<right>.+)")
_TO = re.compile(r"(?:from )?(?P<left>.+?) (?:to|until|till|-) (?P<right>.+)")
_SEASON = re.compile(
    r"(?P<name>spring|summer|autumn|fall|winter)(?: of)? (?P<year>[0-9]{4})(?:(?: to |/|-)(?P<next>[0-9]{2,4}))?"
)
_YEAR_GIVEN = re.compile(r"[0-9]{4}|'[0-9]{2}|[0-9]+[/.-][0-9]+[/.-][0-9]{2}")
_SECONDS = re.compile(r"[0-9]:[0-9]{2}:(?!00)[0-9]{2}")
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_LONGEST_ACROSS_YEARS = timedelta(days=184)
_LONGEST_RANGE_YEARS = 50


class Read(NamedTuple):
    """The date that was typed, and the words that say so."""

    date: EventDate
    words: str


class Ask(NamedTuple):
    """Words with more than one reading: the officer chooses."""

    question: str
    choices: tuple[EventDate, ...]


class Refuse(NamedTuple):
    """Words that are not a date."""

    error: DateError

    @property
    def words(self) -> str:
        """What to show beside the field."""
        return self.error.words


Reading = Read | Ask | Refuse


def parse(words: str, *, today: date) -> Reading:
    """Reads typed words as a date. Never raises."""
    try:
        words = clean(words)
        reading = _reading(_tidied(words), today)
    except ControlCharacter:
        return Refuse(NotUnderstood())
    except DateError as error:
        return Refuse(error)
    if isinstance(reading, Read) and _SECONDS.search(words):  # kept to the minute; the seconds stay in the words
        return Read(EventDate(reading.date.edtf, reading.date.time, words.strip()), reading.words)
    return reading


def echo(when: EventDate) -> str:
    """How the reading line repeats a date: an exact one says that it is."""
    return f"{when.in_words()}, exact" if when.exact else when.in_words()


def _tidied(words: str) -> str:
    """Lower case, plain dashes and single spaces; ordinal endings and "of" left out."""
    if len(words) > _LONGEST:
        raise NotUnderstood
    text = re.sub("[\u2010-\u2015\u2212]", "-", words).replace("\u2019", "'").lower()
    text = re.sub(r" \((?:month|season) only\)\s*$", "", text)
    text = re.sub(r"([0-9])(?:st|nd|rd|th)\b", r"\1", text.replace(",", " "))
    text = re.sub(r"(?<=[0-9]) of (?=[a-z])", " ", text)
    return " ".join(text.split()).rstrip(".")


def _reading(text: str, today: date) -> Reading:
    if not text:
        raise NoDate
    year_only = re.fullmatch(r"([0-9]{4}) \(year only\)", text)
    if year_only:
        return _read(EventDate(Point(checked_year(int(year_only[1]))).edtf))
    if text in _UNKNOWN:
        return _read(EventDate())
    if any(mark in text for mark in "[/~") or re.fullmatch(r"[0-9]{4}-2[1-4]", text):
        try:
            read_edtf(text)
        except ValueError:
            pass
        else:
            return _read(EventDate(text))
    if text.endswith("?"):
        return _uncertain(text.rstrip("? "), today)
    about = _ABOUT.fullmatch(text)
    if about:
        found = read_single((about["rest"] or about["tail"]).strip(), today, beside_a_word=True)
        return _answer(found.question, [_dated(moment, "~") for moment in found.moments])
    return _open(text, today) or _season(text) or _pair(text, today)


def _read(when: EventDate) -> Read:
    return Read(when, echo(when))


def _answer(question: str, dates: list[EventDate]) -> Reading:
    different = tuple(dict.fromkeys(dates))
    return _read(different[0]) if len(different) == 1 else Ask(question, different)


def _dated(moment: Moment, mark: str = "") -> EventDate:
    return EventDate(moment.point.edtf + mark, moment.time)


def _uncertain(text: str, today: date) -> Reading:
    """A question mark after a date: the officer says whether it is about that date."""
    found = read_single(text, today)
    dates = [_dated(moment, mark) for mark in ("~", "") for moment in found.moments]
    return Ask("Is this date certain, or about right?", tuple(dict.fromkeys(dates)))


def _open(text: str, today: date) -> Reading | None:
    """Before and after. "Before the 5th" leaves the 5th out; "by" and "since" count it in."""
    match = _OPEN.fullmatch(text)
    if not match:
        return None
    one_day = timedelta(days=1)
    edges: dict[str, Callable[[Point], str]] = {
        "before": lambda point: f"[..{point.first - one_day}]",
        "by": lambda point: f"[..{point.last}]",
        "after": lambda point: f"[{point.last + one_day}..]",
        "since": lambda point: f"[{point.first}..]",
    }
    same = {"on or before": "by", "not later than": "by", "on or after": "since", "not earlier than": "since"}
    edge = edges[same.get(match["which"], match["which"])]
    found = read_single(match["rest"], today, beside_a_word=True)
    return _answer(found.question, [EventDate(edge(point)) for point in _timeless(found)])


def _season(text: str) -> Reading | None:
    """A winter has two years: given only one, it may be the one it began or the one it ended in."""
    match = _SEASON.fullmatch(text)
    if not match:
        return None
    year, season, following = checked_year(int(match["year"])), _SEASONS[match["name"]], match["next"]
    if following and (season != 24 or int(following) % 100 != (year + 1) % 100 or len(following) == 3):
        raise NotUnderstood
    if season == 24 and not following:
        return Ask(
            f"Which winter: {year - 1} to {year}, or {year} to {year + 1}?",
            (EventDate(f"{year - 1:04}-24"), EventDate(f"{year:04}-24")),
        )
    return _read(EventDate(f"{year:04}-{season}"))


def _pair(text: str, today: date) -> Reading:
    """Two dates, or else one."""
    match = _BETWEEN.fullmatch(text)
    if match:
        return _two(match["left"], match["right"], today, _between)
    try:
        found = read_single(text, today)
    except NotUnderstood:
        return _range(text, today)
    return _answer(found.question, [_dated(moment) for moment in found.moments])


def _range(text: str, today: date) -> Reading:
    """``3/11-5/11``, ``3 to 5 November 2026``: every hyphen is tried as the one between the dates."""
    spoken = _TO.fullmatch(text)
    halves = [(spoken["left"], spoken["right"])] if spoken else []
    if not spoken:
        halves = [(text[:at].strip(), text[at + 1 :].strip()) for at, mark in enumerate(text) if mark == "-"]
    for left, right in halves:
        try:
            return _two(left, right, today, _lasting)
        except NotUnderstood:
            continue
    raise NotUnderstood


def _two(left: str, right: str, today: date, shape: Callable[[Point, Point], EventDate]) -> Reading:
    """Pairs the readings of both ends; the first takes from the second what it leaves out."""
    ends = read_single(right, today, beside_a_word=True)
    pairs: list[tuple[Point, Point]] = []
    question = ends.question
    for end in _timeless(ends):
        starts = _first_end(left, end, today)
        pairs += product(_timeless(starts), [end])
        question = question or starts.question
    forward = [
        (start, end)
        for start, end in pairs
        if start.first <= end.first and start.last <= end.last and end.year - start.year <= _LONGEST_RANGE_YEARS
    ]
    if not forward:
        raise BackwardsRange
    return _answer(question, [shape(start, end) for start, end in forward])


def _first_end(left: str, end: Point, today: date) -> Found:
    if re.fullmatch(r"[0-9]{1,2}", left) and end.day:
        return Found((Moment(real_day(end.year, end.month, int(left), today)),))
    found = read_single(left, end.last, beside_a_word=True)
    if not _YEAR_GIVEN.search(left) and any(_too_far_back(moment.point, end) for moment in found.moments):
        raise BackwardsRange
    return found


def _too_far_back(start: Point, end: Point) -> bool:
    """Whether a first date without a year would reach back over New Year for more than half a year."""
    return start.year != end.year and end.last - start.first > _LONGEST_ACROSS_YEARS


def _timeless(found: Found) -> list[Point]:
    if any(moment.time for moment in found.moments):
        raise TimeNeedsDay
    return [moment.point for moment in found.moments]


def _between(start: Point, end: Point) -> EventDate:
    if start == end:
        return EventDate(start.edtf)
    if start.unit != end.unit:
        return EventDate(f"[{start.first}..{end.last}]")
    return EventDate(f"[{start.edtf}..{end.edtf}]")


def _lasting(start: Point, end: Point) -> EventDate:
    return EventDate(start.edtf if start == end else f"{start.edtf}/{end.edtf}")


def certain(words: str, *, today: date) -> EventDate:
    """The date in words where nobody can be asked. Raises DateError for anything but one reading."""
    match parse(words, today=today):
        case Read(date=when):
            return when
        case Refuse(error=error):
            raise error
    raise AmbiguousDate
