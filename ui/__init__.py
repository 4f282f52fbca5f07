"""What a person touches: Qt widgets over the case file."""
