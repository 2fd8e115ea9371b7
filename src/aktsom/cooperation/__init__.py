"""Every cooperation: partners, what is registered, and what public sources show."""
