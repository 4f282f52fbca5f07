"""What is settled before the laptop is turned to the chair, and how it comes back. Plain values."""

from __future__ import annotations

from dataclasses import dataclass

from .pin import Pin


@dataclass(frozen=True)
class Agreed:
    """What the officer settled before the laptop was turned."""

    pin: Pin
    idcheck: str


@dataclass(frozen=True)
class Returned:
    """How the laptop came back."""

    sealed: bool = False
    print_copies: bool = False
    correction: str = ""
    reason: str = ""
