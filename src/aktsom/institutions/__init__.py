"""Who we are: institutions, their units, members and duties."""
