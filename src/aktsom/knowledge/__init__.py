"""What is known: the published lists and country facts, and how hits on them were judged."""
