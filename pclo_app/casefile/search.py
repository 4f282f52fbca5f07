"""Finding words anywhere in the case file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from ..records import kinds
from ..records.case import Case
from . import chronology, query
from .casefile import CaseFile
from .hits import HIT_END, HIT_START, Hit

__all__ = [
    "COUNTED",
    "HIT_END",
    "HIT_START",
    "RANKED",
    "Hit",
    "counts",
    "did_you_mean",
    "find",
    "problems",
    "read_words",
]

RANKED = 2000
_SHORT = 4
"""Beginnings of so many letters stand in few enough rows."""
COUNTED = 5000
"""Beyond so many hits nobody counts on."""
_LIKE_ENOUGH = 0.7
_TOGETHER = 500
"""So many rows are asked for in one question."""


def find(cf: CaseFile, typed: str, case: str | None = None, limit: int = 50, shown: int | None = None) -> list[Hit]:
    """The best hits first, over every kind of record; of one case or of all. `query` says what may be typed.

    The words of the first ``shown`` of them are read, of all without it; `read_words` reads the
    others when somebody comes to them. Beginnings of words that stand in more than `RANKED` rows
    say little of any of them: then what was written last comes first.
    """
    asked = query.read(typed, cf.now().date())
    if asked.empty:
        return []
    terms = asked.terms
    if case is not None:
        terms += query.Terms(("i.case_id=?",), (bytes.fromhex(case),))
    rows = _rows(cf, [n for (n,) in cf.db.execute(*_statement(asked.match, terms, limit, ranked=_ranked(cf, asked)))])
    cases = {name: _case(cf, name) for name in {row[2] for row in rows}}
    hits = [
        Hit(record.hex(), case_id.hex(), *cases[case_id], kind, rev, asked.tokens)
        for _, record, case_id, kind, rev in rows
    ]
    read_words(cf, hits[:shown])
    return hits


def read_words(cf: CaseFile, hits: Sequence[Hit]) -> None:
    """Read the words of hits that have none yet."""
    wanted = {hit.rev: hit for hit in hits if not hit.body}
    some = f"SELECT rev, body FROM payload WHERE rev IN ({','.join('?' * len(wanted))})"
    for rev, body in cf.db.execute(some, tuple(wanted)).fetchall():
        wanted[rev].body = body


def numbers(cf: CaseFile, hits: Sequence[Hit]) -> dict[str, int]:
    """The numbers of the entries among these hits, by their ids."""
    wanted: dict[str, list[str]] = {}
    for hit in hits:
        if hit.kind == "chronology_entry":
            wanted.setdefault(hit.case, []).append(hit.id)
    found: dict[str, int] = {}
    for case, ids in wanted.items():
        found |= chronology.numbers_of(cf, case, ids)
    return found


def _ranked(cf: CaseFile, asked: query.Asked) -> bool:
    """Whether ranking is worth its time: it reads the length of every row that has the words."""
    if min(map(len, asked.tokens), default=_SHORT) >= _SHORT:
        return True
    some = f"SELECT 1 FROM words WHERE words MATCH ? LIMIT {RANKED + 1}"
    return bool(cf.db.execute(f"SELECT count(*) FROM ({some})", (asked.match,)).fetchone()[0] <= RANKED)


def _statement(match: str, terms: query.Terms, limit: int, *, ranked: bool) -> tuple[str, tuple[object, ...]]:
    """The places of the hits in their order, and nothing but the places: sorting by rank must not carry more along."""
    if not match:
        found = f"SELECT i.n FROM item i WHERE {terms.where()} AND {_CASEWORK} ORDER BY i.sort LIMIT ?"
        return found, (*terms.values, limit)
    order = "w.rank" if ranked else "w.rowid DESC"
    join, also = (" JOIN item i ON i.n = w.rowid", f" AND {terms.where()}") if terms.sql else ("", "")
    return f"SELECT w.rowid FROM words w{join} WHERE words MATCH ?{also} ORDER BY {order} LIMIT ?", (
        match,
        *terms.values,
        limit,
    )


def _rows(cf: CaseFile, places: list[int]) -> list[tuple[int, bytes, bytes, str, bytes]]:
    """Place, record, case, kind and revision of hits, in the order of their places."""
    found: dict[int, tuple[int, bytes, bytes, str, bytes]] = {}
    for start in range(0, len(places), _TOGETHER):
        some = places[start : start + _TOGETHER]
        rows = f"SELECT n, record, case_id, kind, rev FROM item WHERE n IN ({','.join('?' * len(some))})"
        found |= {row[0]: row for row in cf.db.execute(rows, some)}
    return [found[place] for place in places if place in found]


_CASEWORK = f"i.kind NOT IN ({', '.join(repr(kind) for kind in sorted(kinds.NOT_CASEWORK))})"


def _case(cf: CaseFile, name: bytes) -> tuple[str, str]:
    """Reference and family of a case; of no case, nothing."""
    found = cf.db.execute(
        "SELECT p.body FROM item i JOIN payload p ON p.rev = i.rev WHERE i.record=? AND i.kind='case'"
        " ORDER BY i.at DESC LIMIT 1",
        (name,),
    ).fetchone()
    record = kinds.decode("case", found[0]) if found else None
    return (record.reference, record.family) if isinstance(record, Case) else ("", "")


def counts(cf: CaseFile, typed: str) -> dict[str, int]:
    """How many of the first `COUNTED` hits are of each kind of record."""
    asked = query.read(typed, cf.now().date())
    if asked.empty:
        return {}
    if asked.terms.sql or not asked.match:
        terms = asked.all_terms()
        found = f"SELECT i.kind FROM item i WHERE {terms.where()} AND {_CASEWORK} LIMIT {COUNTED}"
        values: tuple[object, ...] = terms.values
    else:
        some = f"SELECT rowid AS n FROM words WHERE words MATCH ? LIMIT {COUNTED}"
        found, values = f"SELECT i.kind FROM ({some}) JOIN item i USING(n)", (asked.match,)
    return dict(cf.db.execute(f"SELECT kind, count(*) FROM ({found}) GROUP BY kind", values).fetchall())


def problems(cf: CaseFile, typed: str) -> tuple[str, ...]:
    """Sentences about fields that were not understood."""
    return query.read(typed, cf.now().date()).problems


def did_you_mean(cf: CaseFile, typed: str) -> str:
    """What was typed with each word that stands nowhere replaced by one like it that does; empty for no idea."""
    asked = query.read(typed, cf.now().date())
    better = typed
    if cf.db.execute("PRAGMA query_only").fetchone()[0]:
        return ""  # a full disk: even a temporary table is a change
    cf.db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab('main', 'words', 'row')")
    for token in asked.tokens:
        word = token.lower()
        stands = "SELECT 1 FROM vocabulary WHERE term >= ? AND term < ? LIMIT 1"
        if cf.db.execute(stands, (word, word + "\uffff")).fetchone():
            continue
        terms = cf.db.execute(
            "SELECT term FROM vocabulary WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?",
            (word[0], word[0] + "\uffff", len(word) - 2, len(word) + 2),
        )
        near = get_close_matches(word, [row[0] for row in terms], 1, _LIKE_ENOUGH)
        if not near:
            return ""
        better = re.sub(rf"\b{re.escape(token)}\b", near[0], better)
    return better if better != typed and find(cf, better, limit=1, shown=0) else ""
