"""Questions to the journal about whole chains: how far each reaches, where it has gaps, which documents it needs.

A chain is the rows of one laptop in one epoch; on the wire its name is ``dev.ep``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..casefile.casefile import CaseFile
from ..journal.receipt import Heads
from ..journal.revision import NO_CASE, NO_REVISION, Revision, decode_header

Range = tuple[str, int, int]

_NO_DOCUMENTS = b'"att":[]'
_RANGES_LIMIT = 64


def name(device: str, epoch: int) -> str:
    """A chain's name on the wire."""
    return f"{device}.{epoch}"


def parts(chain: str) -> tuple[str, int]:
    """A chain's laptop and epoch."""
    device, _, epoch = chain.partition(".")
    return device, int(epoch)


def rev_at(cf: CaseFile, chain: str, seq: int) -> str:
    """The revision at one place, or zeros where none is."""
    device, epoch = parts(chain)
    row = cf.db.execute(
        "SELECT rev FROM rev WHERE device=? AND epoch=? AND seq=?", (bytes.fromhex(device), epoch, seq)
    ).fetchone()
    return NO_REVISION if row is None else str(row[0].hex())


def has(cf: CaseFile, chain: str, seq: int, rev: str) -> bool:
    """Whether this revision stands at this place here."""
    return seq == 0 or rev_at(cf, chain, seq) == rev


def reach(cf: CaseFile) -> Heads:
    """Every chain's last row before its first gap.

    Of the chains that this laptop ended when a backup was put back, the last row before the
    first whose document is not here: so the office sends both again.
    """
    rows = cf.db.execute(
        "SELECT device, epoch, min(seq), max(seq), count(*) FROM rev GROUP BY device, epoch"
    ).fetchall()
    found: Heads = {}
    for device, epoch, first, last, count in rows:
        chain = name(device.hex(), epoch)
        whole = first == 1 and count == last
        seq = last if whole else whole_until(cf, chain, 0)
        if device.hex() == cf.vault.device and epoch < cf.epoch:
            lacking = lacking_documents(cf, chain, 0, seq)
            seq = lacking[0] - 1 if lacking else seq
        if seq:
            found[chain] = (seq, rev_at(cf, chain, seq))
    return found


def whole_until(cf: CaseFile, chain: str, after: int) -> int:
    """How far a chain goes on without a gap."""
    for seq in _places(cf, chain, after):
        if seq != after + 1:
            break
        after = seq
    return after


def _places(cf: CaseFile, chain: str, after: int) -> Iterator[int]:
    device, epoch = parts(chain)
    rows = cf.db.execute(
        "SELECT seq FROM rev WHERE device=? AND epoch=? AND seq>? ORDER BY seq", (bytes.fromhex(device), epoch, after)
    )
    return (int(row[0]) for row in rows)


def gaps(cf: CaseFile, chain: str, after: int) -> list[Range]:
    """The stretches of a chain that have not arrived although later rows have."""
    found: list[Range] = []
    for seq in _places(cf, chain, after):
        if seq != after + 1:
            found.append((chain, after + 1, seq - 1))
        after = seq
        if len(found) == _RANGES_LIMIT:
            break
    return found


def with_documents(cf: CaseFile, chain: str, after: int, upto: int) -> list[tuple[int, tuple[str, ...]]]:
    """The rows of a stretch that name documents and whose contents are held, with those documents."""
    device, epoch = parts(chain)
    rows = cf.db.execute(
        "SELECT r.seq, r.header FROM rev r JOIN payload p ON p.rev = r.rev"
        " WHERE r.device=? AND r.epoch=? AND r.seq>? AND r.seq<=? AND instr(r.header, ?)=0 ORDER BY r.seq",
        (bytes.fromhex(device), epoch, after, upto, _NO_DOCUMENTS),
    )
    return [(seq, decode_header(header).att) for seq, header in rows]


def lacking_documents(cf: CaseFile, chain: str, after: int, upto: int) -> list[int]:
    """The rows of a stretch whose documents are not all here."""
    rows = with_documents(cf, chain, after, upto)
    return [seq for seq, documents in rows if not all(cf.has_blob(document) for document in documents)]


def own(cf: CaseFile) -> list[str]:
    """This laptop's own chains, oldest first."""
    rows = cf.db.execute(
        "SELECT DISTINCT epoch FROM rev WHERE device=? ORDER BY epoch", (bytes.fromhex(cf.vault.device),)
    )
    return [name(cf.vault.device, epoch) for (epoch,) in rows]


def every(cf: CaseFile) -> list[str]:
    """All chains."""
    rows = cf.db.execute("SELECT DISTINCT device, epoch FROM rev ORDER BY device, epoch")
    return [name(device.hex(), epoch) for device, epoch in rows]


def last(cf: CaseFile, chain: str) -> int:
    """The number of a chain's newest row."""
    device, epoch = parts(chain)
    row = cf.db.execute(
        "SELECT max(seq) FROM rev WHERE device=? AND epoch=?", (bytes.fromhex(device), epoch)
    ).fetchone()
    return int(row[0] or 0)


def rows(cf: CaseFile, chain: str, after: int, upto: int) -> Iterator[Revision]:
    """A stretch of a chain, in order."""
    device, epoch = parts(chain)
    return cf.store.rows(device, epoch, after, max(0, upto - after)) if upto > after else iter(())


def built_upon(cf: CaseFile, chain: str, after: int, upto: int) -> dict[str, int]:
    """Which other chains a stretch builds on, and how far up each."""
    device, epoch = parts(chain)
    rows = cf.db.execute(
        "SELECT p.device, p.epoch, max(p.seq) FROM rev r JOIN parent x ON x.rev = r.rev JOIN rev p ON p.rev = x.parent"
        " WHERE r.device=? AND r.epoch=? AND r.seq>? AND r.seq<=? GROUP BY p.device, p.epoch",
        (bytes.fromhex(device), epoch, after, upto),
    )
    found = {name(other.hex(), other_epoch): int(seq) for other, other_epoch, seq in rows}
    return {other: seq for other, seq in found.items() if other != chain}


def cases_of(cf: CaseFile, device: str) -> frozenset[str]:
    """The cases in which a laptop has written."""
    rows = cf.db.execute("SELECT DISTINCT case_id FROM rev WHERE device=?", (bytes.fromhex(device),))
    return frozenset(row[0].hex() for row in rows) - {NO_CASE}


def span_of(cf: CaseFile, chain: str, cases: Iterable[str]) -> tuple[int, int] | None:
    """The stretch of a chain in which rows of these cases stand: behind this row, up to this row."""
    device, epoch = parts(chain)
    named = [bytes.fromhex(case) for case in cases]
    row = cf.db.execute(
        f"SELECT min(seq), max(seq) FROM rev WHERE device=? AND epoch=? AND case_id IN ({','.join('?' * len(named))})",
        (bytes.fromhex(device), epoch, *named),
    ).fetchone()
    return None if row[0] is None else (row[0] - 1, row[1])


def newest_header_receipt(cf: CaseFile, device: str) -> str:
    """The receipt that a laptop's newest row cites, or zeros."""
    row = cf.db.execute(
        "SELECT header FROM rev WHERE device=? ORDER BY epoch DESC, seq DESC LIMIT 1", (bytes.fromhex(device),)
    ).fetchone()
    return NO_REVISION if row is None else decode_header(row[0]).rcpt


def merged(some: dict[str, int], more: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The farther of two places for each chain."""
    result = dict(some)
    for chain, seq in more:
        result[chain] = max(seq, result.get(chain, 0))
    return result
