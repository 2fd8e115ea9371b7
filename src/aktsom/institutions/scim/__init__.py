"""SCIM 2.0 (RFC 7643, RFC 7644): the institution's identity system keeps units (groups) and people (users) up to date."""
