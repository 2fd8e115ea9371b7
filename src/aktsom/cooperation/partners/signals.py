"""What this room announces, so that rooms above it can follow without this room knowing them."""

from django.dispatch import Signal

names_moved = Signal()
"""Names now stand for another partner: `names` (ids of PartnerName), `to` (the partner's id),
`recount` (whether what was counted by partner must follow now). Sent in the transaction, while acting for nobody or for
the institution that owns the names."""
