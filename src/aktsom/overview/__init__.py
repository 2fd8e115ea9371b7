"""All cooperation at a glance: map, table, filters, export."""
