"""The copy of a sealed record for outsiders: any standard PDF reader shows whether it was altered.

The sealed copy gets a digital signature by the officer's certificate, appended as one more
incremental update. What it proves is only this: the file has not changed since the holder of
that certificate's key signed it. It is not the chair's signature; the chair's field is
reserved, so that a chair with a certificate of their own can sign the very same file.

A certificate made here is signed by nobody but itself: readers say that the signer is not
known to them, and rightly. A force with its own certificates gives a PKCS #12 file instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from .errors import NoCertificate

OFFICER_FIELD = "RecordingOfficer"
CHAIR_FIELD = "Chair"
_YEARS = 5


@dataclass(frozen=True)
class SigningIdentity:
    """A private key and its certificate, both DER; kept in the encrypted case file only."""

    key: bytes = field(repr=False)
    certificate: bytes
    chain: tuple[bytes, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hexadecimal: what an outsider compares by telephone."""
        import hashlib

        return hashlib.sha256(self.certificate).hexdigest()


def new_identity(name: str, rank: str, team: str, at: datetime) -> SigningIdentity:
    """A certificate of the officer's own, good for five years (ECDSA on P-256, which every PDF reader knows)."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    whose = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, _limited(f"{name}, {rank}")),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _limited(team)),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(whose)
        .issuer_name(whose)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(minutes=5))
        .not_valid_after(at + timedelta(days=365 * _YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    return SigningIdentity(
        key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        certificate.public_bytes(serialization.Encoding.DER),
    )


def from_pkcs12(data: bytes, passphrase: str) -> SigningIdentity:
    """A certificate that the force gave the officer. Raises NoCertificate."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.serialization import pkcs12

    try:
        key, certificate, more = pkcs12.load_key_and_certificates(data, passphrase.encode() or None)
    except ValueError:
        raise NoCertificate(why="the file or its passphrase is not right") from None
    if key is None or certificate is None:
        raise NoCertificate(why="the file holds no certificate with its private key")
    der = serialization.Encoding.DER
    return SigningIdentity(
        key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        certificate.public_bytes(der),
        tuple(each.public_bytes(der) for each in more),
    )


def signed(
    pdf: bytes, identity: SigningIdentity, *, reason: str, place: str = "", field_name: str = OFFICER_FIELD
) -> bytes:
    """The PDF with both signature fields and one signature; its first bytes are the PDF given.

    The fields are reserved before the first signature, since a later change to the form would
    break it. The time of signing is the laptop's, and says so in the reader.
    """
    from asn1crypto import keys, x509
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    known: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    known.register_multiple([x509.Certificate.load(each) for each in identity.chain])
    signer = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(identity.certificate),
        signing_key=keys.PrivateKeyInfo.load(identity.key),
        cert_registry=known,
    )
    writer: Any = IncrementalPdfFileWriter(BytesIO(pdf))
    there = {name for name, _, _ in fields.enumerate_sig_fields(writer.prev)}
    for name in (OFFICER_FIELD, CHAIR_FIELD):
        if name not in there:
            fields.append_signature_field(writer, fields.SigFieldSpec(sig_field_name=name))
    metadata = signers.PdfSignatureMetadata(
        field_name=field_name,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=reason,
        location=place or None,
        name=str(signer.subject_name),
    )
    out = signers.PdfSigner(metadata, signer=signer, timestamper=None).sign_pdf(writer)
    return bytes(out.getvalue())


def _limited(text: str) -> str:
    """X.509 allows 64 in these fields, which readers count as bytes of UTF-8."""
    return text.encode()[:64].decode(errors="ignore").strip()
