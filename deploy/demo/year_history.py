"""What happened in the year before the recorded week, made up and the same every time: presences, excuses, no-shows, visits, help.

Uneven on purpose: a weak fortnight in June, a dip around the summer, snow in January; people who can be counted on and people who cannot.
"""

from collections import defaultdict, namedtuple
from datetime import date, timedelta

from week_facts import DAY
from year_people import FIRST_DAY, KIOSK_SINCE, LAST_DAY, RESIDENTS, days_between

# start and end: seconds since Monday 2 March 2026 began, as in week_facts.
Presence = namedtuple("Presence", "person centre start end")
Visit = namedtuple("Visit", "people resident start end")
Help = namedtuple("Help", "helper helped day minutes subject side")
Excuse = namedtuple("Excuse", "person first last called reason")

# How much less likely somebody is to come than usual.
WEAK_WEEKS = {date(2025, 6, 10): 0.25, date(2025, 6, 16): 0.15, date(2025, 7, 7): 0.12, date(2025, 7, 14): 0.2, date(2025, 8, 18): 0.2,
              date(2025, 8, 25): 0.1, date(2025, 12, 15): 0.15, date(2026, 1, 5): 0.35, date(2026, 2, 9): 0.08}
LATE, EARLY, HALF, UNKNOWN = 0.08, 0.05, 0.6, 0.6
# Whole days on which somebody did not come and said nothing; more than one within half a year is a case.
NO_SHOWS_OF = (("nw-3", 2, 1), ("nw-3", 5, 3), ("nw-4", 0, 1), ("nw-4", 3, 2), ("nw-4", 8, 4), ("nw-4", 11, 1), ("dh-2", 2, 2),
               ("dh-2", 5, 1), ("dh-2", 9, 3), ("dh-2", 12, 1), ("nw-5", 1, 1), ("nw-6", 3, 1), ("nw-6", 8, 2), ("nw-5", 6, 1))
# Somebody of the week whose case is open when it begins: on Monday 12 and Thursday 22 January.
OPEN_CASE = {"gaelle": (date(2026, 1, 12), date(2026, 1, 22))}
# No earlier no-show of anybody in the week may make a case of it.
WEEK_WINDOW = date(2025, 8, 25)
REASONS = ("ABSENCE_REASON_SICK", "ABSENCE_REASON_SICK", "ABSENCE_REASON_CHILDCARE", "ABSENCE_REASON_APPOINTMENT", "ABSENCE_REASON_WORK")
SUBJECTS = ("language", "language", "arithmetic", "kitchen")
HOUR, MINUTE = 3600, 60


def midnight(day):
    """In seconds since Monday 2 March 2026 began."""
    return (day - date(2026, 3, 2)).days * DAY


class History:
    def __init__(self, people, random):
        self.people, self.random = people, random
        self.presences, self.visits, self.helps, self.excuses = [], [], [], []
        self.no_shows = self.choose_no_shows()
        self.reliability, self.excused_until = {}, {}
        came_on = defaultdict(list)
        for day in days_between(FIRST_DAY, LAST_DAY):
            for enrolment in people.enrolments:
                self.live(enrolment, day, came_on[day, enrolment.cohort])
        for (day, _), came in came_on.items():
            self.help_each_other(day, came)

    def choose_no_shows(self):
        """(person, day) of each."""
        chosen = {(person, day) for person, days in OPEN_CASE.items() for day in days}
        for cohort, nth, number in NO_SHOWS_OF:
            enrolment = [each for each in self.people.enrolments if each.cohort == cohort][nth]
            last = min(enrolment.last or LAST_DAY, WEEK_WINDOW if enrolment.person in self.people.week_people else LAST_DAY)
            first = max(FIRST_DAY, KIOSK_SINCE[enrolment.centre])
            days = [day for day in days_between(first, last) if list(self.people.expected(enrolment, day))]
            begin = self.random.randrange(max(1, len(days) - 30))
            chosen |= {(enrolment.person, day) for day in self.random.sample(days[begin:begin + 30], number)}
        return chosen

    def live(self, enrolment, day, came):
        """One day of one person in one cohort."""
        random, person = self.random, enrolment.person
        expected = list(self.people.expected(enrolment, day))
        if not expected:
            self.perhaps_visit(enrolment, day)
            return
        if (person, day) in self.no_shows or self.excused_until.get(person, day) > day:
            return
        if person not in self.reliability:
            self.reliability[person] = 0.6 + 0.36 * random.random() ** 0.6
        if enrolment.cohort.endswith("kennis"):
            self.meet(enrolment, expected, day)
            return
        monday = day - timedelta(day.weekday())
        weak = max(weak for first, weak in [(monday, 0), *WEAK_WEEKS.items()] if first - timedelta(first.weekday()) == monday)
        if random.random() < self.reliability[person] - weak:
            self.come(person, enrolment.centre, expected)
            came.append(person)
        elif len(expected) > 1 and random.random() < HALF:
            self.come(person, enrolment.centre, [random.choice(expected)])
            came.append(person)
        elif day < KIOSK_SINCE[enrolment.centre] and random.random() < UNKNOWN:
            return  # nobody wrote down why
        else:
            self.excuse(person, day)

    def meet(self, enrolment, expected, day):
        """Whoever enrolled afterwards had come; of the others one did not, and one could not."""
        others = [each for each in self.people.enrolments if each.cohort == enrolment.cohort and not self.enrols_later(each)]
        if enrolment is others[1]:
            self.excuse(enrolment.person, day)
        elif enrolment is not others[0]:
            self.come(enrolment.person, enrolment.centre, expected)

    def enrols_later(self, invited):
        return any(each.person == invited.person and each.first > invited.first for each in self.people.enrolments)

    def come(self, person, centre, expected):
        """There from a little before the first session until a little after the last; sometimes later, or shorter."""
        random = self.random
        start = expected[0][1] + random.randrange(-14, 7) * MINUTE
        end = expected[-1][2] + random.randrange(-5, 12) * MINUTE
        if random.random() < LATE:
            start = expected[0][1] + random.randrange(11, 45) * MINUTE
        if random.random() < EARLY:
            end = expected[-1][2] - random.randrange(11, 55) * MINUTE
        self.presences.append(Presence(person, centre, start, end))

    def excuse(self, person, day):
        random = self.random
        longer = random.choice((0, 0, 0, 0, 1, 2, 4, 9))
        before_no_show = (other - timedelta(1) for who, other in self.no_shows if who == person and other > day)
        last = min(day + timedelta(longer), LAST_DAY, *before_no_show)
        self.excused_until[person] = last + timedelta(1)
        self.excuses.append(Excuse(person, day, last, midnight(day) + 7 * HOUR + random.randrange(30, 75) * MINUTE, random.choice(REASONS)))

    def perhaps_visit(self, enrolment, day):
        """On a day without lessons, in Nieuw-West."""
        random = self.random
        if (enrolment.centre != "nieuw-west" or not enrolment.runs_on(day) or enrolment.cohort.endswith("kennis") or day.weekday() > 4
                or self.excused_until.get(enrolment.person, day) > day or random.random() > 0.09):
            return
        start = midnight(day) + random.randrange(10 * 4, 15 * 4) * 15 * MINUTE
        resident = random.choice(RESIDENTS)[0]
        self.visits.append(Visit((enrolment.person,), resident, start, start + random.randrange(30, 120) * MINUTE))

    def help_each_other(self, day, came):
        random = self.random
        if len(came) > 2 and random.random() < 0.45:
            helper, helped = random.sample(came, 2)
            # Of the last weeks some are one side's word alone, which waits for somebody who knows better.
            side = "helper" if day > date(2026, 2, 10) and random.random() < 0.4 else "coach"
            self.helps.append(Help(helper, helped, day, random.randrange(3, 13) * 5, random.choice(SUBJECTS), side))
