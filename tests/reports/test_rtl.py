"""Arabic and Hebrew on paper: held against another program's joining, ordering and drawing."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from io import BytesIO
from typing import Any

import msgspec
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, features

from pclo_app.reports import rtl
from pclo_app.reports.paint import to_pdf
from pclo_app.reports.sheet import Paper, Sheet, Words
from pclo_app.reports.strategy_record import presented_of
from pclo_app.reports.strategy_view import MeetingView
from pclo_app.reports.styles import Style
from pclo_app.reports.typeface import FILES, Run, Typesetter, placed
from resources import resource
from tests.reports.page_boxes import picture
from tests.reports.test_pages import no_characters_overlap, stays_inside

ARABIC = ("دانيال بيلكا", "محمد عبد الله", "فاطمة الزهراء", "سلام لا إله", "عبد الرؤوف شيئا", "ليلى بنت هالة")
HEBREW = (
    "\u05e0\u05e2\u05de\u05d9 \u05db\u05d4\u05df",
    "\u05d3\u05d5\u05d3 \u05d1\u05df-\u05d2\u05d5\u05e8\u05d9\u05d5\u05df",
)
SIZE = 60


def ours(text: str, face: str) -> Image.Image:
    """The words as our print draws them."""
    paper = Paper(900, 160)
    sheet = Sheet(words=[Words(30, 60, Style(face, SIZE, 80), text)])
    return picture(to_pdf([sheet], paper, "x"), 1, 72)


def theirs(text: str, face: str) -> Image.Image:
    """The same by HarfBuzz and FriBidi, from the same font file."""
    *folder, name = FILES[face].split("/")
    data = BytesIO(resource("fonts", *folder, name).read_bytes())
    font = ImageFont.truetype(data, SIZE, layout_engine=ImageFont.Layout.RAQM)
    page = Image.new("L", (900, 160), 255)
    ImageDraw.Draw(page).text((30, 100), text, font=font, fill=18, anchor="ls", direction="ltr")
    return page


def _ink(page: Image.Image) -> Image.Image:
    box = page.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert box is not None
    return page.crop(box).point(lambda value: 255 if value < 128 else 0)


@pytest.mark.skipif(not features.check("raqm"), reason="Pillow was built without Raqm")
@pytest.mark.parametrize(("text", "face"), [(t, "arabic") for t in ARABIC] + [(t, "hebrew") for t in HEBREW])
def test_names_look_as_another_program_draws_them(text: str, face: str) -> None:
    mine, other = _ink(ours(text, face)), _ink(theirs(text, face))
    assert mine.width == pytest.approx(other.width, abs=4) and mine.height == pytest.approx(other.height, abs=3)
    other = other.resize(mine.size)
    both, either = ImageChops.multiply(mine, other), ImageChops.lighter(mine, other)
    assert _count(both) / _count(either) > 0.75
    turned = _ink(ours(text[::-1], face)).resize(mine.size)
    assert _count(ImageChops.multiply(turned, other)) / _count(ImageChops.lighter(turned, other)) < 0.6


def _count(picture: Image.Image) -> int:
    return sum(value > 128 for value in picture.tobytes())


def shown(text: str) -> str:
    """What stands on the paper from left to right, with each letter in its plain form."""
    return unicodedata.normalize("NFKC", "".join(stretch.text for stretch in rtl.stretches(text)))


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("plain words", "plain words"),
        ("\u05d0\u05d1 \u05d2", "\u05d2 \u05d1\u05d0"),
        ("Mr \u05d0\u05d1, nurse", "Mr \u05d1\u05d0, nurse"),
        ("\u05d0\u05d1 12 \u05d2", "\u05d2 12 \u05d1\u05d0"),
        ("\u05d0\u05d1 (3), nurse", "(3) \u05d1\u05d0, nurse"),
        ("Ali (\u05d0\u05d1) Hassan", "Ali (\u05d1\u05d0) Hassan"),
        ("\u05d0 1.5 \u05d1", "\u05d1 1.5 \u05d0"),
        ("a \u05d0 b \u05d1 c", "a \u05d0 b \u05d1 c"),
    ],
)
def test_the_order_is_unicodes(text: str, paper: str) -> None:
    assert shown(text) == paper


def test_letters_join_by_their_neighbours() -> None:
    assert rtl.joined("بيت") == "\ufe91\ufef4\ufe96"  # start, middle, end
    assert rtl.joined("دار") == "\ufea9\ufe8d\ufead"  # none of these joins on to the next
    assert rtl.joined("لا") == "\ufefb"  # one sign for two letters
    assert rtl.joined("بَيت") == "\ufe91\u064e\ufef4\ufe96"  # a mark is passed over


def test_lines_with_such_names_stay_inside_and_nothing_is_lost(view: MeetingView) -> None:
    names: tuple[Any, ...] = (*ARABIC, *HEBREW, "مُحَمَّد", "Ali (علي) Hassan")
    people = tuple(
        msgspec.structs.replace(view.meeting.attendance[n % 9], name=names[n % len(names)], note=" ".join(names[:4]))
        for n in range(40)
    )
    document = presented_of(replace(view, meeting=msgspec.structs.replace(view.meeting, attendance=people)))
    stays_inside(document)
    plain = unicodedata.normalize("NFKC", document.text())
    for name in (*ARABIC, *HEBREW):
        for word in name.replace("-", " ").split():
            assert word in plain or word[::-1] in plain, word
    assert "[U+" not in document.text()


def test_a_line_is_measured_as_it_is_drawn() -> None:
    setter = Typesetter()
    style = Style("semibold", 10, 12)
    text = f"The father, {ARABIC[1]}, said nothing; the mother, {HEBREW[0]}, agreed. " * 4
    for line in setter.lines([Run(text, style)], 200):
        (piece,) = line
        last = placed(piece.text, style)[-1]
        end = last.dx + setter.face(last.style.face)._measured(last.text) * last.style.size
        assert end == pytest.approx(setter.width(piece.text, style), abs=0.01) and end <= 200.1


def test_overlap_is_looked_for_in_the_crowded_record_too(crowded: MeetingView) -> None:
    no_characters_overlap(presented_of(crowded))
