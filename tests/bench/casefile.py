"""The case file against bare SQLCipher, bare FTS5 and bare signature checks."""

from __future__ import annotations

import csv
import dataclasses
import io
import math
import os
import random
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import nacl.bindings
import sqlcipher3

from pclo_app.casefile import chronology, search
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import ChronologyFilter
from pclo_app.importing import plan_csv
from pclo_app.importing.accepting import accept
from pclo_app.journal.verifier import verify
from pclo_app.records.case import Case
from pclo_app.records.chronology import ChronologyEntry, Source
from pclo_app.records.event_date import EventDate
from pclo_app.vault.keys import Cost
from tests.bench.measure import Row, in_turn, timed

_WORDS = (Path(__file__).parents[2] / "resources/words/eff_large_wordlist.txt").read_text().split()
PASSPHRASE = "sampler orchard viaduct mitten"


def sentences(count: int, seed: int = 1) -> list[str]:
    """Made-up facts of about the length of real ones."""
    chance = random.Random(seed)
    return [" ".join(chance.choices(_WORDS, k=chance.randint(8, 30))) for _ in range(count)]


def entries(count: int) -> list[ChronologyEntry]:
    """Entries over ten years, in no order."""
    chance = random.Random(2)
    start = date(2016, 1, 1)
    return [
        ChronologyEntry(
            when=EventDate.on(start + timedelta(days=chance.randrange(3650))),
            agency=chance.choice(("POL", "CSC", "HEA", "EDU")),
            source=Source(system="CRIS", reference=str(number)),
            fact=fact,
        )
        for number, fact in enumerate(sentences(count))
    ]


def new_casefile(folder: Path) -> tuple[CaseFile, str]:
    """A case file with one case."""
    cf = CaseFile.create(
        folder, PASSPHRASE, name="Bench", rank="PCLO", role="PCLO", team="Bench", secrets=None,
        cost=Cost(m=8192, t=1, p=1),
    )  # fmt: skip
    return cf, cf.save(Case(reference="B-1", family="BENCH"), case="").id


def raw_database(path: Path) -> Any:
    """SQLCipher alone, as safe on disk as ours."""
    db = sqlcipher3.connect(str(path), isolation_level=None)
    db.set_key("x'" + secrets.token_hex(32) + "'")
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE rev(n INTEGER PRIMARY KEY, header BLOB, sig BLOB, nonce BLOB, body BLOB)")
    return db


def save_one(folder: Path) -> Row:
    """Saving one entry durably, against a raw insert of the same bytes."""
    cf, case = new_casefile(folder / "save")
    db = raw_database(folder / "save.db")
    each = iter(entries(400))
    saved = cf.save(next(each), case=case)
    like = cf.store.get(saved.rev)
    assert like is not None
    row = (like.header, like.sig, like.nonce, like.payload)

    def ours() -> None:
        for _ in range(30):
            cf.save(next(each), case=case)

    def floor() -> None:
        for _ in range(30):
            db.execute("INSERT INTO rev(header, sig, nonce, body) VALUES(?,?,?,?)", row)

    mine, raw = in_turn(ours, floor, 9)
    cf.close()
    return Row("save one entry durably", mine / 30, raw / 30, "3.5x", mine / raw <= 3.5)


def import_many(folder: Path, count: int = 20_000) -> Row:
    """Importing a CSV file of many rows, against executemany of the same bytes."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("date", "precision", "event", "source_agency", "source_ref", "note"))
    for entry in entries(count):
        writer.writerow((entry.when.edtf, "day", entry.fact, "Police", entry.source.reference, ""))
    data = out.getvalue().encode()
    cf, case = new_casefile(folder / "import")
    seconds = timed(lambda: accept(cf, case, plan_csv(data, "bench.csv", None, date(2026, 11, 22))))
    rows = [(s.revision.header, s.revision.sig, s.revision.nonce, s.revision.payload)
            for s in cf.store.since(0, count + 10)]  # fmt: skip
    db = raw_database(folder / "import.db")

    def floor() -> None:
        db.execute("BEGIN")
        db.executemany("INSERT INTO rev(header, sig, nonce, body) VALUES(?,?,?,?)", rows)
        db.execute("COMMIT")

    raw = timed(floor)
    cf.close()
    note = f"{count:,} rows in {seconds:.1f} s (5 s or better wanted)"
    return Row(f"import {count:,} rows", seconds, raw, "20x, 5 s", seconds / raw <= 20 and seconds <= 5, note)


def filled(folder: Path, count: int) -> tuple[CaseFile, str]:
    """A case file with many entries in one case."""
    cf, case = new_casefile(folder / f"filled-{count}")
    cf.save_many((entry, case) for entry in entries(count))
    return cf, case


SEEN = 20
"""So many results the search panel shows at once; the words of the others are read when somebody comes to them."""


def searching(cf: CaseFile, count: int, note: str = "") -> Row:
    """The first 50 hits of a search, against a bare FTS5 query on the same file, at the 95th percentile."""
    words = random.Random(3).choices(_WORDS, k=60)
    bare = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT 50"
    ours: list[float] = []
    floor: list[float] = []
    for word in words:  # both once, so that neither finds the pages that the other has read
        search.find(cf, word)
    for _ in range(5):
        for word in words:
            ours.append(timed(lambda word=word: search.find(cf, word, shown=SEEN)))  # type: ignore[misc]
            floor.append(timed(lambda word=word: cf.db.execute(bare, (f'"{word}"*',)).fetchall()))  # type: ignore[misc]
    mine, raw = _percentile(ours), _percentile(floor)
    return Row(f"search {count:,} entries, 50 hits, p95", mine, raw, "1.5x", mine / raw <= 1.5, note)


def _percentile(times: list[float]) -> float:
    return sorted(times)[len(times) * 95 // 100]


def as_it_grows(folder: Path, sizes: tuple[int, ...] = (1_000, 20_000, 250_000)) -> list[Row]:
    """Searching and reading a page in files of several sizes; the rows are those of the largest, with how they grow."""
    searches, pages, filters = [], [], []
    for size in sizes:
        cf, case = filled(folder / "search", size)
        searches.append(searching(cf, size))
        pages.append(a_page(cf, case, size))
        filters.append(a_page(cf, case, size, ChronologyFilter(agencies=frozenset({"POL"}))))
        cf.close()
    return [_grown(sizes, rows) for rows in (searches, pages, filters)]


def _grown(sizes: tuple[int, ...], rows: list[Row]) -> Row:
    grown = ", ".join(f"{size:,}: {row.ours * 1000:.2f} ms" for size, row in zip(sizes, rows, strict=True))
    slope = math.log(rows[-1].ours / rows[0].ours) / math.log(sizes[-1] / sizes[0])
    return dataclasses.replace(rows[-1], note=f"{grown}; it grows with the {slope:.2f}th power of the entries")


def a_page(cf: CaseFile, case: str, count: int, filter: ChronologyFilter = ChronologyFilter()) -> Row:
    """A page from the middle of a chronology, all of it or filtered, against reading as many rows of the same file."""
    left = chronology.count(cf, case, filter)
    bare = "SELECT header, body FROM rev JOIN payload USING(rev) LIMIT 200 OFFSET ?"
    ours, floor = in_turn(
        lambda: chronology.page(cf, case, filter, left // 2, 200), lambda: cf.db.execute(bare, (left // 2,)).fetchall()
    )
    what = "a filtered page" if filter.narrows else "a page"
    return Row(f"{what} amid {count:,} entries", ours, floor, "+100 ms", ours - floor <= 0.1)


def first_rows(cf: CaseFile, case: str, count: int) -> Row:
    """The first page of a long chronology, against reading 50 rows of the same file."""
    bare = "SELECT header, body FROM rev JOIN payload USING(rev) LIMIT 50"
    ours, floor = in_turn(lambda: chronology.page(cf, case, limit=50), lambda: cf.db.execute(bare).fetchall())
    return Row(f"first rows of {count:,} entries", ours, floor, "+100 ms", ours - floor <= 0.1)


def rebuilding(cf: CaseFile, count: int) -> Row:
    """Working every row and index out afresh from the journal (T24), against reading the same revisions bare."""
    bare = "SELECT header, sig, nonce, body FROM rev JOIN payload USING(rev)"
    floor = timed(lambda: cf.db.execute(bare).fetchall())
    ours = timed(cf.rebuild)
    note = f"{count / ours:,.0f} rows a second"
    wanted = 30 * count / 100_000
    return Row(f"rebuild {count:,} revisions", ours, floor, f"{wanted:g} s", ours <= wanted, note)


def verifying(cf: CaseFile, count: int) -> Row:
    """Checking the whole journal, against PyNaCl checking as many signatures on as many cores."""
    rows = [s.revision for s in cf.store.since(0, count)]
    key = cf.vault.signer.public
    messages = [(r.sig + b"PCLO-REV-1\x00" + r.header) for r in rows]

    def some(part: list[bytes]) -> None:
        for message in part:
            nacl.bindings.crypto_sign_open(message, key)

    def floor() -> None:
        cores = min(2, os.cpu_count() or 1)
        with ThreadPoolExecutor(cores) as pool:
            list(pool.map(some, [messages[first::cores] for first in range(cores)]))

    ours, raw = in_turn(lambda: verify(cf.store, cf.key_of), floor, 3)
    return Row(f"verify {len(rows):,} revisions", ours, raw, "1.5x", ours / raw <= 1.5,
               "the floor uses two threads, as ours does")  # fmt: skip
