"""Conditions met when revisions are read, checked or added."""

from __future__ import annotations

from types import MappingProxyType

from ..errors import Refused

#: Every rule that a revision can break: a stable name, and the words for a person.
RULES = MappingProxyType(
    {
        "header-size": "its header is longer than 4 KiB",
        "header-form": "its header cannot be read",
        "header-canonical": "its header is not written in the one agreed way",
        "version": "it was written by a newer version of the program",
        "number": "a number in its header is outside the agreed limits",
        "hex": "an identifier in its header is not written in the agreed way",
        "text": "a name in its header is empty or holds a control character",
        "time": "the time in its header is not a time",
        "kind": "the kind of record in its header is not written in the agreed way",
        "parents": "it names too many earlier revisions, or one of them twice",
        "attachments": "it names too many attachments, or one of them twice",
        "payload-size": "its contents are longer than 256 KiB",
        "payload-half": "its contents or their key have come without the other",
        "payload": "its contents are not those that were signed",
        "signature-size": "its signature does not have the right length",
        "signature": "its signature is not that of the laptop it names",
        "device": "the key given for its laptop belongs to another one",
    }
)


class BadRevision(Refused):
    """One revision fails one of the rules; ``rule`` is a key of `RULES`, ``field`` the header field if there is one."""

    code = "journal.bad-revision"
    what = "{where} is refused: {why}."
    safe = "Nothing was added or changed."
    do = "Ask for it to be sent again. If it comes back the same, tell your supervisor: it may have been altered."

    def __init__(self, *, rule: str = "header-form", field: str = "", where: str = "A revision") -> None:
        self.rule = rule
        self.field = field
        self.where = where
        why = RULES[rule] + (f" ({field})" if field else "")
        super().__init__(where=where, why=why, rule=rule, field=field)

    def named(self, where: str) -> BadRevision:
        """The same fault with the row's name in it."""
        return BadRevision(rule=self.rule, field=self.field, where=where)


class UnknownDevice(Refused):
    """A revision comes from a laptop that is not in the roster."""

    code = "journal.unknown-device"
    what = "{where} comes from a laptop that this office has not enrolled ({device})."
    safe = "Nothing was added or changed."
    do = "Ask your supervisor for the newest roster, take it in, and try again."


class BadPublicKey(Refused):
    """A public key with which anybody could sign, or which is no key at all."""

    code = "journal.bad-public-key"
    what = "The laptop's key is not a proper signing key."
    safe = "Nothing was added or changed."
    do = "Do not enrol this laptop. Ask for a new enrolment request made on the laptop itself."


class ChainMoved(Refused):
    """A new revision does not follow the newest one of its chain."""

    code = "journal.chain-moved"
    what = "The new revision {seq} does not follow the newest revision of this laptop."
    safe = "Nothing was added or changed; what you typed is kept as a draft."
    do = "Save again. If that fails, lock the case file, unlock it, and save once more."
