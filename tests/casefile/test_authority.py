"""Who may write what: the same answer for every order in which rows, rosters and receipts come, and for a rebuild."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from pclo_app.casefile import deciding, purging
from pclo_app.casefile.casefile import CaseFile
from pclo_app.journal.revision import Revision
from pclo_app.journal.store import Status
from tests.casefile.dumps import projected
from tests.casefile.histories import History

Make = Callable[..., CaseFile]


def take(cf: CaseFile, history: History, seed: int) -> None:
    """Take a history in: in order, or shuffled and in lots of any size, receipts at any time."""
    chance = random.Random(seed)
    rows: list[Revision] = list(history.rows)
    if seed:
        first = rows.pop(0)  # a team begins with its first roster, whose words were compared in person
        chance.shuffle(rows)
        rows.insert(0, first)
    waiting = list(history.receipts)
    if seed:
        chance.shuffle(waiting)
    while rows or waiting:
        if rows:
            size = chance.randint(1, 9)
            lot, rows = rows[:size], rows[size:]
            cf.admit(lot + (chance.sample(lot, 1) if seed else []), keys=history.keys.get)
        if waiting and (chance.random() < 0.4 or not rows):
            with cf.store.transaction():
                cf.store.add_receipt(waiting.pop())
            cf.judge_again()
    # An erasure that did not count after all has taken contents for good; they may come again.
    cf.admit(history.rows, keys=history.keys.get)


def put_away(cf: CaseFile, seed: int) -> None:
    """Some contents leave the laptop, a chair's answer among them where there is one."""
    held = [rev.hex() for (rev,) in cf.db.execute("SELECT rev FROM payload ORDER BY rev")]
    sealed = [rev.hex() for (rev,) in cf.db.execute("SELECT rev FROM sealed ORDER BY code")]
    with cf.store.transaction():
        revs = [*random.Random(seed).sample(held, len(held) // 3), *sealed[:1]]
        deciding.contents_gone(cf.store, cf.db, cf.authority, purging.take_contents(cf.store, cf.db, revs))


@pytest.mark.parametrize("seeds", [range(1, 7), range(7, 13), range(13, 19)], ids=str)
def test_t24_every_order_and_a_rebuild_end_in_the_same_place(make_casefile: Make, seeds: range) -> None:
    counted: set[Status] = set()
    for seed in seeds:
        history = History(seed)
        pictures = []
        for order in range(3):
            cf = make_casefile(f"reader-{seed}-{order}")
            take(cf, history, order * seed)
            live = projected(cf)
            pictures.append(live)
            cf.rebuild()
            assert projected(cf) == live, (seed, order)
            counted |= {Status(status) for (status,) in cf.db.execute("SELECT DISTINCT status FROM rev")}
            put_away(cf, seed)
            away = projected(cf)
            cf.rebuild()
            assert projected(cf) == away != live, (seed, order)
            cf.close()
        for order, picture in enumerate(pictures):
            for table, (first, other) in enumerate(zip(pictures[0], picture, strict=True)):
                assert first == other, (seed, order, table)
    assert counted >= {Status.OK, Status.UNAUTHORISED, Status.REVOKED, Status.UNKNOWN_KIND}
