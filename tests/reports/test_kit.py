"""The emergency kit's sheet: one page that can be read, typed back and scanned, and that names no case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import zxingcpp

from pclo_app.casefile.model import Officer
from pclo_app.reports import kit as sheets
from pclo_app.reports.document import Document
from pclo_app.vault import kit
from tests.reports.page_boxes import picture
from tests.reports.test_pages import no_characters_overlap, stays_inside

SECRET = bytes(range(7, 23))
OFFICER = Officer("x", "Dawn Pettifer", "PCLO (Band D)", "PCLO", "Team North")
LONG = replace(
    OFFICER, name="Wilhelmina Featherstonehaugh-Cholmondeley", team="Child Protection, Maidstone and Medway Towns"
)


def sheet(officer: Officer = OFFICER, holder: str = "Sealed envelope, office safe: DS Farah Whitcombe") -> Document:
    return sheets.sheet(
        kit.code(SECRET),
        officer=officer,
        vault_id="9f3a6c1d5b7e4420a1c8d2e0f4b69713",
        slot="k1",
        holder=holder,
        made=datetime(2026, 11, 22, 9, 5, tzinfo=UTC),
    )


@pytest.mark.parametrize("officer", [OFFICER, LONG], ids=["usual", "long names"])
def test_one_page_inside_its_margins(officer: Officer) -> None:
    made = sheet(officer, "Sealed envelope in the safe of the office at " * (4 if officer is LONG else 1))
    assert made.pages == 1
    stays_inside(made)
    no_characters_overlap(made)


def test_what_it_says() -> None:
    made = sheet()
    text = " ".join(made.text().split())
    for words in (
        "Emergency kit", "Dawn Pettifer, PCLO (Band D), Team North", "9f3a 6c1d 5b7e", "22 November 2026, 09:05",
        "DS Farah Whitcombe", "office safe", "Use the emergency kit", "OFFICIAL-SENSITIVE", "Page 1 of 1",
        *kit.code(SECRET).split("-"),
    ):  # fmt: skip
        assert words in text
    assert made.code == "", "no code is worked out from a secret"
    assert made.file_name == "emergency-kit-9f3a6c1d.pdf"
    assert made.pdf == sheet().pdf, "the same sheet, the same bytes"


def test_the_square_opens_it() -> None:
    made = sheet()
    (square,) = zxingcpp.read_barcodes(picture(made.pdf, 1, 110))
    assert kit.secret_of(square.text) == SECRET
    assert "Pettifer" not in square.text
