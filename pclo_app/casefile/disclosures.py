"""Recording that something left the vault, or was shown, on purpose (DPA 2018, section 62)."""

from __future__ import annotations

from ..records import kinds
from ..records.audit import Disclose
from .casefile import CaseFile
from .model import Changed, Item, Saved

NOT_LOGGED = (
    "What leaves this case file while it is open for reading only cannot be written in its access log: "
    "note it by hand, with the time and the recipient."
)


def record(cf: CaseFile, case: str, disclosure: Disclose) -> Saved:
    """Write one line of the disclosure log.

    Where only reading is allowed there is no line (``fresh`` is False) but a notice that says
    so: an officer who must print from a full disk before a meeting is not kept from it.
    """
    if cf.read_only is not None:
        if NOT_LOGGED not in cf.vault.notices:
            cf.vault.notices += (NOT_LOGGED,)
        return Saved("", "", False, Changed())
    return cf.save(disclosure, case=case)


def listed(cf: CaseFile, case: str | None = None) -> list[Item[Disclose]]:
    """The disclosure log, in the order in which its lines came."""
    rows = cf.db.execute(
        "SELECT record, min(n) FROM rev WHERE kind=? GROUP BY record", (kinds.wire_kind("disclose"),)
    ).fetchall()
    order = {record.hex(): n for record, n in rows}
    return sorted(cf.items(case, "disclose"), key=lambda item: order[item.id])
