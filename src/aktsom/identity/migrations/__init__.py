"""Django's changes of the identity tables."""
