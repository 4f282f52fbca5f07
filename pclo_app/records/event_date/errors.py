"""Why words cannot be read as a date. Each says what to do instead; none repeats the words."""

from __future__ import annotations

from ...errors import BadInput


class DateError(BadInput):
    """Words that were typed or imported as a date and are not one."""

    safe = "The words you typed are still there."

    @property
    def words(self) -> str:
        """What to show beside the field: the reason and the way out."""
        return f"{self.part('what')} {self.part('do')}"


class ImpossibleDate(DateError):
    """A day that its month does not have, such as 29 February 2009 in an official report."""

    code = "date.impossible"
    what = "{date} is not a real date. {month} {had} {days} days."
    do = "Check the source, or keep the words as written (F6)."


class NoSuchMonth(DateError):
    """A month above 12: usually the American order."""

    code = "date.no-such-month"
    what = "There is no month {month}."
    do = "Enter the day first, for example 5/11/2026."


class ImpossibleTime(DateError):
    """Figures that no 24-hour clock shows."""

    code = "date.impossible-time"
    what = "There is no time {time}."
    do = "Enter the time on the 24-hour clock, for example 14:32."


class TimeNeedsDay(DateError):
    """A time beside a month, a year or two dates."""

    code = "date.time-needs-day"
    what = "A time can stand only beside one day."
    do = "Enter the day with the time, for example 5/11/2026 14:32."


class WeekdayDisagrees(DateError):
    """A day of the week that does not belong to the date."""

    code = "date.weekday-disagrees"
    what = "{date} {was} a {right}, not a {given}."
    do = "Check the source, or keep the words as written (F6)."


class BackwardsRange(DateError):
    """Two dates of which the second is the earlier."""

    code = "date.backwards-range"
    what = "The second date is before the first."
    do = "Enter the earlier date first, with the year of both."


class YearNotPlausible(DateError):
    """A year that no case file can hold, such as 0206 for 2026."""

    code = "date.year-not-plausible"
    what = "The year {year} cannot be right."
    do = "Enter the year in four figures, for example 5/11/2026."


class NoDate(DateError):
    """Nothing was typed."""

    code = "date.none"
    what = "There is no date."
    do = "Enter a date, or ? if it is not known."


class NotUnderstood(DateError):
    """Words in no form that is read as a date."""

    code = "date.not-understood"
    what = "These words are not read as a date."
    do = "Enter the day first, for example 5/11/2026, or keep the words as written (F6)."


class AmbiguousDate(DateError):
    """Words with two readings, where nobody can be asked which was meant."""

    code = "date.ambiguous"
    what = "This date can be read in more than one way."
    do = "Enter the year in four figures, and a time with a colon, for example 5/11/2026 14:32."


class PrecisionDisagrees(DateError):
    """A table calls a date more or less precise than it is written."""

    code = "date.precision-disagrees"
    what = "The date is written as a {written}, but its precision is given as {given}."
    do = "Correct the date or its precision."


class UnknownPrecision(DateError):
    """A table gives a precision that we do not know."""

    code = "date.unknown-precision"
    what = "The precision given is not one of: {known}."
    do = "Use one of these words, or leave the precision empty."
