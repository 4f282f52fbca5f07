"""What goes to whom: which stretches of which chains, and of which rows the words.

To the office go a laptop's own rows, all of them. From the office a PCLO's laptop gets the
sergeant's rows: with their words where they are about that officer's cases or are the
roster, as bare headers otherwise, so that the chain can be checked without a gap. A row
that builds on somebody else's brings the headers of that chain along. Another sergeant's
laptop gets everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..casefile.casefile import CaseFile
from ..journal.revision import Header, Revision
from ..records import kinds
from . import chains
from .membership import Membership

Spans = dict[str, tuple[int, int]]
"""Chain to (behind this row, up to this row)."""
Base = Callable[[str], int]


def _everything(_: Header) -> bool:
    return True


@dataclass(frozen=True)
class Choice:
    """What goes to one place."""

    spans: Spans
    words: Callable[[Header], bool]
    only: Callable[[Header], bool] = _everything
    """Which rows of the stretches go at all."""

    @property
    def rows(self) -> int:
        """How many rows."""
        return sum(upto - after for after, upto in self.spans.values())

    def revisions(self, cf: CaseFile) -> Iterator[tuple[str, Revision, bool]]:
        """Every row in the order of its chain: the chain, the row, and whether its words go with it."""
        for chain, (after, upto) in self.spans.items():
            for revision in chains.rows(cf, chain, after, upto):
                if self.only(revision.head):
                    yield chain, revision, self.words(revision.head)


def for_office(cf: CaseFile, base: Base) -> Choice:
    """This laptop's own rows."""
    return Choice(_spans(cf, chains.own(cf), base), _everything)


def for_laptop(cf: CaseFile, member: Membership, device: str, base: Base, ended: Iterable[str] = ()) -> Choice:
    """What an office sends to one laptop.

    ``ended`` are chains of that laptop which ended when a backup was put back on it: what it
    lacks of them is sent back.
    """
    ended = list(ended)
    if device in member.roster.ds:
        others = [chain for chain in chains.every(cf) if chains.parts(chain)[0] != device]
        return Choice(_spans(cf, ended + others, base), _everything)
    cases = chains.cases_of(cf, device)

    def words(head: Header) -> bool:
        return head.dev == device or head.case in cases or kinds.kind_from_wire(head.kind) == "roster"

    spans = _spans(cf, ended + chains.own(cf), base)
    open_ends = list(spans)
    while open_ends:
        after, upto = spans[open_ends[0]]
        below = chains.built_upon(cf, open_ends.pop(0), after, upto)
        for chain, needed in below.items():
            start, reached = spans.get(chain, (base(chain), 0))
            if chains.parts(chain)[0] != device and needed > max(start, reached):
                spans = {chain: (start, needed)} | {k: v for k, v in spans.items() if k != chain}
                open_ends.append(chain)
    return Choice(spans, words)


def again(cf: CaseFile, member: Membership, device: str, cases: Iterable[str]) -> Choice:
    """The rows of cases that a laptop has put away and wants back: what it has been sent or has written before."""
    wanted, chosen = frozenset(cases), chains.every(cf)
    if device not in member.roster.ds:
        wanted &= chains.cases_of(cf, device)
        chosen = [chain for chain in chosen if chains.parts(chain)[0] in (device, cf.vault.device)]
    spans = {chain: span for chain in chosen if (span := chains.span_of(cf, chain, wanted)) is not None}
    return Choice(spans, _everything, only=lambda head: head.case in wanted)


def _spans(cf: CaseFile, wanted: list[str], base: Base) -> Spans:
    found = {chain: (base(chain), chains.last(cf, chain)) for chain in wanted}
    return {chain: span for chain, span in found.items() if span[1] > span[0]}
