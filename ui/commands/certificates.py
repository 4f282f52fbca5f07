"""pclo certificate show|import: the officer's certificate, with which copies for outsiders are signed.

With ``--json`` both say ``{"subject", "issuer", "begins", "ends", "fingerprint", "given"}``; the
fingerprint is SHA-256 of the certificate, hexadecimal.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec

from pclo_app.casefile import certificates
from pclo_app.casefile.certificates import Certificate

from .doors import Verbs, emit, group, open_casefile, read_file, secret_words, verb

PROVES = """What the signature in a copy for outsiders proves, and what it does not:
It proves that the PDF file has not been changed since the holder of this certificate's key signed it. It is not
the chair's signature, it does not prove that what the record says is true, and its time is the laptop's own. A
certificate made here is vouched for by nobody else: readers say that the signer is not known to them, so read the
fingerprint out to whoever asks. Only a certificate from your force (a PKCS #12 file) is vouched for by others."""


def add(verbs: Verbs) -> None:
    """Declare the verbs."""
    certificate = group(verbs, "certificate", "the certificate that signs PDF copies for outsiders")
    show = verb(certificate, "show", _show, "whose it is, how long it is good for, and its fingerprint to read out")
    take = verb(certificate, "import", _import, "sign from now on with the certificate that your force gave you")
    take.add_argument("file", type=Path, metavar="FILE.p12", help="a PKCS #12 file: certificate with its private key")
    take.add_argument(
        "--file-passphrase-file", type=Path, metavar="FILE", help="holds its passphrase; else it is asked for"
    )
    for each in (show, take):
        each.epilog = PROVES
        each.formatter_class = argparse.RawDescriptionHelpFormatter


def _show(args: argparse.Namespace) -> int:
    with open_casefile(args) as cf:
        says = certificates.told(certificates.wanted(cf))
    _say(args, says)
    return 0


def _import(args: argparse.Namespace) -> int:
    data = read_file(args.file)
    words = secret_words(args.file_passphrase_file, "Passphrase of the certificate file: ")
    with open_casefile(args) as cf:
        says = certificates.told(certificates.take(cf, data, words))
    _say(args, says)
    return 0


def _say(args: argparse.Namespace, says: Certificate) -> None:
    if args.json:
        emit(msgspec.to_builtins(says))
        return
    print(f"{says.subject}\nVouched for by: {says.issuer if says.given else 'nobody else; it was made here'}")
    print(f"Good from {says.begins:%Y-%m-%d} to {says.ends:%Y-%m-%d}\nFingerprint (SHA-256): {says.groups}")
    print(f"\n{PROVES}")
