"""Personal data: what is kept about whom and until when, what ends on its date, and people's rights to their own data."""
