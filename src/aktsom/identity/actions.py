"""What happens when people show who they are. Each leaves its event in the log of the institution where they act."""

from aktsom.core.actions import action, any_member
from aktsom.core.actor import Actor


@action("show again who one is", may=any_member)
def prove_again(actor: Actor, *, how: str) -> None:
    """The person has shown again who they are: by password, code, passkey or the institution's sign-in."""
