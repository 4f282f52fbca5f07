"""Marks that an imported remark puts on an entry, as tags that the findings look for.

People who compile a chronology by hand write what they noticed into the remarks: that two
sources disagree, or that a document prints a date that does not exist. Such a remark is
kept word for word, and marked, so that it is answered and not only read.
"""

from __future__ import annotations

import re

SOURCES_DISAGREE = "sources disagree"
DATA_DEFECT = "data defect"
IMPOSSIBLE_DATE = "impossible date"

_HEADINGS = {
    SOURCES_DISAGREE: re.compile(r"\bCONFLICT\b|(?i:^conflict:)", re.MULTILINE),
    DATA_DEFECT: re.compile(r"\bDATA DEFECT\b|(?i:^data defect:)", re.MULTILINE),
}


def marks_in(note: str) -> tuple[str, ...]:
    """The marks that a remark calls for.

    Only capitals count, or the word as a heading: "conflict" inside a sentence is an
    everyday word in this work.
    """
    return tuple(mark for mark, heading in _HEADINGS.items() if heading.search(note))
