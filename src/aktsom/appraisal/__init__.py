"""Facts of all rooms and the rules on them, as red flags on partners and cooperation."""
