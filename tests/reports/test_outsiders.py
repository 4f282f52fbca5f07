"""The copy for outsiders: another program says whether it was altered."""

from __future__ import annotations

import base64
import random
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from pclo_app.casefile import audit, certificates, meetings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.certificates import SigningIdentity
from pclo_app.casefile.errors import CertificateExpired, NoCertificate
from pclo_app.reports import catalogue, outsiders, strategy_record
from pclo_app.reports.strategy_record import presented_of, sealed_of
from pclo_app.reports.strategy_view import MeetingView, SealView
from pclo_app.vault.keys import Cost
from tests.reports.conftest import ink_of

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def identity() -> SigningIdentity:
    return certificates.new_identity("Dawn Pettifer", "PCLO (police staff, Band D)", "Team North", NOW)


@pytest.fixture(scope="module")
def sealed(view: MeetingView, imprint: object, answered: Callable[..., SealView]) -> bytes:
    shown = presented_of(view)
    return sealed_of(shown.pdf, view, answered(shown.pdf, shown.pages), imprint).pdf  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def signed(sealed: bytes, identity: SigningIdentity) -> bytes:
    return outsiders.signed(sealed, identity, reason="Copy of sealed record SM-2")


def pdfsig(pdf: bytes, folder: Path) -> str:
    """What Poppler says of the signatures."""
    path = folder / "copy.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_another_program_finds_a_valid_signature_over_the_whole_file(
    sealed: bytes, signed: bytes, tmp_path: Path
) -> None:
    said = pdfsig(signed, tmp_path)
    assert signed.startswith(sealed)
    assert "Signature is Valid." in said and "Total document signed" in said
    assert "Signer Certificate Common Name: Dawn Pettifer, PCLO (police staff, Band D)" in said
    assert "Certificate issuer is unknown." in said  # it is signed by nobody but itself, and that is not hidden
    path = tmp_path / "copy.pdf"
    subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)
    again = subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True, text=True).stdout
    assert "Strategy" in again


def test_any_change_breaks_it(signed: bytes, tmp_path: Path) -> None:
    chance = random.Random(7)
    start = signed.rindex(b"/Contents <")
    for _ in range(40):
        place = chance.choice([chance.randrange(200, start), chance.randrange(len(signed) - 800, len(signed) - 60)])
        altered = bytearray(signed)
        altered[place] ^= 1 << chance.randrange(8)
        assert "Signature is Valid." not in pdfsig(bytes(altered), tmp_path), place


def test_the_chair_can_sign_the_very_file_with_a_certificate_of_their_own(signed: bytes, tmp_path: Path) -> None:
    chair = certificates.new_identity("Ines Corrigan", "Team Manager", "Children’s social care", NOW)
    both = outsiders.signed(signed, chair, reason="I chaired this meeting", field_name=outsiders.CHAIR_FIELD)
    said = pdfsig(both, tmp_path)
    assert both.startswith(signed) and said.count("Signature is Valid.") == 2


def test_the_forces_own_certificate_is_taken_from_its_file(identity: SigningIdentity, sealed: bytes) -> None:
    key = serialization.load_der_private_key(identity.key, None)
    certificate = x509.load_der_x509_certificate(identity.certificate)
    file = pkcs12.serialize_key_and_certificates(
        b"officer", key, certificate, None, serialization.BestAvailableEncryption(b"secret words")  # type: ignore[arg-type]
    )  # fmt: skip
    taken = certificates.from_pkcs12(file, "secret words")
    assert taken.certificate == identity.certificate and taken.fingerprint == identity.fingerprint
    assert outsiders.signed(sealed, taken, reason="x").startswith(sealed)
    for data, words in ((file, "wrong"), (b"no file", "secret words")):
        with pytest.raises(NoCertificate):
            certificates.from_pkcs12(data, words)


def test_long_names_fit_into_a_certificate() -> None:
    made = certificates.new_identity("Ł" * 80, "Detective Sergeant", "T" * 90, NOW)
    assert x509.load_der_x509_certificate(made.certificate).subject.rfc4514_string()
    assert "key" not in repr(made)


# from a case file ---------------------------------------------------------------------------------------------


@pytest.fixture
def cf(tmp_path: Path) -> Iterator[CaseFile]:
    opened = CaseFile.create(
        tmp_path / "vault", "sampler orchard viaduct mitten", name="Dawn Pettifer", rank="PCLO (Band D)", role="PCLO",
        team="Team North", secrets=None, cost=Cost(m=8 * 1024, t=1, p=1), clock=lambda: NOW,
    )  # fmt: skip
    yield opened
    opened.close()


def sealed_meeting(cf: CaseFile, view: MeetingView) -> str:
    case = cf.save(view.case, case="").id
    meeting = cf.save(msgspec.structs.replace(view.meeting, children=()), case=case).id
    shown = strategy_record.presented(cf, meeting)
    answer = meetings.Answer(
        outcome="signed", name="Imelda Crosbie", desig="Team Manager", agency="Social care", ink=ink_of(),
        seen=tuple(range(1, shown.pages + 1)),
    )  # fmt: skip
    showing = meetings.present(cf, meeting, shown.pdf, shown.pages)
    meetings.seal(cf, showing, answer, text=shown.text(), template=shown.template)
    return meeting


def test_the_whole_copy_is_signed_with_a_certificate_kept_in_the_case_file(
    cf: CaseFile, view: MeetingView, tmp_path: Path
) -> None:
    meeting = sealed_meeting(cf, view)
    assert certificates.kept(cf) is None
    document = catalogue.render(cf, "strategy-record-signed", record=meeting, recipient="Family court")
    kept = certificates.kept(cf)
    assert kept is not None and certificates.kept(cf) == certificates.wanted(cf)
    said = pdfsig(document.pdf, tmp_path)
    assert "Signature is Valid." in said and "Total document signed" in said
    sealed = meetings.seal_of(cf, meeting)
    assert sealed is not None and document.pdf.startswith(meetings.presented_pdf(cf, sealed))
    last = " ".join(document.page_texts()[-1].split())
    assert certificates.told(kept).groups in last
    for words in ("It is not the chair’s signature", "nobody else vouches for it", "any change"):
        assert words in last, words
    (event,) = [line for line in audit.page(cf, audit.AuditFilter(), 100, 0) if "certificate made" in line.what]
    assert kept.fingerprint[:16] in event.what
    stored = b"".join(path.read_bytes() for path in cf.vault.folder.rglob("*") if path.is_file())
    assert kept.key not in stored and base64.b64encode(kept.key) not in stored


def test_the_forces_certificate_takes_the_place_of_our_own_and_runs_out(cf: CaseFile, view: MeetingView) -> None:
    meeting = sealed_meeting(cf, view)
    own = certificates.wanted(cf)
    force = certificates.new_identity("Dawn Pettifer", "PCLO", "Kingsmere Police", NOW - timedelta(days=365 * 5 - 1))
    file = pkcs12.serialize_key_and_certificates(
        b"officer", serialization.load_der_private_key(force.key, None),  # type: ignore[arg-type]
        x509.load_der_x509_certificate(force.certificate), None, serialization.BestAvailableEncryption(b"words"),
    )  # fmt: skip
    taken = certificates.take(cf, file, "words")
    assert taken.given and certificates.wanted(cf) == taken != own
    last = catalogue.render(cf, "strategy-record-signed", record=meeting).page_texts()[-1]
    assert "who vouches for whose it is" in " ".join(last.split())
    cf.clock = lambda: NOW + timedelta(days=3)
    with pytest.raises(CertificateExpired):
        catalogue.render(cf, "strategy-record-signed", record=meeting)
    with pytest.raises(CertificateExpired):
        certificates.take(cf, file, "words")


def test_our_own_certificate_is_made_anew_when_it_has_run_out(cf: CaseFile) -> None:
    first = certificates.wanted(cf)
    cf.clock = lambda: NOW + timedelta(days=365 * 5 + 2)
    second = certificates.wanted(cf)
    assert second != first and certificates.told(second).ends > cf.now()
