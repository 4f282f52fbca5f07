"""Placing an agency's name, as somebody wrote it, under one of the eight codes.

The table of words ships in ``resources/practice/agencies.json``. The words as written
are always kept beside the code.
"""

from __future__ import annotations

import re

import msgspec

from resources import resource

OTHER = "OTH"
_BETWEEN_AGENCIES = re.compile(r"[/;&+]")


class AgencyRules(msgspec.Struct, frozen=True):
    """The words of each code, as the shipped file has them."""

    title: str
    about: str
    rules: dict[str, tuple[str, ...]]

    def place(self, name: str) -> str:
        """The code of an agency's name; OTH where nothing fits.

        "Whittington Hospital / Police CAIT" goes under the first agency that can be
        placed. Within one name the longest words decide, so that "School nursing" is
        health, not education.
        """
        for part in _BETWEEN_AGENCIES.split(name):
            code = self._place_one(_plain(part))
            if code:
                return code
        return self._place_one(_plain(name)) or OTHER

    def _place_one(self, name: str) -> str:
        best, length = "", 0
        padded = f" {name} "
        for code, words in self.rules.items():
            for phrase in words:
                if len(phrase) > length and f" {phrase} " in padded:
                    best, length = code, len(phrase)
        return best


def shipped_rules() -> AgencyRules:
    """The table that ships with the program."""
    data = resource("practice", "agencies.json").read_bytes()
    return msgspec.json.decode(data, type=AgencyRules)


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", re.sub(r"['\u2019]", "", name.casefold())).split())
