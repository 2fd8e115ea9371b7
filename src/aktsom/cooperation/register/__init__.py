"""The register of cooperation, and the guided import of an institution's own sheets."""
