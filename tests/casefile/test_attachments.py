"""Documents: kept encrypted, named by what they are, read into memory, tied to entries, exported on purpose."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pclo_app.casefile import attachments, chronology, disclosures, document_kinds, document_names, document_text
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.document_errors import (
    DocumentDamaged,
    DocumentEmpty,
    DocumentNotHere,
    DocumentTooLarge,
    DocumentUnreadable,
    ExportFailed,
    ExportInTheWay,
    ExportIntoCaseFile,
    ExportUnexplained,
    WithdrawReasonNeeded,
)
from pclo_app.casefile.document_kinds import CSV, GIF, JPEG, OTHER, PDF, PNG, PROGRAM, TEXT, TIFF, ZIPPED
from pclo_app.casefile.errors import NoSuchRecord
from pclo_app.casefile.model import ChronologyFilter
from pclo_app.records.audit import Attachment

from .conftest import entry
from .document_samples import CANARY, fax, huge_jpeg, huge_png, huge_tiff, pdf, picture


class Why(TypedDict):
    recipient: str
    why: str


WHO: Why = {"recipient": "F Whitcombe, Detective Sergeant", "why": "Advice on the scan"}


def blob_of(cf: CaseFile, data: bytes) -> Path:
    """The encrypted file of a document."""
    name = cf.vault.blobs.name_for(hashlib.sha256(data).digest())
    return cf.vault.folder / "blobs" / name[:2] / f"{name}.blob"


# adding and reading -------------------------------------------------------------------------------------------


def test_added_listed_and_read(cf: CaseFile, case: str) -> None:
    data = pdf()
    saved = attachments.attach(cf, case, "C:\\Scans\\Letter.pdf", data, "Health visitor", "A letter of 3 November")
    assert saved.fresh and saved.changed.kinds == {"attachment"}
    revision = cf.store.get(saved.rev)
    digest = hashlib.sha256(data).hexdigest()
    assert revision is not None and revision.head.att == (digest,)
    (document,) = attachments.listed(cf, case)
    assert (document.id, document.name, document.kind, document.size) == (saved.id, "Letter.pdf", PDF, len(data))
    assert (document.source, document.shows, document.digest) == ("Health visitor", "A letter of 3 November", digest)
    assert document.by == "Dawn Pettifer, PCLO (Band D)" and document.here and document.in_use
    assert attachments.read(cf, saved.id) == data
    assert document == attachments.document(cf, saved.id)


def test_nothing_of_it_is_in_the_clear_in_the_vault(cf: CaseFile, case: str) -> None:
    attachments.attach(cf, case, f"{CANARY}.pdf", pdf(), CANARY, CANARY)
    cf.close()
    for path in cf.vault.folder.rglob("*"):
        assert CANARY not in path.name
        assert not path.is_file() or CANARY.encode() not in path.read_bytes()


def test_the_bytes_are_kept_before_the_record(cf: CaseFile, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cf, "save", stop)
    with pytest.raises(KeyboardInterrupt):
        attachments.attach(cf, case, "a.pdf", pdf())
    assert blob_of(cf, pdf()).exists() and attachments.listed(cf, case) == []
    assert len(cf.vault.blobs.remove_orphans(set())) == 1


def test_the_same_document_twice_is_one(cf: CaseFile, case: str) -> None:
    first = attachments.add(cf, case, "a.pdf", pdf())
    again = attachments.add(cf, case, "another name.pdf", pdf())
    assert not first.again and again.again
    assert again.saved.id == first.saved.id and not again.saved.fresh
    assert [document.name for document in attachments.listed(cf, case)] == ["a.pdf"]


def test_a_withdrawn_one_may_come_again_and_both_say_so(cf: CaseFile, case: str) -> None:
    first = attachments.attach(cf, case, "a.pdf", pdf())
    attachments.withdraw(cf, first.id, "Another family’s letter")
    second = attachments.attach(cf, case, "b.pdf", pdf())
    assert second.fresh
    now, before = attachments.listed(cf, case)
    assert now.twins == (first.id,) and before.twins == (second.id,)


def test_limits(cf: CaseFile, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DocumentEmpty):
        attachments.attach(cf, case, "a.pdf", b"")
    monkeypatch.setattr(attachments, "LIMIT", 1000)
    attachments.attach(cf, case, "a.txt", b"x" * 1000)
    with pytest.raises(DocumentTooLarge):
        attachments.attach(cf, case, "b.txt", b"x" * 1001)
    large = tmp_path / "large"
    large.write_bytes(b"x" * 1001)
    with pytest.raises(DocumentTooLarge):
        attachments.add_file(cf, case, large)
    assert len(attachments.listed(cf, case)) == 1 and len(cf.vault.blobs.names()) == 1


def test_files_that_cannot_be_read(cf: CaseFile, case: str, tmp_path: Path) -> None:
    with pytest.raises(DocumentUnreadable, match="it is not there"):
        attachments.add_file(cf, case, tmp_path / "gone.pdf")
    with pytest.raises(DocumentUnreadable, match="folder or a device"):
        attachments.add_file(cf, case, tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")  # reading it would wait for ever
        with pytest.raises(DocumentUnreadable, match="folder or a device"):
            attachments.add_file(cf, case, tmp_path / "pipe")


def test_a_missing_and_a_damaged_one_are_said_and_put_right_by_adding_again(cf: CaseFile, case: str) -> None:
    data = pdf()
    saved = attachments.attach(cf, case, "a.pdf", data)
    blob = blob_of(cf, data)
    blob.unlink()
    assert not attachments.document(cf, saved.id).here
    with pytest.raises(DocumentNotHere, match="Synchronise with the office"):
        attachments.read(cf, saved.id)
    assert attachments.add(cf, case, "a.pdf", data).again
    assert attachments.read(cf, saved.id) == data
    raw = bytearray(blob.read_bytes())
    raw[len(raw) // 2] ^= 1
    blob.write_bytes(bytes(raw))
    with pytest.raises(DocumentDamaged, match="add the same file again"):
        attachments.read(cf, saved.id)
    attachments.add(cf, case, "a.pdf", data)
    assert attachments.read(cf, saved.id) == data


def test_a_record_of_another_laptop_may_say_anything(cf: CaseFile, case: str) -> None:
    evil = Attachment(file_name="../../\u202efdp.exe", media_type="application/pdf", size=-1, digest="../../etc/passwd")
    saved = cf.save(evil, case=case)
    (document,) = attachments.listed(cf, case)
    assert document.name == "⟦U+202E⟧fdp.exe" and not document.here
    with pytest.raises(DocumentDamaged):
        attachments.read(cf, saved.id)
    with pytest.raises(NoSuchRecord):
        attachments.read(cf, case)


# what it is ---------------------------------------------------------------------------------------------------


def test_the_kind_is_told_from_the_bytes(cf: CaseFile, case: str) -> None:
    for data, kind in (
        (pdf(), PDF), (b"\n\n%PDF-1.4 late", PDF), (picture("PNG"), PNG), (picture("JPEG"), JPEG),
        (picture("GIF"), GIF), (fax(), TIFF), ("Grüße\n".encode(), TEXT), ("Grüße\n".encode("cp1252"), TEXT),
        ("Grüße\n".encode("utf-16"), TEXT), (b"<html><script>alert(1)</script>", TEXT), (b"MZ said so.\n", TEXT),
        (b"Date,What\n1/2/26,Visit\n", CSV), (b"Date;What\r\n1/2/26;Visit, late\r\n", CSV),
        (b"Dear Dawn,\nYours,\n", TEXT), (b"She came, he left.\nHe came, she left.\n", TEXT),
        (b"MZ\x90\x00\x03\x00", PROGRAM), (b"\x7fELF\x02\x01\x00", PROGRAM), (b"PK\x03\x04\x14\x00", ZIPPED),
        (bytes(range(256)), OTHER), (b"\x01\x02\x03", OTHER),
    ):  # fmt: skip
        assert document_kinds.recognise(data) is kind, data[:20]
    saved = attachments.attach(cf, case, "holiday.jpg", pdf())
    opened = attachments.opened(cf, saved.id)
    assert opened.kind is PDF and opened.misleading and opened.document.kind is PDF


def test_the_size_of_a_picture_is_known_before_it_is_decoded() -> None:
    sizes = document_kinds.picture_sizes
    for form in ("PNG", "JPEG", "GIF", "TIFF"):
        assert sizes(picture(form, (321, 123))) == [(321, 123)]
    assert sizes(fax(3)) == [(200, 280), (210, 280), (220, 280)]
    for bomb in (huge_png(), huge_jpeg(), huge_tiff()):
        assert len(bomb) < 5000 and document_kinds.too_large(sizes(bomb))
    assert not document_kinds.too_large(sizes(picture()))
    assert document_kinds.too_large([(0, 10)]) and document_kinds.too_large([(40_000, 10)])
    assert sizes(huge_tiff(50, after=8)) == [(100, 100), (50, 50)]  # it goes round and round


@given(st.sampled_from([picture("PNG"), picture("JPEG"), picture("GIF"), fax(2), pdf()]), st.data())
def test_damaged_headers_are_no_accident(whole: bytes, data: st.DataObject) -> None:
    broken = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    for _ in range(data.draw(st.integers(0, 8))):
        if broken:
            broken[data.draw(st.integers(0, min(len(broken), 200) - 1))] = data.draw(st.integers(0, 255))
    document_kinds.picture_sizes(bytes(broken))
    document_kinds.recognise(bytes(broken))


def test_text_is_shown_with_nothing_hidden() -> None:
    text = document_text.decode("safe\u202etxt\x07 z\u200bw\tx\r\ny".encode())
    assert text is not None and text.encoding == "UTF-8"
    shown = document_text.shown(text.words)
    assert shown.words == "safe⟦U+202E⟧txt⟦U+0007⟧ z⟦U+200B⟧w\tx\ny" and shown.whole
    long = document_text.shown("x" * 10_000)
    assert max(map(len, long.words.split("\n"))) == document_text.LONGEST_LINE
    assert not document_text.shown("x" * (document_text.MOST_SHOWN + 1)).whole
    rows = document_text.table("a,b\n=1+1,\u202ex\n")
    assert rows == [["a", "b"], ["=1+1", "⟦U+202E⟧x"]]


@given(st.text(max_size=300))
def test_whatever_text_comes_nothing_stays_invisible(words: str) -> None:
    shown = document_text.visible(words)
    assert all(c in "\n\t" or ord(c) >= 32 for c in shown) and "\u202e" not in shown and "\x85" not in shown


# names --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind", "out"),
    [
        ("Letter.pdf", PDF, "Letter.pdf"),
        ("../../etc/passwd", TEXT, "passwd.txt"),
        ("C:\\Users\\x\\scan.PDF", PDF, "scan.PDF"),
        ("photo\u202egpj.exe", PROGRAM, "photogpj.exe.bin"),
        ("photo.exe", PNG, "photo.exe.png"),
        ("letter.pdf", PROGRAM, "letter.pdf.bin"),
        ("minutes.docx", ZIPPED, "minutes.docx"),
        ("page.html", TEXT, "page.html.txt"),
        ("statement.eml", TEXT, "statement.eml"),
        ("rows.csv", CSV, "rows.csv"),
        ("CON", TEXT, "_CON.txt"),
        ("nul.pdf", PDF, "_nul.pdf"),
        ("com1 .txt", TEXT, "_com1 .txt"),
        ("a:stream.txt", TEXT, "a_stream.txt"),
        ("what?.pdf", PDF, "what_.pdf"),
        ("trailing. . ", OTHER, "trailing"),
        (".hidden", OTHER, "hidden"),
        ("...", PDF, "document.pdf"),
        ("", PDF, "document.pdf"),
        ("\u202e\u200b", PDF, "document.pdf"),
        ("x" * 300 + ".pdf", PDF, "x" * 156 + ".pdf"),
    ],
)
def test_the_name_under_which_a_copy_leaves(name: str, kind: document_kinds.DocumentKind, out: str) -> None:
    assert document_names.for_export(name, kind) == out


@given(st.text(max_size=300), st.sampled_from(document_kinds.KINDS))
def test_no_name_leads_out_of_its_folder_or_lies_about_its_ending(name: str, kind: document_kinds.DocumentKind) -> None:
    out = document_names.for_export(name, kind)
    assert out == os.path.basename(out) and out.strip(". ") and not set(out) & set('<>:"/\\|?*\0\n\u202e\u200b')
    assert not out.startswith(".") and not out.endswith((" ", ".")) and len(out) <= 175
    assert not document_names.misleads(out, kind) or kind.shape in ("text", "table")
    out.encode()


def test_misleading_names_are_seen_through() -> None:
    assert document_names.misleads("a.pdf", PROGRAM) and document_names.misleads("a.docx", PNG)
    assert document_names.misleads("\u202efdp.pdf", TEXT)
    assert not document_names.misleads("a.pdf", PDF) and not document_names.misleads("a.eml", TEXT)
    assert not document_names.misleads("a.docx", ZIPPED) and not document_names.misleads("scan", PDF)
    assert document_names.shown("inv\u202efdp.exe") == "inv⟦U+202E⟧fdp.exe"


# in use, and on entries ---------------------------------------------------------------------------------------


def test_withdrawn_and_put_back_with_reasons(cf: CaseFile, case: str) -> None:
    id = attachments.attach(cf, case, "a.pdf", pdf()).id
    with pytest.raises(WithdrawReasonNeeded):
        attachments.withdraw(cf, id, "  ")
    attachments.withdraw(cf, id, "Another family’s letter")
    document = attachments.document(cf, id)
    assert document.withdrawn == "Another family’s letter" and not document.in_use
    assert attachments.read(cf, id) == pdf()
    attachments.put_back(cf, id, "It is theirs after all")
    assert attachments.document(cf, id).in_use
    assert [version.record and version.record.change_reason for version in cf.history(id)][:2] == [
        "It is theirs after all", "Another family’s letter",
    ]  # fmt: skip


def test_entries_and_their_documents(cf: CaseFile, case: str) -> None:
    first, second = (cf.save(entry(f"Fact {day}", f"2026-11-0{day}"), case=case).id for day in (1, 2))
    one = attachments.attach(cf, case, "a.pdf", pdf("One"), shows="The letter").id
    two = attachments.attach(cf, case, "b.pdf", pdf("Two")).id
    assert attachments.entries_with_documents(cf, case) == frozenset()
    attachments.link(cf, second, [one, two, one])
    attachments.link(cf, first, [one])
    assert attachments.entries_with_documents(cf, case) == {first, second}
    assert attachments.document(cf, one).entries == ((first, 1), (second, 2))
    assert {d.id: d.entries for d in attachments.listed(cf, case)}[two] == ((second, 2),)
    assert cf.item(first).record.change_reason == "Added: The letter"
    before = cf.item(first).rev
    assert not attachments.link(cf, first, [one]).fresh and cf.item(first).rev == before
    attachments.unlink(cf, second, one, "Belongs to the first visit")
    assert attachments.document(cf, one).entries == ((first, 1),)
    assert cf.item(second).record.attachments == (two,)
    with pytest.raises(WithdrawReasonNeeded):
        attachments.unlink(cf, second, two, "")
    cf.rebuild()
    assert attachments.entries_with_documents(cf, case) == {first, second}
    assert chronology.count(cf, case, ChronologyFilter(documents=True)) == 2


# out of the case file -----------------------------------------------------------------------------------------


def test_a_copy_leaves_whole_and_is_written_down(cf: CaseFile, case: str, tmp_path: Path) -> None:
    id = attachments.attach(cf, case, "a.pdf", pdf()).id
    out = tmp_path / "out" / "a.pdf"
    out.parent.mkdir()
    with pytest.raises(ExportUnexplained):
        attachments.export(cf, id, out, recipient="F Whitcombe, DS", why=" ")
    attachments.export(cf, id, out, **WHO)
    assert out.read_bytes() == pdf() and os.listdir(out.parent) == ["a.pdf"]
    if os.name != "nt":
        assert out.stat().st_mode & 0o077 == 0
    (line,) = (item.record for item in disclosures.listed(cf, case))
    assert (line.act, line.what, line.record, line.copies) == ("exported", "Document a.pdf", id, 1)
    assert (line.recipient, line.why) == (WHO["recipient"], WHO["why"])
    assert line.digest == hashlib.sha256(pdf()).hexdigest()


def test_nothing_in_the_way_is_written_over(cf: CaseFile, case: str, tmp_path: Path) -> None:
    id = attachments.attach(cf, case, "a.pdf", pdf()).id
    out = tmp_path / "a.pdf"
    out.write_bytes(b"mine")
    with pytest.raises(ExportInTheWay):
        attachments.export(cf, id, out, **WHO)
    assert out.read_bytes() == b"mine" and disclosures.listed(cf, case) == []
    attachments.export(cf, id, out, replace=True, **WHO)
    assert out.read_bytes() == pdf()
    with pytest.raises(ExportIntoCaseFile):
        attachments.export(cf, id, cf.vault.folder / "blobs" / "a.pdf", **WHO)


def test_a_file_that_comes_in_between_is_not_written_over(
    cf: CaseFile, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = attachments.attach(cf, case, "a.pdf", pdf()).id
    out = tmp_path / "a.pdf"
    real = disclosures.record

    def meanwhile(*given: object) -> object:
        out.write_bytes(b"mine")
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(disclosures, "record", meanwhile)
    with pytest.raises(ExportInTheWay):
        attachments.export(cf, id, out, **WHO)
    assert out.read_bytes() == b"mine" and os.listdir(tmp_path).count("a.pdf") == 1
    assert not [name for name in os.listdir(tmp_path) if name.startswith(".tmp")]
    (line,) = (item.record for item in disclosures.listed(cf, case))
    assert line.copies == 0 and "did not leave" in line.change_reason


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /dev/full")
def test_a_copy_that_cannot_be_written_did_not_leave(cf: CaseFile, case: str, tmp_path: Path) -> None:
    id = attachments.attach(cf, case, "a.pdf", pdf()).id
    with pytest.raises(ExportFailed, match="No such file"):
        attachments.export(cf, id, tmp_path / "nowhere" / "a.pdf", **WHO)
    (line,) = (item.record for item in disclosures.listed(cf, case))
    assert line.copies == 0


def test_a_memory_stick_has_no_second_names(
    cf: CaseFile, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    id = attachments.attach(cf, case, "a.pdf", pdf()).id
    attachments.export(cf, id, tmp_path / "a.pdf", **WHO)
    assert (tmp_path / "a.pdf").read_bytes() == pdf()


def test_the_largest_document_goes_in_and_out(cf: CaseFile, case: str, tmp_path: Path) -> None:
    data = os.urandom(1024) * (attachments.LIMIT // 1024)
    id = attachments.attach(cf, case, "large.bin", data).id
    assert attachments.read(cf, id) == data


def test_listing_many_asks_little(make_casefile: Callable[..., CaseFile]) -> None:
    import time

    from pclo_app.records.case import Case

    cf = make_casefile("many")
    case = cf.save(Case(reference="KM-1", family="A"), case="").id
    entries = [saved.id for saved in cf.save_many((entry(f"Fact {n}"), case) for n in range(400))]
    documents = [attachments.attach(cf, case, f"{n}.txt", f"words {n}".encode()).id for n in range(60)]
    for n, id in enumerate(documents):
        attachments.link(cf, entries[n], [id])
    start = time.perf_counter()
    assert len(attachments.listed(cf, case)) == 60
    assert len(attachments.entries_with_documents(cf, case)) == 60
    assert time.perf_counter() - start < 1.0
