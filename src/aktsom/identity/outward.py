"""Which addresses the server asks because an institution named them: public ones, and hosts that the operator named.

An institution's leadership chooses its sign-in service, and whoever runs the installation has other services beside it that
answer to this machine alone. A name is looked up here, all that it stands for is checked, and the request goes to just the
address that was checked: a name that means something else a moment later leads nowhere.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

import httpx
from django.conf import settings

ENDING = set(" \"'<>\n\r\t")
HERE = ("127.0.0.1", "localhost", "::1")
TRANSLATED = IPv6Network("64:ff9b::/96")
"""IPv6 addresses that networks without IPv4 lead to IPv4 ones (RFC 6052)."""


class ClosedAddressError(Exception):
    """The server does not ask at this address."""


def is_over_tls(address: str) -> bool:
    """Whether a browser may be led there: over TLS, without anything that could end the address where it is written.

    Without TLS it may be led to this very machine, where that is itself served without.
    """
    try:
        _host(address)
    except ClosedAddressError:
        return False
    return not ENDING & set(address)


def require_open(address: str) -> None:
    """Raises `ClosedAddressError` unless it is over TLS and its name, as far as it is known, is of a public address."""
    host = _host(address)
    try:
        _checked(host)
    except OSError:  # unknown just now; it is looked up again before anything is asked there
        return


def led_to_what_was_checked(request: httpx.Request) -> httpx.Request:
    """The request, to the very address that its host was found at. Raises `ClosedAddressError`, or `OSError` without any."""
    host = _host(str(request.url))
    address = _checked(host)
    if address is not None:
        request.url = request.url.copy_with(host=address)
        request.extensions = {**request.extensions, "sni_hostname": host}
    return request


def found_at(host: str) -> list[str]:
    """All that a name stands for. Raises `OSError` when nobody knows it."""
    return [str(each[4][0]) for each in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


def _checked(host: str) -> str | None:
    """The address to ask at; None for a host that the operator named."""
    if host in settings.AKTSOM_SIGN_IN_HOSTS:
        return None
    found = found_at(host)
    if not found or not all(map(_is_public, found)):
        raise ClosedAddressError(host)
    return found[0]


def _host(address: str) -> str:
    """The name of the host. Without TLS only this very machine is asked, and only where that is itself served without."""
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise ClosedAddressError(address) from error
    is_here = parts.scheme == "http" and parts.hostname in HERE and not settings.SECURE
    if not parts.hostname or not (parts.scheme == "https" or is_here):
        raise ClosedAddressError(address)
    return parts.hostname


def _is_public(text: str) -> bool:
    address = _meant(ip_address(text.partition("%")[0]))
    return address.is_global and not address.is_multicast


def _meant(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that one of IPv6 stands for, if it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in TRANSLATED:
        return IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour or address
