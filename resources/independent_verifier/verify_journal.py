"""Checks a journal of PCLO Case File with no part of that program: Python's standard library and PyNaCl only.

    python verify_journal.py journal.jsonl keys.json [another-keys.json ...] [--code CODE ...]

README.md beside this file says what is checked, what is not, and every format byte by byte.
Prints one line for each thing that is wrong, and a verdict. Exit code 0: whole; 3: not whole; 2: cannot be read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from nacl.bindings import crypto_sign_open  # libsodium: refuses keys of small order and altered signatures
from nacl.exceptions import CryptoError

ROW, PAYLOAD, RECEIPT, SEAL = b"PCLO-REV-1\0", b"PCLO-PAYLOAD-1\0", b"PCLO-RECEIPT-1\0", b"PCLO-SEAL-1\0"
FIELDS = "v team dev ep seq prev who name rank role at off case rec kind par len pc att rcpt".split()
TYPES = {"v": int, "ep": int, "seq": int, "len": int, "par": list, "att": list}  # the others are text
INDEX = {"device": "dev", "epoch": "ep", "seq": "seq", "case": "case", "record": "rec", "kind": "kind"}
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
Row = dict[str, Any]
Place = tuple[str, int, int]  # laptop, series (epoch), number
problems: dict[str, None] = {}  # each once, in the order in which they were found


def say(what: str, place: Place | None = None) -> None:
    where = f"Revision {place[2]} of laptop {place[0]}, series {place[1]}: " if place else ""
    problems[f"{where}{what}."] = None


def sha(*parts: bytes) -> str:
    return hashlib.sha256(b"".join(parts)).hexdigest()


def is_signed(key: str, sig: bytes, message: bytes) -> bool:
    try:
        return crypto_sign_open(sig + message, bytes.fromhex(key)) == message
    except (CryptoError, ValueError, TypeError):
        return False


def unhex(row: Row, name: str) -> bytes:
    return bytes.fromhex(row[name] or "")


def place_of(row: Row) -> Place:
    return row["index"]["device"], row["index"]["epoch"], row["index"]["seq"]


def canonical(raw: bytes) -> Any:
    """The JSON in these bytes if it is written in the one agreed way (no spaces, no key twice); otherwise None."""
    value = readable(raw)
    try:
        return value if json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode() == raw else None
    except (ValueError, RecursionError):
        return None


def readable(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def header_of(row: Row) -> Row | None:
    head = canonical(unhex(row, "header_hex"))
    good = isinstance(head, dict) and list(head) == FIELDS and head["v"] == 1
    return head if good and all(type(head[name]) is TYPES.get(name, str) for name in FIELDS) else None


def fault(row: Row, head: Row | None, keys: dict[str, str]) -> str:
    """What is wrong with a row by itself, or nothing."""
    raw, nonce, body = unhex(row, "header_hex"), unhex(row, "nonce"), unhex(row, "payload_hex")
    held = row["payload_hex"] is not None
    if head is None:
        return "its header is not written in the agreed way"
    if sha(ROW, raw) != row["rev"]:
        return "it is kept under an identity that is not the fingerprint of its header"
    signed = {name: head[field] for name, field in INDEX.items()} | {"parents": sorted(head["par"])}
    if any(signed.get(name) != value for name, value in row["index"].items()):
        return "the file's index does not say what its signed header says"
    if head["dev"] not in keys:
        return "the key of its laptop is not among the keys given"
    if not is_signed(keys[head["dev"]], unhex(row, "sig"), ROW + raw):
        return "its signature is not that of the laptop it names"
    if held and (sha(PAYLOAD, nonce, body), len(body), len(nonce)) != (head["pc"], head["len"], 16):
        return "its contents are not those that were signed"
    if row["header"] not in (None, head) or row["payload"] not in (None, readable(body)):
        return "the readable copy in this file is not what was signed"
    return ""


def check_rows(rows: list[Row], keys: dict[str, str]) -> None:
    """Each row, each chain, and what builds on what."""
    known: dict[str, tuple[Place, Row]] = {}
    named: set[str] = set()  # identities of rows that are reported already
    chain, last, before = ("", 0), 0, {"0" * 64}
    for row in sorted(rows, key=place_of):
        place, head, rev = place_of(row), header_of(row), sha(ROW, unhex(row, "header_hex"))
        why = fault(row, head, keys)
        if chain != place[:2]:
            chain, last, before = place[:2], 0, {"0" * 64}
        if place[2] == last:
            why = why or "another row stands at the same place"
        elif place[2] != last + 1:
            say(f"missing, with all before number {place[2]}", (*chain, last + 1))
        elif head and head["prev"] not in before:
            why = why or "it does not follow the revision before it: one of the two was put in later"
        if why:
            say(why, place)
            named |= {rev, row["rev"]}
        if head:
            known[rev] = place, head
        last, before = place[2], {rev, row["rev"]}
    for rev, (place, head) in known.items():
        if rev not in named and any(parent not in known and parent not in named for parent in head["par"]):
            say("a revision that it builds on is not here", place)
        elif rev not in named and any(known[p][1]["rec"] != head["rec"] for p in head["par"] if p in known):
            say("it builds on a revision of another record", place)


def check_forks(forks: list[Row], keys: dict[str, str]) -> None:
    """Evidence that a laptop signed two different rows for one place, or two histories."""
    for fork in forks:
        say(f"the laptop signed two histories; the second came on {fork['first_seen']}", place_of(fork))
        if why := fault(fork, header_of(fork), keys):
            say(f"the evidence of the second history is not sound: {why}", place_of(fork))


def check_receipts(receipts: list[Row], rows: list[Row], keys: dict[str, str], own: str) -> None:
    """Each receipt of an office, their order, and that the rows which they name stand where they say."""
    here = {place_of(row): row["rev"] for row in rows}
    office, n, name = "", 0, ""
    for line in sorted(receipts, key=lambda line: (line["office"], line["n"])):
        body, who = unhex(line, "body_hex"), f"Receipt {line['n']} of office {line['office']}"
        receipt = canonical(body)
        if not isinstance(receipt, dict) or (receipt.get("office"), receipt.get("n")) != (line["office"], line["n"]):
            say(f"{who}: it is not written in the agreed way")
        elif not is_signed(keys.get(line["office"], ""), unhex(line, "sig"), RECEIPT + body):
            say(f"{who}: its signature is not that of the office, or the office's key is not among the keys given")
        else:
            if line["office"] == office and (line["n"], receipt["prev"]) != (n + 1, name):
                say(f"{who}: it does not follow the receipt before it")
            for chain, (seq, rev) in receipt["got"].items():
                place = (chain[:32], int(chain[33:]), seq)
                if here.get(place, rev) != rev:
                    say(f"receipt {line['n']} of the office names another revision for this place", place)
                elif place not in here and place[0] == own:
                    say(f"receipt {line['n']} of the office names this revision, and it is not here", place)
        office, n, name = line["office"], line["n"], sha(RECEIPT, body)


def seal_code(payload: bytes) -> str:
    """The 28 characters printed on a sealed record: 130 bits of its digest, and two characters that check them."""
    number = int(sha(SEAL, payload), 16) >> 126 << 10
    number += -number % 1021
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(28)))


def check_code(typed: str, rows: list[Row]) -> None:
    """A code from paper: a sealed record's, or the first 16 or more digits of a revision's fingerprint."""
    plain = typed.replace("-", "").replace(" ", "").upper()
    for row in rows:
        if row["index"]["kind"] == "seal/1" and row["payload_hex"] is not None:
            seal = unhex(row, "payload_hex")
            if seal_code(seal) == plain.translate(str.maketrans("OIL", "011")):
                print(f"Code {typed}: seal {row['rev']}, PDF SHA-256 {json.loads(seal)['pdf']}")
                if all(other["rev"] != json.loads(seal)["rec"] for other in rows):
                    say(f"Code {typed}: the revision that was sealed is not here")
                return
        if len(plain) >= 16 and row["rev"].upper().startswith(plain):
            return print(f"Code {typed}: revision {row['rev']}")
    say(f"Code {typed}: nothing in this journal has this code")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check a journal of PCLO Case File. See README.md beside this file.")
    parser.add_argument("journal", type=Path)
    parser.add_argument("keys", type=Path, nargs="+")
    parser.add_argument("--code", action="append", default=[], help="a code from paper that must be in this journal")
    given = parser.parse_args(arguments)
    problems.clear()
    for path in (Path(__file__), given.journal, *given.keys):
        print(f"SHA-256 {sha(path.read_bytes())}  {path.name}")
    rows: list[Row] = [json.loads(line) for line in given.journal.read_bytes().split(b"\n") if line.strip()]
    evidence: list[Row] = [json.loads(path.read_bytes()) for path in given.keys]
    keys = {device: key for part in evidence for device, key in part["keys"].items()}
    for device in [device for device, key in keys.items() if sha(bytes.fromhex(key))[:32] != device]:
        say(f"Keys: the key given for laptop {device} belongs to another one")
        del keys[device]
    check_rows(rows, keys)
    for part in evidence:
        check_forks(part["forks"], keys)
        check_receipts(part["receipts"], rows, keys, evidence[0]["device"])
    for code in given.code:
        check_code(code, rows)
    held = sum(row["payload_hex"] is not None for row in rows)
    print("\n".join(problems) or "Nothing is wrong.")
    print(f"Checked: {len(rows)} revisions, the contents of {held}, {sum(len(p['receipts']) for p in evidence)} receipts")
    print(f"Verdict: NOT WHOLE, {len(problems)} problems" if problems else "Verdict: WHOLE")
    return 3 if problems else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"These files cannot be read as a journal and its keys: {error!r}")
        sys.exit(2)
