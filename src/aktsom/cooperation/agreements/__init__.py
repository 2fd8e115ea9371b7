"""Agreements: what was promised to whom until when, and whether the papers hold the framework conditions."""
