"""The copy for outsiders: another program says whether it was altered."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from pclo_app.reports import outsiders
from pclo_app.reports.errors import NoCertificate
from pclo_app.reports.outsiders import SigningIdentity
from pclo_app.reports.strategy_record import presented_of, sealed_of
from pclo_app.reports.strategy_view import MeetingView, SealView

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def identity() -> SigningIdentity:
    return outsiders.new_identity("Dawn Pettifer", "PCLO (police staff, Band D)", "Team North", NOW)


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
    chair = outsiders.new_identity("Ines Corrigan", "Team Manager", "Children’s social care", NOW)
    both = outsiders.signed(signed, chair, reason="I chaired this meeting", field_name=outsiders.CHAIR_FIELD)
    said = pdfsig(both, tmp_path)
    assert both.startswith(signed) and said.count("Signature is Valid.") == 2


def test_the_forces_own_certificate_is_taken_from_its_file(identity: SigningIdentity, sealed: bytes) -> None:
    key = serialization.load_der_private_key(identity.key, None)
    certificate = x509.load_der_x509_certificate(identity.certificate)
    file = pkcs12.serialize_key_and_certificates(
        b"officer", key, certificate, None, serialization.BestAvailableEncryption(b"secret words")  # type: ignore[arg-type]
    )  # fmt: skip
    taken = outsiders.from_pkcs12(file, "secret words")
    assert taken.certificate == identity.certificate and taken.fingerprint == identity.fingerprint
    assert outsiders.signed(sealed, taken, reason="x").startswith(sealed)
    for data, words in ((file, "wrong"), (b"no file", "secret words")):
        with pytest.raises(NoCertificate):
            outsiders.from_pkcs12(data, words)


def test_long_names_fit_into_a_certificate() -> None:
    made = outsiders.new_identity("Ł" * 80, "Detective Sergeant", "T" * 90, NOW)
    assert x509.load_der_x509_certificate(made.certificate).subject.rfc4514_string()
    assert "key" not in repr(made)
