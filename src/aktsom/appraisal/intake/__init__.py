"""From "I want to …" to the answers sent in: one question at a time, saved at every step."""
