"""Agreements written for measuring: the corpus as it is labelled, and the documents that it becomes."""
