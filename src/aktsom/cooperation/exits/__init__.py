"""The way out of an agreement: its exit strategy, the drill that changes nothing, and what is done when it is broken."""
