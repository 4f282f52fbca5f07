"""Keys and recovery: what opens this case file, who keeps it, when it was last tried; and every change to that.

Every change asks for the passphrase again. keyslots.json is written once, and nothing that
opens the case file today is taken away before what replaces it has been opened once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from pclo_app.casefile import custody
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.custody import SlotLine
from pclo_app.casefile.model import Changed
from ui.settings.section import SettingsSection
from ui.shell.operations import Progress
from ui.shell.rows_table import Column, Row, RowsTable
from ui.shell.session import Place, Session
from ui.shell.words import iso_short
from ui.widgets.buttons import Button
from ui.widgets.error_box import Notice
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.row_delegate import Cell

from . import tasks
from .again import ask_again
from .kit_sheet import MadeKit, MakeKitPart, made_kit, show_kit
from .parts import CodePart, NewPassphrasePart
from .recovery_form import PROMISE, WITHOUT, RecoveryForm

SENTENCE = (
    "What opens this case file. Each line works by itself; without any of them nobody can open it, and nobody can "
    "make a new one."
)
ALONE = (
    "Your passphrase alone opens it: no key ring takes part. Anybody who copies the folder can try passphrases on it "
    "for as long as they like, so it has to be a good one."
)
BOTH = "Your passphrase opens it on this laptop only, with the secret in the key ring."


@dataclass(frozen=True)
class Keys:
    """What the case file says of its keys."""

    lines: tuple[SlotLine, ...]
    generation: int
    opened_by: str
    """The kind of slot that opened it."""

    def of(self, kind: str) -> list[SlotLine]:
        """The lines of one kind."""
        return [line for line in self.lines if line.type == kind]


def keys_of(cf: CaseFile) -> Keys:
    """Read them."""
    return Keys(tuple(custody.slots(cf)), cf.vault.generation, cf.vault.protection.value)


class KeysSection(SettingsSection):
    """The table of what opens it, and a card for each thing that can be done."""

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, "Keys and recovery", SENTENCE, parent)
        self.keys_known: Keys | None = None
        self._task = Notice("", "warn")
        self._task.hide()
        self.add_card(self._task)
        self.remove_button = Button("Remove…", size="small")
        self.remove_button.setAccessibleName("Remove the chosen line")
        self.remove_button.clicked.connect(self.remove)
        slots = Panel("What opens this case file", buttons=(self.remove_button,))
        columns = (Column("What, and who keeps it"), Column("Made", 15), Column("Last tried", 15))
        self.table = RowsTable(columns, name="What opens this case file", two_lines=True)
        self.table.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        slots.add(self.table)
        self.add_card(slots)
        self.passphrase_words = label("", wrap=True)
        self.passphrase_button = Button("Change the passphrase…")
        self.passphrase_button.clicked.connect(self.change_passphrase)
        self.laptop_button = Button("Let this laptop open it again…")
        self.laptop_button.clicked.connect(self.add_laptop)
        self.laptop_button.hide()
        self._card("Passphrase and this laptop", self.passphrase_words, self.passphrase_button, self.laptop_button)
        self.kit_words = label("", wrap=True)
        self.kit_button = Button("Make an emergency kit…")
        self.kit_button.clicked.connect(self.make_kit)
        self.test_kit_button = Button("Test the kit…")
        self.test_kit_button.clicked.connect(self.test_kit)
        self._card("Emergency kit", self.kit_words, self.kit_button, self.test_kit_button)
        self.recovery_words = label("", wrap=True)
        self.recovery_button = Button("Set up office recovery…")
        self.recovery_button.clicked.connect(self.set_recovery)
        self._card("Office recovery", self.recovery_words, self.recovery_button)
        self.rotate_button = Button("Make new keys…")
        self.rotate_button.clicked.connect(self.rotate)
        words = label(
            "After a lost kit or laptop, after something was removed above, after an erasure, and once a year. "
            "The whole case file is copied under a new key and checked before it takes the place of the old one. "
            "Your passphrase, the kit and office recovery go on working.",
            wrap=True,
        )
        self.generation = label("", "secondary")
        self._card("New keys", words, self.rotate_button, more=self.generation)
        self.column.addStretch(1)

    def _card(self, title: str, words: QWidget, *buttons: Button, more: QWidget | None = None) -> None:
        card = Panel(title, padded=True)
        card.add(words)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in buttons:
            row.addWidget(button)
        if more is not None:
            row.addWidget(more)
        row.addStretch(1)
        card.body.addLayout(row)
        self.add_card(card)

    # Screen ---------------------------------------------------------------------------------------------------

    def shown(self) -> None:
        self._load()

    def refresh(self, changed: Changed) -> None:
        if not changed.kinds or "key_event" in changed.kinds:
            self._load()

    def panes(self) -> list[QWidget]:
        """For F6."""
        return [self.table, self.passphrase_button, self.kit_button, self.recovery_button, self.rotate_button]

    def keys(self) -> list[tuple[str, str]]:
        return [("Tab", "From the table to the buttons under it")]

    def _load(self) -> None:
        self.session.operations.submit(lambda cf, _: keys_of(cf), self._loaded, owner=self)

    def _loaded(self, found: Keys) -> None:
        self.keys_known = found
        self.table.set_rows([_row(line) for line in found.lines])
        head = self.table.horizontalHeader().sizeHint().height()
        height = sum(self.table.rowHeight(n) for n in range(len(found.lines)))
        self.table.setFixedHeight(head + height + 4)
        self.remove_button.setVisible(len(found.lines) > 1)
        alone = bool(found.of("pass"))
        self.passphrase_words.setText(ALONE if alone else BOTH)
        self.laptop_button.setVisible(found.opened_by == "kit+pass")
        kits, recovery = found.of("kit+pass"), found.of("recovery")
        self.kit_words.setText(_kit_words(kits, alone))
        self.test_kit_button.setVisible(bool(kits))
        self.kit_button.setVisible(bool(kits) or not alone)
        self.kit_button.set_words("Make another kit…" if kits else "Make an emergency kit…")
        self.recovery_words.setText(_recovery_words(recovery))
        self.recovery_button.set_words("Change office recovery…" if recovery else "Set up office recovery…")
        self.generation.setText(f"These are the keys of generation {found.generation}.")
        open_tasks = tasks.of(found.lines)
        self._task.set(" ".join(task.more for task in open_tasks), "warn", strong=" ".join(t.words for t in open_tasks))
        self._task.setVisible(bool(open_tasks))

    # what is done ---------------------------------------------------------------------------------------------

    def _ask(self, **options: Any) -> None:
        self.error.clear()
        self.told.hide()
        ask_again(self, self.session, **options)

    def _done(self, words: str, strong: str) -> None:
        self.tell(words, strong=strong)
        self._load()

    def change_passphrase(self) -> None:
        """Another passphrase, for every line that has one."""
        part = NewPassphrasePart()
        self._ask(
            title="Change the passphrase",
            words="The new passphrase counts at once, on this laptop and with the emergency kit. Backups made before "
            "go on being opened with the old one until they are replaced.",
            button="Change it", part=part, field_words="The passphrase that it has now", passphrase_first=True,
            work=_change_passphrase,
            done=lambda _: self._done("Use the new one from now on.", "The passphrase is changed."),
        )  # fmt: skip

    def make_kit(self) -> None:
        """A kit, on paper."""
        part = MakeKitPart()
        self._ask(
            title="Make an emergency kit",
            words="A sheet of paper with a code. With your passphrase it opens this case file when the laptop’s key "
            "ring is lost: the laptop set up anew, your account on it gone. It is shown once; print it now.",
            button="Make the kit", part=part, work=_make_kit, done=self._kit_made,
        )  # fmt: skip

    def _kit_made(self, made: MadeKit) -> None:
        self._load()
        show_kit(self, self.session, made, self._kit_tested)

    def _kit_tested(self, tested: bool) -> None:
        if tested:
            self._done("Put it away now, as it says.", "The emergency kit is made and was typed back.")
        else:
            self.tell("Test it as soon as you have the paper: “Test the kit…”.", "warn",
                      strong="The emergency kit is made, and was not tested.")  # fmt: skip
            self._load()

    def test_kit(self) -> None:
        """The whole code and the passphrase, as on the day it is needed."""
        part = CodePart()
        self._ask(
            title="Test the emergency kit",
            words="Type the whole code from the paper, as on the day you need it. Nothing is changed but the day of "
            "the last test.",
            button="Test it", part=part, work=_test_kit,
            done=lambda _: self._done("Its code and your passphrase open this case file. Seal the envelope again.",
                                      "The kit works."),
        )  # fmt: skip

    def set_recovery(self) -> None:
        """To whose keys the reading key is given."""
        part = RecoveryForm()
        now = self.keys_known.of("recovery") if self.keys_known is not None else []
        if now:
            part.set_values(list(now[0].recipients), now[0].holder)
        self._ask(
            title="Office recovery", words=f"{PROMISE}\n{WITHOUT}", button="Set it up", part=part, width=640,
            work=_set_recovery,
            done=lambda _: self._done("The holders of these keys can read this case file, with the laptop or a copy "
                                      "of its folder before them.", "Office recovery is set up."),
        )  # fmt: skip

    def add_laptop(self) -> None:
        """A secret in this laptop's key ring."""
        self._ask(
            title="Let this laptop open it",
            words="A new secret is put into this laptop’s key ring. From then on the passphrase opens the case file "
            "here with it, and a copy of the folder is no use elsewhere.",
            button="Add this laptop", work=_add_laptop,
            done=lambda _: self._done("Your passphrase opens the case file here, with the key ring’s secret.",
                                      "This laptop is added."),
        )  # fmt: skip

    def remove(self) -> None:
        """Take the chosen line away."""
        line = self._chosen()
        if line is None:
            return
        self._ask(
            title=f"Remove “{line.words}”",
            words=f"{_who(line)} can no longer open this case file with it. Whoever has a copy of the folder from "
            "before can still open that copy: if something was lost, make new keys afterwards.",
            button="Remove it", danger=True, work=partial(_remove, slot=line.id),
            done=lambda _: self._done("If it was lost, make new keys now.", f"“{line.words}” is removed."),
        )  # fmt: skip

    def rotate(self) -> None:
        """A new master key for the whole case file."""
        self.session.save_drafts()
        self._ask(
            title="Make new keys",
            words="The whole case file is copied under a new key. It takes about as long as a backup. Afterwards the "
            "program shows the unlock screen: open it with the same passphrase.\nOld backups go as soon as one of the "
            "new keys has been made.",
            button="Make new keys", label_words="Making new keys", work=_rotate,
            done=lambda _: self.session.start_again("keys"),
        )  # fmt: skip

    def _chosen(self) -> SlotLine | None:
        key = self.table.current()
        return next((line for line in (self.keys_known.lines if self.keys_known else ()) if line.id == key), None)


def _kit_words(kits: list[SlotLine], alone: bool) -> str:
    if alone and not kits:
        return (
            "A kit takes the place of this laptop’s key ring. No key ring takes part in this case file, so there is "
            "nothing yet that it could take the place of."
        )
    if not kits:
        return (
            "There is none. When the laptop is set up anew, or your account on it is lost, nothing would open this "
            "case file but office recovery."
        )
    kit = kits[-1]
    when = f" Made {iso_short(kit.made)}." if kit.made else ""
    tested = f" Last tried {iso_short(kit.tested)}." if kit.tested else " It has never been tried."
    return f"Kept: {kit.holder or 'nobody wrote down where'}.{when}{tested}"


def _recovery_words(slots: list[SlotLine]) -> str:
    if not slots:
        return f"It is not set up. {WITHOUT}"
    slot = slots[-1]
    keys = "1 key" if len(slot.recipients) == 1 else f"{len(slot.recipients)} keys"
    when = f", set up {iso_short(slot.made)}" if slot.made else ""
    return f"Given to {keys}, held by {slot.holder or 'nobody who is written down'}{when}. They can read, never write."


_OWN = {"pass+device": "You, and this laptop’s key ring", "pass": "You"}


def _who(line: SlotLine) -> str:
    if line.type == "recovery":
        return f"The office ({line.holder})" if line.holder else "The office"
    return {"kit+pass": "The holder of the kit", "pass+device": "This laptop"}.get(line.type, "Nobody")


def _row(line: SlotLine) -> Row:
    made, tested = iso_short(line.made), iso_short(line.tested)
    never = line.type in ("kit+pass", "recovery") and not tested
    cells = (
        Cell(line.words, second=line.holder or _OWN.get(line.type, ""), bold=True, mark="lock-small"),
        Cell(made or "With the case file", small=True, grey=not made),
        Cell("Never" if never else tested, small=True, tone="warn" if never else ""),
    )
    sentence = f"{line.words}. Kept by {line.holder or 'you'}. Made {made or 'at the beginning'}. "
    return Row(line.id, cells, sentence + (f"Last tried {tested}." if tested else "Never tried."))


# on the worker ------------------------------------------------------------------------------------------------


def _change_passphrase(cf: CaseFile, _progress: Progress, old: str, new: str) -> None:
    custody.change_passphrase(cf, old, new)


def _make_kit(cf: CaseFile, _progress: Progress, words: str, holder: str) -> MadeKit:
    return made_kit(cf, words, holder)


def _test_kit(cf: CaseFile, _progress: Progress, words: str, code: str) -> None:
    custody.test_kit(cf, code, words)


def _set_recovery(cf: CaseFile, _progress: Progress, words: str, value: tuple[list[str], str]) -> None:
    recipients, holder = value
    custody.set_recovery(cf, words, recipients, holder)


def _add_laptop(cf: CaseFile, _progress: Progress, words: str, _value: None) -> None:
    custody.add_laptop_slot(cf, words)


def _remove(cf: CaseFile, _progress: Progress, words: str, _value: None, *, slot: str) -> None:
    custody.remove_slot(cf, words, slot)


def _rotate(cf: CaseFile, progress: Progress, words: str, _value: None) -> None:
    custody.rotate(cf, words, progress)
