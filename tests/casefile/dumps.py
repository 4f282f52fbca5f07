"""Everything that is worked out from the journal, as plain values that can be compared."""

from __future__ import annotations

from pclo_app.casefile.casefile import CaseFile

_PROJECTED = (
    "SELECT rev, record, case_id, kind, sort, lo, hi, agency, decision, conflict, disclosure, key, placed, exact, type,"
    " system, people, ranks, papers, at FROM item ORDER BY rev",
    "SELECT code, digest, rev, presented, meeting FROM sealed ORDER BY code",
    "SELECT r.rev, l.at, l.case_id, l.act, l.who, l.what FROM line l JOIN rev r USING(n) ORDER BY r.rev",
    "SELECT rev, erasure FROM erased ORDER BY 1, 2",
    "SELECT rev, document FROM attached ORDER BY 1, 2",
    "SELECT review, rev, record FROM looked ORDER BY 1, 2",
    "SELECT rev, parent FROM parent ORDER BY 1, 2",
    "SELECT record, rev FROM head ORDER BY 1, 2",
    "SELECT rev, status FROM rev ORDER BY rev",
    "SELECT rev, nonce, body FROM payload ORDER BY rev",
)


def projected(cf: CaseFile) -> list[list[object]]:
    """The tables of the screens, the judgement of every row, and every word of the index with where it stands."""
    found: list[list[object]] = [cf.db.execute(sql).fetchall() for sql in _PROJECTED]
    return [*found, terms(cf)]


def terms(cf: CaseFile) -> list[object]:
    """Every word of the index, with the revision and the place in it."""
    cf.db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab('main', 'words', 'instance')")
    rows: list[object] = cf.db.execute(
        "SELECT t.term, i.rev, t.offset FROM temp.terms t JOIN item i ON i.n = t.doc ORDER BY 1, 2, 3"
    ).fetchall()
    lost = cf.db.execute("SELECT count(*) FROM temp.terms WHERE doc NOT IN (SELECT n FROM item)").fetchone()[0]
    assert lost == 0, "words of rows that are gone"
    return rows
