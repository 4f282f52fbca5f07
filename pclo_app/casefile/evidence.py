"""The journal as an independent examiner gets it: every row as it lies in the file, and what is needed to check it.

Nothing is decoded on the way that would hide damage: what was signed comes as hexadecimal
digits of the very bytes, beside a copy that people can read, and beside what the file's own
index says of the row. ``resources/independent_verifier/README.md`` tells the form.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from ..journal.merge import Keys
from ..journal.revision import rev_id
from .casefile import CaseFile
from .local_tables import Connection

_ROWS = """
    SELECT r.rev, r.header, r.sig, p.nonce, p.body, r.status, r.device, r.epoch, r.seq, r.case_id, r.record, r.kind
    FROM rev r LEFT JOIN payload p ON p.rev = r.rev ORDER BY r.n"""
_FORKS = "SELECT header, sig, device, epoch, seq, first_seen FROM fork ORDER BY rowid"


def lines(db: Connection) -> Iterator[bytes]:
    """Every revision in order of arrival, one JSON object a line."""
    index: dict[bytes, list[str]] = {}
    for rev, parent in db.execute("SELECT rev, parent FROM parent ORDER BY parent").fetchall():
        index.setdefault(rev, []).append(parent.hex())
    for rev, header, sig, nonce, body, status, device, epoch, seq, case, record, kind in db.execute(_ROWS):
        place = _place(device, epoch, seq)
        place |= {"case": case.hex(), "record": record.hex(), "kind": kind, "parents": index.get(rev, [])}
        yield msgspec.json.encode(_row(rev.hex(), header, sig, nonce, body) | {"status": status, "index": place})


def keys(cf: CaseFile) -> bytes:
    """The public keys of all laptops in the journal, the receipts, and the evidence of forks, as one JSON object."""
    return with_keys(cf.db, cf.key_of, cf.vault.device)


def with_keys(db: Connection, key_of: Keys, device: str) -> bytes:
    """As `keys`, for a journal whose laptops ``key_of`` knows; ``device`` is the laptop that it was kept on."""
    receipts = db.execute("SELECT office, n, body, sig FROM receipt ORDER BY office, n").fetchall()
    devices = [row[0].hex() for row in db.execute("SELECT device FROM rev UNION SELECT device FROM fork")]
    offices = [row[0].hex() for row in receipts]
    known = {name: key_of(name) for name in sorted({*devices, *offices})}
    return msgspec.json.encode(
        {
            "v": 1,
            "device": device,
            "keys": {name: key.hex() for name, key in known.items() if key is not None},
            "receipts": [
                {"office": office.hex(), "n": n, "body_hex": body.hex(), "sig": sig.hex()}
                for office, n, body, sig in receipts
            ],
            "forks": [_fork(db, *row) for row in db.execute(_FORKS).fetchall()],
        }
    )


def _fork(
    db: Connection, header: bytes, sig: bytes, device: bytes, epoch: int, seq: int, first_seen: str
) -> dict[str, Any]:
    rev = rev_id(header)
    found = db.execute("SELECT nonce, body FROM payload WHERE rev=?", (bytes.fromhex(rev),)).fetchone()
    nonce, body = found or (None, None)
    return _row(rev, header, sig, nonce, body) | {"index": _place(device, epoch, seq), "first_seen": first_seen}


def _place(device: bytes, epoch: int, seq: int) -> dict[str, Any]:
    return {"device": device.hex(), "epoch": epoch, "seq": seq}


def _row(rev: str, header: bytes, sig: bytes, nonce: bytes | None, body: bytes | None) -> dict[str, Any]:
    return {
        "rev": rev,
        "header": _readable(header),
        "sig": sig.hex(),
        "nonce": None if nonce is None else nonce.hex(),
        "payload": _readable(body),
        "header_hex": header.hex(),
        "payload_hex": None if body is None else body.hex(),
    }


def _readable(raw: bytes | None) -> msgspec.Raw | None:
    """The same bytes as part of the line, where they can be: damaged ones would spoil it."""
    try:
        msgspec.json.decode(raw or b"")
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return None if raw is None or b"\n" in raw else msgspec.Raw(raw)
