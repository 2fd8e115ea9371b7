"""One reader per published list, each yielding the same `Listing` records."""
