"""The dossier: everything that is known about a matter on one page, what people add to it, and letters to authorities."""
