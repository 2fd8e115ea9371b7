"""Whose turn an appraisal is, and what they do: hand over a dossier, decide, step aside, hear an appeal, see to measures."""
