"""Which revisions of a record are its heads: the newest that nothing has replaced.

One head is the normal case; two or more are a conflict, which a person resolves with a
revision that names all of them as parents. Only rows that count (status 0 or 1) can be
heads or replace one. A row that does not count, such as an unauthorised edit, is looked
through: what was built on top of it still replaces what was underneath.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


def heads_of(parents: Mapping[Name, Iterable[Name]], counting: set[Name]) -> set[Name]:
    """The heads among rows of one record, or of all.

    ``parents`` has, for the rows that build on others, those others, each of the same
    record; ``counting`` are the rows that count.
    """
    replaced: set[Name] = set()
    for rev, named in parents.items():
        if rev not in counting:
            continue
        open_ends = list(named)
        seen: set[Name] = set()
        while open_ends:
            parent = open_ends.pop()
            if parent in seen:
                continue
            seen.add(parent)
            if parent in counting:
                replaced.add(parent)
            else:
                open_ends.extend(parents.get(parent, ()))
    return counting - replaced
