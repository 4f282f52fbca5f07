"""Event dates in plain British words. Day names and months are ours, never the machine's locale."""

from __future__ import annotations

from datetime import date

from .grammar import Form, Point

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SEASONS = {21: "Spring", 22: "Summer", 23: "Autumn", 24: "Winter"}
NOT_KNOWN = "Date not known"


def day_in_words(day: date) -> str:
    """``5 November 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def point_in_words(point: Point, *, short: bool = False) -> str:
    """``5 November 2026``, ``November 2026`` or ``2026``."""
    parts = [str(point.day)] if point.day else []
    if point.month:
        parts.append(_month(point, short))
    return " ".join([*parts, f"{point.year:04}"])


def in_words(form: Form, time: str) -> str:
    """The whole date in words, as headings and the reading line show it."""
    at = f", {time}" if time else ""
    start, end = form.start, form.end
    match form.precision, start, end:
        case "day", Point(), _:
            return f"{DAYS[start.first.weekday()]} {point_in_words(start)}{at}"
        case (("month" | "year"), Point(), _):
            return f"{point_in_words(start)} ({form.precision} only)"
        case "season", Point(), _:
            return f"{_season(form, start)} (season only)"
        case "about", Point(), _:
            return f"about {point_in_words(start)}{at}"
        case "before", _, Point():
            return f"on or before {point_in_words(end)}"
        case "after", Point(), _:
            return f"on or after {point_in_words(start)}"
        case "between", Point(), Point():
            return f"between {_first(start, end)} and {point_in_words(end)}"
        case "range", Point(), Point():
            return f"{_first(start, end)} to {point_in_words(end)}"
    return NOT_KNOWN


def in_table(form: Form) -> str:
    """The date without its time and without saying how sure it is."""
    start, end = form.start, form.end
    match form.precision, start, end:
        case "day", Point(), _:
            return f"{DAYS[start.first.weekday()][:3]} {point_in_words(start, short=True)}"
        case "season", Point(), _:
            return _season(form, start)
        case (("between" | "range"), Point(), Point()):
            return f"{_first(start, end, short=True)} to {point_in_words(end, short=True)}"
    point = start or end
    return point_in_words(point, short=True) if point else "Not known"


def time_in_table(form: Form, time: str) -> str:
    """The time, or in its place how sure the date is."""
    match form.precision:
        case "month" | "year" | "season":
            return f"{form.precision} only"
        case "about":
            return f"about {time}" if time else "about"
        case "before":
            return "or before"
        case "after":
            return "or after"
        case "between":
            return "between"
    return time


def _month(point: Point, short: bool) -> str:
    name = MONTHS[point.month - 1]
    return name[:3] if short else name


def _season(form: Form, start: Point) -> str:
    year = f"{start.year:04}"
    words = f"{SEASONS[form.season]} {year}"
    return f"{words} to {start.year + 1:04}" if form.season == 24 else words


def _first(start: Point, end: Point, *, short: bool = False) -> str:
    """The first of two points, leaving out what the second one says as well."""
    if start.unit != end.unit or start.year != end.year or not start.month:
        return point_in_words(start, short=short)
    if not start.day:
        return _month(start, short)
    return str(start.day) if start.month == end.month else f"{start.day} {_month(start, short)}"
