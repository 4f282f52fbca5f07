"""Finding words anywhere in the case file."""

from __future__ import annotations

import re

from ..journal.revision import NO_CASE, Revision
from ..journal.store import Status
from ..records.describe import event_date, title, words
from .casefile import CaseFile
from .model import Hit
from .store import Stored

HIT_START, HIT_END = "\x02", "\x03"
_AROUND = 60
_PARTS = re.compile(r'"([^"]*)"?|(\S+)')
_HIDDEN_KINDS = frozenset({"disclose", "roster"})


def match(typed: str) -> str:
    """What was typed as an FTS5 query: all words wanted, each as a beginning; "phrases"; -without. Empty: no query."""
    wanted, unwanted = [], []
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
    places = [
        row[0]
        for row in cf.db.execute(f"SELECT rowid FROM words WHERE words MATCH ?{narrow} ORDER BY rank LIMIT ?",
                                 (*values, limit))
    ]  # fmt: skip
    tokens = [token.casefold() for token in re.findall(r"\w+", typed)]
    names: dict[str, tuple[str, str]] = {}
    hits = [hit for n in places if (hit := _hit(cf, n, tokens, names)) is not None]
    return hits


def _hit(cf: CaseFile, n: int, tokens: list[str], names: dict[str, tuple[str, str]]) -> Hit | None:
    row = cf.db.execute(
        "SELECT r.n, r.status, r.header, r.sig, p.nonce, p.body FROM item i JOIN rev r ON r.rev = i.rev"
        " JOIN payload p ON p.rev = i.rev WHERE i.n=?",
        (n,),
    ).fetchone()
    if row is None:
        return None
    version = cf.as_version(Stored(row[0], Status(row[1]), Revision(*row[2:])), is_head=True)
    if version.record is None or version.kind in _HIDDEN_KINDS:
        return None
    if version.case not in names:
        names[version.case] = ("", "")
        if version.case != NO_CASE:
            record = cf.item(version.case).record
            names[version.case] = (record.reference, record.family)
    reference, family = names[version.case]
    return Hit(
        id=version.id,
        case=version.case,
        reference=reference,
        family=family,
        kind=version.kind,
        title=title(version.record),
        snippet=snippet(words(version.record), tokens),
        when=event_date(version.record).in_table() if event_date(version.record).known else "",
    )


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
