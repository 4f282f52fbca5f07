"""The chair's slip: the code and its square, and not a word of the record."""

from __future__ import annotations

from datetime import UTC, datetime

from pclo_app.records.seal import code_of
from pclo_app.reports import scanned
from pclo_app.reports.slip import slip

DIGEST = bytes(range(32))


def test_the_slip_bears_the_code_and_no_name() -> None:
    at = datetime(2026, 11, 5, 15, 12, tzinfo=UTC)
    made = slip(code_of(DIGEST), DIGEST, number="SM-1", version=2, pages=4, sealed_at=at)
    text = " ".join(made.text().split())
    groups = code_of(DIGEST).split("-")
    assert "-".join(groups[:4]) in text and "-".join(groups[4:]) in text
    assert "Record SM-1, version 2, 4 pages" in text and "5 November 2026" in text
    assert [found.digest for found in scanned.codes(made.pdf)] == [DIGEST]
    assert made.pages == 1 and made.pdf == slip(
        code_of(DIGEST), DIGEST, number="SM-1", version=2, pages=4, sealed_at=at
    ).pdf, "the same slip has the same bytes"  # fmt: skip
