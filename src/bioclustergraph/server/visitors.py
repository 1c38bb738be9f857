"""Who asks, as far as turns and shares go; nothing of it is kept or written down."""

from __future__ import annotations

from ipaddress import AddressValueError, IPv6Address, IPv6Network
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import MutableMapping

_SITE: Final = 64
"""Bits of an IPv6 address that one subscriber shares; the rest are theirs to choose (RFC 7421)."""


def visitor(scope: MutableMapping[str, Any]) -> str:
    """Give the address that a request comes from, or for IPv6 the network.

    >>> visitor({"client": ("192.0.2.7", 1)}), visitor({"client": ("2001:db8::5:1", 1)})
    ('192.0.2.7', '2001:db8::/64')
    >>> visitor({"client": ("::ffff:192.0.2.7", 1)}), visitor({"client": None})
    ('192.0.2.7', '')
    """
    client = scope.get("client")
    host: str = client[0] if client else ""
    if ":" not in host:
        return host
    try:
        address = IPv6Address(host.partition("%")[0])
    except AddressValueError:  # what a proxy says need not be an address
        return host
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Network((address, _SITE), strict=False))
