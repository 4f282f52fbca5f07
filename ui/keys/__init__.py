"""What opens the case file: passphrase, this laptop, emergency kit, office recovery."""
