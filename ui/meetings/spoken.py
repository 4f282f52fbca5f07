"""What a line noted while people speak says: its kind, who is meant, by when, and the words themselves. Pure.

``a Get the written report @jonah / by fri`` is an action of Jonah Prideaux by Friday.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pclo_app.practice.phrases import read_day, short_day
from pclo_app.records.base import Named
from pclo_app.records.event_date.typed import Read
from pclo_app.records.meeting import StrategyMeeting

from .due import iso_day, read_due
from .people import Known

KINDS = {"a": "action", "d": "decision", "i": "information", "c": "challenge"}
KIND_NAMES = {
    "action": "Action", "decision": "Decision", "information": "Information", "challenge": "Challenge",
}  # fmt: skip
_PREFIX = re.compile(r"(?P<kind>[aAdDiIcC])(?P<number>[0-9]{0,2})[ :]+(?P<words>\S.*)", re.DOTALL)
_BY = re.compile(r"\s*/\s*by\s+(?P<when>[^/]+?)\s*$", re.IGNORECASE)
_AT = re.compile(r"(?<!\S)@(?P<name>\S+)")


class Spoken(NamedTuple):
    """A typed line, taken apart."""

    kind: str
    """By its first letter, "" for what is to be filed."""
    words: str
    number: int
    """The heading it names, 0 for none."""
    who: Known | None = None
    by: str = ""
    """ISO date."""
    unread: str = ""
    """A name or a day that could not be told: the words as typed."""


class Part(NamedTuple):
    """One thing that was understood, for a chip: words, and the chip's kind."""

    words: str
    kind: str = "info"


def read_note(text: str, known: Sequence[Known] = (), today: date | None = None) -> Spoken:
    """ "a Visit the flat" is an action; "d5 Not used" a decision under heading 5; anything else is to be filed.

    ``@`` and the beginning of a name mean somebody who is known; "/ by" and a day at the end
    say by when, counted from ``today``. What cannot be told stays in the words.
    """
    plain = text.strip()
    found = _PREFIX.fullmatch(plain)
    kind, words, number = "", plain, 0
    if found is not None:
        kind = KINDS[found["kind"].lower()]
        words, number = found["words"], int(found["number"] or 0)
        if kind == "decision" and not number:
            head = re.match(r"([0-9]{1,2})[ :.]+(\S.*)", words, re.DOTALL)
            if head is not None:
                number, words = int(head[1]), head[2]
    words, by, no_day = _day(words, today)
    words, who, nobody = _person(words, known)
    return Spoken(kind, words, number, who, by, " and ".join(each for each in (nobody, no_day) if each))


def _day(words: str, today: date | None) -> tuple[str, str, str]:
    found = _BY.search(words)
    if found is None or today is None:
        return words, "", ""
    reading = read_due(found["when"], today=today)
    iso = iso_day(reading.date) if isinstance(reading, Read) else ""
    return (words[: found.start()], iso, "") if iso else (words, "", f"“by {found['when']}”")


def _person(words: str, known: Sequence[Known]) -> tuple[str, Known | None, str]:
    """The first ``@name``: taken out where it begins or ends the line, written out inside it."""
    found = _AT.search(words)
    if found is None:
        return words, None, ""
    after = words[found.start() + 1 :]
    whole = [each for each in known if after.casefold().startswith(each.name.casefold())]
    if whole:
        who, end = max(whole, key=lambda each: len(each.name)), 0
        end = found.start() + 1 + len(who.name)
    else:
        typed = found["name"].rstrip(".,;:")
        meant = meaning(typed, known)
        if len(meant) != 1:
            return words, None, f"@{typed}"
        who, end = meant[0], found.start() + 1 + len(typed)
    before, behind = words[: found.start()].rstrip(), words[end:].lstrip(" ,:")
    if before and behind:
        return f"{before} {who.name}{words[end:]}", who, ""
    return (before or behind), who, ""


def meaning(typed: str, known: Sequence[Known]) -> list[Known]:
    """Everybody with a name of which this is the beginning; a rank's first letters do not count."""
    start = typed.casefold()
    return [each for each in known if start and any(part.startswith(start) for part in each.name.casefold().split())]


def parts(said: Spoken) -> list[Part]:
    """What was understood, in the order in which it is said back."""
    found = []
    if said.kind:
        number = f" {said.number}" if said.number else ""
        found.append(Part(f"{KIND_NAMES[said.kind]}{number}", "solid"))
    if said.who is not None:
        found.append(Part(", ".join(part for part in (said.who.name, said.who.rank) if part)))
    if said.by:
        day = read_day(said.by)
        found.append(Part(f"By {short_day(day)}" if day else said.by))
    if said.unread:
        found.append(Part(f"Not understood: {said.unread}", "warn"))
    return found


def named(who: Known | None) -> Named:
    """The person for a record."""
    return Named() if who is None else Named(name=who.name, rank=who.rank, agency=who.agency, person=who.person)


def with_challenge(record: StrategyMeeting, at: str, said: Spoken) -> str:
    """The disagreements with one more: when it was said, by whom, and the words."""
    who = ", ".join(part for part in (said.who.name, said.who.rank) if part) if said.who is not None else ""
    line = f"{at} {who}: {said.words}" if who else f"{at} {said.words}"
    return "\n".join(part for part in (record.disagreements.rstrip(), line.strip()) if part)
