"""The pages of the agreements."""
