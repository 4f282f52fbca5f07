"""The office's way in: the master key, encrypted to age keys that custodians keep.

It holds the master key and never the officer's signing seed: whoever uses it can read the
case file and cannot write a word in the officer's name. The bytes inside the age file are
the master key (32) and the case file's id (32 characters), so that a slot lifted from
another case file is found out.
"""

from __future__ import annotations

from collections.abc import Sequence

from pclo_app.vault import keys
from pclo_app.vault.errors import NotAnIdentity, NotARecipient, OfficeKeyDoesNotOpen

MOST_RECIPIENTS = 8

_ARMOUR = "-----BEGIN AGE ENCRYPTED FILE-----"
_SECRET = "AGE-SECRET-KEY-1"


def checked_recipients(recipients: Sequence[str]) -> list[str]:
    """Public age keys as typed, checked, each once. Raises NotARecipient."""
    import pyrage

    found: list[str] = []
    for typed in recipients:
        text = typed.strip()
        try:
            plain = str(pyrage.x25519.Recipient.from_str(text))
        except pyrage.RecipientError:
            raise NotARecipient(why="age keys begin with age1 and have 62 characters") from None
        if plain not in found:
            found.append(plain)
    if not 1 <= len(found) <= MOST_RECIPIENTS:
        raise NotARecipient(why=f"between one and {MOST_RECIPIENTS} keys are needed")
    return found


def wrap(vmk: bytes, vault_id: str, recipients: Sequence[str]) -> bytes:
    """The master key for the holders of these age keys; any one of them opens it."""
    import pyrage

    chosen = [pyrage.x25519.Recipient.from_str(text) for text in recipients]
    return bytes(pyrage.encrypt(vmk + vault_id.encode(), chosen))


def unwrap(wrapped: bytes, vault_id: str, identities: Sequence[str]) -> bytes:
    """The master key. Raises OfficeKeyDoesNotOpen when it was wrapped for other keys or another case file."""
    import pyrage

    try:
        plain = bytes(pyrage.decrypt(wrapped, [pyrage.x25519.Identity.from_str(text) for text in identities]))
    except pyrage.DecryptError:
        raise OfficeKeyDoesNotOpen() from None
    if plain[keys.KEY_BYTES :] != vault_id.encode():
        raise OfficeKeyDoesNotOpen()
    return plain[: keys.KEY_BYTES]


def identities(text: str | bytes, passphrase: str = "") -> list[str]:
    """The private age keys in an identity file, plain or protected by a passphrase. Raises NotAnIdentity."""
    import pyrage

    data = text.encode() if isinstance(text, str) else text
    if _protected(data):
        try:
            data = bytes(pyrage.passphrase.decrypt(data.strip() if _armoured(data) else data, passphrase))
        except pyrage.DecryptError:
            raise NotAnIdentity(why="its passphrase is not right, or it is damaged") from None
    lines = (line.strip() for line in data.decode("utf-8", "replace").splitlines())
    found = [line for line in lines if line.startswith(_SECRET)]
    if not found:
        raise NotAnIdentity(why="it holds no line that begins with AGE-SECRET-KEY-1")
    try:
        for line in found:
            pyrage.x25519.Identity.from_str(line)
    except pyrage.IdentityError:
        raise NotAnIdentity(why="a key in it is mistyped or damaged") from None
    return found


def is_protected(text: str | bytes) -> bool:
    """Whether an identity file asks for a passphrase of its own."""
    return _protected(text.encode() if isinstance(text, str) else text)


def _protected(data: bytes) -> bool:
    return _armoured(data) or data.startswith(b"age-encryption.org/")


def _armoured(data: bytes) -> bool:
    return data.strip().startswith(_ARMOUR.encode())
