"""The days of agreements: what must be decided, reviewed or renewed by when, and whose work that is."""
