"""The twin's ledger: every single payment on its own, accounts summed exactly, year by year."""

from math import fsum

from model.ledger import ACCOUNTS, KINDS, TAGS, Posting


class TwinLedger:
    """One list of payments a flow; `fsum` adds them without rounding error."""

    def __init__(self):
        self.balances = dict.fromkeys(ACCOUNTS, 0.0)
        self.payments, self.year_flows, self.postings = {}, {}, []

    def pay(self, kind, tag, payer, payee, yuan):
        """Note one payment."""
        assert kind in KINDS
        assert tag in TAGS
        assert payer in ACCOUNTS
        assert payee in ACCOUNTS
        assert yuan >= 0.0, (kind, tag, payer, payee, yuan)
        self.payments.setdefault((payer, payee, kind, tag), []).append(yuan)

    def close_quarter(self, households):
        """Add up the quarter; what households hold must be what they were paid."""
        totals = {key: fsum(yuan) for key, yuan in self.payments.items()}
        for (payer, payee, kind, tag), total in totals.items():
            self.balances[payer] -= total
            self.balances[payee] += total
            key = (payer, payee, kind, tag)
            self.year_flows[key] = self.year_flows.get(key, 0.0) + total
        for source in ("wages", "business", "property", "transfers"):
            held = fsum(home.income[source] * home.weight for home in households)
            paid = fsum(
                total
                for (_, payee, kind, _), total in totals.items()
                if payee == "households" and kind == source
            )
            assert abs(held - paid) <= 1e-12 * max(abs(held), abs(paid), 1.0), source
        gap = abs(sum(self.balances.values()))
        assert gap <= 1e-12 * max(sum(abs(b) for b in self.balances.values()), 1.0)
        self.payments.clear()

    def close_year(self, year):
        """Turn the year's flows into postings."""
        for (payer, payee, kind, tag), total in sorted(self.year_flows.items()):
            self.postings.append(Posting(year, payer, payee, kind, tag, total))
        self.year_flows.clear()

    def has_paid(self, tag):
        """Whether any payment with this tag was ever made."""
        return any(key[3] == tag for key in [*self.payments, *self.year_flows]) or any(
            posting.tag == tag for posting in self.postings
        )
