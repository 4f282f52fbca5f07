"""Record ids: UUID version 7 (RFC 9562), so that ids sort by the time they were made."""

from __future__ import annotations

import os
from datetime import datetime


def new_id(now: datetime) -> str:
    """A new id as 32 hexadecimal digits; the first 12 are the milliseconds of ``now``."""
    milliseconds = int(now.timestamp() * 1000) & (1 << 48) - 1
    chance = int.from_bytes(os.urandom(10), "big")
    number = milliseconds << 80 | 0x7 << 76 | (chance >> 68 & 0xFFF) << 64 | 0b10 << 62 | chance & (1 << 62) - 1
    return f"{number:032x}"
