"""A bundle that is not, to the byte, what its sender signed: refused, and nothing is written."""

from __future__ import annotations

import hashlib
import os
import time
import tracemalloc
from collections.abc import Callable

import pyrage
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pclo_app.casefile.casefile import CaseFile
from pclo_app.errors import KnownError
from pclo_app.sync import bundle, container, membership, packing, receiving
from pclo_app.sync.container import Sender
from pclo_app.sync.drop import Lying, Place, name_of
from pclo_app.sync.errors import BadContents, BundleAltered, BundleTooLarge, NotABundle, NotAddressed, UnknownSender
from pclo_app.sync.exchange import sync
from pclo_app.sync.memory import Memory
from pclo_app.sync.verifying import verify_bundle
from pclo_app.sync.zstd import zstd
from tests.sync.conftest import Team, dump, journal, plant

FAST = 0.25  # seconds; a refusal takes about a millisecond


@pytest.fixture
def small(sent: Team) -> bytes:
    return sent.path(sent.up()[0]).read_bytes()


def _offer(team: Team, data: bytes, n: int = 1) -> receiving.Taken:
    """Give the sergeant's case file a bundle under the name that fits its bytes, as a clever attacker would."""
    lying = Lying(Place("up", team.officer.vault.device[:16]), name_of(n, data))
    return receiving.take_in(team.sergeant, Memory(team.sergeant), membership.of(team.sergeant), lying, data)


def _refused(team: Team, data: bytes, n: int = 1) -> KnownError:
    with pytest.raises(KnownError) as raised:
        _offer(team, data, n)
    return raised.value


def test_every_flipped_byte_is_refused_and_no_table_changes(sent: Team, small: bytes) -> None:
    before = dump(sent.sergeant)
    for place in range(len(small)):
        altered = bytearray(small)
        altered[place] ^= 1 << place % 8
        fault = _refused(sent, bytes(altered))
        assert fault.exit_code == 3 and fault.part("what")
        assert not verify_bundle(sent.sergeant, bytes(altered)).ok, place
        assert not verify_bundle(None, bytes(altered), sent.up()[0].name).ok, place
    assert dump(sent.sergeant) == before
    assert _offer(sent, small).rows == 2


def test_every_truncation_and_extension_is_refused(sent: Team, small: bytes) -> None:
    before = dump(sent.sergeant)
    for length in range(len(small)):
        _refused(sent, small[:length])
    for more in (b"\0", small, b"\n", small[:100]):
        assert isinstance(_refused(sent, small + more), BundleAltered)
    assert dump(sent.sergeant) == before


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_mixture_of_damage_is_refused(sent: Team, data: st.DataObject) -> None:
    if "mixture" not in sent.__dict__:
        sent.__dict__["mixture"] = sent.path(sent.up()[0]).read_bytes(), dump(sent.sergeant)
    original, before = sent.__dict__["mixture"]
    altered = bytearray(original)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(altered)))
        some = data.draw(st.binary(max_size=12))
        match data.draw(st.sampled_from(["insert", "delete", "replace", "swap", "repeat"])):
            case "insert":
                altered[at:at] = some
            case "delete":
                del altered[at : at + len(some)]
            case "replace":
                altered[at : at + len(some)] = some
            case "swap":
                altered = altered[at:] + altered[:at]
            case "repeat":
                altered += altered[at : at + 64]
    if bytes(altered) != original:
        _refused(sent, bytes(altered))
        assert dump(sent.sergeant) == before


def test_an_altered_file_in_the_drop_is_named_once_and_sent_again(sent: Team, small: bytes) -> None:
    path = sent.path(sent.up()[0])
    path.write_bytes(small[:-1])
    before = journal(sent.sergeant)
    report = sent.office()
    assert not report.ok and report.received_bundles == 0
    ((name, reason),) = report.refused
    assert name == str(sent.up()[0]) and "altered" in reason
    assert journal(sent.sergeant)["rev"] == before["rev"]
    assert sent.office().refused == []  # once
    back = sent.there()
    assert back.receipts == 1 and back.sent_rows == 2  # the office told, so it goes again
    assert sent.office().received_rows == 2
    assert sent.there().unsent == 0


def test_a_half_file_that_becomes_whole_is_taken_in(sent: Team, small: bytes) -> None:
    path = sent.path(sent.up()[0])
    path.write_bytes(small[: len(small) // 2])
    assert len(sent.office().refused) == 1
    path.write_bytes(small)
    assert sent.office().received_rows == 2


def test_a_replayed_bundle_changes_nothing(sent: Team, small: bytes) -> None:
    sent.office(), sent.there(), sent.office()
    place = sent.up()[0].place
    before = dump(sent.sergeant, but=("meta",))
    for n in range(20):
        plant(sent.drop, place, f"{n + 2:08d}-{hashlib.sha256(small).hexdigest()[:32]}.pclo", small)
        assert sent.office().received_rows == 0
    assert dump(sent.sergeant, but=("meta",)) == before


def test_a_bundle_in_somebody_elses_folder(sent: Team, small: bytes) -> None:
    name = sent.up()[0].name
    sent.path(sent.up()[0]).unlink()
    plant(sent.drop, Place("up", "0123456789abcdef"), name, small)
    ((_, reason),) = sent.office().refused
    assert "another laptop" in reason


# hostile insides, signed by a member --------------------------------------------------------------------------


def _sender(cf: CaseFile) -> Sender:
    return membership.sender(cf)


def _sealed(team: Team, body: bytes) -> bytes:
    """A bundle whose ciphertext is anything at all, signed by the officer's own laptop."""
    header = container.Header(
        v=1, dev=team.officer.vault.device, ep=1, n=1, type="rows", len=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
    )  # fmt: skip
    raw = container._ENCODER.encode(header)
    signature = team.officer.vault.signer.sign(b"PCLO-BUNDLE-1\x00" + raw)
    return container.MAGIC + len(raw).to_bytes(4, "big") + raw + signature + body


def _to_sergeant(team: Team, packed: bytes) -> bytes:
    return pyrage.encrypt(packed, [pyrage.x25519.Recipient.from_str(team.sergeant.vault.age_recipient)])


def _quickly(refuse: Callable[[], KnownError], seconds: float = FAST) -> KnownError:
    tracemalloc.start()
    began = time.perf_counter()
    fault = refuse()
    took = time.perf_counter() - began
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < seconds and peak < 160 * 1024 * 1024, (took, peak)
    return fault


def test_a_flood_of_recipients(sent: Team) -> None:
    stanza = b"-> X25519 " + b"A" * 43 + b"\n" + b"B" * 43 + b"\n"
    body = b"age-encryption.org/v1\n" + stanza * 4000 + b"--- " + b"C" * 43 + b"\n" + b"D" * 64
    assert isinstance(_quickly(lambda: _refused(sent, _sealed(sent, body))), KnownError)
    small_flood = b"age-encryption.org/v1\n" + stanza * 65 + b"--- " + b"C" * 43 + b"\n" + b"D" * 64
    assert isinstance(_quickly(lambda: _refused(sent, _sealed(sent, small_flood))), BundleTooLarge)


def test_a_bomb(sent: Team) -> None:
    bomb = zstd.compress(bytes(1024 * 1024 * 1024), level=1)
    fault = _quickly(lambda: _refused(sent, _sealed(sent, _to_sergeant(sent, bomb))), 2.0)
    assert isinstance(fault, BundleTooLarge)


def test_a_window_that_wants_too_much_memory(sent: Team) -> None:
    wide = zstd.compress(
        bytes(1024), options={zstd.CompressionParameter.window_log: 27,
                              zstd.CompressionParameter.content_size_flag: 0},
    )  # fmt: skip
    writer = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: 27})
    streamed = writer.compress(bytes(1024)) + writer.flush()
    for packed in (wide, streamed):
        assert isinstance(_refused(sent, _sealed(sent, _to_sergeant(sent, packed))), BadContents)


def test_a_million_tiny_rows(sent: Team) -> None:
    manifest = bundle.write(_manifest(sent, rows=0), []).split(b"\n")[0] + b"\n"
    for tiny in (b"{}\n", b'{"h":"","s":"","n":null,"p":null}\n', b'{"b":""}\n', b"\n"):
        data = _sealed(sent, _to_sergeant(sent, packing.pack(manifest + tiny * 1_000_000)))
        fault = _quickly(lambda data=data: _refused(sent, data), 1.0)
        assert isinstance(fault, KnownError)


def _manifest(sent: Team, /, **change: object) -> bundle.Manifest:
    fields: dict[str, object] = {
        "team": membership.of(sent.officer).roster.team, "sender": sent.officer.vault.device,
        "to": (sent.sergeant.vault.age_recipient,), "created": "2026-11-03T16:31:00Z", "base": {}, "head": {},
        "rows": 0, "blobs": 0,
    }  # fmt: skip
    return bundle.Manifest(**(fields | change))  # type: ignore[arg-type]


def _bundle(team: Team, manifest: bundle.Manifest, *lines: bytes) -> bytes:
    return container.seal(
        _sender(team.officer), 1, "rows", bundle.write(manifest, lines), [team.sergeant.vault.age_recipient]
    )


def test_an_impossible_header_length(sent: Team, small: bytes) -> None:
    for size in (2**32 - 1, 1025, 0):
        data = container.MAGIC + size.to_bytes(4, "big") + small[12:]
        assert isinstance(_quickly(lambda data=data: _refused(sent, data), 0.05), NotABundle)


def test_passed_on_to_somebody_it_was_not_for(sent: Team) -> None:
    other = str(pyrage.x25519.Identity.generate().to_public())
    assert isinstance(_refused(sent, _bundle(sent, _manifest(sent, to=(other,)))), BadContents)
    assert isinstance(_refused(sent, _bundle(sent, _manifest(sent, sender="0" * 32))), BadContents)
    assert "another team" in str(_refused(sent, _bundle(sent, _manifest(sent, team="1" * 16))))


def test_not_addressed_to_this_laptop_is_no_refusal(sent: Team) -> None:
    other = str(pyrage.x25519.Identity.generate().to_public())
    data = container.seal(_sender(sent.officer), 7, "rows", b"", [other])
    with pytest.raises(NotAddressed):
        _offer(sent, data, 7)
    plant(sent.drop, sent.up()[0].place, name_of(7, data), data)
    report = sent.office()
    assert report.refused == [] and report.not_for_us == 1
    assert sent.office().not_for_us == 0


def test_lines_that_break_a_rule(sent: Team) -> None:
    row = next(sent.officer.store.rows(sent.officer.vault.device, 1))
    good = bundle.row_line(row, with_payload=True)
    cases: list[tuple[bundle.Manifest, tuple[bytes, ...]]] = [
        (_manifest(sent, rows=2), (good,)),
        (_manifest(sent, rows=1), (good.replace(b'"h":', b'"h": '),)),
        (_manifest(sent, rows=1), (good.replace(b"ORRIN-VALE", b"ORRIN-VALX"),)),
        (_manifest(sent, rows=1), (bundle.row_line(row, with_payload=True)[:-10] + b"\n",)),
        (_manifest(sent, rows=1, head={"../../x": (1, "a" * 64)}), (good,)),
        (_manifest(sent), (b'{"blob":{"sha256":"../../etc/passwd","size":1,"part":1,"parts":1}}\n',)),
        (_manifest(sent), (b'{"b":""}\n',)),
        (_manifest(sent, blobs=1), (bundle.piece_lines(bundle.pieces_of(b"x")[0]).replace(b"eA==", b"eQ=="),)),
    ]
    before = dump(sent.sergeant)
    for manifest, lines in cases:
        _refused(sent, _bundle(sent, manifest, *lines))
    assert dump(sent.sergeant) == before


def test_one_bad_row_refuses_the_whole_bundle(sent: Team) -> None:
    rows = list(sent.officer.store.rows(sent.officer.vault.device, 1))
    from dataclasses import replace

    bad = replace(rows[1], sig=bytes(64))
    lines = (bundle.row_line(rows[0], with_payload=True), bundle.row_line(bad, with_payload=True))
    before = dump(sent.sergeant)
    fault = _refused(sent, _bundle(sent, _manifest(sent, rows=2), *lines))
    assert "Row 2" in str(fault) and dump(sent.sergeant) == before


def test_a_stranger(sent: Team, other_casefiles: Callable[..., CaseFile]) -> None:
    stranger = other_casefiles("stranger", "PCLO")
    data = container.seal(_sender(stranger), 1, "rows", b"", [sent.sergeant.vault.age_recipient])
    assert isinstance(_quickly(lambda: _refused(sent, data), 0.05), UnknownSender)
    place = Place("up", stranger.vault.device[:16])
    plant(sent.drop, place, name_of(1, data), data)
    assert [name for name, _ in sent.office().refused] == [f"{place}/{name_of(1, data)}"]


@pytest.fixture
def names() -> list[str]:
    return ["..\\..\\x.pclo", "CON", "a:b.pclo", "00000001-zz.pclo", "00000001-" + "a" * 32 + ".pclo.part", "x" * 200]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names, links and pipes")
def test_odd_names_links_and_pipes_are_passed_over(sent: Team, names: list[str]) -> None:
    folder = sent.path(sent.up()[0]).parent
    for name in names:
        (folder / name).write_bytes(b"x")
    os.mkfifo(folder / f"00000009-{'b' * 32}.pclo")
    os.symlink("/etc/passwd", folder / f"00000008-{'c' * 32}.pclo")
    (sent.drop.root / "up" / "..weird").mkdir()
    report = sync(sent.sergeant, sent.drop)
    assert report.refused == [] and report.received_bundles == 1
