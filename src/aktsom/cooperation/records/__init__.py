"""What the registers of this wing have in common: a record, who sees it, finding it, changing it, and its pages."""
