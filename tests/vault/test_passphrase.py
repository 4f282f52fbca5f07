"""Judging passphrases and offering one."""

from __future__ import annotations

import random

import pytest

from pclo_app.vault import errors, passphrase


@pytest.mark.parametrize(
    "text",
    [
        "",
        "short",
        "thirteen char",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "Password123456!",
        "qwertyuiopasdfgh",
        "manchester united 1999",
    ],
)
def test_weak(text: str) -> None:
    verdict = passphrase.strength(text)
    assert not verdict.enough
    assert verdict.words
    with pytest.raises(errors.PassphraseTooWeak):
        passphrase.require(text)


@pytest.mark.parametrize(
    "text", ["plunder zestfully immobile oyster", "plunderzestfullyimmobileoyster", "x7#Kq92!vLp0Zw"]
)
def test_strong_without_rules_of_composition(text: str) -> None:
    assert passphrase.strength(text) == passphrase.Strength("Strong", True)
    passphrase.require(text)


def test_short_is_said_to_be_short() -> None:
    assert "14 characters" in passphrase.strength("x7#Kq92!vLp0Z").words


def test_words_grow_with_strength() -> None:
    assert passphrase.strength("password123456").words == "Could be guessed in minutes"


def test_a_very_long_text_is_judged_quickly() -> None:
    assert passphrase.strength("plunder zestfully immobile oyster " * 500).enough


def test_the_list() -> None:
    words = passphrase.word_list()
    assert len(words) == len(set(words)) == 7776
    assert all(word == word.lower() and len(word) >= 3 for word in words)


def test_every_suggestion_is_strong() -> None:
    chance = random.Random(7)
    for _ in range(60):
        text = passphrase.suggest(chance)
        assert len(text.split(" ")) == 4
        assert passphrase.strength(text).enough, text
    assert passphrase.suggest() != passphrase.suggest()
