"""Days by which something is due: read as the nearest, never as last year's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from pclo_app.records.event_date.typed import Ask, Read, Refuse
from ui.cases.days_ahead import read_nearest
from ui.cases.inputs import When

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("12/12", "2026-12-12"),
        ("5 jan", "2027-01-05"),
        ("jan 5", "2027-01-05"),
        ("17/11", "2026-11-17"),  # yesterday: it is late already, and not due in a year
        ("fri", "2026-11-20"),
        ("tomorrow", "2026-11-19"),
        ("12/12/26", "2026-12-12"),
        ("12/12/2025", "2025-12-12"),  # a year that was typed is never changed
    ],
)
def test_a_due_day_is_the_nearest(typed: str, day: str) -> None:
    found = read_nearest(typed, today=TODAY)
    assert isinstance(found, Read) and found.date.edtf == day
    assert str(found.date.lower.year if found.date.lower else "") in found.words


def test_what_is_no_day_is_refused_or_asked_as_everywhere() -> None:
    assert isinstance(read_nearest("31/11", today=TODAY), Refuse)
    assert isinstance(read_nearest("12/11/26", today=TODAY), Ask)
    found = read_nearest("29/2", today=TODAY)
    assert not isinstance(found, Read) or found.date.edtf.endswith("02-29")


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(-180, 180))
def test_any_day_within_half_a_year_is_read_as_itself(today: date, days: int) -> None:
    meant = today + timedelta(days=days)
    found = read_nearest(f"{meant.day}/{meant.month}", today=today)
    if (meant.month, meant.day) != (2, 29):
        assert isinstance(found, Read) and found.date.edtf == meant.isoformat()


def test_by_when_of_an_action_uses_it(qapp: QApplication) -> None:
    due = When("By when", lambda: TODAY, day_only=True, due=True)
    due.field.set_words("12/12")
    assert due.day() == "2026-12-12"
    past = When("Done on", lambda: TODAY, day_only=True)
    past.field.set_words("12/12")
    assert past.day() == "2025-12-12"
