"""Finding words anywhere in the case file."""

from __future__ import annotations

import re

from ..journal.revision import NO_CASE
from ..records import kinds
from ..records.describe import event_date, title, words
from .casefile import CaseFile
from .model import Hit

HIT_START, HIT_END = "\x02", "\x03"
_AROUND = 60
_PARTS = re.compile(r'"([^"]*)"?|(\S+)')


def match(typed: str) -> str:
    """What was typed as an FTS5 query: all words wanted, each as a beginning; "phrases"; -without. Empty: no query."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for phrase, word in _PARTS.findall(typed):
        exclude = word.startswith("-") and len(word) > 1
        tokens = re.findall(r"\w+", phrase or word)
        if not tokens:
            continue
        term = '"' + " ".join(tokens) + '"'
        if not phrase:
            term += "*"
        (unwanted if exclude else wanted).append(term)
    if not wanted:
        return ""
    query = " AND ".join(wanted)
    return f"({query}) NOT ({' OR '.join(unwanted)})" if unwanted else query


def find(cf: CaseFile, typed: str, case: str | None = None, limit: int = 50) -> list[Hit]:
    """The best hits first, over every kind of record; of one case or of all."""
    query = match(typed)
    if not query:
        return []
    narrow = "" if case is None else " AND rowid IN (SELECT n FROM item WHERE case_id=?)"
    values: tuple[object, ...] = (query,) if case is None else (query, bytes.fromhex(case))
    rows = cf.db.execute(
        f"WITH hit AS (SELECT rowid AS n, rank AS place FROM words WHERE words MATCH ?{narrow} ORDER BY rank LIMIT ?)"
        " SELECT i.record, i.case_id, i.kind, p.body FROM hit JOIN item i USING(n) JOIN payload p ON p.rev = i.rev"
        " ORDER BY hit.place",
        (*values, limit),
    ).fetchall()
    tokens = [token.casefold() for token in re.findall(r"\w+", typed)]
    cases = {row[1]: cf.item(row[1].hex()).record for row in {row[1]: row for row in rows}.values()
             if row[1].hex() != NO_CASE}  # fmt: skip
    hits = []
    for name, case_id, kind, body in rows:
        if kind in kinds.NOT_CASEWORK:
            continue
        record = kinds.decode(kind, body)
        when = event_date(record)
        about = cases.get(case_id)
        hits.append(
            Hit(
                id=name.hex(),
                case=case_id.hex(),
                reference=about.reference if about else "",
                family=about.family if about else "",
                kind=kind,
                title=title(record),
                snippet=snippet(words(record), tokens),
                when=when.in_table() if when.known else "",
            )
        )
    return hits


def snippet(text: str, tokens: list[str]) -> str:
    """A piece of the text around the first hit, the hits marked."""
    spoken = " ".join(text.split())
    if not tokens:
        return spoken[: 2 * _AROUND]
    pattern = re.compile(r"\b(" + "|".join(re.escape(t) for t in sorted(tokens, key=len, reverse=True)) + r")", re.I)
    first = pattern.search(spoken)
    start = max(0, first.start() - _AROUND) if first else 0
    if start:
        start = spoken.find(" ", start) + 1
    piece = spoken[start : start + 3 * _AROUND]
    marked = pattern.sub(HIT_START + r"\1" + HIT_END, piece)
    return ("… " if start else "") + marked + ("…" if start + 3 * _AROUND < len(spoken) else "")
