"""Every condition of the vault has its code and its three parts, and they can be filled."""

from __future__ import annotations

import string

import pytest

from pclo_app.errors import KnownError
from pclo_app.vault import errors

CONDITIONS = sorted(
    (
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, KnownError) and kind.__module__ == errors.__name__
    ),
    key=lambda kind: kind.__name__,
)


@pytest.mark.parametrize("kind", CONDITIONS)
def test_sentence(kind: type[KnownError]) -> None:
    template = f"{kind.what} {kind.safe} {kind.do}"
    fields = {name for _, name, _, _ in string.Formatter().parse(template) if name}
    sentence = kind(**dict.fromkeys(fields, "something")).sentence
    assert kind.code.startswith("vault.")
    assert kind.what
    assert kind.safe
    assert kind.do
    assert "{" not in sentence
    assert "!" not in sentence


def test_codes_are_different() -> None:
    assert len({kind.code for kind in CONDITIONS}) == len(CONDITIONS) > 15
