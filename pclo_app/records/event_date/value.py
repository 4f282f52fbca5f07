"""The date of an event, as precisely as it is known and no more."""

from __future__ import annotations

import re
from datetime import date

import msgspec

from ..text import is_clean
from . import wording
from .grammar import Form, Point, Precision, read_edtf

_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


class EventDate(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """When something happened.

    Real sources say "about Christmas" and "some time in June"; one official report
    prints 29 February 2009. A plain calendar date would force an officer to make up a
    day. Here what is known stands in ``edtf`` (see `grammar`), the time of day in
    ``time``, and the words of the source in ``as_given``. Words that give no possible
    date are kept in ``as_given`` alone: an undated event never acquires a date.
    """

    edtf: str = ""
    time: str = ""
    """``HH:MM``, only beside a day (exact or about)."""
    as_given: str = ""

    def __post_init__(self) -> None:
        form = read_edtf(self.edtf)
        if self.time:
            if not _TIME.fullmatch(self.time):
                raise ValueError("the time must be HH:MM on the 24-hour clock")
            if form.precision not in ("day", "about") or not (form.start and form.start.day):
                raise ValueError("a time needs a day")
        if not is_clean(self.as_given):
            raise ValueError("the words as given hold a character that cannot be kept")

    @classmethod
    def on(cls, day: date, time: str = "", *, as_given: str = "") -> EventDate:
        """An exact day."""
        return cls(day.isoformat(), time, as_given)

    @property
    def form(self) -> Form:
        """What the EDTF text says, taken apart."""
        return read_edtf(self.edtf)

    @property
    def precision(self) -> Precision:
        return self.form.precision

    @property
    def lower(self) -> date | None:
        """The earliest day it can have been; None where that is open."""
        return self.form.lower

    @property
    def upper(self) -> date | None:
        """The latest day it can have been; None where that is open."""
        return self.form.upper

    @property
    def exact(self) -> bool:
        """Whether the day itself is known."""
        return self.precision == "day"

    @property
    def known(self) -> bool:
        """Whether there is a date at all."""
        return bool(self.edtf)

    @property
    def sort_key(self) -> tuple[int, str, str]:
        """Puts dates in order: by earliest day (or latest, where that is open), then time; undated last."""
        form = self.form
        day = form.lower or form.upper
        return (1, "", "") if day is None else (0, day.isoformat(), self.time)

    @property
    def edtf_full(self) -> str:
        """The EDTF text with the time of an exact day, for example ``2026-11-05T14:32:00``."""
        return f"{self.edtf}T{self.time}:00" if self.time and self.exact else self.edtf

    @property
    def point(self) -> Point | None:
        """The day, month or year named, where there is only one."""
        form = self.form
        return form.start or form.end if form.precision not in ("between", "range") else None

    def in_words(self) -> str:
        """For headings: ``Thursday 5 November 2026, 14:32``."""
        return wording.in_words(self.form, self.time)

    def in_table(self) -> str:
        """For a table's date column: ``Thu 5 Nov 2026``."""
        return wording.in_table(self.form)

    def time_in_table(self) -> str:
        """For a table's time column: ``14:32``, ``about``, ``month only``, or nothing."""
        return wording.time_in_table(self.form, self.time)

    def undated(self, words: str) -> EventDate:
        """The same event without a date, keeping what the source said."""
        return EventDate(as_given=words or self.as_given)
