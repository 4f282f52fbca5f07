"""Conditions met when a laptop exchanges bundles with the office, or joins a team."""

from __future__ import annotations

from ..errors import BadInput, Refused

_UNTOUCHED = "Nothing of it was taken in, and nothing in this case file was changed."
_ASK_AGAIN = "Sync again. If it comes back, tell your supervisor: the file may have been altered on its way."
_NOTHING_SENT = "Nothing was sent, and everything is still on this laptop."


# bundles ------------------------------------------------------------------------------------------------------


class NotABundle(Refused):
    """The file does not have the form of a bundle."""

    code = "sync.not-a-bundle"
    what = "This is not a bundle, or its beginning was altered: {why}."
    safe = _UNTOUCHED
    do = _ASK_AGAIN


class BundleTooLarge(Refused):
    """The file, or what is packed in it, is larger than a bundle may be."""

    code = "sync.too-large"
    what = "The bundle is larger than a bundle can be: {why}."
    safe = _UNTOUCHED
    do = "Tell your supervisor which laptop it names: no version of this program writes such a bundle."


class BundleAltered(Refused):
    """The bundle is not the one that was signed and sent."""

    code = "sync.altered"
    what = "The bundle was altered or cut short: {why}."
    safe = _UNTOUCHED
    do = _ASK_AGAIN


class UnknownSender(Refused):
    """The bundle names a laptop whose key is not in the roster."""

    code = "sync.unknown-sender"
    what = "The bundle comes from a laptop that this office has not enrolled ({device})."
    safe = _UNTOUCHED
    do = "Take in the newest roster and sync again. If it stays, tell your supervisor."


class SenderOut(Refused):
    """The laptop was retired, or lost without a last row that counts."""

    code = "sync.sender-out"
    what = "The bundle comes from a laptop that is {state} ({device})."
    safe = _UNTOUCHED
    do = "Tell your supervisor: nobody should be writing with that laptop."


class WrongPlace(Refused):
    """The bundle lies in a folder that its sender has no business to write to."""

    code = "sync.wrong-place"
    what = "The bundle lies where its sender does not send: {why}."
    safe = _UNTOUCHED
    do = "Tell your supervisor: somebody has moved or copied files in the office folder."


class NotAddressed(Refused):
    """The bundle is encrypted to others."""

    code = "sync.not-addressed"
    what = "The bundle is not addressed to this laptop, so it cannot be opened here."
    safe = _UNTOUCHED
    do = "There is nothing to do. If it should have been for you, ask its sender to sync again."


class BadContents(Refused):
    """The bundle opened, and what is inside breaks a rule."""

    code = "sync.bad-contents"
    what = "What is inside the bundle cannot be used: {why}."
    safe = _UNTOUCHED
    do = "Tell your supervisor which laptop it names."


class OtherTeam(Refused):
    """The bundle or the folder belongs to another team."""

    code = "sync.other-team"
    what = "{thing} belongs to another team."
    safe = "Nothing was sent and nothing was taken in."
    do = "Check that you chose your own team’s folder."


# receipts -----------------------------------------------------------------------------------------------------


class ReceiptSkipped(Refused):
    """A receipt is missing between the newest one here and this one."""

    code = "sync.receipt-skipped"
    what = "The office has lost or hidden receipts: number {expected} was to come, and number {n} came."
    safe = "Everything that no receipt covers is still counted as being on this laptop only."
    do = "Sync again. If it stays, tell your supervisor and keep this laptop’s case file as it is."


class ReceiptRewritten(Refused):
    """There are two different receipts with one number, or a chain that does not fit."""

    code = "sync.receipt-rewritten"
    what = "The office’s receipt number {n} does not continue the receipts that are here."
    safe = "Everything that no receipt covers is still counted as being on this laptop only."
    do = "Tell your supervisor and keep this laptop’s case file as it is: the office’s history may have been changed."


class ReceiptBackwards(Refused):
    """A newer receipt covers less than an older one."""

    code = "sync.receipt-backwards"
    what = "The office’s receipt number {n} covers less than an earlier one did."
    safe = "What the earlier receipt covered stays noted, and nothing was taken off this laptop."
    do = "Tell your supervisor: the office’s case file may have been put back from an old copy."


class ReceiptForOther(Refused):
    """The receipt names revisions that this laptop never wrote."""

    code = "sync.receipt-unknown-rows"
    what = "The office’s receipt number {n} covers revisions that this case file does not have."
    safe = "Nothing was changed."
    do = "Tell your supervisor: this case file may have been put back from an old copy."

    def __init__(self, *, n: int, ahead: tuple[int, int, str] | None = None) -> None:
        super().__init__(n=n)
        self.ahead = ahead
        """Epoch, number and revision of a row of this laptop that the office has and this copy never had."""


class BadReceipt(Refused):
    """The receipt is not signed by the office, or cannot be read."""

    code = "sync.bad-receipt"
    what = "A receipt is refused: {why}."
    safe = "Everything that no receipt covers is still counted as being on this laptop only."
    do = "Sync again. If it comes back, tell your supervisor."


# joining a team -----------------------------------------------------------------------------------------------


class NotEnrolled(Refused):
    """This laptop belongs to no team yet."""

    code = "sync.not-enrolled"
    what = "This laptop is not enrolled in a team yet."
    safe = _NOTHING_SENT
    do = "Make an enrolment request, take it to your detective sergeant, and take in the welcome file."


class LaptopOut(Refused):
    """The roster says that this laptop is no longer in use."""

    code = "sync.laptop-out"
    what = "The team’s roster says that this laptop is {state}."
    safe = _NOTHING_SENT
    do = "Ask your detective sergeant."


class OnlyASergeant(Refused):
    """A PCLO asked for what a DS does."""

    code = "sync.only-a-sergeant"
    what = "Only a detective sergeant of the team can do that."
    safe = "Nothing was changed."
    do = "Ask your detective sergeant."


class RosterExists(Refused):
    """The case file has a roster already."""

    code = "sync.roster-exists"
    what = "This case file belongs to the team {team} already."
    safe = "The roster was not changed."
    do = "Enrol laptops into that team with 'pclo roster enrol'."


class NotARequest(BadInput):
    """The request file cannot be read, or its own signature does not fit."""

    code = "sync.not-a-request"
    what = "This is not a proper enrolment request: {why}."
    safe = "Nobody was enrolled."
    do = "Have a new request made on the laptop itself."


class FingerprintDiffers(Refused):
    """The words compared in person are not those of the key."""

    code = "sync.fingerprint-differs"
    what = "The eight words do not match the {whose}."
    safe = "Nobody was enrolled and nothing was changed."
    do = "Read the words again from the other screen, in person. If they still differ, the file was swapped on its way."


class AlreadyEnrolled(Refused):
    """A laptop, or its key, is in the roster already under another name."""

    code = "sync.already-enrolled"
    what = "The request does not fit the roster: {why}."
    safe = "The roster was not changed."
    do = "Have a new case file made on that laptop, and a new request from it."


class NoSuchDrop(BadInput):
    """The office folder is not there."""

    code = "sync.no-such-drop"
    what = "The office folder {drop} is not there."
    safe = _NOTHING_SENT
    do = "Check that the network drive is connected and the name is right, then sync again."


class NotADrop(Refused):
    """The folder holds other things and no sign of being an office folder."""

    code = "sync.not-a-drop"
    what = "The folder {drop} is not an office folder: it holds other files and no pclo-drop.json."
    safe = _NOTHING_SENT
    do = "Choose the office folder, or a new, empty one."


class DropUnreachable(BadInput):
    """The folder went away, is full, or may not be written to."""

    code = "sync.drop-unreachable"
    what = "The office folder cannot be {done}: {why}."
    safe = "What had arrived before that stays; everything without a receipt is still on this laptop."
    do = "Check the connection and sync again: it goes on from here."


class DropKind(BadInput):
    """An address that this version cannot reach."""

    code = "sync.drop-kind"
    what = "Office folders of the kind {kind} cannot be used by this version."
    safe = _NOTHING_SENT
    do = "Give the path of a folder, or file:// and the path."
