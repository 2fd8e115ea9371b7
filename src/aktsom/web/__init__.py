"""Layout, components, start page, search, charts."""
