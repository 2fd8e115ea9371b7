"""The spine: actor, action, visibility, audit, facts, evidence, errors, tenancy. It knows no room."""
