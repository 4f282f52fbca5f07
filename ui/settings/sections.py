"""The parts of Settings, in their order: key, words, and the class, which is imported when it is first shown."""

from __future__ import annotations

from types import MappingProxyType

SECTIONS = MappingProxyType(
    {
        "general": ("You, look and lock", "ui.settings.general:GeneralSection"),
        "keys": ("Keys and recovery", "ui.keys.section:KeysSection"),
        "backups": ("Backups", "ui.settings.backups:BackupsSection"),
        "whole": ("Is it whole?", "ui.integrity.section:IntegritySection"),
        "audit": ("Audit log", "ui.audit.section:AuditSection"),
        "evict": ("Take cases off", "ui.erasing.evict:EvictSection"),
        "erase": ("Erase", "ui.erasing.erase:EraseSection"),
    }
)

SUPERVISOR_ONLY = frozenset({"erase"})
"""What only a detective sergeant may do; others do not see it."""


def sections_for(role: str) -> list[str]:
    """The keys of the parts that somebody with this role sees."""
    return [key for key in SECTIONS if role == "DS" or key not in SUPERVISOR_ONLY]
