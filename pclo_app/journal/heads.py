"""Which revisions of a record are its heads: the newest that nothing has replaced.

One head is the normal case; two or more are a conflict, which a person resolves with a
revision that names all of them as parents. Only rows that count (status 0 or 1) can be
heads or replace one. A row that does not count, such as an unauthorised edit, is looked
through: what was built on top of it still replaces what was underneath.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def heads_of(parents: Mapping[str, Iterable[str]], counting: set[str]) -> set[str]:
    """The heads among the rows of one record; ``parents`` has every row, ``counting`` those that count."""
    replaced: set[str] = set()
    for rev in counting:
        open_ends = list(parents[rev])
        seen: set[str] = set()
        while open_ends:
            parent = open_ends.pop()
            if parent in seen or parent not in parents:
                continue
            seen.add(parent)
            if parent in counting:
                replaced.add(parent)
            else:
                open_ends.extend(parents[parent])
    return counting - replaced
