"""The two national schemes by which intelligence is graded, with the words of each code.

3x5x2 took the place of 5x5x5 in 2016 to 2017; both stand in files, so both are read. The words
are those of the College of Policing's guidance in short; a force may word them differently.
"""

from __future__ import annotations

SOURCE, INFORMATION, HANDLING = "source", "information", "handling"

SCHEMES: dict[str, dict[str, dict[str, str]]] = {
    "3x5x2": {
        SOURCE: {"1": "Reliable", "2": "Untested", "3": "Not reliable"},
        INFORMATION: {
            "A": "Known directly to the source",
            "B": "Known indirectly, corroborated",
            "C": "Known indirectly",
            "D": "Not known",
            "E": "Suspected to be false",
        },
        HANDLING: {"P": "Sharing permitted", "C": "Permitted with conditions"},
    },
    "5x5x5": {
        SOURCE: {
            "A": "Always reliable",
            "B": "Mostly reliable",
            "C": "Sometimes reliable",
            "D": "Unreliable",
            "E": "Untested",
        },
        INFORMATION: {
            "1": "Known to be true",
            "2": "Known personally to the source",
            "3": "Not known personally, corroborated",
            "4": "Cannot be judged",
            "5": "Suspected to be false",
        },
        HANDLING: {
            "1": "UK police and law enforcement",
            "2": "UK non-prosecuting parties",
            "3": "Foreign law enforcement",
            "4": "Within the force only",
            "5": "Conditions apply",
        },
    },
}
"""The codes of each part of a grade, by scheme, with what they mean."""

_CONDITIONAL = {"3x5x2": frozenset("C"), "5x5x5": frozenset("45")}
"""Handling codes that keep intelligence to where it is until somebody records how their condition is met."""


def barred(scheme: str, handling: str, condition_met: str) -> bool:
    """Whether how intelligence is to be handled keeps it out of a shareable copy."""
    return handling.strip().upper() in _CONDITIONAL.get(scheme, ()) and not condition_met.strip()
