"""What holds for every page of every report."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from pclo_app.records.seal import digest_of_qr
from pclo_app.reports import chronology as chronologies
from pclo_app.reports.chronology import ChronologyInput
from pclo_app.reports.document import Document
from pclo_app.reports.page import Imprint
from pclo_app.reports.strategy_record import draft_of, paper_of, presented_of, sealed_of
from pclo_app.reports.strategy_view import MeetingView, SealView
from pclo_app.reports.styles import MM
from tests.reports.page_boxes import characters, picture

Answering = Callable[..., SealView]


def stays_inside(document: Document) -> None:
    """No character outside the margins, and none of the text under the foot."""
    found, size = characters(document.pdf)
    assert found
    outside = [
        c
        for c in found
        if c.left < 18 * MM - 0.5
        or c.right > size.width - 16 * MM + 0.5
        or c.bottom < 8 * MM
        or c.top > size.height - 8 * MM
    ]
    assert not outside


def no_characters_overlap(document: Document) -> None:
    """No two characters of a page stand on one another."""
    found, _ = characters(document.pdf)
    by_line: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for c in found:
        if c.text not in "jf’”“‘,.":
            by_line.setdefault((c.page, round((c.bottom + c.top) / 2 / 3)), []).append((c.left, c.right))
    for spans in by_line.values():
        spans.sort()
        for (_, right), (left, _) in pairwise(spans):
            assert left > right - 1.6


def test_a_crowded_record_stays_inside_its_margins(crowded: MeetingView, imprint: Imprint) -> None:
    for document in (draft_of(crowded, imprint), presented_of(crowded), paper_of(crowded, imprint)):
        stays_inside(document)
        no_characters_overlap(document)


def test_a_sealed_crowded_record_stays_inside_its_margins(
    crowded: MeetingView, imprint: Imprint, answered: Answering
) -> None:
    shown = presented_of(crowded)
    long = replace(imprint, recipient="A very long name and designation " * 12)
    stays_inside(sealed_of(shown.pdf, crowded, answered(shown.pdf, shown.pages), long))


def test_a_long_reader_and_a_long_officer_stay_inside(view: MeetingView, imprint: Imprint) -> None:
    long = replace(imprint, recipient="Recipient with a long designation " * 8, by="Officer of a long rank " * 12)
    stays_inside(draft_of(view, long))


def test_long_words_without_a_space_are_broken(chronology: ChronologyInput, imprint: Imprint, row_of: object) -> None:
    row = row_of(1, fact="x" * 900 + " " + "y" * 70, agency="POL", disclosure="A")  # type: ignore[operator]
    document = chronologies.render(replace(chronology, rows=(row,), gaps=()), imprint)
    stays_inside(document)
    assert document.text().count("x") >= 900


def test_the_square_is_read_by_an_independent_reader(view: MeetingView, imprint: Imprint, answered: Answering) -> None:
    import zxingcpp

    shown = presented_of(view)
    answer = answered(shown.pdf, shown.pages)
    copy = sealed_of(shown.pdf, view, answer, imprint)
    (square,) = zxingcpp.read_barcodes(picture(copy.pdf, copy.pages, 150))
    assert digest_of_qr(square.text) == answer.digest
    corners = square.position
    assert (corners.top_right.x - corners.top_left.x) / 150 * 25.4 >= 28


def digests(view: MeetingView, imprint: Imprint, answered: Answering, chronology: ChronologyInput) -> list[str]:
    shown = presented_of(view)
    documents = (
        shown,
        draft_of(view, imprint),
        sealed_of(shown.pdf, view, answered(shown.pdf, shown.pages), imprint),
        chronologies.render(chronology, imprint),
    )
    return [hashlib.sha256(document.pdf).hexdigest() for document in documents]


def test_digests(
    view: MeetingView, imprint: Imprint, answered: Answering, chronology: ChronologyInput, tmp_path: Path
) -> None:
    """The bytes of four reports; written where another process asks for them."""
    wanted = os.environ.get("PCLO_TEST_DIGESTS")
    Path(wanted or tmp_path / "digests").write_text("\n".join(digests(view, imprint, answered, chronology)))


@pytest.mark.parametrize(
    "environment",
    [{"LANG": "pl_PL.UTF-8", "LC_ALL": "C", "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7"},
     {"LANG": "C", "TZ": "America/New_York", "PYTHONHASHSEED": "99", "RL_useA85": "0", "RL_pageCompression": "0"}],
)  # fmt: skip
def test_the_same_bytes_in_another_process_locale_and_time_zone(
    view: MeetingView, imprint: Imprint, answered: Answering, chronology: ChronologyInput, tmp_path: Path,
    environment: dict[str, str],
) -> None:  # fmt: skip
    written = tmp_path / "digests"
    here = Path(__file__)
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"{here}::test_digests"],
        cwd=here.parents[2], env={**os.environ, **environment, "PCLO_TEST_DIGESTS": str(written)}, check=True,
        capture_output=True,
    )  # fmt: skip
    assert written.read_text().split() == digests(view, imprint, answered, chronology)


def test_a_print_carries_its_language_and_no_clock(view: MeetingView, imprint: Imprint) -> None:
    from io import BytesIO

    from pypdf import PdfReader

    reader = PdfReader(BytesIO(draft_of(view, imprint).pdf))
    assert reader.root_object["/Lang"] == "en-GB"
    assert reader.metadata is not None
    assert reader.metadata.title == "Strategy meeting record, case KM-0417, SM-2"
    assert "Maisie" not in str(reader.metadata)
    assert "20000101" in str(reader.metadata["/CreationDate"])
