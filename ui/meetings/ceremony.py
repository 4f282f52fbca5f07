"""What is settled before the laptop is turned to the chair, and how it comes back. Plain values."""

from __future__ import annotations

from dataclasses import dataclass

from pclo_app.records.meeting import SpokenNote

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
    print_slip: bool = False
    """The code alone, for the chair to take away."""
    correction: str = ""
    reason: str = ""

    def note(self, at: str) -> SpokenNote:
        """What stays in the record of a showing that ended without an answer."""
        if self.correction:
            return SpokenNote(at=at, text=f"The chair asks for a correction: {self.correction}")
        words = f"Shown to the chair and given back without an answer: {self.reason}"
        return SpokenNote(at=at, text=words, filed="kept")
