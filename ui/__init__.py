"""What a person touches: Qt widgets over the case file."""

from ui.immortal import keep_none_alive

keep_none_alive()
