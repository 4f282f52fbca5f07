"""Several children in one record: whom a row is about, one child's view, and its print."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.meeting import HeadingAnswer, MeetingAction, SharedInformation, StrategyMeeting, for_child
from tests.ui.meetings.meeting_parts import Shell
from ui.meetings.facts import RealReports


def test_one_childs_view_is_shown_and_printed(
    open_record: Any, settle: Any, cf: CaseFile, case: str, shell: Shell
) -> None:
    editor = open_record(reports=RealReports())
    form = editor.form
    maisie, theo = (item.id for item in cf.people(case) if item.record.is_child)
    assert form.child_view.isVisible()
    for what in ("Visit the flat", "Examine Maisie", "Ask the nursery about Theo"):
        form.plan.add_row(MeetingAction(what=what))
    pick = form.plan.rows[1].children_pick
    assert pick.isVisible() and pick.text() == "All children"
    pick.menu_.actions()[1].trigger()
    assert pick.text() == "Maisie" and pick.accessibleName() == "Action 2, about: Maisie"
    form.plan.rows[2].children_pick.menu_.actions()[0].trigger()
    form.information.add_row(SharedInformation(fact="Theo is well", children=(theo,)))
    form.decisions.rows[3].children_pick.menu_.actions()[1].trigger()
    form.decisions.rows[3].decision.insertPlainText("Medical today")
    record = editor.record()
    assert [each.children for each in record.actions] == [(), (maisie,), (theo,)]
    assert record.decisions[3].children == (maisie,)

    form.child_view.pick.buttons()[2].click()
    assert form.child() == theo
    assert [row.isVisibleTo(form) for row in form.plan.rows] == [True, False, True]
    assert not form.decisions.rows[3].isVisibleTo(form) and form.decisions.rows[4].isVisibleTo(form)
    assert [each.what for each in editor.record().actions] == [each.what for each in record.actions], "nothing is lost"
    editor.print_draft()
    settle()
    settle()
    ((document, _case, printed_of),) = shell.printed
    assert printed_of.endswith(f"/{theo}"), "copies are made again for this child, not of the whole"
    text = " ".join(document.text().split())
    assert "for Theo Orrin-Vale, only what is about this child" in text and "DRAFT" in text
    assert "Ask the nursery about Theo" in text and "Theo is well" in text and "Visit the flat" in text
    assert "Examine Maisie" not in text and "Medical today" not in text and "Maisie" not in text
    assert form.go("decisions.3")
    assert form.child() == "" and form.decisions.rows[3].isVisibleTo(form), "a finding leads to its row"

    box = form.meeting._boxes[theo]
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    assert not form.child_view.isVisible() and not pick.isVisible()
    assert BytesIO(document.pdf).read(5) == b"%PDF-"


def test_the_view_of_one_child_leaves_the_others_out() -> None:
    record = StrategyMeeting(
        children=("m", "t"),
        information=(SharedInformation(fact="both"), SharedInformation(fact="t", children=("t",))),
        decisions=(HeadingAnswer(number=1, heading="A"), HeadingAnswer(number=2, heading="B", children=("m", "t"))),
        actions=(MeetingAction(what="m", children=("m",)),),
    )
    seen = for_child(record, "t")
    assert seen.children == ("t",) and [each.fact for each in seen.information] == ["both", "t"]
    assert len(seen.decisions) == 2 and seen.actions == ()
