"""Journals that meet: whatever is lost, sent twice or comes out of order, they end up the same."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pclo_app.casefile.store import JournalStore
from pclo_app.journal.errors import BadRevision, UnknownDevice
from pclo_app.journal.heads import heads_of
from pclo_app.journal.merge import Admission, admit
from pclo_app.journal.revision import Revision
from pclo_app.journal.store import Status
from pclo_app.journal.verifier import verify
from tests.journal.journal_people import AT, Laptop, keys_of, open_store

RECORDS = [f"{number:032x}" for number in range(3)]
NOON = AT.isoformat()


class Office:
    """Some laptops, each with a journal, and the post between them."""

    def __init__(self, size: int) -> None:
        self.laptops = [Laptop(name) for name in "ABCD"[:size]]
        self.stores = [open_store(":memory:") for _ in self.laptops]
        self.keys = keys_of(*self.laptops)

    def write(self, who: int, record: str, parents: tuple[str, ...] | None = None, **more: str) -> Revision:
        """One officer saves: by default on top of every head that this laptop shows."""
        store, laptop = self.stores[who], self.laptops[who]
        above = tuple(store.heads(record))[:8] if parents is None else parents
        revision = laptop.write(record, parents=above, **more)
        with store.transaction():
            store.append(revision)
        return revision

    def take_in(self, who: int, rows: list[Revision], **more: object) -> Admission:
        """One laptop reads a bundle."""
        return admit(self.stores[who], rows, self.keys, at=NOON, **more)  # type: ignore[arg-type]

    def everything(self, who: int) -> list[Revision]:
        """All rows that one laptop has."""
        return [item.revision for item in self.stores[who].since(0, -1)]

    def exchange_all(self) -> None:
        """Everybody hears everything."""
        for reader in range(len(self.stores)):
            for writer in range(len(self.stores)):
                self.take_in(reader, self.everything(writer))

    def close(self) -> None:
        """Let go of the databases."""
        for store in self.stores:
            store._db.close()  # type: ignore[attr-defined]


def picture(store: JournalStore) -> tuple[object, ...]:
    """What has to be the same on every laptop: rows, heads, statuses, forks."""
    rows = {item.revision.id: (item.status, item.revision.payload) for item in store.since(0, -1)}
    return rows, {record: set(store.heads(record)) for record in RECORDS}, store.waiting(), len(store.forks())


@pytest.fixture
def office() -> Iterator[Office]:
    made = Office(3)
    yield made
    made.close()


steps = st.lists(
    st.tuples(
        st.sampled_from(["write", "write", "blind", "send", "send", "lossy"]),
        st.integers(0, 3),
        st.integers(0, 3),
        st.sampled_from(RECORDS),
        st.integers(0, 2**30),
    ),
    max_size=30,
)


@settings(max_examples=220, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(3, 4), steps)
def test_any_history_of_exchanges_converges(size: int, history: list[tuple[str, int, int, str, int]]) -> None:
    office = Office(size)
    for verb, one, other, record, seed in history:
        chance = random.Random(seed)
        reader, writer = one % size, other % size
        if verb == "write":
            office.write(reader, record)
        elif verb == "blind":  # on top of some old revision, as somebody does who has not heard of the rest
            known = [item.revision.id for item in office.stores[reader].revisions_of(record)]
            office.write(reader, record, tuple(chance.sample(known, min(len(known), 2))))
        else:
            rows = office.everything(writer)
            if verb == "lossy":
                rows = [row for row in rows if chance.random() < 0.5]
                rows += chance.sample(rows, len(rows) // 2)
                chance.shuffle(rows)
            office.take_in(reader, rows)
            again = office.take_in(reader, rows)
            assert not again.accepted
            assert again.already == len(rows)
        for store in office.stores:
            assert not store.forks()
            check_heads_from_scratch(store)
    office.exchange_all()
    office.exchange_all()
    pictures = [picture(store) for store in office.stores]
    assert all(each == pictures[0] for each in pictures)
    assert pictures[0][2:] == (0, 0)
    for store in office.stores:
        report = verify(store, office.keys)
        assert report.ok, report.problems
    office.close()


def check_heads_from_scratch(store: JournalStore) -> None:
    """The heads kept up row by row are those worked out from all rows."""
    for record in RECORDS:
        rows = store.revisions_of(record)
        parents = {item.revision.id: item.revision.head.par for item in rows}
        counting = {item.revision.id for item in rows if item.status in (Status.OK, Status.UNKNOWN_KIND)}
        assert set(store.heads(record)) == heads_of(parents, counting)


def test_three_officers_edit_one_record_and_one_resolves_it(office: Office) -> None:
    first = office.write(0, RECORDS[0])
    office.exchange_all()
    edits = {office.write(who, RECORDS[0]).id for who in range(3)}
    office.exchange_all()
    for store in office.stores:
        assert set(store.heads(RECORDS[0])) == edits
        assert store.conflicts() == {RECORDS[0]: 3}
    resolution = office.write(1, RECORDS[0])
    assert set(resolution.head.par) == edits
    office.exchange_all()
    for store in office.stores:
        assert store.heads(RECORDS[0]) == [resolution.id]
        assert store.conflicts() == {}
        assert len(store.revisions_of(RECORDS[0])) == 5
        assert store.get(first.id) == first


def test_an_unauthorised_resolution_is_kept_and_resolves_nothing(office: Office) -> None:
    office.write(0, RECORDS[0])
    office.exchange_all()
    edits = {office.write(who, RECORDS[0]).id for who in range(2)}
    office.take_in(2, office.everything(0) + office.everything(1))
    intruder = office.write(2, RECORDS[0])

    def no_third(revision: Revision) -> Status:
        return Status.UNAUTHORISED if revision.head.who == "C" else Status.OK

    result = office.take_in(0, [*office.everything(1), intruder], authorise=no_third)
    store = office.stores[0]
    assert result.status[intruder.id] is Status.UNAUTHORISED
    assert intruder not in result.to_project
    assert set(store.heads(RECORDS[0])) == edits
    # What is written on top of it, by somebody who may, still replaces what was underneath.
    office.take_in(1, [*office.everything(0), intruder])
    after = office.laptops[1].write(RECORDS[0], parents=(intruder.id,))
    office.take_in(0, [after], authorise=no_third)
    assert store.heads(RECORDS[0]) == [after.id]
    with store.transaction():
        store.set_status(after.id, Status.REVOKED)
    assert set(store.heads(RECORDS[0])) == edits
    with store.transaction():
        store.set_status(intruder.id, Status.OK)
    assert store.heads(RECORDS[0]) == [intruder.id]
    assert verify(store, office.keys).ok


def test_rows_wait_for_what_they_build_on(office: Office) -> None:
    first, second, third = (office.write(0, RECORDS[0]) for _ in range(3))
    other = office.write(0, RECORDS[1])
    result = office.take_in(1, [third, second, other])
    assert result.waiting == 2
    assert result.to_project == [other]
    assert office.stores[1].heads(RECORDS[0]) == []
    assert {problem.code for problem in verify(office.stores[1], office.keys).problems} == {"gap", "parent"}
    result = office.take_in(1, [first], known=lambda kind: kind == "nothing")
    assert result.waiting == 0
    assert [row.id for row in result.settled] == [second.id, third.id]
    assert result.status[third.id] is Status.UNKNOWN_KIND
    assert office.stores[1].heads(RECORDS[0]) == [third.id]
    assert verify(office.stores[1], office.keys).ok


def test_rows_in_the_wrong_order_in_one_bundle_are_given_out_in_the_right_one(office: Office) -> None:
    rows = [office.write(0, RECORDS[0]) for _ in range(5)]
    result = office.take_in(1, rows[::-1])
    assert result.to_project == rows
    assert result.settled == []
    assert result.waiting == 0


def test_an_unknown_kind_is_kept_passed_on_and_not_projected(office: Office) -> None:
    revision = office.write(0, RECORDS[0], kind="hologram/9")
    result = office.take_in(1, [revision], known=lambda kind: kind != "hologram/9")
    assert result.status == {revision.id: Status.UNKNOWN_KIND}
    assert result.to_project == []
    assert office.take_in(2, office.everything(1)).to_project == [revision]


def test_one_bad_row_refuses_the_whole_lot(office: Office) -> None:
    good = [office.write(0, RECORDS[0]) for _ in range(3)]
    bad = Revision(good[1].header, good[1].sig, good[1].nonce, b'{"fact":"y"}')
    with pytest.raises(BadRevision) as caught:
        office.take_in(1, [good[0], bad, good[2]])
    assert (caught.value.where, caught.value.rule) == ("Row 2", "payload")
    assert office.stores[1].count() == 0
    with pytest.raises(UnknownDevice) as unknown:
        office.take_in(1, [good[0], Laptop("E").write()])
    assert "Row 2" in unknown.value.sentence
    assert office.stores[1].count() == 0


def test_a_callers_failure_afterwards_undoes_the_admission(office: Office) -> None:
    revision = office.write(0, RECORDS[0])
    store = office.stores[1]

    def take_in_and_fail() -> None:
        with store.transaction():
            office.take_in(1, [revision])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        take_in_and_fail()
    assert store.count() == 0


def test_contents_that_were_erased_do_not_come_back_and_evicted_ones_may(office: Office) -> None:
    revision = office.write(0, RECORDS[0])
    store = office.stores[0]
    with store.transaction():
        store.delete_payload(revision.id)
    assert office.take_in(0, [revision]).already == 1
    assert store.get(revision.id) == revision.without_payload()
    assert verify(store, office.keys).checked["contents_absent"] == 1
    assert office.take_in(0, [revision], refill=lambda row: row.head.rec == RECORDS[0]).refilled == [revision]
    assert store.get(revision.id) == revision


class TestForks:
    """A laptop with two histories is found out, and neither history is lost."""

    def test_two_rows_for_one_place(self, office: Office) -> None:
        cheat = office.laptops[0]
        first = cheat.write(RECORDS[0])
        place = cheat.position
        one = cheat.write(RECORDS[0], b"one", (first.id,))
        two = cheat.write(RECORDS[0], b"two", (first.id,), position=place)
        office.take_in(1, [first, one])
        result = office.take_in(1, [first, two])
        assert result.accepted == []
        assert [fork.revision for fork in result.forks] == [two]
        store = office.stores[1]
        assert store.heads(RECORDS[0]) == [one.id]
        assert store.forks()[0].revision == two  # with its contents
        assert store.forks()[0].first_seen == NOON
        again = office.take_in(1, [two, first])
        assert (again.already, again.forks) == (2, [])
        report = verify(store, office.keys)
        assert [problem.code for problem in report.problems] == ["fork"]
        assert report.problems[0].where.startswith("Revision 2 of laptop")

    def test_a_row_that_does_not_follow_the_one_before_it(self, office: Office) -> None:
        cheat = office.laptops[0]
        place = cheat.position
        one = cheat.write(RECORDS[0], b"one")
        two = cheat.write(RECORDS[0], b"two", position=place)
        after_two = cheat.write(RECORDS[0], b"later", position=place.after(two))
        assert office.take_in(1, [one, after_two]).forks[0].revision == after_two
        assert office.take_in(2, [after_two, one]).forks[0].revision == one
        for store in office.stores[1:]:
            assert store.count() == 1
            assert [problem.code for problem in verify(store, office.keys).problems if problem.code != "gap"] == [
                "fork"
            ]

    def test_a_restored_copy_that_starts_a_new_series_is_no_fork(self, office: Office) -> None:
        laptop = office.laptops[0]
        office.write(0, RECORDS[0])
        restored = Laptop("A", laptop.key, epoch=2)
        result = office.take_in(1, [*office.everything(0), restored.write(RECORDS[1])])
        assert result.forks == []
        assert set(office.stores[1].highest()) == {(laptop.device, 1), (laptop.device, 2)}
        assert verify(office.stores[1], office.keys).ok
