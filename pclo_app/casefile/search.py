"""Finding words anywhere in the case file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from ..journal.revision import NO_CASE
from ..records import kinds
from ..records.describe import event_date, title, words
from . import query
from .casefile import CaseFile
from .model import Hit

HIT_START, HIT_END = "\x02", "\x03"
_AROUND = 60
_LIKE_ENOUGH = 0.7


def find(cf: CaseFile, typed: str, case: str | None = None, limit: int = 50) -> list[Hit]:
    """The best hits first, over every kind of record; of one case or of all. `query` says what may be typed."""
    asked = query.read(typed, cf.now().date())
    if asked.empty:
        return []
    terms = asked.terms
    if case is not None:
        terms += query.Terms(("i.case_id=?",), (bytes.fromhex(case),))
    rows = cf.db.execute(*_statement(asked.match, terms, limit)).fetchall()
    return _hits(cf, rows, asked.tokens)


def _statement(match: str, terms: query.Terms, limit: int) -> tuple[str, tuple[object, ...]]:
    """The places first and only then the words: sorting by rank must not carry the payloads along."""
    if not match:
        places = (
            f"SELECT i.n, i.sort AS place FROM item i WHERE {terms.where()} AND {_CASEWORK} ORDER BY i.sort LIMIT ?"
        )
        values = (*terms.values, limit)
    elif terms.sql:
        places = (
            "SELECT w.rowid AS n, w.rank AS place FROM words w JOIN item i ON i.n = w.rowid"
            f" WHERE words MATCH ? AND {terms.where()} ORDER BY w.rank LIMIT ?"
        )
        values = (match, *terms.values, limit)
    else:
        places = "SELECT rowid AS n, rank AS place FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?"
        values = (match, limit)
    found = f"WITH hit AS ({places}) SELECT i.record, i.case_id, i.kind, p.body"
    return f"{found} FROM hit JOIN item i USING(n) JOIN payload p ON p.rev = i.rev ORDER BY hit.place", values


_CASEWORK = f"i.kind NOT IN ({', '.join(repr(kind) for kind in sorted(kinds.NOT_CASEWORK))})"


def _hits(cf: CaseFile, rows: list[Any], tokens: Sequence[str]) -> list[Hit]:
    cases = {name: cf.item(name.hex()).record for name in {row[1] for row in rows} if name.hex() != NO_CASE}
    hits = []
    for name, case_id, kind, body in rows:
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
    return better if better != typed else ""


def snippet(text: str, tokens: Sequence[str]) -> str:
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
