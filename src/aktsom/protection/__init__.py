"""The wing of protection: what must be protected, and who may reach it."""
