"""What must be done before the next door opens."""
