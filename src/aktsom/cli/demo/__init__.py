"""`aktsom demo`: a sector of Norwegian institutions from real publications and projects, ready to look at."""
