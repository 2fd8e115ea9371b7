"""Agreements as text: which framework conditions they hold, how a draft is put together, and what a returned one changes."""
