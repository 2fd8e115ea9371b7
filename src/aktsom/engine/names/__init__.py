"""Recognising a listed party under another spelling: normalise, index, find candidates, score, explain."""
