"""Pure Python without Django: names, lists, flags. Nothing here reads a database or the network."""
