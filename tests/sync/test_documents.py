"""Documents travel with the rows that name them, and are opened on the other laptop."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pclo_app.casefile import attachments, integrity
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.document_errors import DocumentDamaged, DocumentNotHere
from pclo_app.casefile.document_kinds import PDF
from pclo_app.sync import bundle, container
from tests.casefile.document_samples import CANARY, fax, pdf
from tests.sync.conftest import Team


def _blobs(team: Team) -> list[Path]:
    """The bundles of documents that the officer has left."""
    paths = [team.path(lying) for lying in team.up()]
    return [path for path in paths if container.read_outer(path.read_bytes()).header.type == "blob"]


def _spoil(cf: CaseFile, data: bytes) -> None:
    name = cf.vault.blobs.name_for(hashlib.sha256(data).digest())
    path = cf.vault.folder / "blobs" / name[:2] / f"{name}.blob"
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(bytes(raw))


def test_attached_by_the_officer_opened_by_the_sergeant(team: Team) -> None:
    visit = team.write("A visit")
    id = attachments.attach(team.officer, team.case, "letter.pdf", pdf(), "R Ames, health visitor", "The letter").id
    attachments.link(team.officer, visit, [id])
    team.there()
    assert len(_blobs(team)) == 1
    report = team.office()
    assert (report.refused, report.alarms) == ([], [])
    (document,) = attachments.listed(team.sergeant, team.case)
    assert (document.name, document.kind, document.source, document.here) == (
        "letter.pdf", PDF, "R Ames, health visitor", True,
    )  # fmt: skip
    assert document.by == "Dawn Pettifer, PCLO (Band D)" and document.entries == ((visit, 1),)
    assert attachments.read(team.sergeant, id) == pdf()
    assert attachments.entries_with_documents(team.sergeant, team.case) == {visit}
    assert team.there().unsent == 0 and integrity.verify(team.sergeant).ok


def test_attached_by_the_sergeant_opened_by_the_officer(sent: Team) -> None:
    sent.office()
    id = attachments.attach(sent.sergeant, sent.case, "fax.tif", fax(), "School", "Attendance").id
    sent.office()
    assert sent.there().refused == []
    assert attachments.read(sent.officer, id) == fax()
    assert attachments.document(sent.officer, id).by == "Farah Whitcombe, Detective Sergeant"


def test_the_words_change_and_it_is_withdrawn_without_its_travelling_again(team: Team) -> None:
    id = attachments.attach(team.officer, team.case, "letter.pdf", pdf()).id
    team.there(), team.office(), team.there()
    attachments.withdraw(team.officer, id, "Another family’s letter")
    before = len(_blobs(team))
    team.there(), team.office()
    assert len(_blobs(team)) == before
    document = attachments.document(team.sergeant, id)
    assert document.withdrawn == "Another family’s letter" and document.here


def test_one_that_has_not_arrived_is_said_so_and_comes_with_the_next_exchange(team: Team) -> None:
    id = attachments.attach(team.officer, team.case, "letter.pdf", pdf()).id
    team.there()
    (lost,) = _blobs(team)
    lost.unlink()
    assert team.office().received_rows > 0
    document = attachments.document(team.sergeant, id)
    assert not document.here and document.name == "letter.pdf"
    with pytest.raises(DocumentNotHere, match="Synchronise with the office"):
        attachments.read(team.sergeant, id)
    assert team.there().unsent > 0  # no receipt yet, so it goes again
    assert team.office().refused == []
    assert attachments.read(team.sergeant, id) == pdf() and attachments.document(team.sergeant, id).here
    assert team.there().unsent == 0


def test_a_damaged_one_is_said_so_and_put_right_by_adding_the_file_again(team: Team) -> None:
    id = attachments.attach(team.officer, team.case, "letter.pdf", pdf()).id
    team.there(), team.office()
    _spoil(team.sergeant, pdf())
    with pytest.raises(DocumentDamaged):
        attachments.read(team.sergeant, id)
    assert attachments.read(team.officer, id) == pdf()  # the officer's own is whole
    assert attachments.add(team.sergeant, team.case, "letter.pdf", pdf()).again
    assert attachments.read(team.sergeant, id) == pdf()


def test_a_large_one_travels_in_pieces(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "PART_SIZE", 4096)
    monkeypatch.setattr(bundle.in_lots, "__defaults__", (6000,))
    data = fax(6)
    id = attachments.attach(team.officer, team.case, "fax.tif", data).id
    team.there()
    assert len(_blobs(team)) >= len(data) // 8192
    assert team.office().refused == []
    assert attachments.read(team.sergeant, id) == data


def test_the_same_document_from_both_is_two_records_that_know_of_each_other(sent: Team) -> None:
    sent.office()
    mine = attachments.attach(sent.officer, sent.case, "mine.pdf", pdf()).id
    theirs = attachments.attach(sent.sergeant, sent.case, "theirs.pdf", pdf()).id
    sent.there(), sent.office(), sent.there()
    found = {document.id: document.twins for document in attachments.listed(sent.officer, sent.case)}
    assert found == {mine: (theirs,), theirs: (mine,)}


def test_no_word_of_a_document_is_in_the_drop(team: Team) -> None:
    attachments.attach(team.officer, team.case, f"{CANARY}.pdf", pdf(), CANARY, CANARY)
    team.there()
    for path in team.drop.root.rglob("*"):
        assert CANARY not in str(path)
        assert not path.is_file() or CANARY.encode() not in path.read_bytes()
