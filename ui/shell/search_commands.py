"""What can be done from the search: going to pages, a new case, the lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from . import screens
from .session import Place, Session


@dataclass(frozen=True)
class Command:
    """Something that can be done from here."""

    words: str
    run: Callable[[], None]


def commands(session: Session, lock: Callable[[], None]) -> list[Command]:
    """Those that this officer has."""
    from ui.cases.page import new_case
    from ui.meetings.code_check import open_check

    found = [
        Command("New case", lambda: _quietly(new_case(session))),
        Command("Check a code on a printed page", lambda: open_check(session)),
    ]
    for page, words in (
        ("today", "Go to Today"),
        ("cases", "Go to Cases"),
        ("review", "Go to Review"),
        ("integrated", "Read several chronologies as one"),
        ("reports", "Go to Reports"),
        ("sync", "Go to Sync"),
        ("settings", "Go to Settings"),
    ):
        if screens.available(screens.PAGES[page]):
            found.append(Command(words, _going(session, page)))
    found += settings_commands(session)
    return [*found, Command("Lock", lock)]


def settings_commands(session: Session) -> list[Command]:
    """The parts of Settings by their names."""
    from ui.settings.sections import SECTIONS, sections_for

    named = [(key, *SECTIONS[key]) for key in sections_for(session.officer.role) if screens.available(SECTIONS[key][1])]
    return [
        Command(words, lambda key=key: session.open(Place("settings", section=key)))  # type: ignore[misc]
        for key, words, _ in named
    ]


def _going(session: Session, page: str) -> Callable[[], None]:
    return lambda: session.open(Place(page))


def _quietly(_: object) -> None:
    """For a call whose answer nobody needs."""
