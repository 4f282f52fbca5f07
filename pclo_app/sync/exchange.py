"""Back at the office: one sync, the same for everybody.

First what others left for this laptop is taken in, then what only this laptop has is put
into the drop. A sergeant's laptop is an office: it reads everybody's bundles, gives a
receipt, and sends its own rows to each laptop. Every step is noted in tables, so a sync
that was cut off goes on where it stopped, and doing it again does nothing twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from ..casefile import eviction
from ..casefile.casefile import CaseFile
from ..errors import KnownError
from . import chains, choosing, membership, receipts, receiving
from .drop import Drop, Lying
from .errors import (
    DropUnreachable,
    NotAddressed,
    ReceiptBackwards,
    ReceiptForOther,
    ReceiptRewritten,
    ReceiptSkipped,
)
from .memory import Alarm, Memory
from .outbox import Outbox
from .sending import Address, Post, laptop_address, office_address, receipt_cited

Progress = Callable[[int, int], None]
"""Told (done, total) after each bundle and each place. It may raise to stop: the next sync goes on from there."""

_RECEIPT_ALARMS = (ReceiptSkipped, ReceiptRewritten, ReceiptBackwards, ReceiptForOther)


@dataclass
class SyncReport:
    """What one sync did. Of a rehearsal: what it would do."""

    sent_rows: int = 0
    sent_bundles: int = 0
    received_rows: int = 0
    received_bundles: int = 0
    receipts: int = 0
    reviews: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    """Files newly refused, each with the sentence that says why. Those refused before are in `status`."""
    conflicts: list[str] = field(default_factory=list)
    """Records that two people changed apart and nobody has settled."""
    alarms: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    """Cases that had been put away, were asked for, and are whole again."""
    not_for_us: int = 0
    unsent: int = 0
    """Rows of this laptop that no receipt covers, after this sync."""
    dry_run: bool = False

    @property
    def ok(self) -> bool:
        """Nothing was refused and nothing alarming was met."""
        return not self.refused and not self.alarms

    def as_dict(self) -> dict[str, object]:
        """For ``--json``."""
        refused = [{"bundle": name, "reason": reason} for name, reason in self.refused]
        return asdict(self) | {"ok": self.ok, "refused": refused}


def sync(cf: CaseFile, drop: Drop, progress: Progress | None = None, dry_run: bool = False) -> SyncReport:
    """One whole exchange with the office. Raises NotEnrolled, or what is wrong with the drop."""
    run = _Sync(cf, drop, progress or (lambda done, total: None), dry_run)
    return run.run()


class _Sync:
    """The state of one sync."""

    def __init__(self, cf: CaseFile, drop: Drop, progress: Progress, dry_run: bool) -> None:
        self.cf = cf
        self.drop = drop
        self.dry_run = dry_run
        self.memory = Memory(cf)
        self.report = SyncReport(dry_run=dry_run)
        self.member = membership.of(cf)
        self._progress = progress
        self._done, self._total = 0, 1
        self._ahead: tuple[int, int, str] | None = None

    def run(self) -> SyncReport:
        """All of it."""
        self.cf.require_writable()
        self.drop.check(self.member.roster.team, create=not self.dry_run)
        self._receive()
        self.member = membership.of(self.cf)
        if self._ahead is not None:  # then this is an older copy, and what it would send would be a second history
            self.cf.office_is_ahead(self._ahead)
            self.report.unsent = self.cf.unsent()
            return self.report
        self._send()
        self.report.conflicts = sorted(self.cf.store.conflicts())
        self.report.unsent = self.cf.unsent()
        if not self.dry_run:
            with self.cf.store.transaction():
                self.memory.set_last(membership.utc(self.cf.now()))
        if self.report.receipts and not self.dry_run:
            self.cf.write_pin()
        self._step(self._total - self._done)
        return self.report

    def _step(self, steps: int = 1) -> None:
        self._done += steps
        self._progress(self._done, self._total)

    # receiving ------------------------------------------------------------------------------------------------

    def _receive(self) -> None:
        own = self.cf.vault.device[:16]
        lying = self.drop.lying("down", own)
        if self.member.is_office:
            lying += [found for found in self.drop.lying("up") if found.place.laptop != own]
        results = {sha256: result for sha256, result, _ in self.cf.store.bundles_seen()}
        done = {sha256[:32] for sha256, result in results.items() if result in receiving.DONE}
        pending = [found for found in lying if found.digest not in done]
        self._total += len(pending)
        refused: dict[Lying, KnownError] = {}
        while pending:
            before = len(pending)
            refused = {found: fault for found in pending if (fault := self._read(found)) is not None}
            pending = list(refused) if 0 < len(refused) < before else []
        self._note_refused(refused)
        if not self.dry_run:
            with self.cf.store.transaction():
                self.report.returned = eviction.note_back(self.cf)

    def _read(self, lying: Lying) -> KnownError | None:
        """One bundle: taken in, known already, not ours, or the fault for which it is refused."""
        try:
            data = self.drop.read(lying)
            sha256 = hashlib.sha256(data).hexdigest()
            if self.cf.store.bundle_result(sha256) in receiving.DONE and sha256[:32] == lying.digest:
                return None
            if self.dry_run:
                _, inside = receiving.check(self.cf, self.member, lying, data)
                self.report.received_rows += sum(self.cf.store.stored(row.id) is None for row in inside.rows)
                self.report.receipts += len(inside.receipts)
            else:
                self._take_in(lying, data)
            self.report.received_bundles += 1
        except NotAddressed:
            self.report.not_for_us += 1
            if not self.dry_run:
                with self.cf.store.transaction():
                    self.cf.store.set_bundle_result(sha256, receiving.NOT_OURS, membership.utc(self.cf.now()))
        except DropUnreachable:
            raise
        except KnownError as fault:
            if isinstance(fault, ReceiptForOther) and not self.dry_run:
                self._ahead = self._ahead or fault.ahead
            return fault
        self._step()
        return None

    def _take_in(self, lying: Lying, data: bytes) -> None:
        taken = receiving.take_in(self.cf, self.memory, self.member, lying, data)
        self.report.received_rows += taken.rows
        self.report.reviews += taken.reviews
        self.report.receipts += len(taken.receipts)
        self.report.alarms += [alarm.words for alarm in taken.alarms]
        self.member = membership.of(self.cf)
        for accepted in taken.receipts:
            for chain, first, last in accepted.lost:
                self._own_outbox().forget_rows(chain, first, last)
            self._own_outbox().forget_digests(accepted.rejected)

    def _note_refused(self, refused: dict[Lying, KnownError]) -> None:
        """Name each refused file, once; the office tells the senders with its next receipt."""
        before = self.memory.refused()
        now = {str(lying): fault.sentence for lying, fault in refused.items()}
        for lying, fault in refused.items():
            if before.get(str(lying)) == fault.sentence:
                continue
            self.report.refused.append((str(lying), fault.sentence))
            if isinstance(fault, _RECEIPT_ALARMS):
                self.report.alarms.append(fault.sentence)
        if self.dry_run:
            return
        at = membership.utc(self.cf.now())
        with self.cf.store.transaction():
            fresh = [(lying.digest, fault.code) for lying, fault in refused.items()
                     if lying.place.way == "up" and before.get(str(lying)) != fault.sentence]  # fmt: skip
            self.memory.set_rejected((self.memory.rejected() + fresh)[-256:])
            for fault in refused.values():
                if isinstance(fault, _RECEIPT_ALARMS):
                    self.memory.add_alarm(Alarm(at, fault.code, fault.sentence))
            self.memory.set_refused(now)

    # sending --------------------------------------------------------------------------------------------------

    def _send(self) -> None:
        post = Post(self.cf, self.drop, self.member, self.memory, chains.reach(self.cf))
        if self.member.is_office:
            self._send_from_office(post)
        else:
            self._send_to_office(post)
        self.report.sent_rows, self.report.sent_bundles = post.sent.rows, post.sent.bundles

    def _own_outbox(self) -> Outbox:
        return Outbox(self.cf, office_address(self.member).place, keep=not self.dry_run)

    def _send_to_office(self, post: Post) -> None:
        address = office_address(self.member)
        outbox = self._own_outbox()
        acked = self.memory.acked()
        outbox.delivered(lambda chain: acked.get(chain, 0))
        outbox.reconcile(self.drop)
        choice = choosing.for_office(self.cf, lambda chain: max(acked.get(chain, 0), outbox.upto(chain)))
        if self.dry_run:
            post.sent.rows += choice.rows
            return
        if choice.rows:
            post.send(address, outbox, choice, "rows")
        self._ask(post, address, outbox)

    def _ask(self, post: Post, address: Address, outbox: Outbox) -> None:
        """Ask for the cases that were put away and are wanted back; once, or again where the question was lost."""
        asked = {each.case: each.asked for each in eviction.put_away(self.cf) if each.asked}
        if not asked:
            outbox.questions_answered()
        elif asked != self.memory.asked() or not outbox.has_question():
            outbox.questions_answered()
            post.ask(address, outbox, asked)
            with self.cf.store.transaction():
                self.memory.set_asked(asked)

    def _send_from_office(self, post: Post) -> None:
        if not self.dry_run:
            with self.cf.store.transaction():
                receipts.write(self.cf, self.memory)
        others = self.member.others()
        self._total += len(others)
        for device in others:
            self._send_to(post, device.dev)
            self._step()
        self._note_what_others_have()

    def _send_to(self, post: Post, device: str) -> None:
        entry = self.member.roster.device(device)
        assert entry is not None
        address = laptop_address(entry)
        outbox = Outbox(self.cf, address.place, keep=not self.dry_run)
        known = self._reach_of(device)
        outbox.delivered(lambda chain: known.get(chain, 0))
        cited = receipt_cited(self.cf, self.cf.vault.device, device)
        outbox.receipts_cited(cited)
        outbox.reconcile(self.drop)
        choice = choosing.for_laptop(
            self.cf,
            self.member,
            device,
            lambda chain: max(known.get(chain, 0), outbox.upto(chain)),
            self._ended_chains(device),
        )
        if self.dry_run:
            post.sent.rows += choice.rows
            return
        newest = self.cf.store.newest_receipt(self.cf.vault.device)
        if newest is not None:
            with self.cf.store.transaction():
                first = self.memory.receipts_from(device, newest.n)
            post.send_receipts(address, outbox, max(cited, outbox.newest_receipt(), first - 1))
        if choice.rows:
            post.send(address, outbox, choice, "review")
        wanted = self.memory.wanted().get(device)
        if wanted:
            post.send(address, outbox, choosing.again(self.cf, self.member, device, wanted), "review", noted=False)
            with self.cf.store.transaction():
                self.memory.note_wanted(device, ())
        if device in self.member.roster.ds:
            self._ask(post, address, outbox)

    def _reach_of(self, device: str) -> dict[str, int]:
        """How far another laptop has each chain by its own word, where that word fits what is here."""
        peer = self.memory.peers().get(device)
        heads = peer.head if peer else {}
        return {chain: seq for chain, (seq, rev) in heads.items() if chains.has(self.cf, chain, seq, rev)}

    def _ended_chains(self, device: str) -> list[str]:
        """The chains of another laptop that ended when a backup was put back on it, where its word on them fits."""
        peer = self.memory.peers().get(device)
        if peer is None:
            return []
        known = self._reach_of(device)
        ended = [chain for chain in chains.every(self.cf) if chains.parts(chain) < (device, peer.ep)]
        return [c for c in ended if chains.parts(c)[0] == device and (c in known or c not in peer.head)]

    def _note_what_others_have(self) -> None:
        """An office's own rows count as delivered when another laptop says that it has them."""
        own = chains.own(self.cf)
        acked = self.memory.acked()
        for device in self.member.others():
            reach = self._reach_of(device.dev)
            acked = chains.merged(acked, [(chain, reach[chain]) for chain in own if chain in reach])
        if not self.dry_run and acked != self.memory.acked():
            with self.cf.store.transaction():
                self.memory.set_acked(acked)
