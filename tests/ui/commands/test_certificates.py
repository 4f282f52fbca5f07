"""The certificate for outsiders, from the command line."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from pclo_app.casefile import certificates
from tests.ui.commands.test_cli import Pclo, folder, pclo
from ui import cli

__all__ = ["folder", "pclo"]


def test_the_certificate_is_shown_and_the_forces_own_taken(pclo: Pclo, folder: Path, tmp_path: Path) -> None:
    own = pclo.json("certificate", "show", folder)
    assert own["subject"] == "Dawn Pettifer, PCLO, North"
    assert own == pclo.json("certificate", "show", folder) and not own["given"]
    now = datetime.fromisoformat(own["begins"])
    force = certificates.new_identity("Dawn Pettifer", "PCLO", "Kingsmere Police", now + timedelta(minutes=5))
    file, words = tmp_path / "dawn.p12", tmp_path / "words"
    file.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"dawn", serialization.load_der_private_key(force.key, None),  # type: ignore[arg-type]
            x509.load_der_x509_certificate(force.certificate), None, serialization.BestAvailableEncryption(b"secret"),
        )
    )  # fmt: skip
    words.write_text("wrong\n")
    assert pclo("certificate", "import", folder, file, "--file-passphrase-file", words) == 2
    assert "No certificate could be taken" in pclo.err and "secret" not in pclo.err
    words.write_text("secret\n")
    taken = pclo.json("certificate", "import", folder, file, "--file-passphrase-file", words)
    assert taken["given"] and taken["fingerprint"] == force.fingerprint
    assert pclo("certificate", "show", folder) == 0 and "It is not\nthe chair's signature" in pclo.out


def test_help_says_what_the_signature_proves(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["certificate", "show", "--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert "It is not the chair's signature" in said and "vouched for by nobody else" in said
