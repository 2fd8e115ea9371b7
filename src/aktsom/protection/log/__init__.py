"""The log as people read it: what was done, and who has looked at what."""
