"""The moment in a header is that of the clock, whatever was written before it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from pclo_app.journal.revision import _stamp


def test_one_moment_at_two_offsets_has_two_offsets() -> None:
    summer = datetime(2026, 7, 1, 13, 0, tzinfo=timezone(timedelta(hours=1)))
    same = summer.astimezone(UTC)
    assert _stamp(summer, summer.utcoffset()) == ("2026-07-01T12:00:00Z", "+01:00")
    assert _stamp(same, same.utcoffset()) == ("2026-07-01T12:00:00Z", "+00:00")
