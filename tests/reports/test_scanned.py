"""Codes read off scans and photographs of signed pages."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from pclo_app.records.seal import code_of
from pclo_app.reports import scanned
from pclo_app.reports.errors import NotAScan
from pclo_app.reports.strategy_record import presented_of, sealed_of
from pclo_app.reports.strategy_view import MeetingView, SealView
from tests.reports.page_boxes import picture


@pytest.fixture(scope="module")
def copy(view: MeetingView, imprint: object, answered: Callable[..., SealView]) -> tuple[bytes, bytes]:
    """A sealed copy and the digest in its square."""
    shown = presented_of(view)
    answer = answered(shown.pdf, shown.pages)
    return sealed_of(shown.pdf, view, answer, imprint).pdf, answer.digest  # type: ignore[arg-type]


def as_picture(page: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    page.save(out, kind)
    return out.getvalue()


def test_a_pdf_tells_its_code(copy: tuple[bytes, bytes]) -> None:
    pdf, digest = copy
    (found,) = scanned.codes(pdf)
    assert (found.digest, found.code) == (digest, code_of(digest))
    assert found.page == 1


@pytest.mark.parametrize("angle", [-4, 1.5, 90, 180])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_slightly_turned_grey_scan_tells_its_code(copy: tuple[bytes, bytes], angle: float, kind: str) -> None:
    pdf, digest = copy
    page = picture(pdf, 1, 150).convert("L").rotate(angle, expand=True, fillcolor=235)
    assert [found.digest for found in scanned.codes(as_picture(page, kind))] == [digest]


def test_scans_put_into_a_pdf_tell_their_codes(copy: tuple[bytes, bytes]) -> None:
    pdf, digest = copy
    blank = Image.new("L", (1240, 1754), 255)
    pages = [blank, picture(pdf, scanned.pages_of(pdf), 150).convert("L")]
    out = BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    assert [(found.page, found.digest) for found in scanned.codes(out.getvalue())] == [(2, digest)]


def test_a_page_without_a_code_has_none() -> None:
    assert scanned.codes(as_picture(Image.new("L", (800, 1100), 255), "PNG")) == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7 broken",
        b"hello",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
        as_picture(Image.new("1", (20_000, 20_000)), "PNG"),
    ],
)
def test_what_is_no_scan_is_refused(data: bytes) -> None:
    with pytest.raises(NotAScan):
        scanned.codes(data)
