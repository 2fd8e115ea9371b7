"""How an institution adapts the handbook: proposed, looked at with what it would have done, taken into effect by another."""
