"""What each room gives the matrix: the things that its addresses name, and what is sent to them."""
