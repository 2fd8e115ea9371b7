"""External organisations under all their names; merges are visible and reversible."""
