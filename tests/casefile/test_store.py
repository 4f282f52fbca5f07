"""The journal's tables in a real SQLCipher file: what may be added, what may never be changed, how it is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from pclo_app.casefile.local_tables import Outgoing, Receipt
from pclo_app.casefile.store import JournalStore
from pclo_app.journal.errors import ChainMoved
from pclo_app.journal.revision import NO_REVISION, ChainPosition, Revision
from pclo_app.journal.store import Neighbours, Status
from pclo_app.journal.verifier import verify
from tests.journal.journal_people import CASE, Laptop, keys_of, open_store

RECORD = "a" * 32
OTHER = "b" * 32


@pytest.fixture
def laptop() -> Laptop:
    return Laptop("A")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[JournalStore]:
    made = open_store(tmp_path / "case.db")
    yield made
    made._db.close()  # type: ignore[attr-defined]


def add(store: JournalStore, *revisions: Revision) -> None:
    with store.transaction():
        for revision in revisions:
            store.append(revision)


def append_and_fail(store: JournalStore, revision: Revision) -> None:
    with store.transaction():
        store.append(revision)
        raise ZeroDivisionError


class TestGrowingOnly:
    """The rows of the journal cannot be changed or taken out by a statement of ours."""

    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE rev SET header=x'00'",
            "UPDATE rev SET sig=zeroblob(64)",
            "UPDATE rev SET seq=seq+10",
            "UPDATE rev SET n=n+10",
            "UPDATE rev SET kind='note/1'",
            "UPDATE rev SET record=case_id",
            "UPDATE rev SET status=9",
            "UPDATE rev SET status=status",
            "UPDATE rev SET status=2, sig=zeroblob(64)",
            "DELETE FROM rev",
            "DELETE FROM rev WHERE n=1",
            "INSERT OR REPLACE INTO rev SELECT * FROM rev",
            "INSERT OR REPLACE INTO rev SELECT n+9,rev,device,epoch,seq,case_id,record,kind,x'00',sig,0 FROM rev",
            "REPLACE INTO rev SELECT n, x'11', x'22', 1, 99, case_id, record, kind, header, sig, 0 FROM rev",
            "UPDATE OR REPLACE rev SET seq=2 WHERE seq=1",
            "INSERT INTO rev SELECT * FROM rev WHERE true ON CONFLICT(rev) DO UPDATE SET header=x'00'",
            "UPDATE payload SET body=x'00'",
            "UPDATE fork SET header=x'00'",
            "DELETE FROM fork",
            "UPDATE receipt SET body=x'00'",
            "DELETE FROM receipt",
            "REPLACE INTO receipt SELECT * FROM receipt",
        ],
    )
    def test_t22_refused_and_nothing_changed(self, store: JournalStore, laptop: Laptop, sql: str) -> None:
        place = laptop.position
        add(store, laptop.write(), laptop.write(OTHER))
        with store.transaction():
            store.add_fork(laptop.write(payload=b"two", position=place), "2026-11-03")
            store.add_receipt(Receipt("ab" * 16, 1, b"{}", b"sig"))
        before = dump(store)
        with pytest.raises(sqlcipher.DatabaseError, match="only ever grows"), store.transaction():
            store._db.execute(sql)
        assert dump(store) == before

    def test_t22_ordinary_double_insert_is_refused(self, store: JournalStore, laptop: Laptop) -> None:
        revision = laptop.write()
        add(store, revision)
        with pytest.raises(sqlcipher.IntegrityError), store.transaction():
            store.insert(revision, Status.OK)


def dump(store: JournalStore) -> list[object]:
    return [
        store._db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
        for table in ("rev", "payload", "parent", "head", "fork", "receipt")
    ]


class TestAppend:
    """Adding what was written here."""

    def test_tip(self, store: JournalStore, laptop: Laptop) -> None:
        assert store.tip(laptop.device, 1) == ChainPosition(laptop.device, 1, 1, NO_REVISION)
        add(store, laptop.write(), laptop.write(OTHER))
        assert store.tip(laptop.device, 1) == laptop.position
        assert store.tip(laptop.device, 2) == ChainPosition(laptop.device, 2)

    def test_a_row_that_does_not_follow_is_refused(self, store: JournalStore, laptop: Laptop) -> None:
        first, second = laptop.write(), laptop.write()
        with pytest.raises(ChainMoved):
            add(store, second)
        add(store, first)
        with pytest.raises(ChainMoved):
            add(store, first)
        with pytest.raises(ChainMoved), store.transaction():
            store.insert_many([second, second])
        assert store.count() == 1

    def test_writing_outside_a_transaction_is_a_mistake_of_ours(self, store: JournalStore, laptop: Laptop) -> None:
        with pytest.raises(RuntimeError):
            store.append(laptop.write())

    def test_many_at_once_gives_what_one_by_one_gives(self, store: JournalStore, laptop: Laptop) -> None:
        first = laptop.write()
        rows = [first, laptop.write(OTHER), laptop.write(RECORD, parents=(first.id,)), laptop.write("d" * 32)]
        with store.transaction():
            assert store.insert_many(rows) == 4
        one_by_one = open_store(":memory:")
        add(one_by_one, *rows)
        assert dump(store) == dump(one_by_one)
        assert store.heads(RECORD) == [rows[2].id]
        assert verify(store, keys_of(laptop)).ok

    def test_a_failed_step_leaves_the_step_around_it(self, store: JournalStore, laptop: Laptop) -> None:
        first = laptop.write()
        with store.transaction():
            store.append(first)
            with pytest.raises(ZeroDivisionError):
                append_and_fail(store, laptop.write())
        assert store.highest() == {(laptop.device, 1): (1, first.id)}

    def test_a_failure_leaves_nothing(self, store: JournalStore, laptop: Laptop) -> None:
        with pytest.raises(ZeroDivisionError):
            append_and_fail(store, laptop.write())
        assert store.count() == 0
        assert store._db.execute("SELECT count(*) FROM payload").fetchone() == (0,)


class TestReading:
    """What comes back is what went in."""

    def test_bytes_come_back(self, store: JournalStore, laptop: Laptop) -> None:
        revision = laptop.write(payload="Ægir said “no”\n".encode())
        add(store, revision)
        assert store.get(revision.id) == revision
        stored = store.stored(revision.id)
        assert stored is not None
        assert (stored.n, stored.status) == (1, Status.OK)
        assert store.get("0" * 64) is None

    def test_pages_by_arrival_and_ranges_by_chain(self, store: JournalStore, laptop: Laptop) -> None:
        other = Laptop("B")
        rows = [laptop.write(), other.write(), laptop.write(OTHER), other.write(OTHER), laptop.write()]
        add(store, *rows)
        pages, n = [], 0
        while page := store.since(n, 2):
            pages.append([item.revision for item in page])
            n = page[-1].n
        assert pages == [rows[:2], rows[2:4], rows[4:]]
        assert list(store.rows(laptop.device, 1, 1)) == [rows[2], rows[4]]
        assert list(store.rows(laptop.device, 1, 0, limit=1)) == [rows[0]]
        assert store.highest() == {(laptop.device, 1): (3, rows[4].id), (other.device, 1): (2, rows[3].id)}
        assert [item.revision for item in store.revisions_of(OTHER)] == [rows[2], rows[3]]
        assert store.neighbours(laptop.device, 1, 2) == Neighbours(rows[0].id, rows[2].id, rows[2].id)
        assert store.count() == 5

    def test_heads_in_order_of_arrival(self, store: JournalStore, laptop: Laptop) -> None:
        rows = [laptop.write() for _ in range(12)]
        add(store, *rows)
        assert store.heads(RECORD) == [row.id for row in rows]
        assert store.conflicts() == {RECORD: 12}

    def test_everything_is_there_after_opening_again(self, store: JournalStore, laptop: Laptop, tmp_path: Path) -> None:
        add(store, laptop.write())
        before = dump(store)
        store._db.close()  # type: ignore[attr-defined]
        again = open_store(tmp_path / "case.db")
        assert dump(again) == before
        assert again.tip(laptop.device, 1) == laptop.position
        assert again.meta("schema") == "1"

    def test_no_words_of_the_case_lie_in_the_file(self, store: JournalStore, laptop: Laptop, tmp_path: Path) -> None:
        add(store, laptop.write(payload=b"canary words of a child"))
        for file in tmp_path.iterdir():
            held = file.read_bytes()
            assert b"canary" not in held
            assert CASE.encode() not in held


class TestSmallTables:
    """Receipts, outbox, bundles seen, drafts, settings."""

    def test_receipts(self, store: JournalStore) -> None:
        office, second = "ab" * 16, "cd" * 16
        receipts = [Receipt(office, n, b"{%d}" % n, b"s") for n in (1, 2)]
        with store.transaction():
            assert [store.add_receipt(receipt) for receipt in receipts] == [True, True]
            assert store.add_receipt(receipts[0]) is False
            store.add_receipt(Receipt(second, 1, b"x", b"s"))
        assert store.receipts(office) == receipts
        assert store.receipts(office, after=1) == receipts[1:]
        assert store.newest_receipt(office) == receipts[1]
        assert store.newest_receipt() == Receipt(second, 1, b"x", b"s")
        assert store.newest_receipt("ef" * 16) is None
        with pytest.raises(sqlcipher.IntegrityError), store.transaction():
            store.add_receipt(Receipt(office, 1, b"another", b"s"))
        assert store.receipt(office, 1) == receipts[0]

    def test_outbox(self, store: JournalStore) -> None:
        out = [Outgoing("office", "ab" * 16, 1, n, f"{n}.pclo", "built") for n in (5, 9)]
        with store.transaction():
            for each in out:
                store.add_outgoing(each)
            store.set_outgoing_state("5.pclo", "published")
        assert [(each.upto, each.state) for each in store.outgoing("office")] == [(5, "published"), (9, "built")]
        assert store.outgoing("elsewhere") == []
        store.clear_outgoing("5.pclo")
        assert store.outgoing() == [out[1]]

    def test_bundles_seen(self, store: JournalStore) -> None:
        assert store.bundle_result("ab" * 32) is None
        store.set_bundle_result("ab" * 32, "refused: signature", "t1")
        store.set_bundle_result("ab" * 32, "taken in", "t2")
        assert store.bundle_result("ab" * 32) == "taken in"
        assert store.bundles_seen() == [("ab" * 32, "taken in", "t2")]

    def test_drafts(self, store: JournalStore) -> None:
        store.put_draft("entry:1", b"half a sen", "t1")
        store.put_draft("entry:1", b"half a sentence", "t2")
        store.put_draft("entry:0", b"", "t3")
        draft = store.draft("entry:1")
        assert draft is not None
        assert (draft.body, draft.at) == (b"half a sentence", "t2")
        assert "half" not in repr(draft)
        assert [each.key for each in store.drafts()] == ["entry:0", "entry:1"]
        store.delete_draft("entry:1")
        assert store.draft("entry:1") is None

    def test_settings(self, store: JournalStore) -> None:
        assert store.meta("projector_version") is None
        store.set_meta("projector_version", "1")
        store.set_meta("projector_version", "2")
        assert store.meta("projector_version") == "2"


def test_the_tables_may_be_made_twice(store: JournalStore) -> None:
    store.set_meta("schema", "1")
    with store.transaction():
        store.create_schema()
    assert store.meta("schema") == "1"


def test_heads_can_be_worked_out_afresh(store: JournalStore, laptop: Laptop) -> None:
    first = laptop.write()
    add(store, first, laptop.write(parents=(first.id,)), laptop.write(parents=(first.id,)))
    heads = store.heads(RECORD)
    assert len(heads) == 2
    store._db.execute("DELETE FROM head")
    with store.transaction():
        store.rebuild_heads(RECORD)
    assert store.heads(RECORD) == heads


def test_a_damaged_index_is_made_again_from_the_signed_headers(store: JournalStore, laptop: Laptop) -> None:
    first = laptop.write()
    second = laptop.write(parents=(first.id,))
    add(store, first, second, laptop.write(OTHER), laptop.write(parents=(second.id,)))
    before = dump(store)
    keys = keys_of(laptop)
    with store.transaction():
        for damage in (
            "DELETE FROM parent",
            "INSERT INTO parent VALUES(x'11', x'22')",
            "DELETE FROM head",
            "INSERT INTO head SELECT record, rev FROM rev WHERE n=1",
            "UPDATE rev SET status=4 WHERE n IN (2, 4)",
        ):
            store._db.execute(damage)
    assert not verify(store, keys).ok
    with store.transaction():
        store.rebuild_index(lambda revision: Status.OK)
    assert dump(store) == before
    assert verify(store, keys).ok
