"""Text: one form for keeping, nothing obeyed by a terminal, nothing unseen."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pclo_app.records.errors import ControlCharacter
from pclo_app.records.text import clean, hidden, is_clean, made_visible


def test_composed_form() -> None:
    assert clean("Zoe\u0308") == "Zo\u00eb"
    assert not is_clean("Zoe\u0308")


def test_line_ends_of_any_machine_become_one() -> None:
    assert clean("one\r\ntwo\rthree\n\tfour") == "one\ntwo\nthree\n\tfour"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\x9b", "\ud800"])
def test_control_characters_are_refused_by_place_and_never_quoted(character: str) -> None:
    with pytest.raises(ControlCharacter) as refused:
        clean("Mum said" + character + "secret")
    assert refused.value.values == {"position": 9}
    assert "secret" not in str(refused.value)


def test_an_override_is_kept_and_shown() -> None:
    text = "said \u202eyldrah\u202c\u200b"
    assert clean(text) == text
    assert hidden(text) == (
        (5, "RIGHT-TO-LEFT OVERRIDE"),
        (12, "POP DIRECTIONAL FORMATTING"),
        (13, "ZERO WIDTH SPACE"),
    )
    assert made_visible(text) == "said ⟦U+202E⟧yldrah⟦U+202C⟧⟦U+200B⟧"


def test_ordinary_words_are_left_alone() -> None:
    text = "Zoë “said” £5 – Łódź, 爸爸, ماما"
    assert clean(text) == made_visible(text) == text
    assert hidden(text) == ()


@given(st.text())
def test_cleaning_is_settled_and_loses_only_line_ends_and_form(text: str) -> None:
    try:
        cleaned = clean(text)
    except ControlCharacter:
        assert any(unicodedata.category(character) in ("Cc", "Cs") for character in text)
        return
    assert clean(cleaned) == cleaned
    assert is_clean(cleaned)
    assert cleaned == unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    assert hidden(made_visible(cleaned)) == ()
