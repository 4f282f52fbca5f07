"""The exchange with the office: signed, encrypted bundles through a folder that nobody has to trust."""
