"""Hits of screening, and how people judged them."""
