"""Who may enter what: compartments, time-limited grants to them, recertification, emergencies, and the doors' actual state."""
