"""No sequence of operations on the key slots ever leaves a case file that nothing opens."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyrage
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from pclo_app.casefile import custody, recovering
from pclo_app.casefile.casefile import CaseFile
from pclo_app.vault import errors, unlocking
from pclo_app.vault.device_secret import MemoryDeviceSecrets, device_secret_name
from tests.custody.custody_parts import OTHER, THIRD, WORDS, Clock, new_case_file
from tests.vault.vault_parts import CHEAP

PASSPHRASES = (WORDS, OTHER, THIRD)
DI = pyrage.x25519.Identity.generate()
DS = pyrage.x25519.Identity.generate()


class Slots(RuleBasedStateMachine):
    """A case file with the laptop, the papers and the custodians around it."""

    @initialize(with_ring=st.booleans())
    def make(self, with_ring: bool) -> None:
        self.clock = Clock()
        self.ring: MemoryDeviceSecrets | None = MemoryDeviceSecrets() if with_ring else None
        self.spare = tempfile.TemporaryDirectory()
        self.folder = Path(self.spare.name) / "case"
        self.words = WORDS
        self.papers: dict[str, str] = {}
        self.office: pyrage.x25519.Identity | None = None
        self.cf = new_case_file(self.folder, self.ring, self.clock)
        self.rows = self.cf.store.count()

    def teardown(self) -> None:
        if hasattr(self, "cf"):
            self.cf.close()
            self.spare.cleanup()

    def ways(self) -> list[tuple[MemoryDeviceSecrets | None, str]]:
        """Everything that ought to open it with the passphrase: alone, with this laptop, with each paper."""
        slots = {slot.id: slot.type.value for slot in self.cf.vault.slots.passphrase_slots()}
        found: list[tuple[MemoryDeviceSecrets | None, str]] = [(None, code) for code in self.papers.values()]
        if "pass" in slots.values():
            found.append((None, ""))
        if "pass+device" in slots.values() and self.ring is not None and self.secret() is not None:
            found.append((self.ring, ""))
        return found

    def secret(self) -> bytes | None:
        return self.ring.get(device_secret_name(self.cf.vault.vault_id)) if self.ring else None

    @rule(words=st.sampled_from(PASSPHRASES))
    def change_passphrase(self, words: str) -> None:
        try:
            custody.change_passphrase(self.cf, self.words, words)
        except errors.SlotOfAnotherLaptop:
            return
        self.words = words

    @rule()
    def make_kit(self) -> None:
        made = custody.make_kit(self.cf, self.words, "safe")
        self.papers[made.slot] = made.code

    @rule(identity=st.sampled_from((DI, DS)))
    def set_recovery(self, identity: pyrage.x25519.Identity) -> None:
        custody.set_recovery(self.cf, self.words, [str(identity.to_public())], "custodian")
        self.office = identity

    @rule(place=st.integers(0, 9))
    def remove_slot(self, place: int) -> None:
        listed = custody.slots(self.cf)
        line = listed[place % len(listed)]
        try:
            custody.remove_slot(self.cf, self.words, line.id)
        except errors.LastSlot:
            return
        self.papers.pop(line.id, None)
        if line.type == "recovery":
            self.office = None

    @rule()
    def add_laptop_slot(self) -> None:
        try:
            custody.add_laptop_slot(self.cf, self.words)
        except errors.DeviceSecretMissing:
            assert self.ring is None

    @precondition(lambda self: self.papers)
    @rule(new_ring=st.booleans())
    def move_to_another_laptop(self, new_ring: bool) -> None:
        """The profile is lost; the newest paper opens it there."""
        self.cf.close()
        self.ring = MemoryDeviceSecrets() if new_ring else None
        code = list(self.papers.values())[-1]
        self.cf = CaseFile.open(self.folder, self.words, secrets=self.ring, clock=self.clock, kit=code)

    @rule()
    def rotate(self) -> None:
        code = self.cf.vault.kit_code
        try:
            custody.rotate(self.cf, self.words)
        except errors.SlotOfAnotherLaptop:
            assert not self.cf.vault.closed
            return
        self.cf = CaseFile.open(self.folder, self.words, secrets=self.ring, clock=self.clock, kit=code)

    @precondition(lambda self: self.office is not None)
    @rule(words=st.sampled_from(PASSPHRASES))
    def recover(self, words: str) -> None:
        self.cf.close()
        self.cf = recovering.recover(
            self.folder, str(self.office), new_passphrase=words, secrets=self.ring, clock=self.clock, cost=CHEAP
        )
        self.words, self.papers = words, {}

    @invariant()
    def opens_in_every_way_that_it_should_and_in_one_at_least(self) -> None:
        if not hasattr(self, "cf"):
            return
        ways = self.ways()
        assert ways
        for ring, code in ways:
            found = unlocking.find(self.folder, self.words, ring, self.clock(), code)
            assert found.slots.document == self.cf.vault.slots.document
        self.cf.confirm(self.words)
        assert self.cf.store.count() >= self.rows
        self.rows = self.cf.store.count()


Slots.TestCase.settings = settings(
    max_examples=15,
    stateful_step_count=10,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking would take minutes
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
TestAnySequence = Slots.TestCase
