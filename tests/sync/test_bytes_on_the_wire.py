"""The formats, read by a second reader that shares no code with the first: they are fixed for ever."""

from __future__ import annotations

import base64
import hashlib
import json
import struct

import pyrage
from nacl.signing import VerifyKey

from pclo_app.sync import enrolment, fingerprint
from pclo_app.sync.zstd import zstd
from pclo_app.vault.passphrase import word_list
from tests.sync.conftest import Team


def _read(data: bytes, public: bytes, identity: str) -> tuple[dict[str, object], list[dict[str, object]]]:
    """Forty lines that anybody could write from the description."""
    assert data[:8] == bytes.fromhex("50434c4f010d0a00")
    (size,) = struct.unpack(">I", data[8:12])
    raw, signature, body = data[12 : 12 + size], data[12 + size : 76 + size], data[76 + size :]
    VerifyKey(public).verify(b"PCLO-BUNDLE-1\0" + raw, signature)
    header = json.loads(raw)
    assert raw == json.dumps(header, separators=(",", ":")).encode()
    assert header["len"] == len(body) and header["sha256"] == hashlib.sha256(body).hexdigest()
    plain = zstd.decompress(pyrage.decrypt(body, [pyrage.x25519.Identity.from_str(identity)]))
    assert plain.endswith(b"\n")
    lines = plain[:-1].split(b"\n")
    end = json.loads(lines[-1])["end"]
    assert end["sha256"] == hashlib.sha256(b"".join(line + b"\n" for line in lines[:-1])).hexdigest()
    return header, [json.loads(line) for line in lines]


def test_rows(sent: Team) -> None:
    public = sent.officer.vault.signer.public
    device = hashlib.sha256(public).hexdigest()[:32]
    (lying,) = sent.up()
    data = sent.path(lying).read_bytes()
    assert str(lying) == f"up/{device[:16]}/00000001-{hashlib.sha256(data).hexdigest()[:32]}.pclo"
    header, lines = _read(data, public, sent.sergeant.vault.age_identity)
    assert list(header) == ["v", "dev", "ep", "n", "type", "len", "sha256"]
    assert [header[key] for key in ("v", "dev", "ep", "n", "type")] == [1, device, 1, 1, "rows"]
    manifest = lines[0]["manifest"]
    assert isinstance(manifest, dict)
    assert list(manifest) == ["team", "from", "to", "created", "base", "head", "rows", "blobs"]
    assert manifest["from"] == device and manifest["to"] == [sent.sergeant.vault.age_recipient]
    assert manifest["base"] == {f"{device}.1": 0} and manifest["head"][f"{device}.1"][0] == 2
    assert (manifest["rows"], manifest["blobs"], lines[-1]["end"]["rows"]) == (2, 0, 2)  # type: ignore[index]
    for line in lines[1:-1]:
        assert list(line) == ["h", "s", "n", "p"]
        head, signature, nonce = str(line["h"]).encode(), *(base64.b64decode(str(line[key])) for key in "sn")
        VerifyKey(public).verify(b"PCLO-REV-1\0" + head, signature)
        commitment = hashlib.sha256(b"PCLO-PAYLOAD-1\0" + nonce + str(line["p"]).encode()).hexdigest()
        assert json.loads(head)["pc"] == commitment


def test_receipts_and_reviews(sent: Team) -> None:
    sent.office(), sent.review(), sent.office()
    public = sent.sergeant.vault.signer.public
    read = [_read(sent.path(lying).read_bytes(), public, sent.officer.vault.age_identity) for lying in sent.down()]
    assert [header["type"] for header, _ in read] == ["receipt", "receipt", "review"]
    (receipt,) = read[0][1][1:-1]
    assert list(receipt) == ["receipt", "s"]
    body = str(receipt["receipt"]).encode()
    VerifyKey(public).verify(b"PCLO-RECEIPT-1\0" + body, base64.b64decode(str(receipt["s"])))
    following = json.loads(str(read[1][1][1]["receipt"]))
    assert following["prev"] == hashlib.sha256(b"PCLO-RECEIPT-1\0" + body).hexdigest() and following["n"] == 2


def test_a_welcome_and_a_fingerprint(team: Team) -> None:
    public = team.sergeant.vault.signer.public
    asked = enrolment.request(team.officer)
    welcome = enrolment.enrol(team.sergeant, asked, enrolment.own_fingerprint(team.officer)).file
    header, lines = _read(welcome, public, team.officer.vault.age_identity)
    assert list(header) == ["v", "dev", "ep", "n", "type", "len", "sha256", "key"]
    assert (header["type"], header["key"]) == ("roster", public.hex()) and len(lines) == 4
    number = int(hashlib.sha256(b"PCLO-FINGERPRINT-1\0" + public).hexdigest(), 16)
    words = word_list()
    assert fingerprint.of_key(public) == " ".join(words[number // 7776**place % 7776] for place in range(8))
    plain = json.loads(asked)
    signature = bytes.fromhex(plain.pop("sig"))
    signed = json.dumps(plain | {"sig": ""}, separators=(",", ":"), ensure_ascii=False).encode()
    VerifyKey(team.officer.vault.signer.public).verify(b"PCLO-REQUEST-1\0" + signed, signature)
