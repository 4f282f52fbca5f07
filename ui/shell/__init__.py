"""What surrounds every screen: the window, unlocking, locking, work in the background, errors."""
