"""Settings, part by part: you and the look, and how the case file is kept."""
