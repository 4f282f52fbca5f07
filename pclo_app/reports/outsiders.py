"""The copy of a sealed record for outsiders: any standard PDF reader shows whether it was altered.

The sealed copy gets a digital signature by the officer's certificate, appended as one more
incremental update. What it proves is only this: the file has not changed since the holder of
that certificate's key signed it. It is not the chair's signature; the chair's field is
reserved, so that a chair with a certificate of their own can sign the very same file.

A certificate made here is signed by nobody but itself: readers say that the signer is not
known to them, and rightly. A force with its own certificates gives a PKCS #12 file instead.
What the signature proves is printed on the copy's last page, in words.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ..casefile import certificates
from ..casefile.certificates import SigningIdentity
from . import strategy_record
from .document import Document

if TYPE_CHECKING:
    from ..casefile.casefile import CaseFile
    from ..casefile.model import SealedRecord

OFFICER_FIELD = "RecordingOfficer"
CHAIR_FIELD = "Chair"
NAME = "strategy-record-signed"


def copy_for_outsiders(
    cf: CaseFile, sealed: SealedRecord, *, recipient: str = "", copy: tuple[int, int] = (1, 1)
) -> Document:
    """A sealed copy with the officer's signature in the file and a page on what that proves.

    Raises NotThePresentedPdf, CertificateExpired, CaseFileReadOnly where a certificate has still to be made.
    """
    identity = certificates.wanted(cf)
    document = strategy_record.sealed_copy(
        cf, sealed, recipient=recipient, copy=copy, certificate=certificates.told(identity)
    )
    pdf = signed(document.pdf, identity, reason=f"Police copy of sealed record {sealed.code}, unchanged since")
    name = document.file_name.replace("strategy-record", NAME)
    return replace(document, pdf=pdf, name=NAME, title=f"{document.title}, for outsiders", file_name=name)


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
