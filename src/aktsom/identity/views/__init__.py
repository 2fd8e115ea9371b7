"""The pages of signing in: with an institution's service, once more, and looking after one's own ways in."""
