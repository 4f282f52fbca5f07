"""The code on the paper: every single mistake and every swap of neighbours is noticed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pclo_app.records.seal import ALPHABET, code_of, digest_of_qr, normal_code, qr_text

digests = st.binary(min_size=32, max_size=32)


@given(digests)
def test_code_and_square_are_read_back(digest: bytes) -> None:
    code = code_of(digest)
    assert len(code.replace("-", "")) == 28
    assert normal_code(code) == code
    assert normal_code(code.lower().replace("0", "o").replace("1", "l").replace("-", " ")) == code
    assert digest_of_qr(qr_text(digest)) == digest


@given(digests, st.integers(0, 27), st.integers(1, 31))
def test_one_wrong_character_is_noticed(digest: bytes, place: int, step: int) -> None:
    plain = code_of(digest).replace("-", "")
    wrong = ALPHABET[(ALPHABET.index(plain[place]) + step) % 32]
    assert normal_code(plain[:place] + wrong + plain[place + 1 :]) is None


@given(digests, st.integers(0, 26))
def test_two_neighbours_swapped_are_noticed(digest: bytes, place: int) -> None:
    plain = code_of(digest).replace("-", "")
    if plain[place] != plain[place + 1]:
        swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
        assert normal_code(swapped) is None


@given(st.text(max_size=40))
def test_no_typed_text_breaks_the_check(text: str) -> None:
    normal_code(text)
    digest_of_qr(text)
