"""Small real documents, made here: nothing is downloaded and nobody is in them."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

CANARY = "Quillfeather"


def pdf(words: str = CANARY, pages: int = 2) -> bytes:
    """A PDF with a line of words on each page."""
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(300, 420), pageCompression=0, invariant=1)
    for number in range(1, pages + 1):
        canvas.drawString(40, 360, f"{words} page {number}")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def scripted_pdf() -> bytes:
    """A PDF that would like to run a script, open a link and start a program."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.annotations import Link
    from pypdf.generic import DictionaryObject, NameObject, TextStringObject

    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(pdf("A form", 1))))
    writer.add_annotation(0, Link(rect=(0, 0, 300, 420), url="http://127.0.0.1:9/link"))
    script, launch = (
        DictionaryObject({NameObject("/S"): NameObject(kind), NameObject(key): TextStringObject(words)})
        for kind, key, words in (
            ("/JavaScript", "/JS", "app.alert('x'); this.submitForm('http://127.0.0.1:9/x');"),
            ("/Launch", "/F", "touch"),
        )
    )
    script[NameObject("/Next")] = launch
    writer._root_object[NameObject("/OpenAction")] = script
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(pdf("Locked", 1))))
    writer.encrypt("sesame", algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def picture(form: str = "PNG", size: tuple[int, int] = (320, 200), colour: str = "#336699") -> bytes:
    """A picture in one colour with a white corner."""
    image = Image.new("RGB", size, colour)
    image.paste("white", (0, 0, size[0] // 4, size[1] // 4))
    made = io.BytesIO()
    image.save(made, form)
    return made.getvalue()


def fax(pages: int = 3) -> bytes:
    """A TIFF of several pages."""
    sheets = [Image.new("L", (200 + 10 * n, 280), 255 - 20 * n) for n in range(pages)]
    made = io.BytesIO()
    sheets[0].save(made, "TIFF", save_all=True, append_images=sheets[1:])
    return made.getvalue()


def huge_png(width: int = 60_000, height: int = 60_000) -> bytes:
    """A few hundred bytes that would be gigabytes of picture: the header is honest, the rest hardly there."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def huge_jpeg() -> bytes:
    """A small JPEG whose header claims 65,535 by 65,535."""
    data = bytearray(picture("JPEG"))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", 65_535, 65_535)
    return bytes(data)


def huge_tiff(second: int = 100_000, after: int = 0) -> bytes:
    """A TIFF whose second page claims that many by that many; then there is the page at ``after``."""
    made = bytearray(struct.pack("<2sHI", b"II", 42, 8))
    for side, following in ((100, 8 + 2 + 24 + 4), (second, after)):
        made += struct.pack("<H", 2)
        made += struct.pack("<HHII", 256, 4, 1, side) + struct.pack("<HHII", 257, 4, 1, side)
        made += struct.pack("<I", following)
    return bytes(made)
