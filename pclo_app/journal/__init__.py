"""The journal: signed revisions, their chains, how two journals merge, how one is checked."""
