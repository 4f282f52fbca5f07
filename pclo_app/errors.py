"""Known errors: conditions that a person can do something about.

One class per condition, each with a stable code and one sentence in three parts:
what happened, what is safe, what to do. Each package keeps its own conditions in
its ``errors.py`` and derives them from `BadInput` or `Refused`. Anything that is
not a `KnownError` is a bug.

Values put into a sentence are names of files, rows, fields and clocks. Never case text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar


class KnownError(Exception):
    """A condition with a sentence for the person it happens to.

    Sub-classes set ``code``, ``what``, ``safe`` and ``do``; the three texts may hold
    ``{name}`` fields, which the constructor's keyword arguments fill.
    """

    code: ClassVar[str] = ""
    what: ClassVar[str] = ""
    safe: ClassVar[str] = ""
    do: ClassVar[str] = ""
    exit_code: ClassVar[int] = 2

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.sentence)

    def part(self, name: str) -> str:
        """The filled text of one part: 'what', 'safe' or 'do'."""
        text: str = getattr(type(self), name)
        return text.format(**self.values)

    @property
    def sentence(self) -> str:
        """The three parts as one line, as the command line and the log show it."""
        return " ".join(self.part(name) for name in ("what", "safe", "do"))


class BadInput(KnownError):
    """Something given to us cannot be used; nothing was changed. Exit code 2."""

    exit_code = 2


class Refused(KnownError):
    """Not allowed, not authorised, or failed verification. Exit code 3."""

    exit_code = 3


def every_known_error() -> Iterator[type[KnownError]]:
    """All concrete conditions that have been imported, in no particular order."""
    stack: list[type[KnownError]] = [KnownError]
    while stack:
        kind = stack.pop()
        stack.extend(kind.__subclasses__())
        if kind.code:
            yield kind
