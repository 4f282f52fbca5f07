"""The encrypted file on disk: key slots, database connection, identities, attachments, lock.

The rest of the program uses `pclo_app.vault.vault` (create, unlock), the conditions
in `pclo_app.vault.errors` and the small types those two hand out.
"""
