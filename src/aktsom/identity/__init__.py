"""How people sign in, prove who they are, and which duties their institution says they have."""
