"""Which page of an encrypted database is what: read with AES alone, apart from the program and from SQLCipher.

A page of SQLCipher 4 is 4,096 bytes: AES-256-CBC of its content, then 16 bytes of IV and 64
of HMAC-SHA512. On the first page the 16-byte salt stands where SQLite has its magic words.
"""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

SIZE, RESERVED, SALT = 4096, 80, 16
_LEAVES, _INTERIOR = (0x0D, 0x0A), (0x05, 0x02)


class Pages:
    """A database file, read page by page with its raw key."""

    def __init__(self, path: Path, key: str) -> None:
        self._raw = path.read_bytes()
        self._key = bytes.fromhex(key)
        self.count = len(self._raw) // SIZE

    def page(self, number: int) -> bytes:
        """The content of a page, counted from 1."""
        raw = self._raw[(number - 1) * SIZE : number * SIZE]
        skip = SALT if number == 1 else 0
        iv = raw[SIZE - RESERVED : SIZE - RESERVED + 16]
        plain = Cipher(algorithms.AES(self._key), modes.CBC(iv)).decryptor().update(raw[skip : SIZE - RESERVED])
        return (b"SQLite format 3\0" if skip else b"") + plain

    def classes(self, roots: dict[str, int]) -> dict[str, list[int]]:
        """The pages of each class. ``roots`` has the first page of each table and index by name."""
        found: dict[str, list[int]] = {"first": [1], "leaf": [], "interior": [], "FTS": []}
        seen = {1}
        for name, root in {"schema": 1, **roots}.items():
            for number in self._tree(root):
                seen.add(number)
                if number != 1:
                    kind = "interior" if self.page(number)[0] in _INTERIOR else "leaf"
                    found["FTS" if name.startswith("words") else kind].append(number)
        found["freelist"] = self._free()
        found["overflow"] = sorted(set(range(1, self.count + 1)) - seen - set(found["freelist"]))
        return found

    def _tree(self, root: int) -> list[int]:
        """A b-tree's own pages, from its root down."""
        page, start = self.page(root), 100 if root == 1 else 0
        if page[start] not in _INTERIOR:
            assert page[start] in _LEAVES, f"page {root} is no part of a tree"
            return [root]
        cells = int.from_bytes(page[start + 3 : start + 5], "big")
        places = [int.from_bytes(page[start + 12 + 2 * n : start + 14 + 2 * n], "big") for n in range(cells)]
        children = [int.from_bytes(page[place : place + 4], "big") for place in places]
        children.append(int.from_bytes(page[start + 8 : start + 12], "big"))
        return [root, *(number for child in children for number in self._tree(child))]

    def _free(self) -> list[int]:
        """The pages that hold nothing: trunks, and what they list."""
        found: list[int] = []
        trunk = int.from_bytes(self.page(1)[32:36], "big")
        while trunk:
            page = self.page(trunk)
            listed = int.from_bytes(page[4:8], "big")
            found += [trunk, *(int.from_bytes(page[8 + 4 * n : 12 + 4 * n], "big") for n in range(listed))]
            trunk = int.from_bytes(page[:4], "big")
        return found
