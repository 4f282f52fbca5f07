"""Recording that something left the vault, or was shown, on purpose (DPA 2018, section 62)."""

from __future__ import annotations

from ..records.audit import Disclose
from .casefile import CaseFile
from .model import Item, Saved


def record(cf: CaseFile, case: str, disclosure: Disclose) -> Saved:
    """Write one line of the disclosure log."""
    return cf.save(disclosure, case=case)


def listed(cf: CaseFile, case: str | None = None) -> list[Item[Disclose]]:
    """The disclosure log, in order."""
    return sorted(cf.items(case, "disclose"), key=lambda item: item.id)
