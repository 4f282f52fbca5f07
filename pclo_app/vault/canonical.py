"""One way, and only one, to write a small JSON document: sorted keys, no spaces, UTF-8.

What is sealed or hashed must come out the same on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping


def canonical(document: Mapping[str, object]) -> bytes:
    """The bytes over which a checksum or a seal is made."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def parse(data: bytes) -> dict[str, object]:
    """Read a small JSON object; ValueError for anything else, a key that appears twice included."""
    document = json.loads(data.decode("utf-8"), object_pairs_hook=_no_duplicates)
    if not isinstance(document, dict):
        raise ValueError("not a JSON object")
    return document


def _no_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise ValueError("a key appears twice")
    return document
