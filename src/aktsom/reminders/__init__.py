"""What waits for a person, told by mail and in their calendar: how much, of what sort and by when, and nothing more."""
