"""Bringing in a drawer of agreements: many files and a sheet that says what they are, each ending with an outcome."""
