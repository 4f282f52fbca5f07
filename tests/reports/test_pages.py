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
from PIL import Image, ImageFilter

from pclo_app.records.seal import code_of, digest_of_qr, qr_text
from pclo_app.reports import chronology as chronologies
from pclo_app.reports import strategy_record
from pclo_app.reports.chronology import ChronologyInput
from pclo_app.reports.document import Document
from pclo_app.reports.page import RESERVED, Imprint, body_bottom
from pclo_app.reports.strategy_record import TEMPLATE, draft_of, paper_of, presented_of, sealed_of
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


def test_nothing_reaches_the_line_above_the_foot_however_long_the_reservation(
    view: MeetingView, imprint: Imprint, answered: Answering
) -> None:
    shown = presented_of(view)
    line = body_bottom(RESERVED[TEMPLATE].lines) - 9.0
    pages = set()
    for words in range(0, 420, 22):
        answer = answered(shown.pdf, shown.pages, "reserved", reserve="Nie zgadzam " * words + "x")
        copy = sealed_of(shown.pdf, view, answer, imprint)
        pages.add(copy.pages)
        near = [c for c in characters(copy.pdf)[0] if c.bottom < line + 5 and c.top > line]
        assert not near, (words, near[:3])
    assert len(pages) > 1


def test_a_long_reader_and_a_long_officer_stay_inside(view: MeetingView, imprint: Imprint) -> None:
    long = replace(imprint, recipient="Recipient with a long designation " * 8, by="Officer of a long rank " * 12)
    stays_inside(draft_of(view, long))


def test_long_words_without_a_space_are_broken(chronology: ChronologyInput, imprint: Imprint, row_of: object) -> None:
    row = row_of(1, fact="x" * 900 + " " + "y" * 70, agency="POL", disclosure="A")  # type: ignore[operator]
    document = chronologies.render(replace(chronology, rows=(row,), gaps=()), imprint)
    stays_inside(document)
    assert document.text().count("x") >= 900


def squares(page: Image.Image, folder: Path) -> set[str]:
    """What another program reads in the squares of a page."""
    path = folder / "page.png"
    page.save(path)
    done = subprocess.run(["zbarimg", "--raw", "-q", str(path)], capture_output=True, text=True, check=False)
    return set(done.stdout.split())


def scan(page: Image.Image, angle: float, seed: int) -> Image.Image:
    """A page as an office scanner gives it: grey, a little turned, a little soft, with specks, pale ink."""
    turned = page.convert("L").rotate(angle, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=238)
    soft = ImageFilter.GaussianBlur(0.6)
    noise = Image.effect_noise(turned.size, 22 + seed)
    return Image.blend(turned.filter(soft), noise, 0.18)


def test_t44_every_page_of_a_copy_tells_its_code_to_another_program_from_a_poor_scan(
    view: MeetingView, imprint: Imprint, answered: Answering, tmp_path: Path
) -> None:
    shown = presented_of(view)
    answer = answered(shown.pdf, shown.pages)
    paper = paper_of(view, imprint)
    (pen,) = {digest_of_qr(text) for text in squares(picture(paper.pdf, paper.pages, 150), tmp_path)}
    assert pen is not None and code_of(pen) == paper.code
    for document, digest in ((sealed_of(shown.pdf, view, answer, imprint), answer.digest), (paper, pen)):
        for number in range(1, document.pages + 1):
            angle = (-2.5, 1.3, 0.6)[number % 3]
            read = squares(scan(picture(document.pdf, number, 150), angle, number), tmp_path)
            assert read == {qr_text(digest)}, (document.name, number, angle)


def test_what_the_chair_is_shown_has_the_room_of_the_square_free(view: MeetingView) -> None:
    shown = presented_of(view)
    for number in range(1, shown.pages + 1):
        page = picture(shown.pdf, number, 72)
        corner = page.crop((round(page.width - 16 * MM - 64), page.height - 90, round(page.width), page.height - 24))
        assert min(corner.tobytes()) > 250, f"something is printed where page {number} is stamped"


def test_a_record_shown_with_the_older_template_is_stamped_in_its_own_room(
    view: MeetingView, imprint: Imprint, answered: Answering, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(strategy_record, "TEMPLATE", "meeting/1")
    shown = presented_of(view)
    monkeypatch.undo()
    answer = answered(shown.pdf, shown.pages, tpl="meeting/1")
    copy = sealed_of(shown.pdf, view, answer, imprint)
    assert shown.template == copy.template == "meeting/1"
    stays_inside(copy)
    no_characters_overlap(copy)
    assert squares(picture(copy.pdf, 1, 150), tmp_path) == set()
    assert squares(picture(copy.pdf, copy.pages, 150), tmp_path) == {qr_text(answer.digest)}


def test_the_large_square_is_28_mm_wide(view: MeetingView, imprint: Imprint, answered: Answering) -> None:
    import zxingcpp

    shown = presented_of(view)
    answer = answered(shown.pdf, shown.pages)
    copy = sealed_of(shown.pdf, view, answer, imprint)
    found = zxingcpp.read_barcodes(picture(copy.pdf, copy.pages, 150))
    assert {digest_of_qr(square.text) for square in found} == {answer.digest}
    wide = sorted((each.position.top_right.x - each.position.top_left.x) / 150 * 25.4 for each in found)
    assert wide[-1] >= 28 and wide[0] >= 20


def digests(
    view: MeetingView, crowded: MeetingView, imprint: Imprint, answered: Answering, chronology: ChronologyInput
) -> list[str]:
    shown = presented_of(view)
    documents = (
        shown,
        presented_of(crowded),
        draft_of(view, imprint),
        paper_of(view, imprint),
        sealed_of(shown.pdf, view, answered(shown.pdf, shown.pages), imprint),
        chronologies.render(chronology, imprint),
    )
    return [hashlib.sha256(document.pdf).hexdigest() for document in documents]


def test_digests(
    view: MeetingView,
    crowded: MeetingView,
    imprint: Imprint,
    answered: Answering,
    chronology: ChronologyInput,
    tmp_path: Path,
) -> None:
    """The bytes of six reports; written where another process asks for them."""
    wanted = os.environ.get("PCLO_TEST_DIGESTS")
    Path(wanted or tmp_path / "digests").write_text("\n".join(digests(view, crowded, imprint, answered, chronology)))


@pytest.mark.parametrize(
    "environment",
    [{"LANG": "pl_PL.UTF-8", "LC_ALL": "C", "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7"},
     {"LANG": "C", "TZ": "America/New_York", "PYTHONHASHSEED": "99", "RL_useA85": "0", "RL_pageCompression": "0"}],
)  # fmt: skip
def test_t46_the_same_bytes_in_another_process_locale_and_time_zone(
    view: MeetingView, crowded: MeetingView, imprint: Imprint, answered: Answering, chronology: ChronologyInput,
    tmp_path: Path, environment: dict[str, str],
) -> None:  # fmt: skip
    written = tmp_path / "digests"
    here = Path(__file__)
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"{here}::test_digests"],
        cwd=here.parents[2], env={**os.environ, **environment, "PCLO_TEST_DIGESTS": str(written)}, check=True,
        capture_output=True,
    )  # fmt: skip
    assert written.read_text().split() == digests(view, crowded, imprint, answered, chronology)


def test_a_print_carries_its_language_and_no_clock(view: MeetingView, imprint: Imprint) -> None:
    from io import BytesIO

    from pypdf import PdfReader

    reader = PdfReader(BytesIO(draft_of(view, imprint).pdf))
    assert reader.root_object["/Lang"] == "en-GB"
    assert reader.metadata is not None
    assert reader.metadata.title == "Strategy meeting record, case KM-0417, SM-2"
    assert "Maisie" not in str(reader.metadata)
    assert "20000101" in str(reader.metadata["/CreationDate"])
