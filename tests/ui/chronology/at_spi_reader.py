"""What a screen reader does: finds a program on the accessibility bus, reads it, presses its buttons, writes.

Run by the system's own Python, which has pyatspi; it knows nothing of the program but its
name. Answers what it read as JSON.
"""

import json
import time

import pyatspi

TAB = 0xFF09


def program(name):
    end = time.time() + 20
    while time.time() < end:
        desktop = pyatspi.Registry.getDesktop(0)
        for n in range(desktop.childCount):
            child = desktop.getChildAtIndex(n)
            if child is not None and child.name == name:
                return child
        time.sleep(0.2)
    raise SystemExit(f"no program {name} on the accessibility bus")


def every(node, depth=0):
    yield node
    if depth < 30 and node.getRoleName() not in ("table",):
        for n in range(node.childCount):
            child = node.getChildAtIndex(n)
            if child is not None:
                yield from every(child, depth + 1)


def showing(node):
    return node.getState().contains(pyatspi.STATE_SHOWING)


def find(app, start, role=""):
    end = time.time() + 10
    while time.time() < end:
        for node in every(app):
            if node.name.startswith(start) and (not role or node.getRoleName() == role) and showing(node):
                return node
        time.sleep(0.2)
    told = sorted({f"{node.getRoleName()}: {node.name[:40]}" for node in every(app) if node.name and showing(node)})
    raise SystemExit(f"nothing is called {start} among {told}")


def labelled(app, words, role):
    """A field by the label that belongs to it: Qt names a closed list by what is chosen in it."""
    for node in every(app):
        if node.getRoleName() == role and showing(node):
            for relation in node.getRelationSet():
                names = [relation.getTarget(n).name for n in range(relation.getNTargets())]
                if relation.getRelationType() == pyatspi.RELATION_LABELLED_BY and words in names:
                    return node
    raise SystemExit(f"no {role} has the label {words}")


def press(node):
    action = node.queryAction()
    names = [action.getName(n) for n in range(action.nActions)]
    action.doAction(names.index("Press") if "Press" in names else 0)
    time.sleep(0.4)


def write(node, words):
    node.queryEditableText().setTextContents(words)
    time.sleep(0.1)


app = program("pclo-at-spi")
table = find(app, "Chronology, ")
cells = table.queryTable()
read = [cells.getAccessibleAt(row, 5).name for row in range(cells.nRows)]
timeline = find(app, "Timeline, ").name
press(find(app, "New entry"))
write(find(app, "When", "text"), "18/11/2026 1105")
pyatspi.Registry.generateKeyboardEvent(TAB, None, pyatspi.KEY_SYM)
time.sleep(0.3)
pyatspi.Registry.generateKeyboardEvent(0, "e", pyatspi.KEY_STRING)
time.sleep(0.4)
agency = labelled(app, "Agency", "combo box").name
write(find(app, "Source and reference", "text"), "Telephone call")
write(find(app, "What happened (fact only)", "text"), "Not at nursery today.")
press(find(app, "Save and next"))
time.sleep(1.0)
table = find(app, "Chronology, 3")
after = [table.queryTable().getAccessibleAt(row, 5).name for row in range(table.queryTable().nRows)]
said = {"rows": read, "timeline": timeline, "after": after, "agency": agency, "entry": find(app, "Entry 3").name}
print(json.dumps(said))
