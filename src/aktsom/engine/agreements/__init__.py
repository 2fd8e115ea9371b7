"""How an agreement lives and ends, as pure functions: its dates, its states, and the plan for getting out of it."""
