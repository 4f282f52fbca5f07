"""The officer's certificate for PDF signatures: kept in the encrypted case file, made when it is first wanted.

It signs copies for outsiders and nothing else. Rows of the journal are signed by the laptop's
own key, which has no certificate: a team's roster says whose it is.

A certificate made here is signed by nobody but itself. A force with its own certificates
gives a PKCS #12 file, which takes its place.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec

from ..records.custody import KeyEvent
from .casefile import CaseFile
from .errors import CertificateExpired, NoCertificate

META = "signing_identity"
_YEARS = 5


@dataclass(frozen=True)
class SigningIdentity:
    """A private key and its certificate, both DER; kept in the encrypted case file only."""

    key: bytes = field(repr=False)
    certificate: bytes
    chain: tuple[bytes, ...] = ()

    given: bool = False
    """Whether the force gave it; else it was made here, and is signed by nobody but itself."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hexadecimal: what an outsider compares by telephone."""
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
        given=True,
    )


def _limited(text: str) -> str:
    """X.509 allows 64 in these fields, which readers count as bytes of UTF-8."""
    return text.encode()[:64].decode(errors="ignore").strip()


@dataclass(frozen=True)
class Certificate:
    """What a certificate says, for a person to read."""

    subject: str
    issuer: str
    begins: datetime
    ends: datetime
    fingerprint: str
    given: bool

    @property
    def groups(self) -> str:
        """The fingerprint in groups of four, as it is read out."""
        capitals = self.fingerprint.upper()
        return " ".join(capitals[place : place + 4] for place in range(0, len(capitals), 4))


def told(identity: SigningIdentity) -> Certificate:
    """What an identity's certificate says."""
    from cryptography import x509

    found = x509.load_der_x509_certificate(identity.certificate)
    return Certificate(
        subject=_name(found.subject),
        issuer=_name(found.issuer),
        begins=found.not_valid_before_utc,
        ends=found.not_valid_after_utc,
        fingerprint=identity.fingerprint,
        given=identity.given,
    )


def _name(name: object) -> str:
    return ", ".join(str(each.value) for each in name)  # type: ignore[attr-defined]


# in a case file -----------------------------------------------------------------------------------------------


def kept(cf: CaseFile) -> SigningIdentity | None:
    """The certificate that the case file holds, if it holds one."""
    text = cf.store.meta(META)
    if not text:
        return None
    found = msgspec.json.decode(text, type=_Kept)
    key, certificate, *chain = (base64.b64decode(each) for each in (found.key, found.certificate, *found.chain))
    return SigningIdentity(key, certificate, tuple(chain), given=found.given)


def wanted(cf: CaseFile) -> SigningIdentity:
    """The certificate to sign with, made now where there is none or where the one made here has run out.

    Raises CertificateExpired for one that the force gave.
    """
    identity = kept(cf)
    if identity is not None:
        says = told(identity)
        if cf.now() < says.ends:
            return identity
        if identity.given:
            raise CertificateExpired(day=says.ends.date().isoformat())
    made = new_identity(cf.officer.name, cf.officer.rank, cf.officer.team, cf.now())
    _keep(cf, made, "certificate made")
    return made


def take(cf: CaseFile, data: bytes, passphrase: str) -> SigningIdentity:
    """Sign from now on with a certificate that the force gave. Raises NoCertificate, CertificateExpired."""
    identity = from_pkcs12(data, passphrase)
    ends = told(identity).ends
    if ends <= cf.now():
        raise CertificateExpired(day=ends.date().isoformat())
    _keep(cf, identity, "certificate brought in")
    return identity


class _Kept(msgspec.Struct):
    key: str
    certificate: str
    chain: tuple[str, ...]
    given: bool


def _keep(cf: CaseFile, identity: SigningIdentity, act: str) -> None:
    parts = [base64.b64encode(each).decode() for each in (identity.key, identity.certificate, *identity.chain)]
    text = msgspec.json.encode(_Kept(parts[0], parts[1], tuple(parts[2:]), identity.given)).decode()
    with cf.store.transaction():
        cf.store.set_meta(META, text)
        event = KeyEvent(act=act, generation=cf.vault.generation, note=identity.fingerprint)  # type: ignore[arg-type]
        cf.save(event, case="")
