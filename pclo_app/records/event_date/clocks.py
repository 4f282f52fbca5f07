"""Times that do not simply stand after the day: before it, about, from and to, noon and midnight."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from .errors import NotUnderstood
from .reading import Ask, Read, answer, dates_of, question_of
from .value import EventDate

Reader = Callable[[str], Read | Ask]

_TIME = (
    r"(?:[0-9]{1,2}[:.][0-9]{2} ?(?:am|pm|hrs|hours|h)?|[0-9]{1,2} ?(?:am|pm)|[0-9]{4} ?(?:hrs|hours|h)?|noon|midday)"
)
TIME_ALONE = re.compile(_TIME)
_FIRST = re.compile(rf"(?:at )?(?P<time>{_TIME})(?: on)?(?: the)? (?P<day>.+)")
_NOON = re.compile(r"(?:(?P<day>.+?) )?(?:at )?(?P<when>12 )?(?P<name>noon|midday|midnight)(?: on (?P<after>.+))?")
_NEAR = re.compile(
    rf"(?:(?P<day>.+?) )?(?:at )?(?P<near>about|approx(?:imately)?|around|circa|ca|c\.?|just after|just before|after|"
    rf"before|shortly after|shortly before|by) ?(?P<time>{_TIME})"
)
_ISH = re.compile(r"(?P<day>.+) (?P<time>[0-9]{1,2}(?:[:.]?[0-9]{2})?(?:am|pm)?)-?ish")
_SPAN = re.compile(
    rf"(?:(?P<day>.+?) )?(?P<open>from |between )?(?P<one>{_TIME}|[0-9]{{1,2}}) ?(?P<mark>-|to|and|until|till) ?"
    rf"(?P<two>{_TIME})(?:,? on (?P<after>.+))?"
)
_DAYS = re.compile(r"(?:from )?(?P<left>.+?) ?(?:-| to | until | till ) ?(?P<right>.+)")


def read_clocks(text: str, words: str, read: Reader) -> Read | Ask | None:
    """The day and time, with the words kept where the time is not exact. Raises DateError."""
    for reader in (_noon, _span, _near, _first, _over_days):
        try:
            found = reader(text, words, read)
        except NotUnderstood:
            continue
        if found is not None:
            return found
    return None


def _days(found: Read | Ask) -> tuple[EventDate, ...]:
    """The days of a reading, if it is of nothing else."""
    dates = dates_of(found)
    if any(not when.exact or when.time for when in dates):
        raise NotUnderstood
    return dates


def _times(time: str, read: Reader) -> tuple[str, ...]:
    """The readings of a time that stands by itself."""
    plain = "12:00" if time in ("noon", "midday") else time
    found = dates_of(read(plain if re.search(r"[:.apmh]", plain) else f"{plain}hrs"))
    return tuple(dict.fromkeys(when.time for when in found if when.time))


def _first(text: str, words: str, read: Reader) -> Read | Ask | None:
    match = _FIRST.fullmatch(text)
    return read(f"{match['day']} {match['time']}") if match else None


def _noon(text: str, words: str, read: Reader) -> Read | Ask | None:
    """Midnight is where one day ends and the next begins: asked which is meant."""
    match = _NOON.fullmatch(text)
    if not match:
        return None
    found = read(match["day"] or match["after"] or "today")
    if match["name"] != "midnight":
        return answer(question_of(found), [EventDate(when.edtf, "12:00") for when in _days(found)])
    dates = []
    for when in _days(found):
        following = date.fromisoformat(when.edtf) + timedelta(days=1)
        dates += [EventDate(when.edtf, "00:00"), EventDate.on(following, "00:00")]
    return answer(question_of(found) or "The midnight before that day, or after it?", dates)


def _near(text: str, words: str, read: Reader) -> Read | Ask | None:
    """``5/11 about 2pm``: the day is certain, the time is not. Without an exact time it stays in the words."""
    match = _NEAR.fullmatch(text) or _ISH.fullmatch(text)
    if not match:
        return None
    found = read(match["day"] or "today")
    near = match.groupdict().get("near", "about")
    times = _times(match["time"], read)
    kept = [EventDate(when.edtf, as_given=words.strip()) for when in _days(found)]
    if near.endswith(("after", "before")) or near == "by":
        return answer(question_of(found), kept)
    exact = [EventDate(when.edtf, time) for when in _days(found) for time in times]
    return answer(question_of(found) or "Is the time certain, or only about right?", [*kept, *exact])


def _span(text: str, words: str, read: Reader) -> Read | Ask | None:
    """``5/11 1400-1500`` began at 14:00, and the words keep its end; ``between 2pm and 3pm`` has no exact time."""
    match = _SPAN.fullmatch(text)
    if not match or (match["day"] and match["after"]):
        return None
    found = read(match["day"] or match["after"] or "today")
    one = match["one"]
    half = re.search(r"(?:am|pm)$", match["two"])
    if half and re.fullmatch(r"[0-9]{1,2}", one):
        one += half[0]
    if re.fullmatch(r"[0-9]{1,2}", one):
        raise NotUnderstood
    starts, ends = _times(one, read), _times(match["two"], read)
    pairs = [(start, end) for start in starts for end in ends if start < end]
    if not pairs:
        raise NotUnderstood
    between = match["open"] == "between " or match["mark"] == "and"
    begun = [""] if between else list(dict.fromkeys(start for start, _ in pairs))
    dates = [EventDate(when.edtf, start, words.strip()) for when in _days(found) for start in begun]
    return answer(question_of(found) or "Which time did it begin?", dates)


def _over_days(text: str, words: str, read: Reader) -> Read | Ask | None:
    """``3/11 1400 to 4/11 0900``: it lasted over the days, and the words keep the times."""
    match = _DAYS.fullmatch(text)
    if not match or TIME_ALONE.fullmatch(match["left"]) or TIME_ALONE.fullmatch(match["right"]):
        return None  # a time alone is one of today's, and never the end of what began on another day
    left, right = dates_of(read(match["left"])), dates_of(read(match["right"]))
    if len(left) != 1 or len(right) != 1 or not (left[0].exact and right[0].exact):
        raise NotUnderstood
    if not (left[0].time or right[0].time) or left[0].edtf >= right[0].edtf:
        raise NotUnderstood
    return answer("", [EventDate(f"{left[0].edtf}/{right[0].edtf}", as_given=words.strip())])
