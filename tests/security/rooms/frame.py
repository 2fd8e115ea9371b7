"""The frame: start, search, language, places, signing in."""

from tests.security.driving import Sent
from tests.security.world import World


def things(world: World) -> None:
    """Which place is chosen on the page of places."""
    world.things |= {"institution": str(world.institution.pk)}


SENT = {
    "GET /search/": Sent(query="?q=Sea+ice", looks_for="{title}"),
    "POST /sign-in/again/": Sent({"password": "a long password"}),
    "POST /sign-in/again/ # wrong": Sent({"password": "wrong"}),
    "POST /language/": Sent({"language": "nb", "next": "/"}),
    "POST /places/": Sent({"institution": "{institution}"}),
    "POST /sign-in/": Sent({"login": "nobody@example.org", "password": "wrong"}),
    "POST /password/": Sent({"oldpassword": "wrong", "password1": "a", "password2": "b"}),
}
