"""Bundles on their way to one place of the drop, and what each of them brings up to where.

Published is not delivered: a bundle stays in the outbox until a receipt (or, from the
office, the laptop's own next bundle) says that it arrived. One that has vanished from the
drop, or that the office refused, is forgotten, and its rows go out again under a new name.
Sending twice is harmless; believing in what nobody has is not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from ..casefile.casefile import CaseFile
from ..casefile.local_tables import Outgoing
from . import chains
from .drop import Drop, Lying, Place, digest_in

BUILT = "built"
PUBLISHED = "published"


class Outbox:
    """The outbox of one place. ``keep`` is false for a rehearsal, which writes nothing down."""

    def __init__(self, cf: CaseFile, place: Place, *, keep: bool = True) -> None:
        self._cf = cf
        self.place = place
        self._keep = keep
        mine = (str(place), f"{place} ")
        self._rows = [out for out in cf.store.outgoing() if out.dest == mine[0] or out.dest.startswith(mine[1])]

    # what is in it --------------------------------------------------------------------------------------------

    def upto(self, chain: str) -> int:
        """How far the bundles on their way bring a chain."""
        device, epoch = chains.parts(chain)
        return max((out.upto for out in self._of_rows() if (out.device, out.epoch) == (device, epoch)), default=0)

    def has_piece(self, sha256: str, part: int) -> bool:
        """Whether this piece of a document is on its way."""
        return any(out.dest == self._piece_dest(sha256, part) for out in self._rows)

    def newest_receipt(self) -> int:
        """The highest number of a receipt on its way."""
        return max((out.upto for out in self._rows if out.dest == f"{self.place} receipt"), default=0)

    def _of_rows(self) -> list[Outgoing]:
        return [out for out in self._rows if out.dest == str(self.place)]

    def _piece_dest(self, sha256: str, part: int) -> str:
        return f"{self.place} document {sha256}.{part}"

    def has_question(self) -> bool:
        """Whether a question for cases that were put away lies in the drop."""
        return any(out.dest == self._question_dest() for out in self._rows)

    def _question_dest(self) -> str:
        return f"{self.place} question"

    # adding ---------------------------------------------------------------------------------------------------

    def rows_note(self, bundle: str, chain: str, upto: int) -> Outgoing:
        """That a bundle brings a chain up to a row."""
        return Outgoing(str(self.place), *chains.parts(chain), upto, bundle, BUILT)

    def piece_note(self, bundle: str, sha256: str, part: int, chain: str, seq: int) -> Outgoing:
        """That a bundle brings a piece of a document that a row names."""
        return Outgoing(self._piece_dest(sha256, part), *chains.parts(chain), seq, bundle, BUILT)

    def receipt_note(self, bundle: str, office: str, n: int) -> Outgoing:
        """That a bundle brings receipts up to a number."""
        return Outgoing(f"{self.place} receipt", office, 1, n, bundle, BUILT)

    def question_note(self, bundle: str) -> Outgoing:
        """That a bundle asks for cases that were put away."""
        return Outgoing(self._question_dest(), self._cf.vault.device, 1, 0, bundle, BUILT)

    def add(self, notes: Iterable[Outgoing]) -> None:
        """Note a bundle before it is published, so that a kill in between leaves a trace to follow."""
        with self._cf.store.transaction():
            for note in notes:
                self._cf.store.add_outgoing(note)
                self._rows.append(note)

    def published(self, bundle: str) -> None:
        """It was read back from the drop."""
        with self._cf.store.transaction():
            self._cf.store.set_outgoing_state(bundle, PUBLISHED)

    # taking away ----------------------------------------------------------------------------------------------

    def reconcile(self, drop: Drop) -> None:
        """Compare with what lies in the drop, and forget what does not."""
        lying = {found.name: found for found in drop.lying(*self.place)}
        for out in list(self._rows):
            found = lying.get(out.bundle)
            if found is None or (out.state == BUILT and not _whole(drop, found)):
                self.forget_bundle(out.bundle)
            elif out.state == BUILT and self._keep:
                self.published(out.bundle)

    def forget_bundle(self, bundle: str) -> None:
        """It did not arrive, so nothing that builds on it counts as sent either."""
        for out in [out for out in self._rows if out.bundle == bundle]:
            if self._on_a_chain(out):
                self.forget_rows(chains.name(out.device, out.epoch), out.upto)
        self._remove(lambda out: out.bundle == bundle)

    def forget_rows(self, chain: str, first: int, last: int | None = None) -> None:
        """Send a chain again from this row on; with ``last``, the documents of that stretch as well."""
        again = {
            out.bundle
            for out in self._rows
            if chains.name(out.device, out.epoch) == chain
            and (
                (out.dest == str(self.place) and out.upto >= first)
                or (last is not None and " document " in out.dest and first <= out.upto <= last)
            )
        }
        self._remove(lambda out: out.bundle in again)

    def forget_digests(self, digests: Iterable[str]) -> None:
        """The office refused these bundles."""
        refused = set(digests)
        for bundle in {out.bundle for out in self._rows if digest_in(out.bundle) in refused}:
            self.forget_bundle(bundle)

    def delivered(self, reach: Callable[[str], int]) -> None:
        """Clear the bundles of which everything has arrived."""
        rows = [out for out in self._rows if self._on_a_chain(out)]
        open_ones = {out.bundle for out in rows if out.upto > reach(chains.name(out.device, out.epoch))}
        arrived = {out.bundle for out in rows} - open_ones
        self._remove(lambda out: out.bundle in arrived)

    def questions_answered(self) -> None:
        """Everything that was asked for is back."""
        self._remove(lambda out: out.dest == self._question_dest())

    def _on_a_chain(self, out: Outgoing) -> bool:
        """Whether a note says how far a chain is on its way, with its rows or with a document of them."""
        return out.dest == str(self.place) or " document " in out.dest

    def receipts_cited(self, n: int) -> None:
        """The laptop's newest row cites this receipt, so it has it and those before it."""
        self._remove(lambda out: out.dest == f"{self.place} receipt" and out.upto <= n)

    def _remove(self, which: Callable[[Outgoing], bool]) -> None:
        bundles = {out.bundle for out in self._rows if which(out)}
        if self._keep and bundles:
            with self._cf.store.transaction():
                for bundle in bundles:
                    self._cf.store.clear_outgoing(bundle)
        self._rows = [out for out in self._rows if out.bundle not in bundles]


def _whole(drop: Drop, lying: Lying) -> bool:
    return hashlib.sha256(drop.read(lying)).hexdigest()[:32] == lying.digest
