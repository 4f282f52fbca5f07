"""The audit log: who did what, when, on which laptop; read only."""
