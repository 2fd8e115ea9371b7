"""Aktsom: responsible international cooperation in higher education and research."""
