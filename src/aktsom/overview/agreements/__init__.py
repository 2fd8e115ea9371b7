"""All agreements at a glance: by country, partner, unit, kind and state, what they lack, and the gap report for leadership."""
