"""Reading the shipped rule tables, once, into frozen values."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

import msgspec

from resources import resource

T = TypeVar("T")


class Rule(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """One thing that practice asks: its wording, where it comes from, and what answers it."""

    id: str
    from_: str
    to: str = ""
    level: str
    title: str
    words: str
    met: str = ""
    source: str
    answers: tuple[str, ...] = ()
    blocks: bool = False
    check_locally: bool = False


class Limit(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """One time limit: how much time after which event. Negative is before it."""

    id: str
    from_: str
    title: str
    amount: int
    unit: str
    after: str
    source: str
    at: str = ""
    """Time of day by which it must be done, where there is one."""
    check_locally: bool = False


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """One heading under which a strategy meeting decides."""

    id: str
    number: int
    heading: str
    short: str
    """The name in the middle of a sentence."""
    hint: str


class HeadingSet(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """The headings in force from a date."""

    id: str
    from_: str
    source: str
    headings: tuple[Heading, ...]
    check_locally: bool = False


class _Rules(msgspec.Struct, frozen=True):
    rules: tuple[Rule, ...]


class _Limits(msgspec.Struct, frozen=True):
    clocks: tuple[Limit, ...]


class _HeadingSets(msgspec.Struct, frozen=True):
    rule_sets: tuple[HeadingSet, ...]


class NationDays(msgspec.Struct, frozen=True):
    """The bank holidays of one nation, on weekdays only."""

    name: str
    days: dict[str, str]


class HolidayTable(msgspec.Struct, frozen=True):
    """Bank holidays of all nations, and the years in which they are known."""

    first_year: int
    last_year: int
    nations: dict[str, NationDays]


def read_rules(data: bytes) -> tuple[Rule, ...]:
    """The rules of a findings table."""
    return _decoded(data, _Rules).rules


def read_limits(data: bytes) -> tuple[Limit, ...]:
    """The time limits of a clocks table."""
    return _decoded(data, _Limits).clocks


def read_heading_sets(data: bytes) -> tuple[HeadingSet, ...]:
    """The rule sets of a headings table."""
    return _decoded(data, _HeadingSets).rule_sets


@lru_cache(maxsize=1)
def shipped_rules() -> tuple[Rule, ...]:
    """The findings that come with the program."""
    return read_rules(_shipped("findings.json"))


@lru_cache(maxsize=1)
def shipped_limits() -> tuple[Limit, ...]:
    """The time limits that come with the program."""
    return read_limits(_shipped("clocks.json"))


@lru_cache(maxsize=1)
def shipped_heading_sets() -> tuple[HeadingSet, ...]:
    """The headings that come with the program."""
    return read_heading_sets(_shipped("headings.json"))


@lru_cache(maxsize=1)
def shipped_holidays() -> HolidayTable:
    """The bank holidays that come with the program."""
    return _decoded(_shipped("bank_holidays.json"), HolidayTable)


def _shipped(name: str) -> bytes:
    return resource("practice", name).read_bytes()


def _decoded(data: bytes, kind: type[T]) -> T:
    return msgspec.json.decode(data, type=kind)
