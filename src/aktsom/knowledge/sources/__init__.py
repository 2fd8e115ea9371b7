"""Versions of the published lists, country facts, and what changed between versions."""
