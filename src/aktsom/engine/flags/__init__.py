"""Facts and rules in, red flags out; rules are data, checked when they are loaded."""
