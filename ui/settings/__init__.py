"""How the program looks and when it locks."""
