"""Who takes a place in the twin: worker-proposing deferred acceptance, then pay and learning.

Written as in D. Gale, L. Shapley, American Mathematical Monthly 69 (1962): free workers propose in
no particular order, each outlet holds the best proposers it has room for and sends the others on.
"""

from twin_rules import (
    SAME_TOWN_KM,
    TRAINING_ALLOWANCE,
    TRAVEL_YUAN_PER_KM_DAY,
    has_room,
    next_belief,
    ramp,
)


class Matching:
    """One round of proposals.

    wishes: outlets of each worker, best first. priority: of each worker, lower goes first; the same
    at every outlet. room: places of each outlet, persons; the last worker may stand half outside.
    """

    def __init__(self, wishes, priority, room):
        self.wishes, self.priority, self.room = wishes, priority, room
        self.held = {outlet: [] for outlet in room}
        self.place = dict.fromkeys(wishes)
        self.passes = self.sent_on = 0

    def choose(self, outlet, proposers):
        """Those of the proposers that an outlet keeps: by priority, as long as there is room."""
        left, kept = self.room[outlet], []
        for worker in sorted(proposers, key=self.priority.get):
            if has_room(left, worker.home.weight):
                kept.append(worker)
                left -= worker.home.weight
        return kept

    def propose(self, worker):
        """Let a free worker go down the list; returns who has become free."""
        for outlet in self.wishes[worker]:
            proposers = [*self.held[outlet], worker]
            kept = self.choose(outlet, proposers)
            if worker in kept:
                self.held[outlet], self.place[worker] = kept, outlet
                sent_on = [other for other in proposers if other not in kept]
                self.place.update(dict.fromkeys(sent_on))
                self.sent_on += len(sent_on)
                return sent_on
        return []

    def envious(self):
        """The first worker by priority whom an outlet liked better than the present would take."""
        for worker in sorted(self.wishes, key=self.priority.get):
            for outlet in self.wishes[worker]:
                if outlet is self.place[worker]:
                    break
                if worker in self.choose(outlet, [*self.held[outlet], worker]):
                    return worker
        return None

    def run(self):
        """Propose until nobody is sent on and nobody is envious; returns place by worker.

        With workers of one weight the first pass leaves nobody envious (Gale and Shapley); where a
        row stands for more persons than another, one who was sent on may fit after all.
        """
        free = list(self.wishes)
        while free:
            self.passes += 1
            while free:
                free += self.propose(free.pop())
            worker = self.envious()
            if worker is not None:
                if self.place[worker] is not None:
                    self.held[self.place[worker]].remove(worker)
                    self.place[worker] = None
                free.append(worker)
        return {worker: outlet for worker, outlet in self.place.items() if outlet is not None}


class PlacePhases:
    """Jobs end, workers apply and are matched, pay follows; mixed into the twin's county."""

    def end_jobs(self):
        for worker in list(self.workers_in_order):
            if worker.status == "outlet":
                quits = self.draw("workshop_quit", worker.id)
                quits = quits < self.parameters.workshops.quit_hazard
                if quits or not worker.outlet.open:
                    worker.leave_job()
        for worker in self.workers_in_order:
            if worker.status == "outlet":
                worker.home.adopted.add("workshops")

    def fill_places(self):
        self.end_jobs()
        choices = {village: self.choices_of(village) for village in self.villages_in_order}
        applicants = [
            worker
            for worker in self.workers_in_order
            if worker.applies(self.offer(choices[worker.home.village], worker.home.village))
        ]
        self.match(applicants, choices)

    def worth(self, outlet, village):
        """Pay of a year at an outlet less the way there."""
        days = self.parameters.workshops.days_per_year
        km = 0.0 if outlet.village is village else SAME_TOWN_KM
        pay_year = outlet.pay * outlet.village.town.wage_index * days
        return pay_year - TRAVEL_YUAN_PER_KM_DAY * km * days

    def choices_of(self, village):
        """Outlets of the town with places free, best to the fen first, then the oldest."""
        free = [
            outlet
            for outlet in self.outlets
            if outlet.open
            and outlet.village.town is village.town
            and has_room(outlet.vacancies(), outlet.weight)
        ]
        return sorted(free, key=lambda outlet: -round(100.0 * self.worth(outlet, village)))

    def offer(self, choices, village):
        """What workers of a village believe the best offer to be worth; None without one."""
        if not choices:
            return None
        return self.worth(choices[0], village) * village.belief["workshops"]

    def match(self, applicants, choices):
        """Give out reserved places first, then all that are left."""
        rules = self.rules.workshops
        priority = {worker: self.priority_of(worker) for worker in applicants}
        wishes = {worker: choices[worker.home.village] for worker in applicants}
        room = {outlet: outlet.vacancies() for outlet in self.outlets}
        kept_free = {o: room[o] * rules.reserved_share if o.slot else 0.0 for o in self.outlets}
        listed = {worker: wishes[worker] for worker in applicants if worker.home.listed}
        placed = Matching(listed, priority, kept_free).run()
        for outlet in self.outlets:
            room[outlet] -= sum(w.home.weight for w, o in placed.items() if o is outlet)
        others = {worker: wishes[worker] for worker in applicants if worker not in placed}
        matching = Matching(others, priority, room)
        placed |= matching.run()
        self.sent_on += matching.sent_on
        self.refused += len(applicants) - len(placed)
        for worker in applicants:
            if worker in placed:
                worker.start_job(placed[worker])

    def priority_of(self, worker):
        rank = 2
        if self.rules.land.priority_hiring and worker.home.released > 0.0:
            rank = 1
        if self.rules.workshops.register_priority and worker.home.listed:
            rank = 0
        return rank, self.draw("workshop_lottery", worker.id), worker.row

    def pay_wages(self):
        """Pay outlet workers by skill with the job and orders; pay training and rents."""
        training = TRAINING_ALLOWANCE if self.rules.workshops.training_paid else 0.0
        for worker in self.workers_in_order:
            worker.pay_this_quarter = 0.0
            outlet = worker.outlet
            if worker.status != "outlet":
                continue
            normal = self.normal_pay(outlet)
            learned = ramp(self.quarter - worker.hired)
            worker.pay_this_quarter = normal * outlet.plant.activity() * learned
            tag = "workshops" if outlet.slot else "outlets"
            self.pay_home(worker.home, "wages", tag, "enterprises", worker.pay_this_quarter)
            worker.home.outlet_earnings += worker.pay_this_quarter
            worker.home.incomes_received.add("wage")
            if outlet.slot and worker.hired == self.quarter and training > 0.0:
                extra = training * normal
                self.pay_home(worker.home, "transfers", "workshops", "treasury", extra)
        self.pay_outlet_rents()
        if self.switches.learning:
            self.learn_from_pay()

    def normal_pay(self, outlet):
        """A quarter's full pay at an outlet."""
        index, days = outlet.village.town.wage_index, self.parameters.workshops.days_per_year
        return outlet.pay * index * days / 4.0

    def pay_outlet_rents(self):
        for outlet in self.outlets:
            if outlet.open:
                rent = self.parameters.workshops.rent_yuan / 4.0 * outlet.weight
                public = rent * self.rules.workshops.rent_paid_share if outlet.slot else 0.0
                tag = "workshops" if outlet.slot else "outlets"
                self.ledger.pay("spending", tag, "enterprises", "collectives", rent - public)
                self.ledger.pay("spending", tag, "treasury", "collectives", public)
                outlet.village.receipts += rent / outlet.village.weight

    def learn_from_pay(self):
        """Believe half what the village's outlets paid, half what their enterprises paid."""
        paid, announced = {}, {}
        for outlet in self.outlets:
            paid[outlet] = sum(w.pay_this_quarter * w.home.weight for w in outlet.workers)
            announced[outlet] = self.normal_pay(outlet) * outlet.filled()
        firms, rate = {}, self.parameters.takeup.learning_rate
        for outlet in self.outlets:
            firms.setdefault(outlet.plant, []).append(outlet)
        for village in self.villages_in_order:
            here = [outlet for outlet in self.outlets if outlet.village is village]
            total = sum(announced[outlet] for outlet in here)
            if total > 0.0:
                own = sum(paid[outlet] for outlet in here) / total
                ties = 0.0
                for outlet in here:
                    if announced[outlet] > 0.0:
                        firm = firms[outlet.plant]
                        firm_news = sum(paid[o] for o in firm) / sum(announced[o] for o in firm)
                        ties += announced[outlet] * firm_news
                news = 0.5 * own + 0.5 * (ties / total)
                believed = village.belief["workshops"]
                village.belief["workshops"] = next_belief(believed, news, rate)
