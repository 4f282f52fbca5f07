"""Receipts: chained, numbered, and nothing is taken off the list without the right one."""

from __future__ import annotations

import msgspec
import pytest

from pclo_app.errors import KnownError
from pclo_app.sync import bundle, chains, container, membership, receipts
from pclo_app.sync.drop import Place, name_of
from pclo_app.sync.errors import (
    BadReceipt,
    ReceiptBackwards,
    ReceiptForOther,
    ReceiptRewritten,
    ReceiptSkipped,
)
from pclo_app.sync.receipts import Receipt
from pclo_app.sync.status import status
from tests.sync.conftest import Team, plant


@pytest.fixture
def acknowledged(sent: Team) -> Team:
    """One receipt has come; a second entry is on its way."""
    sent.office(), sent.there()
    sent.write("Second"), sent.there()
    return sent


def _next(team: Team, **change: object) -> Receipt:
    """The receipt that an honest office would give now, with one thing changed."""
    last = team.sergeant.store.newest_receipt(team.sergeant.vault.device)
    assert last is not None
    before = receipts.decode(last.body)
    chain = chains.own(team.officer)[0]
    got = dict(before.got) | {chain: (3, chains.rev_at(team.officer, chain, 3))}
    honest = msgspec.structs.replace(before, n=before.n + 1, prev=receipts.name_of(last.body), got=got)
    return msgspec.structs.replace(honest, **change)


def _give(team: Team, receipt: Receipt, *, signer: object = None, n: int = 900) -> str:
    """Put a receipt into the drop, signed by the sergeant's laptop; answers its name there."""
    cf = team.sergeant
    body = msgspec.json.encode(receipt)
    signature = (signer or cf).vault.signer.sign(b"PCLO-RECEIPT-1\x00" + body)  # type: ignore[union-attr,attr-defined]
    member = membership.of(cf)
    to = (team.officer.vault.age_recipient,)
    manifest = bundle.Manifest(
        team=member.roster.team, sender=cf.vault.device, to=to, created="2026-11-03T16:31:00Z", base={}, head={},
        rows=0, blobs=0,
    )  # fmt: skip
    data = container.seal(
        membership.sender(cf), n, "receipt", bundle.write(manifest, [bundle.receipt_line(body, signature)]), to
    )
    plant(team.drop, Place("down", team.officer.vault.device[:16]), name_of(n, data), data)
    return name_of(n, data)


def test_the_honest_next_receipt_is_taken(acknowledged: Team) -> None:
    assert acknowledged.officer.unsent() == 1
    _give(acknowledged, _next(acknowledged))
    report = acknowledged.there()
    assert report.ok and report.receipts == 1 and report.unsent == 0


@pytest.mark.parametrize(
    ("change", "condition"),
    [
        ({"n": 3}, ReceiptSkipped),
        ({"n": 99}, ReceiptSkipped),
        ({"n": 1, "prev": "0" * 64}, ReceiptRewritten),
        ({"prev": "a" * 64}, ReceiptRewritten),
        ({"got": {}}, ReceiptBackwards),
    ],
)
def test_the_chain_of_receipts(acknowledged: Team, change: dict[str, object], condition: type[KnownError]) -> None:
    before = acknowledged.officer.store.outgoing(), acknowledged.officer.unsent()
    _give(acknowledged, _next(acknowledged, **change))
    report = acknowledged.there()
    assert report.receipts == 0 and len(report.refused) == 1
    assert report.alarms == [report.refused[0][1]]
    assert report.refused[0][1].startswith(condition.what.split("{")[0])
    assert (acknowledged.officer.store.outgoing(), acknowledged.officer.unsent()) == before
    assert [alarm.code for alarm in status(acknowledged.officer).alarms] == [condition.code]
    again = acknowledged.there()
    assert again.alarms == [] and len(status(acknowledged.officer).alarms) == 1


def test_a_receipt_for_rows_that_were_never_written(acknowledged: Team) -> None:
    chain = chains.own(acknowledged.officer)[0]
    for got in ({chain: (3, "b" * 64)}, {chain: (4, "b" * 64)}):
        all_of_it = dict(sorted((_next(acknowledged).got | got).items()))
        _give(acknowledged, _next(acknowledged, got=all_of_it))
    report = acknowledged.there()
    assert report.receipts == 0 and {reason for _, reason in report.refused} == {ReceiptForOther(n=2).sentence}
    assert acknowledged.officer.unsent() == 1


def test_a_receipt_with_another_key(acknowledged: Team) -> None:
    _give(acknowledged, _next(acknowledged), signer=acknowledged.officer)
    _give(acknowledged, _next(acknowledged, office=acknowledged.officer.vault.device), n=901)
    report = acknowledged.there()
    assert report.receipts == 0 and len(report.refused) == 2 and acknowledged.officer.unsent() == 1
    assert all(reason.startswith("A receipt is refused") for _, reason in report.refused)


def test_a_withheld_receipt_is_noticed_and_may_come_later(sent: Team) -> None:
    sent.office()
    (first,) = [lying for lying in sent.down() if _type(sent, lying) == "receipt"]
    held = sent.path(first).read_bytes()
    sent.there()
    sent.write("Second"), sent.there(), sent.office()
    second = [lying for lying in sent.down() if _type(sent, lying) == "receipt"][-1]
    hidden = sent.path(second).read_bytes()
    sent.path(second).unlink()
    sent.write("Third"), sent.there()
    # The drop shows the office its own files, so that it sends nothing again, and hides one from the officer.
    sent.path(second).write_bytes(hidden)
    sent.office()
    sent.path(second).unlink()
    report = sent.there()
    assert any("lost or hidden receipts" in alarm for alarm in report.alarms)
    assert sent.officer.unsent() > 0
    sent.path(second).write_bytes(hidden)
    assert sent.there().receipts == 2 and sent.officer.unsent() == 0
    assert held


def _type(team: Team, lying: object) -> str:
    return container.read_outer(team.path(lying).read_bytes()).header.type  # type: ignore[arg-type]


def test_lost_receipts_are_given_again(sent: Team) -> None:
    """The office looks whether what it published is still there."""
    sent.office()
    for lying in sent.down():
        sent.path(lying).unlink()
    sent.office()
    assert sent.there().receipts == 1 and sent.officer.unsent() == 0


def test_many_receipts_come_in_one_bundle_after_a_loss(sent: Team) -> None:
    for number in range(4):
        sent.office()
        sent.write(f"Entry {number}"), sent.there()
    for lying in sent.down():
        sent.path(lying).unlink()
    sent.office()
    report = sent.there()
    assert report.ok and report.unsent == 0


_WHOLE = (
    b'{"office":"' + b"a" * 32 + b'","n":1,"prev":"' + b"0" * 64 + b'","at":"","got":{},"missing":[],"rejected":[]}'
)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        _WHOLE.replace(b"a" * 32, b"x"),
        _WHOLE.replace(b'"n":1', b'"n":2'),
        _WHOLE.replace(b'"got":{}', b'"got":{"x":[1,"y"]}'),
        _WHOLE.replace(b'"n":1', b' "n":1'),
        _WHOLE.replace(b'"n":1', b'"n":1,"n":1'),
    ],
)
def test_bytes_that_are_no_receipt(body: bytes) -> None:
    assert receipts.decode(_WHOLE).n == 1
    with pytest.raises(BadReceipt):
        receipts.decode(body)


def test_a_receipt_on_the_wire(sent: Team) -> None:
    sent.office()
    stored = sent.sergeant.store.newest_receipt()
    assert stored is not None
    plain = msgspec.json.decode(stored.body)
    assert list(plain) == ["office", "n", "prev", "at", "got", "missing", "rejected"]
    chain = f"{sent.officer.vault.device}.1"
    assert plain["got"][chain] == [2, chains.rev_at(sent.officer, chain, 2)]
    assert (plain["n"], plain["prev"], plain["missing"], plain["rejected"]) == (1, "0" * 64, [], [])
