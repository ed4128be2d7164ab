"""The path of everybody in the year before the recorded week: invitations, measurements, goals, milestones, exits, aftercare.

A step is what RecordPathStep takes, with the day on which it was and the person whose it is.
"""

from datetime import timedelta

from year_people import FIRST_DAY, LAST_DAY, LAST_WORKDAY, MEETINGS

GOALS = ("voorlezen aan mijn kinderen", "zonder tolk naar de huisarts", "een rijbewijs halen", "de fiets durven nemen",
         "een gesprek met de school van mijn zoon", "brieven van de gemeente begrijpen", "koken voor twintig mensen",
         "werken in de thuiszorg")
NT2 = ("A0", "A1", "A2", "B1", "B2")
COMPLETED = ("paid_work", "paid_work", "paid_work", "further_study", "further_study", "work_learning_place", "volunteering",
             "ladder_step_up", "paid_work_durable", "unknown", None)
BROKEN_OFF = ("dropout", "dropout", "day_activity", "unknown", None)
PHASES = {"nieuw-west": ("Opleiding mbo 1 of 2", "Stage: informele zorg in de buurt"),
          "den-haag": ("Opleiding mbo 1", "Stage in de formele zorg")}
WORK = {"paid_work", "paid_work_durable"}


class Path:
    """`steps`: (day, person, step) in the order in which they are written down."""

    def __init__(self, people, random):
        self.people, self.random, self.steps = people, random, []
        self.women = {}
        for person in people.people:
            self.women[person] = random.random() < 0.8
        for enrolment in people.enrolments:
            if not enrolment.cohort.endswith("kennis"):
                self.walk(enrolment)
        self.invite()
        self.steps.sort(key=lambda each: each[0])

    def add(self, day, person, kind, **fields):
        if day <= LAST_WORKDAY:
            self.steps.append((day, person, {"type": kind, "day": day.isoformat(), **fields}))

    def invite(self):
        for key, *_ in MEETINGS:
            session = next(each for each in self.people.sessions if each.cohort == key)
            for enrolment in (each for each in self.people.enrolments if each.cohort == key):
                self.add(enrolment.first, enrolment.person, "invitation", session=session.key)

    def walk(self, enrolment):
        person, last = enrolment.person, enrolment.last or LAST_DAY
        is_first = next(each for each in self.people.enrolments if each.person == person and each.cohort == enrolment.cohort) is enrolment
        if is_first:
            self.enter(enrolment)
        weeks = (last - enrolment.first).days // 7
        if weeks > 20 and is_first:
            self.place(enrolment, last)
        for _ in range(min(3, weeks // 12)):
            self.during(enrolment, weeks)
        if enrolment.last:
            self.leave(enrolment, early=enrolment.ended_early())

    def place(self, enrolment, last):
        """Their phases, and an internship that ends as planned, sooner, or not yet."""
        random, person, first = self.random, enrolment.person, enrolment.first
        training, internship = PHASES[enrolment.centre]
        begin = first + timedelta(7 * random.randrange(14, 20))
        self.add(first, person, "phase", code=training)
        self.add(begin, person, "phase", code=internship)
        if random.random() < 0.7:
            kind = "FORMAL_CARE" if enrolment.centre == "den-haag" else "INFORMAL_CARE"
            self.add(begin, person, "placement", placement=f"PLACEMENT_TYPE_{kind}", lastDay=(begin + timedelta(182)).isoformat())
            sooner = begin + timedelta(random.randrange(28, 180))
            if sooner <= last and random.random() < 0.3:
                self.add(sooner, person, "placement_end")

    def enter(self, enrolment):
        random, person = self.random, enrolment.person
        first = enrolment.first
        if random.random() < 0.92:
            labour = random.choice(("unemployed", "unemployed", "inactive", "employed"))
            answers = {"gender": "woman" if self.women[person] else "man", "labour": labour,
                       "education": random.choice(("isced_0", "isced_1", "isced_2", "isced_2", "isced_3", "isced_5")),
                       "searching": "yes" if labour == "unemployed" else "no", "in_education": "no"}
            if labour == "unemployed":
                answers["unemployed_since"] = (first - timedelta(random.randrange(60, 1500))).isoformat()
            self.answer(enrolment, first, "ENTRY", answers)
        if random.random() < 0.85:
            at = random.choice(("1", "2", "2", "3", "3"))
            self.add(first + timedelta(7), person, "ladder", level=at)
            if (LAST_DAY - first).days > 200 and random.random() < 0.75:
                later = min(first + timedelta(190), (enrolment.last or LAST_DAY))
                level = str(max(1, int(at) + random.choice((0, 0, 1, 1, 1, 2, -1))))
                self.add(later, person, "ladder", level=level, **({"growthWithin": True} if level == at else {}))
        if random.random() < 0.8:
            nth = random.randrange(3)
            self.assess(first + timedelta(14), person, nth, "intake_test")
            if (LAST_DAY - first).days > 150 and random.random() < 0.7:
                later = min(first + timedelta(140), enrolment.last or LAST_DAY)
                self.assess(later, person, min(nth + random.choice((0, 1, 1)), 4), "interim_test")
        if random.random() < 0.6:
            day = first + timedelta(21)
            self.add(day, person, "goal", note=random.choice(GOALS))
            met = day + timedelta(random.randrange(60, 240))
            if met <= (enrolment.last or LAST_DAY) and random.random() < 0.8:
                self.add(met, person, "goal_met", met=random.random() < 0.75)

    def assess(self, day, person, nth, instrument):
        self.add(day, person, "assessment", scale="NT2", skill="speaking", level=NT2[nth], instrument=instrument)

    def during(self, enrolment, weeks):
        day = enrolment.first + timedelta(7 * self.random.randrange(4, weeks) + self.random.randrange(5))
        if day < FIRST_DAY or day > (enrolment.last or LAST_DAY):
            return
        if self.random.random() < 0.5:
            self.add(day, enrolment.person, "one_to_one", minutes=self.random.choice((20, 30, 45)))
        elif self.random.random() < 0.4:
            self.add(day, enrolment.person, "help_request", code=self.random.choice(("money", "housing", "childcare", "papers")))

    def leave(self, enrolment, early):
        random, person, day = self.random, enrolment.person, enrolment.last
        code = random.choice(BROKEN_OFF if early else COMPLETED)
        if not early and random.random() < 0.55:
            self.add(day, person, "milestone", code=random.choice(("diploma", "diploma", "certificate", "practical_statement")))
        if code in WORK and random.random() < 0.7:
            self.add(day - timedelta(random.randrange(3, 40)), person, "milestone", code="work_found")
        if code:
            self.add(day, person, "exit", code=code)
        returns = any(each.person == person and each.first > day for each in self.people.enrolments)
        if code and random.random() < 0.8:
            self.answer(enrolment, day + timedelta(3), "EXIT", {
                "labour": "employed" if code in WORK else random.choice(("unemployed", "inactive")),
                "searching": random.choice(("yes", "no")),
                "in_education": "yes" if code == "further_study" else "no", "qualification": random.choice(("yes", "no"))})
        if returns:
            return
        for months, chance in ((2, 0.6), (6, 0.75), (12, 0.8)):
            later = day + timedelta(31 * months + random.randrange(-2, 8))
            if random.random() > chance:
                continue
            self.add(later, person, "aftercare")
            if months == 6 and random.random() < 0.7:
                self.answer(enrolment, later, "SIX_MONTHS", {"labour": "employed" if code in WORK else "unemployed",
                                                             "improved": random.choice(("yes", "no"))})

    def answer(self, enrolment, day, moment, answers):
        self.add(day, enrolment.person, "indicators", moment=f"INDICATOR_MOMENT_{moment}",
                 indicators=[{"question": question, "answer": answer} for question, answer in answers.items()])
