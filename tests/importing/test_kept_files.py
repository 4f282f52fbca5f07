"""The file itself kept among the documents, in the same step as its rows, and what undoing makes of it."""

from __future__ import annotations

import pytest

from pclo_app.casefile import attachments
from pclo_app.casefile.casefile import CaseFile
from pclo_app.importing import Mapping, plan_csv
from pclo_app.importing.accepting import Result, accept
from pclo_app.importing.undoing import imports, redo, undo
from tests.importing.test_round_trip import HEADER, TODAY, case, cf, entries

__all__ = ["case", "cf"]  # fixtures

DATA = (HEADER + "2026-11-03,Visit,GP,1,\n2026-11-04,Call,GP,2,\n").encode()


def bring(cf: CaseFile, case: str, data: bytes = DATA, *, keep: bool = True) -> Result:
    found = plan_csv(data, "partner.csv", Mapping(), TODAY)
    return accept(cf, case, found, keep=data if keep else b"")


def test_the_file_is_kept_only_where_it_is_wanted(cf: CaseFile, case: str) -> None:
    assert bring(cf, case, keep=False).document == ""
    assert attachments.listed(cf, case) == [] and not imports(cf, case)[0].kept


def test_the_file_is_kept_whole_and_tied_to_its_rows_by_the_digest(cf: CaseFile, case: str) -> None:
    result = bring(cf, case)
    assert attachments.read(cf, result.document) == DATA
    kept = attachments.document(cf, result.document)
    assert {entry.origin.digest for entry in entries(cf, case) if entry.origin} == {kept.digest}
    assert result.changed.kinds == {"chronology_entry", "attachment"}
    assert imports(cf, case)[0].kept


def test_undoing_takes_the_file_out_of_use_and_doing_it_again_gives_it_back(cf: CaseFile, case: str) -> None:
    result = bring(cf, case)
    digest = imports(cf, case)[0].digest
    taken = undo(cf, case, digest)
    assert taken.kept == "withdrawn" and "attachment" in taken.changed.kinds
    document = attachments.document(cf, result.document)
    assert not document.in_use and document.withdrawn == "Bringing in partner.csv was undone"
    assert attachments.read(cf, document.id) == DATA, "nothing is ever deleted"
    assert redo(cf, case, digest).kept == "back"
    assert attachments.document(cf, result.document).in_use
    undo(cf, case, digest)
    assert bring(cf, case).document == result.document, "brought in again: the same document, no second one"
    assert [each.in_use for each in attachments.listed(cf, case)] == [True]


def test_a_file_that_entries_refer_to_stays(cf: CaseFile, case: str) -> None:
    result = bring(cf, case)
    other = accept(cf, case, plan_csv((HEADER + "2026-11-09,Other,GP,9,\n").encode(), "b.csv", Mapping(), TODAY))
    assert other.imported == 1
    typed = next(item for item in cf.entries(case) if item.record.fact == "Other")
    attachments.link(cf, typed.id, [result.document])
    digest = attachments.document(cf, result.document).digest
    assert undo(cf, case, digest).kept == "stays"
    assert attachments.document(cf, result.document).in_use


def test_a_document_that_an_officer_added_is_left_alone(cf: CaseFile, case: str) -> None:
    own = attachments.attach(cf, case, "partner.csv", DATA, shows="Sent by the health visitor").id
    assert bring(cf, case).document == own
    assert undo(cf, case, imports(cf, case)[0].digest).kept == ""
    assert attachments.document(cf, own).in_use


def test_bytes_of_another_file_are_never_kept_under_its_name(cf: CaseFile, case: str) -> None:
    found = plan_csv(DATA, "partner.csv", Mapping(), TODAY)
    assert accept(cf, case, found, keep=b"something else").document == ""
    assert attachments.listed(cf, case) == []


def test_a_stopped_import_keeps_no_record_of_the_file(cf: CaseFile, case: str) -> None:
    class Stop(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done:
            raise Stop

    with pytest.raises(Stop):
        accept(cf, case, plan_csv(DATA, "partner.csv", Mapping(), TODAY), keep=DATA, progress=stop)
    assert entries(cf, case) == [] and attachments.listed(cf, case) == []
