"""The bytes of a header: one way to write each, and every other way refused by name."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.bindings import crypto_core_ed25519_scalar_add
from nacl.signing import SigningKey

from pclo_app.journal import revision as rv
from pclo_app.journal.errors import RULES, BadPublicKey, BadRevision
from pclo_app.journal.merge import check_all
from tests.journal.journal_people import AT, CASE, Laptop, keys_of

HEX = "0123456789abcdef"
ORDER = [
    *("v", "team", "dev", "ep", "seq", "prev", "who", "name", "rank", "role"),
    *("at", "off", "case", "rec", "kind", "par", "len", "pc", "att", "rcpt"),
]


def hexes(size: int) -> st.SearchStrategy[str]:
    return st.text(HEX, min_size=size, max_size=size)


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40)


@st.composite
def headers(draw: st.DrawFn) -> rv.Header:
    seq = draw(st.integers(1, rv.SEQ_LIMIT))
    moment = draw(st.datetimes(min_value=datetime(1000, 1, 1)))
    return rv.Header(
        v=1,
        team=draw(hexes(16)),
        dev=draw(hexes(32)),
        ep=draw(st.integers(1, rv.EPOCH_LIMIT)),
        seq=seq,
        prev=rv.NO_REVISION if seq == 1 else "1" + draw(hexes(63)),
        who=draw(words),
        name=draw(words),
        rank=draw(words),
        role=draw(st.sampled_from(["PCLO", "DS"])),
        at=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        off=draw(st.sampled_from(["+00:00", "+01:00", "-03:30", "+14:00"])),
        case=draw(hexes(32)),
        rec=draw(hexes(32)),
        kind=draw(st.sampled_from(["chronology_entry/1", "meeting-seal/2", "log/consult"])),
        par=tuple(draw(st.lists(hexes(64), max_size=8, unique=True))),
        len=draw(st.integers(0, rv.PAYLOAD_LIMIT)),
        pc=draw(hexes(64)),
        att=tuple(draw(st.lists(hexes(64), max_size=8, unique=True))),
        rcpt=draw(hexes(64)),
    )


@given(headers())
def test_encode_then_decode_gives_the_same_header_and_the_same_bytes(header: rv.Header) -> None:
    raw = rv.encode_header(header)
    assert rv.decode_header(raw) == header
    assert rv.encode_header(rv.decode_header(raw)) == raw
    assert list(json.loads(raw)) == ORDER


@given(headers())
def test_the_bytes_are_plain_compact_json_that_any_other_program_can_write(header: rv.Header) -> None:
    raw = rv.encode_header(header)
    assert json.dumps(json.loads(raw), separators=(",", ":"), ensure_ascii=False).encode() == raw


GOOD = Laptop("A").write().header
FIELDS = json.loads(GOOD)


def respelt(**changes: object) -> bytes:
    return json.dumps(FIELDS | changes, separators=(",", ":"), ensure_ascii=False).encode()


NAMES = [f"{number:064x}" for number in range(1, 40)]

BAD = {
    "duplicate key": (GOOD[:-1] + b',"v":1}', "header-canonical"),
    "duplicate key in front": (b'{"v":2,' + GOOD[1:], "header-canonical"),
    "reordered keys": (
        json.dumps(dict(reversed(FIELDS.items())), separators=(",", ":")).encode(),
        "header-canonical",
    ),
    "spaces": (json.dumps(FIELDS).encode(), "header-canonical"),
    "trailing new line": (GOOD + b"\n", "header-canonical"),
    "trailing data": (GOOD + b"{}", "header-form"),
    "whole float": (GOOD.replace(b'"seq":1,', b'"seq":1.0,'), "header-"),
    "exponent": (GOOD.replace(b'"seq":1,', b'"seq":1e0,'), "header-"),
    "float": (GOOD.replace(b'"seq":1,', b'"seq":1.5,'), "header-form"),
    "number as text": (respelt(seq="1"), "header-form"),
    "true for one": (respelt(v=True), "header-form"),
    "null": (respelt(rcpt=None), "header-form"),
    "escaped letter": (GOOD.replace(b'"role":"PCLO"', b'"role":"PCL\\u004f"'), "header-canonical"),
    "NUL escaped": (respelt(name="a\x00b"), "text"),
    "NUL raw": (GOOD.replace(b"DC 1234", b"DC\x001234"), "header-form"),
    "new line in a name": (respelt(name="a\nb"), "text"),
    "BOM": (b"\xef\xbb\xbf" + GOOD, "header-form"),
    "lone surrogate escaped": (GOOD.replace(b"DC 1234", b"\\ud800"), "header-form"),
    "lone surrogate raw": (GOOD.replace(b"DC 1234", b"\xed\xa0\x80"), "header-form"),
    "not UTF-8": (GOOD.replace(b"DC 1234", b"\xff\xfe"), "header-form"),
    "deep nesting": (b"[" * 2000 + b"]" * 2000, "header-form"),
    "deeper nesting": (b"[" * 100_000, "header-size"),
    "nesting in a field": (GOOD.replace(b'"par":[]', b'"par":' + b"[" * 1500 + b"]" * 1500), "header-form"),
    "empty": (b"", "header-form"),
    "a list": (b"[]", "header-form"),
    "missing field": (
        json.dumps({k: x for k, x in FIELDS.items() if k != "rcpt"}, separators=(",", ":")).encode(),
        "header-form",
    ),
    "unknown field": (respelt(extra=1), "header-form"),
    "oversize": (respelt(name="x" * 4096), "header-size"),
    "newer version": (respelt(v=2), "version"),
    "epoch nought": (respelt(ep=0), "number"),
    "number below nought": (respelt(seq=-1), "number"),
    "number past 64 bits": (GOOD.replace(b'"seq":1,', b'"seq":99999999999999999999,'), "number"),
    "first with a predecessor": (respelt(prev="1" * 64), "number"),
    "second without a predecessor": (respelt(seq=2), "number"),
    "payload length": (respelt(len=rv.PAYLOAD_LIMIT + 1), "payload-size"),
    "nine parents": (respelt(par=NAMES[:9]), "parents"),
    "parent twice": (respelt(par=NAMES[:1] * 2), "parents"),
    "33 attachments": (respelt(att=NAMES[:33]), "attachments"),
    "short parent": (respelt(par=["ab"]), "hex"),
    "upper-case hex": (respelt(rec="A" * 32), "hex"),
    "spaced hex": (respelt(rec="aa " * 10 + "aa"), "hex"),
    "hex moved between fields": (respelt(case="c" * 31, rec="a" * 33), "hex"),
    "no rank": (respelt(rank=""), "text"),
    "impossible date": (respelt(at="2009-02-29T10:00:00Z"), "time"),
    "fractions": (respelt(at="2026-02-28T10:00:00.5Z"), "time"),
    "not UTC": (respelt(at="2026-02-28T10:00:00+01:00"), "time"),
    "date only": (respelt(at="2026-02-28Z"), "time"),
    "offset": (respelt(off="+25:00"), "time"),
    "offset spelt another way": (respelt(off="-00:00"), "time"),
    "kind": (respelt(kind="../x"), "kind"),
    "kind in capitals": (respelt(kind="Chron/1"), "kind"),
}


@pytest.mark.parametrize("name", BAD)
def test_t25_every_other_spelling_is_refused_by_its_rule(name: str) -> None:
    raw, rule = BAD[name]
    with pytest.raises(BadRevision) as caught:
        rv.decode_header(raw)
    assert caught.value.rule.startswith(rule), caught.value.rule
    assert caught.value.rule in RULES


@settings(max_examples=400)
@given(st.data())
def test_t25_no_mutant_of_a_header_is_taken_for_another_spelling_of_it(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(GOOD) - 1))
    cut = data.draw(st.integers(0, 3))
    mutant = GOOD[:place] + data.draw(st.binary(max_size=3)) + GOOD[place + cut :]
    try:
        header = rv.decode_header(mutant)
    except BadRevision:
        return
    assert msgspec.json.encode(header) == mutant
    assert mutant == GOOD or rv.rev_id(mutant) != rv.rev_id(GOOD)


def test_the_largest_lists_fit_into_a_header() -> None:
    laptop = Laptop("A")
    revision = rv.make(
        laptop.position,
        rv.Author("0" * 32, "DC 1234 A Officer", "DC", "PCLO"),
        at=AT,
        case=CASE,
        record="a" * 32,
        kind="chronology_entry/1",
        payload=b"x" * rv.PAYLOAD_LIMIT,
        parents=NAMES[:8],
        attachments=NAMES[:32],
        sign=laptop.sign,
    )
    assert rv.check(revision, laptop.public) == revision.head


def test_too_long_a_payload_is_never_signed() -> None:
    with pytest.raises(BadRevision) as caught:
        Laptop("A").write(payload=b"x" * (rv.PAYLOAD_LIMIT + 1))
    assert caught.value.rule == "payload-size"


def test_known_bytes_keep_their_identity() -> None:
    """Fixed values: a change of format must never go unnoticed."""
    laptop = Laptop("A", SigningKey(bytes(range(32))))
    revision = rv.make(
        laptop.position,
        rv.Author("p1", "DC 1234 A Officer", "DC", "PCLO"),
        at=datetime(2026, 11, 22, 11, 4, 5, tzinfo=timezone(timedelta(hours=1))),
        case=CASE,
        record="a" * 32,
        kind="chronology_entry/1",
        payload=b"{}",
        sign=laptop.sign,
        nonce=bytes,
    )
    assert revision.header == (
        b'{"v":1,"team":"0000000000000000","dev":"' + laptop.device.encode() + b'","ep":1,"seq":1,"prev":"' + b"0" * 64
        + b'","who":"p1","name":"DC 1234 A Officer","rank":"DC","role":"PCLO","at":"2026-11-22T10:04:05Z",'
        b'"off":"+01:00","case":"' + b"c" * 32 + b'","rec":"' + b"a" * 32 + b'",'
        b'"kind":"chronology_entry/1","par":[],"len":2,"pc":"'
        + rv.commitment(bytes(16), b"{}").encode() + b'","att":[],"rcpt":"' + b"0" * 64 + b'"}'
    )  # fmt: skip
    assert laptop.device == "56475aa75463474c0285df5dbf2bcab7"
    assert revision.id == KNOWN_ID


KNOWN_ID = "97b78d0cb3b3ddafa9ce1ec71dc8ab012613f3063e49e6425f4fe38e6c2eca99"


class TestOneRow:
    """What `check` says of a row by itself."""

    laptop = Laptop("A")
    good = laptop.write()

    def rule(self, revision: rv.Revision, public: bytes | None = None) -> str:
        with pytest.raises(BadRevision) as caught:
            rv.check(revision, public or self.laptop.public)
        assert "fact" not in str(caught.value)
        return caught.value.rule

    def test_good(self) -> None:
        assert rv.check(self.good, self.laptop.public).seq == 1
        assert rv.check(self.good.without_payload(), self.laptop.public).seq == 1

    def test_signature(self) -> None:
        good = self.good
        for place in range(64):
            sig = bytearray(good.sig)
            sig[place] ^= 1
            assert self.rule(rv.Revision(good.header, bytes(sig), good.nonce, good.payload)) == "signature"
        assert self.rule(rv.Revision(good.header, good.sig[:-1], good.nonce, good.payload)) == "signature-size"

    def test_t26_a_signature_shifted_by_the_group_order_is_refused(self) -> None:
        order = 2**252 + 27742317777372353535851937790883648493
        shifted = int.from_bytes(self.good.sig[32:], "little") + order
        assert crypto_core_ed25519_scalar_add(shifted.to_bytes(32, "little"), bytes(32)) == self.good.sig[32:]
        sig = self.good.sig[:32] + shifted.to_bytes(32, "little")
        assert self.rule(rv.Revision(self.good.header, sig, self.good.nonce, self.good.payload)) == "signature"

    def test_contents(self) -> None:
        good = self.good
        assert good.nonce is not None
        assert good.payload is not None
        assert self.rule(rv.Revision(good.header, good.sig, good.nonce, good.payload + b" ")) == "payload"
        assert self.rule(rv.Revision(good.header, good.sig, bytes(16), good.payload)) == "payload"
        assert self.rule(rv.Revision(good.header, good.sig, good.nonce[:-1], good.payload)) == "payload"
        assert self.rule(rv.Revision(good.header, good.sig, None, good.payload)) == "payload-half"
        assert self.rule(rv.Revision(good.header, good.sig, good.nonce, None)) == "payload-half"
        assert self.rule(rv.Revision(good.header, good.sig, good.nonce, b"x" * 300 * 1024)) == "payload-size"
        shifted = rv.Revision(good.header, good.sig, good.nonce[:8], good.nonce[8:] + good.payload)
        assert self.rule(shifted) == "payload"

    def test_another_laptops_key(self) -> None:
        assert self.rule(self.good, Laptop("B").public) == "device"

    def test_many_rows_name_the_first_bad_one(self) -> None:
        rows = [self.laptop.write() for _ in range(600)]
        keys = keys_of(self.laptop)
        check_all(rows, keys)
        for place in (560, 20):
            rows[place] = rv.Revision(rows[place].header, bytes(64), rows[place].nonce, rows[place].payload)
            with pytest.raises(BadRevision) as caught:
                check_all(rows, keys)
            assert caught.value.where == f"Row {place + 1}"
            assert caught.value.rule == "signature"


SMALL_ORDER = [
    "00" * 32,
    "01" + "00" * 31,
    "ec" + "ff" * 30 + "7f",
    "00" * 31 + "80",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ed" + "ff" * 30 + "7f",
    "ff" * 32,
    "",
    "ab" * 31,
]


@pytest.mark.parametrize("key", SMALL_ORDER)
def test_t26_keys_with_which_anybody_could_sign_are_refused(key: str) -> None:
    with pytest.raises(BadPublicKey):
        rv.check_public_key(bytes.fromhex(key))


def test_an_ordinary_key_is_taken() -> None:
    rv.check_public_key(Laptop("A").public)


def test_nothing_typed_shows_in_the_picture_of_a_revision() -> None:
    revision = Laptop("A").write(payload=b"a secret")
    assert "secret" not in repr(revision)
    assert revision.id[:16] in repr(revision)


def test_a_time_without_an_offset_is_a_mistake_of_ours() -> None:
    laptop = Laptop("A")
    with pytest.raises(ValueError, match="offset"):
        rv.make(
            laptop.position,
            rv.Author("a", "b", "c", "d"),
            at=datetime(2026, 1, 1),
            case=CASE,
            record="a" * 32,
            kind="note/1",
            payload=b"",
            sign=laptop.sign,
        )
