"""What only the officer can say about the dates of a file: asked once for a whole column."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

import msgspec

from ..records.event_date import EventDate
from .dates import Evidence, short_year
from .mapping import Mapping
from .number_formats import day_of

About = Literal["order", "years", "numbers", "unreadable"]
_KEEP = "keep as words"
_LONGEST = 40


class Choice(NamedTuple):
    """One answer: its value in a mapping, and how the example would be read."""

    value: str
    words: str


class Question(NamedTuple):
    """One question about a column of dates."""

    about: About
    words: str
    why: str
    choices: tuple[Choice, ...]
    answer: str
    """The value chosen so far; empty while nobody has said."""


def questions(
    evidence: Evidence, mapping: Mapping, today: date, unreadable: Sequence[str] = ()
) -> tuple[Question, ...]:
    """What is open about the dates of a column, answered or not. Nothing is asked that the column itself says.

    ``unreadable`` are the words in it that nothing reads as a date.
    """
    answers = mapping.dates
    found: list[Question] = []
    if (evidence.either or evidence.month_first) and not evidence.settled:
        found.append(_order(evidence, answers.order))
    if evidence.short_years:
        found.append(_years(evidence, answers.years, today))
    if evidence.numbers:
        found.append(_numbers(evidence, answers.numbers))
    if unreadable:
        found.append(_unreadable(unreadable, mapping.unreadable_dates))
    return tuple(found)


def answered(mapping: Mapping, about: About, value: str) -> Mapping:
    """The mapping with one answer more."""
    changes: dict[str, object] = {about: value}
    if about == "unreadable":
        return msgspec.structs.replace(mapping, unreadable_dates=value)
    return msgspec.structs.replace(mapping, dates=msgspec.structs.replace(mapping.dates, **changes))


def _unreadable(cells: Sequence[str], answer: str) -> Question:
    count = len(cells)
    stand = "text stands" if count == 1 else "different texts stand"
    why = f"{count:,} {stand} in the column of dates that cannot be read as a date."
    choices = (
        Choice("refuse", "Leave these rows to me, to correct one by one"),
        Choice(_KEEP, "Keep the words as the source has them, without a date"),
    )
    example = cells[0] if len(cells[0]) <= _LONGEST else f"{cells[0][:_LONGEST]}…"
    return Question("unreadable", f"What about “{example}”?", why, choices, answer)


def _order(evidence: Evidence, answer: str) -> Question:
    example = (evidence.either or evidence.month_first)[0]
    if evidence.day_first and evidence.month_first:
        why = (
            f"This column holds both {evidence.day_first[0]} and {evidence.month_first[0]}: whatever you choose, "
            "the dates of the other kind cannot be read and are left for you to correct."
        )
    elif evidence.month_first:
        why = f"{evidence.month_first[0]} stands in this column, and it is a date only with the month first."
    else:
        why = "Nothing in this column says so: every date could be read either way."
    choices = (
        Choice("day first", f"The day: {example} is {_read(example, 0, 1)}"),
        Choice("month first", f"The month: {example} is {_read(example, 1, 0)}"),
    )
    return Question("order", f"In {example}, which comes first: the day or the month?", why, choices, answer)


def _read(figures: str, day: int, month: int) -> str:
    """A date of figures in words, with the day and the month at these places; or that it is none."""
    parts = figures.replace(".", "/").replace("-", "/").split(" ")[0].split("/")
    try:
        year = int(parts[2]) if len(parts[2]) == 4 else 2000 + int(parts[2])
        return EventDate.on(date(year, int(parts[month]), int(parts[day]))).in_words()
    except (ValueError, IndexError):
        return "not a date"


def _years(evidence: Evidence, answer: str, today: date) -> Question:
    example = evidence.short_years[0]
    figures = example.split(" ")[0][-2:] if "/" in example.split(" ")[0] or "." in example else example[-2:]
    year = short_year(int(figures), today) if figures.isdigit() else today.year
    count = len(evidence.short_years)
    why = f"{count} {'date has' if count == 1 else 'different dates have'} a year of two figures."
    choices = (
        Choice("most recent", f"The most recent such year, not after {today.year}: {figures} is {year}"),
        Choice(_KEEP, "Not certain: keep the words, without a date"),
    )
    return Question("years", f"Which year does {example} mean?", why, choices, answer)


def _numbers(evidence: Evidence, answer: str) -> Question:
    example = evidence.numbers[0]
    serial = float(example)
    count = len(evidence.numbers)
    why = (
        f"{count} {'number stands' if count == 1 else 'different numbers stand'} in the date column. "
        "Spreadsheets keep dates as a count of days."
    )
    choices = tuple(
        Choice(epoch, f"Days counted from {epoch} ({who}): {EventDate.on(day.date()).in_words()}")
        for epoch, who, day in (
            ("1900", "Excel, LibreOffice", day_of(serial, epoch_1904=False)),
            ("1904", "older Excel on a Mac", day_of(serial, epoch_1904=True)),
        )
    )
    return Question(
        "numbers", f"What is {example}?", why, (*choices, Choice(_KEEP, "Not a date: keep it as words")), answer
    )
