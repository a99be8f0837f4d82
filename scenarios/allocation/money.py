"""Who pays for a mix: public money that a budget must hold, and what enterprises and donors put in.

Public money is everything the treasury pays: programmes (the indicator `public_cost`) and
allowances, of which a mix may save some. Private money is what enterprises pay for sites, rent,
shares in projects, contributions and gifts, and what donors from outside give; wages are pay for
work and loans are paid back, so neither is among it. Both are taken against the mix without any
option.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from model.ledger import Posting

COLUMNS = ("year", "payer", "item", "amount")

COSTS = frozenset({"spending", "capital", "transfers"})
"""Kinds of flow in which private money is put in; wages and income from property are earned."""

LENT = frozenset({"credit", "collective", "trend", "local_wages", "local_trade"})
"""Tags under which enterprises pay back loans and interest, or what they would pay anyway."""


def money_rows(postings: "Iterable[Posting]") -> Iterator[tuple[int, str, str, float]]:
    """Yuan by year, payer (public or private) and tag, in a fixed order."""
    sums: dict[tuple[int, str, str], float] = defaultdict(float)
    for post in postings:
        payer = payer_of(post)
        if payer:
            sums[post.year, payer, post.tag] += post.amount
    for (year, payer, tag), amount in sorted(sums.items()):
        yield year, payer, tag, amount


def payer_of(post: "Posting") -> str:
    """Whether a posting is public or private money for programmes; empty for neither."""
    if post.payer == "treasury":
        return "public"
    if post.payer == "world":
        return "private" if post.payee == "charity" else ""
    if post.payer == "enterprises" and post.kind in COSTS:
        return "" if post.tag in LENT else "private"
    return ""
