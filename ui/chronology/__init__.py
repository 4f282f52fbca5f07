"""The chronology of a case: table, timeline, one entry in full, and the ways to write one."""
