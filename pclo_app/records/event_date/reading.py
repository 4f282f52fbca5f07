"""The three answers to typed words: a date that was read, a question, a refusal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .errors import DateError
from .value import EventDate


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


def echo(when: EventDate) -> str:
    """How the reading line repeats a date: everything that is stored, and whether it is exact."""
    if when.as_given:
        return f"{when.in_words()}, kept as written: “{when.as_given}”"
    return f"{when.in_words()}, exact" if when.exact else when.in_words()


def read(when: EventDate) -> Read:
    """One date, and its words."""
    return Read(when, echo(when))


def answer(question: str, dates: Iterable[EventDate]) -> Read | Ask:
    """The date, where all are the same one; else the question."""
    different = tuple(dict.fromkeys(dates))
    return read(different[0]) if len(different) == 1 else Ask(question, different)


def dates_of(reading: Read | Ask) -> tuple[EventDate, ...]:
    """Every date that the words may be."""
    return (reading.date,) if isinstance(reading, Read) else reading.choices


def question_of(reading: Read | Ask) -> str:
    """What has to be asked; empty where nothing has."""
    return reading.question if isinstance(reading, Ask) else ""
