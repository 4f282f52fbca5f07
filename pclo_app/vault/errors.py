"""What can go wrong with a case file on disk, and the sentence for each.

Names of files, people at the keyboard, computers and clock times may appear in a
sentence. Passphrases, keys and case text never do.
"""

from __future__ import annotations

from datetime import datetime

from pclo_app.errors import BadInput, Refused


class WrongPassphrase(Refused):
    """The passphrase does not open any key slot. ``again`` says when to try next."""

    code = "vault.wrong-passphrase"
    what = "That passphrase is not right."
    safe = "The case file is not changed."
    do = "{again}"

    def __init__(self, *, again: str, until: datetime | None = None, failed: int = 0) -> None:
        super().__init__(again=again)
        self.until = until
        self.failed = failed


class TryLater(Refused):
    """Too many wrong passphrases: a wait is running. ``at`` is a time on the clock."""

    code = "vault.try-later"
    what = "There have been too many wrong passphrases."
    safe = "The case file is not changed. Nothing you typed before is lost."
    do = "Try again at {at}."

    def __init__(self, *, at: str, until: datetime | None = None) -> None:
        super().__init__(at=at)
        self.until = until


class CaseFileInUse(Refused):
    """Another copy of the program, or another person, has the case file open."""

    code = "vault.in-use"
    what = "This case file is already open: {user} on {computer} has had it open since {since}."
    safe = "Nothing has been changed."
    do = "Close it there, then try again."

    def __init__(self, *, user: str, computer: str, since: str) -> None:
        super().__init__(user=user, computer=computer, since=since)


class NotACaseFile(BadInput):
    code = "vault.not-a-case-file"
    what = "There is no case file in {folder}."
    safe = "Nothing has been changed."
    do = "Choose the folder that holds keyslots.json, or make a new case file."


class AlreadyACaseFile(BadInput):
    code = "vault.already-a-case-file"
    what = "There is already a case file in {folder}."
    safe = "It has not been touched."
    do = "Open it, or choose another folder for the new one."


class FolderNotEmpty(BadInput):
    code = "vault.folder-not-empty"
    what = "The folder {folder} holds other files ({name})."
    safe = "They have not been touched."
    do = "Choose an empty folder for the case file."


class FolderNotWritable(BadInput):
    code = "vault.folder-not-writable"
    what = "Nothing can be written in {folder}."
    safe = "Nothing has been changed."
    do = "Choose a folder of your own, or ask your IT support for access to this one."


class CaseFileDamaged(Refused):
    """The data does not check out although the key is right."""

    code = "vault.damaged"
    what = "This case file does not check out: {where} has been changed or damaged."
    safe = "The damaged file has been left exactly as it is."
    do = "Tell your supervisor, and restore the newest backup with: pclo vault restore."


class KeySlotsDamaged(Refused):
    """Neither copy of the key slots can be used, or they were altered."""

    code = "vault.key-slots-damaged"
    what = "The key slots of this case file cannot be used: {why}."
    safe = "The records themselves have not been touched."
    do = "Put back keyslots.json from the newest backup of this case file, then try again."


class NewerVersion(Refused):
    code = "vault.newer-version"
    what = "This case file was made by a newer version of the app."
    safe = "The file is not changed."
    do = "Update the app, then open it again."


class DeviceSecretMissing(Refused):
    """The half of the key that this laptop keeps cannot be had just now."""

    code = "vault.device-secret-missing"
    what = "This case file needs the secret that this laptop keeps in its key ring. {why}"
    safe = "The case file is not changed, and no wrong passphrase was counted."
    do = "Sign in to this laptop as yourself and unlock its key ring. If that does not help, ask your supervisor."
    kit_exists = False
    """Whether an emergency kit opens this case file instead."""


class NeedKit(DeviceSecretMissing):
    """This laptop's half of the key cannot be had, and there is an emergency kit that stands in for it."""

    code = "vault.need-kit"
    do = (
        "Sign in to this laptop as yourself and unlock its key ring. If that does not help, use your emergency kit: "
        "it is the sealed envelope in the office safe."
    )
    kit_exists = True


class KitMistyped(BadInput):
    """The check characters of a kit's code show a mistake."""

    code = "vault.kit-mistyped"
    what = "That kit code has a mistake in it: it should have 28 characters, and two of them check the rest."
    safe = "The case file is not changed, and no wrong passphrase was counted."
    do = "Type it again, group by group. The letters I, L, O and U are never used."


class NoKit(BadInput):
    code = "vault.no-kit"
    what = "No emergency kit has been made for this case file."
    safe = "The case file is not changed."
    do = "Open it with the passphrase on its own laptop, or ask the office to recover it."


class KitWrong(WrongPassphrase):
    """The kit's code is well formed, and with this passphrase it opens nothing."""

    code = "vault.kit-wrong"
    what = "That kit code and that passphrase do not open this case file together."


class NoSuchSlot(BadInput):
    code = "vault.no-such-slot"
    what = "This case file has no key slot {id}."
    safe = "Nothing has been changed."
    do = "List the key slots with: pclo vault slots."


class LastSlot(Refused):
    """Removing it would leave nothing that the officer's passphrase opens."""

    code = "vault.last-slot"
    what = "The key slot {id} is the only one left that your passphrase opens."
    safe = "Nothing has been changed."
    do = "Add another one first: an emergency kit, or this laptop’s slot."


class SlotOfAnotherLaptop(Refused):
    """A slot cannot be made again here, because its second half is in the key ring of another laptop."""

    code = "vault.slot-of-another-laptop"
    what = "The key slot {id} belongs to a laptop’s key ring, and this laptop has none."
    safe = "Nothing has been changed."
    do = "Do this on that laptop, or remove the slot first with: pclo vault remove-slot."


class SlotNotProven(Refused):
    """A key slot just made did not open. It should not happen, so nothing is replaced by it."""

    code = "vault.slot-not-proven"
    what = "The new key slot did not open when it was tried."
    safe = "Nothing has been changed: everything that opened this case file before still does."
    do = "Try again. If it happens again, tell your IT support that this laptop’s memory may be faulty."


class NotARecipient(BadInput):
    code = "vault.not-a-recipient"
    what = "That cannot be used as the office’s recovery key: {why}."
    safe = "Nothing has been changed."
    do = "Use the public key, which begins with age1. Never the secret one."


class NotAnIdentity(BadInput):
    code = "vault.not-an-identity"
    what = "The office’s key file cannot be used: {why}."
    safe = "Nothing has been changed."
    do = "Use the file that was made together with the office’s public key, and the passphrase that protects it."


class OfficeKeyDoesNotOpen(Refused):
    code = "vault.office-key-does-not-open"
    what = "That office key does not open this case file."
    safe = "Nothing has been changed."
    do = "Use the key of the office to which this case file’s recovery was set, or another custodian’s."


class NoRecovery(BadInput):
    code = "vault.no-recovery"
    what = "Recovery by the office has not been set up for this case file."
    safe = "The case file is not changed."
    do = "Open it with its passphrase on its own laptop, or with its emergency kit."


class GenerationMissing(Refused):
    """The key slots belong to a database that is not in the folder."""

    code = "vault.generation-missing"
    what = "The key slots here are for generation {wanted} of this case file, and its database is not here. {here}"
    safe = "Nothing has been touched."
    do = "Put back the keyslots.json that belongs to the database, or the database that belongs to the key slots."


class CopyNotSound(Refused):
    """The database copied under a new key does not check out, so it is not switched to."""

    code = "vault.copy-not-sound"
    what = "The copy of the case file under its new key does not check out: {why}."
    safe = "The case file itself is unchanged and still in use; the copy has been removed."
    do = "Check this case file, then try again. If it happens again, tell your IT support that the disk may be failing."


class NetworkFolder(Refused):
    code = "vault.network-folder"
    what = "{folder} is on a network drive ({kind})."
    safe = "Nothing has been changed."
    do = "Choose a folder on this laptop's own disk: a broken connection can damage a case file."


class UnsafeCipherBuild(Refused):
    code = "vault.unsafe-cipher-build"
    what = "The encryption part of this program is not the one it needs: {why}."
    safe = "No case file has been opened."
    do = "Install the program again from the original installer."


class NotEncrypted(Refused):
    code = "vault.not-encrypted"
    what = "{name} is not encrypted, so it is not the file that this program wrote."
    safe = "It has not been touched."
    do = "Tell your supervisor, and restore the newest backup with: pclo vault restore."


class PassphraseTooWeak(BadInput):
    code = "vault.passphrase-too-weak"
    what = "This passphrase is too easy to guess: {why}."
    safe = "Nothing has been made or changed."
    do = "Use at least 14 characters. Four words picked by the program are strong enough."


class DiskFull(Refused):
    code = "vault.disk-full"
    what = "Not saved. The disk is full."
    safe = "Everything saved before is safe."
    do = "Free some space, then press Ctrl+S."


class DiskTrouble(Refused):
    code = "vault.disk-trouble"
    what = "The disk reported an error while {name} was being read or written."
    safe = "Everything saved before is as it was."
    do = "Try again. If it happens again, make a backup to another disk and tell your IT support."


class FileHeldOpen(Refused):
    code = "vault.file-held-open"
    what = "Another program is holding {name} open, so it could not be replaced."
    safe = "The earlier copy is complete and still in use."
    do = "Wait a minute for the virus scanner or the indexer to finish, then try again."


class NotEnoughMemory(Refused):
    code = "vault.not-enough-memory"
    what = "Opening this case file needs {mebibytes} MB of free memory, and this laptop does not have that much free."
    safe = "The case file is not changed, and no wrong passphrase was counted."
    do = "Close other programs, then try again."


class BlobMissing(Refused):
    code = "vault.attachment-missing"
    what = "The attachment {name} is not on this laptop."
    safe = "Every other record is unaffected."
    do = "Synchronise with the office to fetch it again, or restore the newest backup."


class BlobDamaged(Refused):
    code = "vault.attachment-damaged"
    what = "The attachment {name} has been changed or damaged."
    safe = "It has been left exactly as it is, and every other record is unaffected."
    do = "Synchronise with the office to fetch it again, or restore the newest backup."


class AnchorForged(Refused):
    """The pin in the key ring was not written by this case file."""

    code = "vault.anchor-not-ours"
    what = "The marker in this laptop's key ring that shows how far this case file had got does not belong to it."
    safe = "The case file can be read."
    do = "Tell your supervisor before adding to it."
