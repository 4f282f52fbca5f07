"""Conditions met when an officer works on a case file."""

from __future__ import annotations

from ..errors import BadInput, Refused


class NoSuchRecord(BadInput):
    """No record has this id."""

    code = "casefile.no-such-record"
    what = "No record in this case file has the id {id}."
    safe = "Nothing was changed."
    do = "Check the id; 'pclo record list' shows them all."


class NoSuchCase(BadInput):
    """No case has this reference."""

    code = "casefile.no-such-case"
    what = "No case in this case file has the reference {reference}."
    safe = "Nothing was changed."
    do = "Check the reference; 'pclo case list' shows them all."


class ReferenceTaken(BadInput):
    """Another case already has this force reference."""

    code = "casefile.reference-taken"
    what = "There is already a case with the reference {reference}."
    safe = "Nothing was changed."
    do = "Open that case, or give this one its own reference."


class SealedRecord(Refused):
    """The record was answered by its chair and is fixed for ever."""

    code = "casefile.sealed"
    what = "This record is sealed: its chair has answered it."
    safe = "The sealed record is unchanged."
    do = "Write what has to be added as an addendum."


class ReasonNeeded(BadInput):
    """A change to an existing record carries no reason."""

    code = "casefile.reason-needed"
    what = "The record exists already, and the reason for the change is missing."
    safe = "The record is unchanged and what you typed is kept as a draft."
    do = "Say in a few words why it is changed, then save again."


class NotAsPresented(Refused):
    """The record was changed after it was shown to the chair."""

    code = "casefile.not-as-presented"
    what = "The record was changed after it was shown to the chair."
    safe = "Nothing was sealed, and no word was lost."
    do = "Show it to the chair again."


class PagesNotSeen(Refused):
    """The chair has not had every page on the screen."""

    code = "casefile.pages-not-seen"
    what = "Page {page} has not been on the screen yet."
    safe = "Nothing was sealed."
    do = "Press Next page until every page has been shown, or have the whole record read out."


class NoSuchCode(BadInput):
    """No sealed record here has this code."""

    code = "casefile.no-such-code"
    what = "There is no such code on this laptop."
    safe = "Nothing was changed."
    do = "Check each character against the paper. The record may be on another laptop or at the office."


class ErasedRecord(Refused):
    """The code belongs to a record whose contents were erased by law."""

    code = "casefile.erased-record"
    what = "The record with that code was erased on {day} by {by}. Ground: {ground}."
    safe = "Its signed header is kept: the chain still shows that it was there, and who wrote it."
    do = "Quote the authority for the erasure: {authority}."


class MistypedCode(BadInput):
    """The code's check characters show a mistake."""

    code = "casefile.mistyped-code"
    what = "That code has a mistake in it: it should have 28 characters, and two of them check the rest."
    safe = "Nothing was changed."
    do = "Type it again, group by group. The letters I, L, O and U are never used."


class NotForThisRole(Refused):
    """What was asked belongs to another role."""

    code = "casefile.not-for-this-role"
    what = "Only a {role} may do that."
    safe = "Nothing was changed."
    do = "Ask a {role} of your team."


class NewerFormat(Refused):
    """The case file was written by a newer version."""

    code = "casefile.newer-format"
    what = "This case file was made by a newer version of the app."
    safe = "The file is not changed."
    do = "Update the app."


class IndexOutOfDate(Refused):
    """Another version of the program wrote the index, and this one cannot write it afresh where nothing is written."""

    code = "casefile.index-out-of-date"
    what = "This version of the app must work out its index once before it can show this case file. {why}"
    safe = "The case file is not changed, and nothing in it is lost."
    do = "{do}"


class CaseFileReadOnly(Refused):
    """Something was to be written in a case file that is open for reading only."""

    code = "casefile.read-only"
    what = "This case file is open for reading only. {why}"
    safe = "It can be read, printed and backed up. Nothing in it was changed."
    do = "{do}"


class NotAnOlderCopy(BadInput):
    """Somebody says that this is an older copy, and nothing says so."""

    code = "casefile.not-an-older-copy"
    what = "Nothing says that this is an older copy of the case file."
    safe = "Nothing was changed."
    do = "Work on in it as usual."


class DemoFolderTaken(Refused):
    """The folder for the practice case holds something else."""

    code = "casefile.demo-folder-taken"
    what = "The folder {folder} is not empty and does not hold the practice case."
    safe = "Nothing in it was changed."
    do = "Choose a new folder for the practice case."


class RosterRefused(Refused):
    """A roster that does not continue the one in force."""

    code = "sync.roster-refused"
    what = "The roster is refused: {why}."
    safe = "The roster in force stays as it is."
    do = "Ask your detective sergeant for a new welcome file, and compare the eight words again in person."


class LaptopNotInUse(Refused):
    """The roster says that this laptop is lost or retired, so nothing written on it would count."""

    code = "casefile.laptop-not-in-use"
    what = "The team’s roster says that this laptop is no longer in use, so nothing written on it would count."
    safe = "What you typed is kept as a draft, and everything written before is unchanged."
    do = "Ask your detective sergeant to enrol this laptop again."


class CannotErase(Refused):
    """What was named cannot be erased."""

    code = "casefile.cannot-erase"
    what = "That cannot be erased: {why}."
    safe = "Nothing was erased."
    do = "Choose records of a case. Who read, printed or erased something, and the team’s rosters, are kept."


class CannotPutAway(Refused):
    """A case that has to stay on the laptop for now."""

    code = "casefile.cannot-put-away"
    what = "The case {reference} stays on this laptop: {why}."
    safe = "Nothing was taken off the laptop."
    do = "Return to the office first, settle what is open, and try again."


class NotABackup(BadInput):
    """What was named is neither an automatic backup nor a copy of a case file."""

    code = "casefile.not-a-backup"
    what = "{name} is no backup of a case file."
    safe = "Nothing was changed."
    do = "Name a file from the case file’s backup folder ('pclo vault backups' lists them), or the folder of a copy."


class BackupDamaged(Refused):
    """The backup itself does not check out."""

    code = "casefile.backup-damaged"
    what = "The backup {name} does not check out: {why}."
    safe = "Nothing was changed; the case file is as it was."
    do = "Use the backup before it, or a copy from another disk."


class BackupOfAnother(Refused):
    """The folder holds another person's case file, or another one of the same person."""

    code = "casefile.backup-of-another"
    what = "The folder {folder} holds another case file than the one in the backup."
    safe = "Nothing was changed."
    do = "Restore it into a new folder."


class BackupSlotsMissing(Refused):
    """The key slots that belong to a backup's generation are nowhere."""

    code = "casefile.backup-slots-missing"
    what = "The backup {name} is of generation {wanted}, and the key slots of that generation are not here. {here}"
    safe = "Nothing was changed."
    do = "Put the file {slots} back beside the backup, or use a backup of the generation in use."


class NotSealed(BadInput):
    """Something was asked for that only a sealed record can have."""

    code = "casefile.not-sealed"
    what = "This record has not been sealed yet."
    safe = "Nothing was changed."
    do = "Change the record itself, or show it to the chair first."


class AmendmentOpen(BadInput):
    """A new version of a sealed record was begun and not finished."""

    code = "casefile.amendment-open"
    what = "Version {version} of {number} has been begun already and is not sealed yet."
    safe = "Nothing was changed."
    do = "Go on with that version."


class ChangedMeanwhile(Refused):
    """What is to be taken back has been changed since."""

    code = "casefile.changed-meanwhile"
    what = "This cannot be taken back ({what}): somebody has changed the record since."
    safe = "Nothing was changed."
    do = "Open the entry and look at its revisions; change it there."


class ChangedSinceChosen(Refused):
    """One of several chosen entries is no longer as it was when it was chosen."""

    code = "casefile.changed-since-chosen"
    what = "Entry {number} has been changed since it was chosen."
    safe = "Nothing was changed: all of the chosen entries, or none."
    do = "Look at it, then choose the entries again."


class AloneInTime(BadInput):
    """There is no place of the same date and time to move an entry to."""

    code = "casefile.alone-in-time"
    what = "No other line with the same date and time stands there."
    safe = "Nothing was changed."
    do = "Only entries of the same date and time can change places. To move it elsewhere, change its date or time."


class NoRoomBetween(BadInput):
    """Lines that come from other records stand on both sides of the wanted place."""

    code = "casefile.no-room-between"
    what = "Nothing can be put between two lines that come from other records."
    safe = "Nothing was changed."
    do = "Give the entry a time of its own."


class NoCertificate(BadInput):
    """A file that should hold a certificate with its key does not, or its passphrase is wrong."""

    code = "casefile.no-certificate"
    what = "No certificate could be taken from the file: {why}."
    safe = "Nothing has been changed or signed."
    do = "Ask IT support for a PKCS #12 file (.p12 or .pfx) with your certificate, or use the case file’s own."


class CertificateExpired(BadInput):
    """The certificate that the force gave has run out."""

    code = "casefile.certificate-expired"
    what = "The certificate from your force ran out on {day}."
    safe = "Nothing has been changed or signed."
    do = "Ask IT support for a new PKCS #12 file and bring it in with 'pclo certificate import'."


class FilterNameTaken(BadInput):
    """Another saved filter has this name."""

    code = "casefile.filter-name-taken"
    what = "There is already a filter called {name}."
    safe = "Both filters are as they were."
    do = "Choose another name, or delete the other filter first."
