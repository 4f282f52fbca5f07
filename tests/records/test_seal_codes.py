"""The code on the paper: every single mistake and every swap of neighbours is noticed."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from pclo_app.records.seal import ALPHABET, code_of, digest_of_qr, normal_code, qr_text

digests = st.binary(min_size=32, max_size=32)


@given(digests)
def test_t44_code_and_square_are_read_back(digest: bytes) -> None:
    code = code_of(digest)
    assert len(code.replace("-", "")) == 28
    assert normal_code(code) == code
    assert normal_code(code.lower().replace("0", "o").replace("1", "l").replace("-", " ")) == code
    assert digest_of_qr(qr_text(digest)) == digest


@given(digests, st.integers(0, 27), st.integers(1, 31))
def test_t44_one_wrong_character_is_noticed(digest: bytes, place: int, step: int) -> None:
    plain = code_of(digest).replace("-", "")
    wrong = ALPHABET[(ALPHABET.index(plain[place]) + step) % 32]
    assert normal_code(plain[:place] + wrong + plain[place + 1 :]) is None


@given(digests, st.integers(0, 26))
def test_t44_two_neighbours_swapped_are_noticed(digest: bytes, place: int) -> None:
    plain = code_of(digest).replace("-", "")
    if plain[place] != plain[place + 1]:
        swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
        assert normal_code(swapped) is None


@given(st.text(max_size=40))
def test_no_typed_text_breaks_the_check(text: str) -> None:
    normal_code(text)
    digest_of_qr(text)


def test_t44_every_mistake_of_one_code_is_caught_and_every_lookalike_forgiven() -> None:
    chance = random.Random(44)
    for _ in range(30):
        plain = code_of(chance.randbytes(32)).replace("-", "")
        for place, right in enumerate(plain):
            for wrong in ALPHABET:
                typed = plain[:place] + wrong + plain[place + 1 :]
                assert (normal_code(typed) is None) == (wrong != right)
            if place < 27 and right != plain[place + 1]:
                assert normal_code(plain[:place] + plain[place + 1] + right + plain[place + 2 :]) is None
        printed = normal_code(plain)
        for digit, alike in (("0", "oO"), ("1", "iIlL")):
            for letter in alike:
                assert normal_code(plain.replace(digit, letter)) == printed


def test_t44_a_million_random_codes_hit_none_of_ten_thousand_sealed_ones() -> None:
    chance = random.Random(1_000_000)
    sealed = {code_of(chance.randbytes(32)) for _ in range(10_000)}
    assert len(sealed) == 10_000
    whole = 0
    for number in range(1_000_000):
        # Half are typed at random, which the check characters refuse; half are well formed, as a guesser makes them.
        if number % 2:
            plain = "".join(chance.choices(ALPHABET, k=28))
            code = normal_code(f"{plain[:4]}-{plain[4:]}")
            if code is None:
                continue
        else:
            code = code_of(chance.randbytes(32))
        whole += 1
        assert code not in sealed
    assert 500_000 < whole < 502_000, "about one random text in 1,024 has the right check characters"
