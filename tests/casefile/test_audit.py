"""The access log: every revision a line, who opened what, and that the log itself was read."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable

import pytest

from pclo_app.casefile import audit, chronology, custody, disclosures, search
from pclo_app.casefile.audit import AuditFilter
from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.audit import Attachment, Disclose
from pclo_app.records.case import Case
from tests.casefile.conftest import PASSPHRASE, TurnedClock, entry


def told(cf: CaseFile, **filter: str) -> list[str]:
    """What the log says, newest first."""
    return [line.what for line in audit.page(cf, AuditFilter(**filter))]


@pytest.fixture
def busy(cf: CaseFile, case: str) -> CaseFile:
    """A case file in which one of everything has happened."""
    first = cf.save(entry("A visit took place"), case=case)
    cf.save(entry("A visit was refused", change_reason="Social worker’s note"), case=case, id=first.id)
    audit.consult(cf, case, "meeting or conference")
    printed = Disclose(act="printed", what="Chronology", recipient="Imelda Crosbie, Team Manager", copies=3)
    disclosures.record(cf, case, printed)
    digest = cf.put_blob(b"scan")
    paper = Attachment(file_name="letter.pdf", media_type="application/pdf", size=4, digest=digest)
    cf.save(paper, case=case, attachments=(digest,))
    return cf


def test_every_revision_is_a_line_in_plain_words(busy: CaseFile, case: str) -> None:
    lines = audit.page(busy)
    assert [line.what for line in lines] == [
        "Document added: letter.pdf",
        "Printed Chronology: Imelda Crosbie, Team Manager, 3 copies",
        "Opened for meeting or conference",
        "Chronology entry changed: Social worker’s note",
        "Chronology entry written",
        "Case written",
    ]
    assert len(lines) == audit.count(busy) == busy.store.count()
    line = next(line for line in lines if line.act == "changed")
    assert (line.who, line.rank, line.reference, line.case) == ("Dawn Pettifer", "PCLO (Band D)", "KM-0417", case)
    assert (line.record_title, line.laptop, line.remark) == ("A visit was refused", "this laptop", "")
    assert line.at.startswith("2026-11-03T16:") and line.off == "+00:00"
    assert all(line.act in audit.ACTS for line in lines)
    assert audit.people(busy) == ["Dawn Pettifer, PCLO (Band D)"]


def test_a_case_is_consulted_once_in_each_session(cf: CaseFile, case: str) -> None:
    assert audit.consult(cf, case, "casework") is not None
    assert audit.consult(cf, case, "supervision") is None
    assert audit.consult(cf, "", "audit") is not None and audit.consult(cf, "", "audit") is None
    assert told(cf, what="opened") == ["Access log read", "Opened for casework"]
    cf.close()
    with CaseFile.open(cf.vault.folder, PASSPHRASE, clock=cf.clock) as again:
        assert audit.consult(again, case, "casework") is not None
        assert told(again, what="opened") == ["Opened for casework", "Access log read", "Opened for casework"]
    with CaseFile.open(cf.vault.folder, PASSPHRASE, clock=cf.clock, read_only=True) as reading:
        assert audit.consult(reading, case, "casework") is None
        assert len(told(reading, what="opened")) == 3


def test_a_consultation_that_was_not_stored_is_asked_for_again(
    cf: CaseFile, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("full")

    with monkeypatch.context() as patch:
        patch.setattr("pclo_app.casefile.projection.note", fail)
        with pytest.raises(OSError, match="full"):
            audit.consult(cf, case, "casework")
    assert audit.consult(cf, case, "casework") is not None


def test_filters(busy: CaseFile, case: str, clock: TurnedClock) -> None:
    other = busy.save(Case(reference="KM-9", family="Šírá"), case="").id
    clock.time = clock.time.replace(day=20)
    late = busy.save(entry("Later"), case=other)
    busy.save(entry("Later still", change_reason="The Ämter wrote"), case=other, id=late.id)
    assert told(busy, case=other) == ["Chronology entry changed: The Ämter wrote", "Chronology entry written",
                                      "Case written"]  # fmt: skip
    assert told(busy, since="2026-11-20") == told(busy, case=other)[:2]
    assert len(told(busy, until="2026-11-19")) == audit.count(busy) - 2
    assert told(busy, since="2026-11-20", until="2026-11-20", what="changed") == told(busy, case=other)[:1]
    assert told(busy, words="ämter CHANGED") == told(busy, case=other)[:1]
    assert told(busy, words="100% _") == []
    assert told(busy, who="band d", what="disclosed") == told(busy, words="crosbie")
    assert told(busy, who="nobody") == []
    assert audit.count(busy, AuditFilter(case=case, what="changed")) == 1


def test_cases_show_casework_and_the_log_shows_the_rest(busy: CaseFile, case: str) -> None:
    assert {version.kind for version in busy.recent()} == {"case", "chronology_entry", "attachment"}
    assert busy.counts(case) == {"case": 1, "chronology_entry": 1, "attachment": 1}
    assert busy.unsent() > busy.unsent(casework=True) == 4
    assert search.find(busy, "meeting") == [] and search.find(busy, "Imelda") == []
    assert chronology.count(busy, case) == 1


def test_a_spreadsheet_runs_nothing_of_the_log(cf: CaseFile, case: str) -> None:
    first = cf.save(entry("=HYPERLINK(1)"), case=case)
    cf.save(entry("=cmd|' /C calc'!A0", change_reason='+1, "quoted"\nand a line'), case=case, id=first.id)
    printed = Disclose(act="printed", what="Chronology", recipient="@SUM(A1)")
    disclosures.record(cf, case, printed)
    cf.save(Case(reference="-2+3", family="X"), case="")
    text = audit.csv(cf)
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == audit.count(cf) + 1 and len({len(row) for row in rows}) == 1
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell]
    assert "'=HYPERLINK(1)" in cells and "'-2+3" in cells and "'+00:00" in cells
    assert list(csv.reader(io.StringIO(audit.csv(cf, AuditFilter(what="disclosed")))))[1][5] == (
        "Printed Chronology: @SUM(A1)"
    )


def test_twenty_thousand_revisions_a_page_within_a_moment(cf: CaseFile, case: str) -> None:
    cf.save_many((entry(f"Event {n}, telephone call with the school"), case) for n in range(20_000))
    audit.consult(cf, case, "casework")

    def quickest(work: Callable[[], object]) -> float:
        times = []
        for _ in range(5):
            start = time.process_time()
            work()
            times.append(time.process_time() - start)
        return min(times) * 1000

    asked = {
        "first": lambda: audit.page(cf, limit=100),
        "deep": lambda: audit.page(cf, limit=100, offset=19_000),
        "case": lambda: audit.page(cf, AuditFilter(case=case), limit=100, offset=5_000),
        "words": lambda: audit.page(cf, AuditFilter(words="opened"), limit=100),
        "act": lambda: audit.page(cf, AuditFilter(what="opened", who="pettifer"), limit=100),
        "count": lambda: audit.count(cf, AuditFilter(words="entry written")),
    }
    taken = {name: quickest(work) for name, work in asked.items()}
    assert max(taken.values()) < 20, taken  # milliseconds of the processor: other work on the machine does not count
    assert audit.count(cf, AuditFilter(words="entry written")) == 20_000
    assert told(cf, words="opened") == ["Opened for casework"]


def test_keys_stand_in_the_log(cf: CaseFile) -> None:
    custody.change_passphrase(cf, PASSPHRASE, PASSPHRASE + " four")
    assert told(cf, what="keys")[0].startswith("Keys: passphrase changed")
