"""Parts used by two screens or more. Each is small, reachable by keyboard and named for a screen reader."""
