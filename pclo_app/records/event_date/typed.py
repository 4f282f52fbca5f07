"""What an officer types for a date, read at once into words they can check.

Three answers: a date that was read; a question with the dates it may be, because
two-digit years and anything else with two meanings are never guessed; or a refusal
that says what is wrong. The app never changes what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from itertools import product

from ..errors import ControlCharacter
from ..text import clean
from . import spoken as spoken_forms
from .clocks import TIME_ALONE
from .errors import AmbiguousDate, BackwardsRange, DateError, NoDate, NotUnderstood, TimeNeedsDay
from .grammar import Point, read_edtf
from .parts import Found, Moment, centuries, checked_year, month_number, plausible_year, real_day, two_years
from .reading import Ask, Read, Reading, Refuse, answer, dates_of, echo, read
from .relative import TOLD_FROM_TODAY
from .single import read_single
from .value import EventDate

__all__ = ["Ask", "Read", "Reading", "Refuse", "certain", "echo", "parse", "parse_day"]

_LONGEST = 120
_DEEPEST = 3
"""How often words are said again in another form."""
_UNKNOWN = frozenset(
    ("?", "??", "unknown", "unk", "not known", "date not known", "date unknown", "no date", "n/k", "nk", "n/a",
     "don't know", "not recorded", "undated")
)  # fmt: skip
_ORDINAL = re.compile(
    r"(?P<before>(?:\b[a-z]{3,9}\.? )?)(?P<day>\b[0-9]{1,2})(?:st|nd|rd|th)\b"
    r"(?P<rest>(?: (?:of )?(?P<after>[a-z]{3,9})\b)?)"
)
_ABOUT = re.compile(
    r"(?:(?:circa|about|abt|around|approximately|approx|ca|c)(?=[ .0-9])\.? ?|~ ?)(?P<rest>.+)|(?P<tail>.+)~"
)
_OPEN = re.compile(
    r"(?P<which>on or before|not later than|before|by|on or after|not earlier than|after|since) (?P<rest>.+)"
)
_BETWEEN = re.compile(r"between (?P<left>.+?) (?:and|to|-) (?P<right>.+)")
_TO = re.compile(r"(?:from )?(?P<left>.+?) (?:to|until|till|-) (?P<right>.+)")
_SEASON = re.compile(
    r"(?P<name>spring|summer|autumn|fall|winter)"
    r"(?:(?: of)? (?P<year>[0-9]{4}|[0-9]{2})(?:(?: to |/|-)(?P<next>[0-9]{1,4}))?)?"
)
_YEAR_GIVEN = re.compile(r"[0-9]{4}|'[0-9]{2}|[0-9]+[/.-][0-9]+[/.-][0-9]{2}")
_SECONDS = re.compile(r"[0-9]:[0-9]{2}:(?!00)[0-9]{2}")
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_LONGEST_ACROSS_YEARS = timedelta(days=184)
_LONGEST_RANGE_YEARS = 50


def parse(words: str, *, today: date, spoken: bool = True) -> Reading:
    """Reads typed words as a date. Never raises.

    ``spoken`` is false for one who reads as if on another day, or wants dates only: then no
    words that are told from today are read, and no loose ones.
    """
    try:
        words = clean(words)
        text = _tidied(words)
        if not spoken and TOLD_FROM_TODAY.search(text):
            raise NotUnderstood
        reading = _spoken(text, words, today) if spoken else _reading(text, today)
    except ControlCharacter:
        return Refuse(NotUnderstood())
    except DateError as error:
        return Refuse(error)
    if isinstance(reading, Read) and _SECONDS.search(words):  # kept to the minute; the seconds stay in the words
        return read(EventDate(reading.date.edtf, reading.date.time, words.strip()))
    return reading


def parse_day(words: str, *, today: date) -> Reading:
    """The same for a field that keeps no words beside its date: what would need them is refused. Never raises."""
    reading = parse(words, today=today)
    if isinstance(reading, Ask) and (days := [when for when in reading.choices if not when.time]):
        reading = answer(reading.question, days)  # a time of today is no answer here
    if isinstance(reading, Refuse) or not any(when.as_given for when in dates_of(reading)):
        return reading
    return parse(words, today=today, spoken=False)


def _spoken(text: str, words: str, today: date, depth: int = 0) -> Read | Ask:
    """The strict reading where there is one, else what people say. Raises the strict reader's condition."""
    try:
        return spoken_forms.ask_loose(text, _reading(text, today))
    except DateError as error:
        if depth == _DEEPEST or not isinstance(error, NotUnderstood | TimeNeedsDay):
            raise
        strict = error
    try:
        return spoken_forms.read_spoken(text, words, lambda part: _spoken(part, words, today, depth + 1))
    except NotUnderstood:
        raise strict from None


def _tidied(words: str) -> str:
    """Lower case, plain dashes and single spaces; ordinal endings and "of" left out."""
    if len(words) > _LONGEST:
        raise NotUnderstood
    text = re.sub("[\u2010-\u2015\u2212]", "-", words).replace("\u2019", "'").lower()
    text = re.sub(r" \((?:month|season) only\)\s*$", "", text)
    text = re.sub(r", exact\s*$", "", text)
    text = _ORDINAL.sub(_ordinal, text.replace(",", " "))
    text = re.sub(r"(?<=[0-9]) of (?=[a-z])(?!this |last )", " ", text)
    return " ".join(text.split()).rstrip(".")


def _ordinal(match: re.Match[str]) -> str:
    """``5th November`` and ``November 5th`` are the figure and the month; ``the 5th`` alone keeps a mark."""
    day, before, after = match["day"], match["before"] or "", match["after"] or ""
    if after and month_number(after):
        return f"{before}{day} {after}"
    if month_number(before.strip(" .")):
        return f"{day} {before.strip(' .')}{match['rest'] or ''}"
    lead = re.sub(r"(?:^|(?<= ))the $", "", before)
    return f"{lead}#{day}{match['rest'] or ''}"


def _reading(text: str, today: date) -> Read | Ask:
    if not text:
        raise NoDate
    year_only = re.fullmatch(r"([0-9]{4}) \(year only\)", text)
    if year_only:
        return read(EventDate(Point(checked_year(int(year_only[1]))).edtf))
    if text in _UNKNOWN:
        return read(EventDate())
    years = _years_running(text)
    if years is not None:
        return years
    if any(mark in text for mark in "[/~") or re.fullmatch(r"[0-9]{4}-2[1-4]", text):
        try:
            read_edtf(text)
        except ValueError:
            pass
        else:
            return read(EventDate(text))
    if text.endswith("?"):
        return _uncertain(text.rstrip("? "), today)
    about = _ABOUT.fullmatch(text)
    if about:
        rest = (about["rest"] or about["tail"]).strip()
        if TIME_ALONE.fullmatch(rest) and not plausible_year(rest):
            raise NotUnderstood  # "about 2pm" is today for certain
        found = read_single(rest, today, beside_a_word=True)
        return answer(found.question, [_dated(moment, "~") for moment in found.moments])
    return _open(text, today) or _season(text, today) or _pair(text, today)


def _years_running(text: str) -> Ask | None:
    """``2023-24`` is winter in EDTF, and two years to anybody else; ``2010-11`` may be November."""
    if not two_years(text):
        return None
    year = int(text[:4])
    dates = [EventDate(f"[{year}..{year + 1}]"), EventDate(f"{year}/{year + 1}")]
    with suppress(ValueError):
        dates.append(EventDate(text))
    return Ask("Some time in the two years, all through them, or something else?", tuple(dates))


def _dated(moment: Moment, mark: str = "") -> EventDate:
    return EventDate(moment.point.edtf + mark, moment.time)


def _uncertain(text: str, today: date) -> Read | Ask:
    """A question mark after a date: the officer says whether it is about that date."""
    found = read_single(text, today, beside_a_word=not re.fullmatch(r"[0-9]{4}", text))
    dates = [_dated(moment, mark) for mark in ("~", "") for moment in found.moments]
    return answer("Is this date certain, or about right?", dates)


def _open(text: str, today: date) -> Read | Ask | None:
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
    return answer(found.question, [EventDate(edge(point)) for point in _timeless(found)])


def _season(text: str, today: date) -> Read | Ask | None:
    """A winter has two years: given only one, it may be the one it began or the one it ended in."""
    match = _SEASON.fullmatch(text)
    if not match:
        return None
    season, given, following = _SEASONS[match["name"]], match["year"], match["next"]
    if not given:
        return read(EventDate(f"{_latest_season(season, today):04}-{season}"))
    years = [int(given)] if len(given) == 4 else centuries(int(given), lambda year: date(year, 1, 1), today)
    years = [checked_year(year) for year in years]
    if following and (season != 24 or len(following) == 3):
        raise NotUnderstood
    if following and any(int(following) != (year + 1) % 10 ** len(following) for year in years):
        raise NotUnderstood
    if season == 24 and not following:
        year = years[0]
        return Ask(
            f"Which winter: {year - 1} to {year}, or {year} to {year + 1}?",
            tuple(EventDate(f"{each:04}-24") for year in years for each in (year - 1, year)),
        )
    return answer("Which year?", [EventDate(f"{year:04}-{season}") for year in years])


def _latest_season(season: int, today: date) -> int:
    """The year of the most recent such season that has begun."""
    return today.year if today.month >= 3 * (season - 20) else today.year - 1


def _pair(text: str, today: date) -> Read | Ask:
    """Two dates, or else one."""
    match = _BETWEEN.fullmatch(text)
    if match:
        return _two(match["left"], match["right"], today, _between)
    try:
        found = read_single(text, today)
    except NotUnderstood:
        return _range(text, today)
    return answer(found.question, [_dated(moment) for moment in found.moments])


def _range(text: str, today: date) -> Read | Ask:
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


def _two(left: str, right: str, today: date, shape: Callable[[Point, Point], EventDate]) -> Read | Ask:
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
    return answer(question, [shape(start, end) for start, end in forward])


def _first_end(left: str, end: Point, today: date) -> Found:
    if re.fullmatch(r"#?[0-9]{1,2}", left) and end.day:
        return Found((Moment(real_day(end.year, end.month, int(left.removeprefix("#")), today)),))
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
