from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import msgspec
import pytest
from pypdf import PdfReader

from pclo_app.records.meeting import SpokenNote
from pclo_app.records.seal import Ink, normal_code
from pclo_app.reports import strategy_record
from pclo_app.reports.document import Document, page_texts
from pclo_app.reports.errors import NotThePresentedPdf
from pclo_app.reports.flow import Flow
from pclo_app.reports.page import Imprint
from pclo_app.reports.sealing import place_of_answer
from pclo_app.reports.strategy_record import draft_of, paper_of, presented_of, sealed_of
from pclo_app.reports.strategy_signing import signing_part
from pclo_app.reports.strategy_view import MeetingView, SealView
from tests.reports.page_boxes import Character, characters, picture

Answering = Callable[..., SealView]


def flat(text: str) -> str:
    return " ".join(text.split())


def each_page_is_framed(document: Document) -> None:
    pages = document.page_texts()
    assert len(pages) == document.pages
    for number, page in enumerate(pages, 1):
        assert page.count("OFFICIAL-SENSITIVE") == 2
        assert f"Page {number} of {len(pages)}" in page


def test_a_draft_says_so_above_the_title_and_on_every_foot(view: MeetingView, imprint: Imprint) -> None:
    document = draft_of(view, imprint)
    each_page_is_framed(document)
    pages = document.page_texts()
    assert pages[0].count("DRAFT, NOT SIGNED") == 2
    assert all("DRAFT, NOT SIGNED. Copy 1 of 2, for Imelda Crosbie" in flat(page) for page in pages)
    assert all(document.code in page for page in pages)
    assert normal_code(document.code) == document.code


def test_a_record_has_its_sections_in_order_and_every_heading(view: MeetingView, headings: object) -> None:
    words = flat(presented_of(view).text())
    sections = (
        "1 Why the meeting was held", "2 Who was there", "3 Information shared", "4 Decisions", "5 Actions",
        "6 Notes kept as people spoke", "7 Checks made by the app before signing",
        "8 Chair’s reservation or refusal", "9 Signatures", "10 Supervisor’s review", "11 How to check this record",
    )  # fmt: skip
    places = [words.index(section) for section in sections]
    assert places == sorted(places)
    for name in headings.names:  # type: ignore[attr-defined]
        assert name in words
    assert "Thursday 5 November 2026" in words
    assert "Fri 6 Nov 2026" in words
    assert "12 decided, 1 not applicable, 1 deferred" in words
    assert "Reason recorded by D Pettifer (PCLO), 14:41" in words


def test_why_stands_once_whatever_its_first_words(view: MeetingView, imprint: Imprint) -> None:
    why = ("Injury. Relied on: log 118.", "Relied on: the letter of 4 November.")
    first, second, *others = view.meeting.decisions
    made = (msgspec.structs.replace(first, why=why[0]), msgspec.structs.replace(second, why=why[1]), *others)
    words = flat(draft_of(replace(view, meeting=msgspec.structs.replace(view.meeting, decisions=made)), imprint).text())
    assert "Why: Injury. Relied on: log 118." in words
    assert "Why: Relied on" not in words and words.count("Relied on:") == 2


def test_what_is_shown_to_the_chair_leaves_the_foot_free(view: MeetingView) -> None:
    document = presented_of(view)
    each_page_is_framed(document)
    assert "Check code" not in document.text()
    assert "Copy" not in document.text()
    assert "The chair is asked to sign this statement: “I chaired this meeting." in flat(document.text())


@pytest.mark.parametrize("outcome", ["signed", "reserved", "refused", "unable", "wet-ink"])
def test_a_sealed_copy_begins_with_the_very_file_the_chair_was_shown(
    view: MeetingView, imprint: Imprint, answered: Answering, outcome: str
) -> None:
    shown = presented_of(view)
    answer = answered(shown.pdf, shown.pages, outcome, reserve="I asked for more." if outcome == "reserved" else None,
                      why="It is not what I said." if outcome in ("refused", "unable") else None)  # fmt: skip
    copy = sealed_of(shown.pdf, view, answer, imprint)
    assert copy.pdf.startswith(shown.pdf)
    each_page_is_framed(copy)
    before, after = shown.page_texts(), copy.page_texts()
    assert len(before) == len(after)
    read = "\f".join(before).partition("8 Chair’s reservation or refusal")[0].split("\f")
    assert len(read) >= len(before) - 1
    for old, new in zip(read, after, strict=False):
        assert all(line in new for line in old.split("\n"))
    for page in after:
        assert answer.code in page
        assert "Copy 1 of 2, for Imelda Crosbie, Team Manager, Kingsmere social care." in flat(page)
        assert "sealed 5 November 2026, 15:12" in flat(page)
    last = flat(" ".join(after[-2:]))
    assert "Nothing yet." not in last
    expected = {
        "signed": "None. The chair signed without reservation.",
        "reserved": "“I asked for more.”",
        "refused": "Not signed: the chair refused.",
        "unable": "Not signed: the chair was unable to.",
        "wet-ink": "I do not sign it, because:",
    }
    assert expected[outcome] in last
    if outcome != "wet-ink":
        assert "Thursday 5 November 2026, 15:12" in last
        assert "pages shown, 9 minutes" in last
        assert "fingerprint 9F3C 22A1 70D4" in last
    if outcome in ("refused", "unable"):
        assert "“It is not what I said.”" in last
        assert "The chair did not make this statement" in last


def test_what_the_chair_read_is_the_same_object_in_the_sealed_copy(
    view: MeetingView, imprint: Imprint, answered: Answering
) -> None:
    shown = presented_of(view)
    copy = sealed_of(shown.pdf, view, answered(shown.pdf, shown.pages), imprint)
    old, new = (PdfReader(BytesIO(pdf)) for pdf in (shown.pdf, copy.pdf))
    place = place_of_answer(shown.pdf)
    assert place is not None and place.top < 780
    for number in range(place.page + 1):
        mine = new.pages[number].raw_get("/Contents")[0]
        theirs = old.pages[number].raw_get("/Contents")
        assert (mine.idnum, mine.get_object().get_data()) == (theirs.idnum, theirs.get_object().get_data())
    assert "7 Checks made by the app before signing" in flat(copy.page_texts()[place.page])


def bodies(view: MeetingView) -> list[MeetingView]:
    """Records that end at many heights of their last page."""
    notes = [SpokenNote(at="14:21", text="A word of it. " * (1 + 9 * (n % 3)), filed="kept") for n in range(45)]
    return [
        replace(view, meeting=msgspec.structs.replace(view.meeting, notes=tuple(notes[:count])))
        for count in range(0, 45, 2)
    ]


def test_wherever_the_part_to_be_answered_begins_a_copy_has_the_pages_that_were_shown(
    view: MeetingView, imprint: Imprint, answered: Answering
) -> None:
    tops = set()
    for each in bodies(view):
        shown = presented_of(each)
        each_page_is_framed(shown)
        place = place_of_answer(shown.pdf)
        assert place is not None
        tops.add(round(place.top))
        for outcome in ("signed", "refused", "wet-ink"):
            copy = sealed_of(shown.pdf, each, answered(shown.pdf, shown.pages, outcome, why="No."), imprint)
            pages = copy.page_texts()
            assert len(pages) == copy.pages >= shown.pages
            for number, page in enumerate(pages, 1):
                name = f"Page {number} of {shown.pages}"
                assert name in page or f"Page {shown.pages} of {shown.pages}, continued" in page
                assert page.count("OFFICIAL-SENSITIVE") == 2
            words = flat(" ".join(pages))
            sections = ("7 Checks", "9 Signatures", "10 Supervisor’s review", "11 How to check this record")
            for section in sections:
                assert len(re.findall(rf"{section}(?!.{{0,40}}begins)", words)) == 1, section
            signed = next(page for page in pages if "9 Signatures" in page and "Recording officer" in page)
            assert "I chaired this meeting" in signed, "the statement stands under the signature"
            for number in re.findall(r"begins on page (\d+)", words):
                assert int(number) <= shown.pages
    assert len(tops) > 15


def test_a_record_shown_in_an_older_layout_is_still_drawn(
    view: MeetingView, imprint: Imprint, answered: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In `meeting/2` the part to be answered was the last page."""

    def older(flow: Flow, *rest: Any, **more: Any) -> None:
        flow.page()
        signing_part(flow, *rest, **more)

    monkeypatch.setattr(strategy_record, "signing_part", older)
    monkeypatch.setattr(strategy_record, "Answer", lambda *_where, **_how: None)
    shown = presented_of(view)
    monkeypatch.undo()
    assert place_of_answer(shown.pdf) is None
    copy = sealed_of(shown.pdf, view, answered(shown.pdf, shown.pages, tpl="meeting/2"), imprint)
    assert copy.pdf.startswith(shown.pdf) and copy.pages == shown.pages
    each_page_is_framed(copy)
    last = flat(copy.page_texts()[-1])
    assert "8 Chair’s reservation" in last and "11 How to check this record" in last and "7 Checks" not in last


def test_a_typed_name_is_never_passed_off_as_a_signature(
    view: MeetingView, imprint: Imprint, answered: Answering
) -> None:
    shown = presented_of(view)
    answer = answered(shown.pdf, shown.pages, ink=Ink(dev="typed", unit="0.01mm", strokes=()))
    last = flat(sealed_of(shown.pdf, view, answer, imprint).text())
    assert "Signed by typing. No signature was drawn." in last


def test_the_ink_is_drawn_from_the_sealed_strokes_with_the_code_across_it(
    view: MeetingView, imprint: Imprint, answered: Answering
) -> None:
    shown = presented_of(view)
    answer = answered(shown.pdf, shown.pages)
    signed = sealed_of(shown.pdf, view, answer, imprint)
    place = place_of_answer(shown.pdf)
    assert place is not None
    whole = " ".join(signed.page_texts()[place.page :])
    feet = signed.pages - place.page
    assert whole.count(answer.code) == 3 + feet  # twice across the ink, in section 11, and at the foot
    empty = answered(shown.pdf, shown.pages, ink=Ink(dev="none", unit="0.01mm", strokes=()))
    without = sealed_of(shown.pdf, view, empty, imprint)
    assert _dark_between_the_head_and_the_line(signed) > 300
    assert _dark_between_the_head_and_the_line(without) == 0


def _dark_between_the_head_and_the_line(document: Document) -> int:
    """Dark points where the chair's signature stands, under the heading of its box."""
    (head,) = (c for c in characters(document.pdf)[0] if c.text == "C" and 55 < c.left < 62 and _is_head(c, document))
    scale = 100 / 72
    image = picture(document.pdf, head.page, 100)
    height = image.size[1]
    top, left = height - head.bottom * scale + 6, head.left * scale
    box = image.crop((int(left), int(top), int(left + 220 * scale), int(top + 52 * scale)))
    return sum(count for value, count in enumerate(box.histogram()) if value < 80)


def _is_head(c: Character, document: Document) -> bool:
    """Whether a capital is that of “Chair” alone on its line, inside a box."""
    line = [
        other for other in characters(document.pdf)[0]
        if other.page == c.page and abs(other.bottom - c.bottom) < 3 and 50 < other.left < 290 and other.text.strip()
    ]  # fmt: skip
    return "".join(other.text for other in sorted(line, key=lambda other: other.left)) == "Chair"


def test_a_refusal_never_looks_signed(view: MeetingView, imprint: Imprint, answered: Answering) -> None:
    shown = presented_of(view)
    place = place_of_answer(shown.pdf)
    assert place is not None
    for outcome in ("refused", "unable"):
        answer = answered(shown.pdf, shown.pages, outcome, why="No.")
        assert answer.seal.ink.strokes
        copy = sealed_of(shown.pdf, view, answer, imprint)
        feet = copy.pages - place.page
        said = " ".join(copy.page_texts()[place.page :])
        assert said.count(answer.code) == 1 + feet, "no code across any ink"


def test_another_pdf_than_the_sealed_one_is_refused(view: MeetingView, imprint: Imprint, answered: Answering) -> None:
    shown = presented_of(view)
    answer = answered(shown.pdf, shown.pages)
    with pytest.raises(NotThePresentedPdf):
        sealed_of(shown.pdf + b"\n", view, answer, imprint)


def test_a_very_long_reservation_is_printed_whole(view: MeetingView, imprint: Imprint, answered: Answering) -> None:
    shown = presented_of(view)
    said = " ".join(f"word{n}" for n in range(1500))
    copy = sealed_of(shown.pdf, view, answered(shown.pdf, shown.pages, "reserved", reserve=said), imprint)
    pages = page_texts(copy.pdf)
    assert len(pages) == copy.pages > shown.pages
    assert all(f"word{n}" in flat(" ".join(pages)) for n in range(1500))
    assert f"Page {shown.pages} of {shown.pages}, continued" in pages[-1]


def test_a_record_for_pen_and_ink_has_boxes_lines_and_a_code(view: MeetingView, imprint: Imprint) -> None:
    document = paper_of(view, imprint)
    each_page_is_framed(document)
    last = flat(" ".join(document.page_texts()[-2:]))
    for words in ("I agree with this record", "disagree with this part", "I do not sign it", "Date", "Time"):
        assert words in last
    assert all(document.code in page for page in document.page_texts())


def test_a_crowded_meeting_still_prints_everybody(crowded: MeetingView) -> None:
    document = presented_of(crowded)
    words = flat(document.text())
    assert document.pages > 12
    assert "Świętosława" in words
    assert "Ŷstwyth" in words
    assert "[U+674E U+5A1C]" in words
    assert "U+06" not in words and "U+05" not in words
    assert "gives the Unicode number of a character" in words
    assert words.count("Visit without notice") == 60


def test_an_empty_meeting_prints_and_says_what_is_missing(view: MeetingView, imprint: Imprint) -> None:
    from pclo_app.records.meeting import StrategyMeeting

    document = draft_of(replace(view, meeting=StrategyMeeting(), children=()), imprint)
    words = flat(document.text())
    assert "Nobody is recorded." in words
    assert "No heading is answered" in words
