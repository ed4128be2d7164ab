"""Who was there in the year before the recorded week: cohorts, timetables, holidays and people. Everybody is invented.

The week's own people come from roster/; those of earlier cohorts have family names that say that nobody is called so.
"""

import csv
from collections import namedtuple
from datetime import date, timedelta
from pathlib import Path

from week_facts import own_times, seconds

FIRST_DAY, LAST_DAY = date(2025, 3, 3), date(2026, 3, 1)
# When the office writes down the last of it.
LAST_WORKDAY = date(2026, 2, 27)
# When the office writes down what is new: the day before anything of it happens.
ROSTER_DAYS = (date(2025, 2, 24), date(2025, 8, 18), date(2026, 1, 12))
# Since when a kiosk stands in the centre; what was before that nobody can know to have been an absence.
KIOSK_SINCE = {"nieuw-west": date(2025, 2, 28), "den-haag": date(2025, 8, 29)}
MUNICIPALITIES = {"nieuw-west": "GM0363", "den-haag": "GM0518"}
PROGRAMMES = {"nieuw-west": "wlb-nieuw-west", "den-haag": "wlb-den-haag"}

# Of earlier cohorts: key, name, centre, first and last day, how many people.
EARLIER = (("nw-3", "Nieuw-West 3", "nieuw-west", "2024-02-05", "2025-07-18", 12),
           ("nw-4", "Nieuw-West 4", "nieuw-west", "2024-04-08", "2025-12-19", 13),
           ("dh-1", "Den Haag 1", "den-haag", "2024-02-05", "2025-07-11", 12),
           ("dh-2", "Den Haag 2", "den-haag", "2024-09-02", "2026-02-13", 14))
# A group of invited people for the meeting before a cohort: key, name, centre, first and last day, which cohort, how many did not enrol.
# Of the next one in Den Haag nobody has enrolled yet.
MEETINGS = (("nw-8-kennis", "Kennismaking Nieuw-West 8", "nieuw-west", "2026-01-19", "2026-01-30", "nw-8", 4),
            ("dh-4-kennis", "Kennismaking Den Haag 4", "den-haag", "2026-02-09", "2026-02-27", None, 8))
# key, centre, cohort, title, weekdays, start, end, first and last day.
TIMETABLE = """
y-nw3-taal,nieuw-west,nw-3,NW3 taal,mon wed,09:30,12:00,2025-03-03,2025-07-18
y-nw3-praktijk,nieuw-west,nw-3,NW3 praktijk,mon,13:00,15:30,2025-03-03,2025-07-18
y-nw4-taal,nieuw-west,nw-4,NW4 taal,tue thu,09:00,12:00,2025-03-03,2025-12-19
y-nw4-zorg,nieuw-west,nw-4,NW4 zorg,thu,13:00,16:00,2025-03-03,2025-12-19
y-nw5-taal,nieuw-west,nw-5,NW5 taal,mon,10:00,12:00,2025-03-03,2026-02-27
y-nw5-praktijk,nieuw-west,nw-5,NW5 praktijk,mon thu,13:00,16:00,2025-03-03,2026-02-27
y-nw6-taal,nieuw-west,nw-6,NW6 taal,tue thu,09:00,12:00,2025-03-03,2026-02-27
y-nw6-rekenen,nieuw-west,nw-6,NW6 rekenen,tue,13:00,15:00,2025-03-03,2026-02-27
y-nw7-taal,nieuw-west,nw-7,NW7 taal,tue thu,09:00,12:00,2025-09-08,2026-02-27
y-nw7-zorg,nieuw-west,nw-7,NW7 zorg,tue,13:00,16:00,2025-09-08,2026-02-27
y-nw8-start,nieuw-west,nw-8,NW8 start,wed fri,09:30,12:30,2026-02-02,2026-02-27
y-dh1-taal,den-haag,dh-1,DH1 taal,mon thu,09:00,12:00,2025-03-03,2025-07-11
y-dh1-zorg,den-haag,dh-1,DH1 zorg,mon,13:00,16:00,2025-03-03,2025-07-11
y-dh2-taal,den-haag,dh-2,DH2 taal,tue fri,09:00,12:00,2025-03-03,2026-02-13
y-dh2-zorg,den-haag,dh-2,DH2 zorg,tue,13:00,16:00,2025-03-03,2026-02-13
y-dh3-taal,den-haag,dh-3,DH3 taal,mon wed,09:00,12:00,2025-09-08,2026-02-27
y-dh3-zorg,den-haag,dh-3,DH3 zorg,mon,13:00,16:00,2025-09-08,2026-02-27
y-nw8-kennis,nieuw-west,nw-8-kennis,Kennismaking,wed,10:00,12:00,2026-01-21,2026-01-21
y-dh4-kennis,den-haag,dh-4-kennis,Kennismaking,wed,10:00,12:00,2026-02-11,2026-02-11
"""
# first and last day, of which centre (none: all), name.
HOLIDAYS = """
2025-04-21,2025-04-21,,Tweede paasdag
2025-04-28,2025-05-05,,Meivakantie
2025-05-29,2025-05-30,,Hemelvaart
2025-06-09,2025-06-09,,Tweede pinksterdag
2025-07-21,2025-08-15,nieuw-west,Zomervakantie
2025-07-14,2025-08-22,den-haag,Zomervakantie
2025-10-13,2025-10-17,nieuw-west,Herfstvakantie
2025-10-20,2025-10-24,den-haag,Herfstvakantie
2025-12-22,2026-01-02,,Kerstvakantie
2026-02-16,2026-02-20,,Voorjaarsvakantie
"""
GIVEN = """Aaltje Adam Aminata Anouk Asha Azra Bahar Birgit Bogdan Chidi Corrie Daoud Desta Dilek Ebru Eduardo Emine Fadumo Fenna Gebre
Genet Giorgi Hatice Hiwot Ikram Ilona Irina Jamal Jasna Kaltuma Katarzyna Kidane Leila Lidia Loes Magda Mahmoud Makda Marwa Mercy Meryem Milena
Munira Nasrin Nevin Nura Oksana Omar Paulina Precious Rahel Rosa Saba Sadia Samira Semira Tadesse Tamara Valentina
Wen Yildiz Zeinab Zora""".split()
FAMILIES = ("Verzonnen", "Fictief", "Bedacht", "Ingebeeld", "Denkbeeldig")
LANGUAGES = ("nl", "ar", "ti", "so", "tr", "pl", "fa", "uk", "es", "en")
RESIDENTS = (("akkerman", "Mevrouw Akkerman"), ("blok", "Meneer Blok"), ("dekker", "Mevrouw Dekker"), ("evers", "Meneer Evers"),
             ("geerts", "Mevrouw Geerts"), ("hendriks", "Meneer Hendriks"))
# Who left before the cohort's end, and when: by how manieth of the cohort they are.
LEFT_EARLY = {("nw-3", 2): "2025-03-07", ("nw-3", 7): "2025-05-16", ("nw-4", 1): "2025-09-12", ("nw-4", 4): "2025-05-16",
              ("nw-4", 9): "2025-10-03", ("dh-1", 0): "2025-03-14", ("dh-1", 5): "2025-06-06", ("dh-2", 3): "2025-06-20",
              ("dh-2", 6): "2025-11-14", ("dh-2", 11): "2025-09-26"}
# Who came back: the cohort, how manieth, and on which day.
BACK = {("nw-4", 4): "2025-10-06"}
TARGET_HOURS = "400"

Session = namedtuple("Session", "key title centre cohort day start end")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Enrolment:
    """One row of enrolments.csv, as it was agreed; `last` is the day on which it ended, for some an earlier one."""

    def __init__(self, row, recorded):
        self.row, self.recorded = row, recorded
        self.person, self.cohort, self.centre = row["participant"], row["cohort"], row["centre"]
        self.first = date.fromisoformat(row["first_day"])
        self.last = date.fromisoformat(row["last_day"]) if row["last_day"] else None

    def ended_early(self):
        return self.last is not None and self.last.isoformat() != self.row["last_day"]

    def runs_on(self, day):
        return self.first <= day and (self.last is None or day <= self.last)


def days_between(first, last):
    return [first + timedelta(number) for number in range((last - first).days + 1)]


class People:
    """Everybody of the year with their enrolments, and the sessions at which they are expected."""

    def __init__(self, folder, random):
        self.folder = Path(folder)
        self.random = random
        self.people = {}       # key: the row of people.csv, and when it is written down
        self.enrolments = []
        self.cohorts = {}      # key: the row of cohorts.csv
        self.recorded = {}     # of cohorts
        self.week_people = set()
        self.take_week()
        self.invent()
        self.meet()
        self.sessions = list(self.all_sessions())
        self.sessions_on = {}
        for session in self.sessions:
            self.sessions_on.setdefault((session.cohort, session.day), []).append(session)

    def week_rows(self, name):
        with open(self.folder / "roster" / name, encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def take_week(self):
        recorded = {"nw-5": 0, "nw-6": 0, "nw-7": 1, "dh-3": 1, "nw-8": 2}
        people = {row["key"]: row for row in self.week_rows("people.csv")}
        for row in self.week_rows("cohorts.csv"):
            self.cohorts[row["key"]], self.recorded[row["key"]] = row, ROSTER_DAYS[recorded[row["key"]]]
        for row in self.week_rows("enrolments.csv"):
            day = ROSTER_DAYS[recorded[row["cohort"]]]
            self.enrolments.append(Enrolment(row | {"last_day": ""}, day))
            self.people[row["participant"]] = (people[row["participant"]], day)
            self.week_people.add(row["participant"])

    def invent(self):
        names = iter(GIVEN)
        for cohort, title, centre, first, last, number in EARLIER:
            self.add_cohort(cohort, title, centre, first, last, ROSTER_DAYS[0])
            for nth in range(number):
                key = self.add_person(next(names), ROSTER_DAYS[0])
                self.enrol(key, cohort, centre, first, last, ROSTER_DAYS[0])
                if (cohort, nth) in LEFT_EARLY:
                    self.enrolments[-1].last = date.fromisoformat(LEFT_EARLY[cohort, nth])
                if (cohort, nth) in BACK:
                    back = BACK[cohort, nth]
                    self.enrol(key, cohort, centre, back, last, date.fromisoformat(back) - timedelta(7))
        self.names = names

    def meet(self):
        """Who was invited to a meeting stands in a group of its own, whether they enrolled afterwards or not."""
        for key, title, centre, first, last, cohort, more in MEETINGS:
            recorded = ROSTER_DAYS[-1]
            self.add_cohort(key, title, centre, first, last, recorded)
            invited = [each.person for each in self.enrolments if each.cohort == cohort]
            invited += [self.add_person(next(self.names), recorded) for _ in range(more)]
            for person in invited:
                self.enrol(person, key, centre, first, last, recorded, "0")

    def add_cohort(self, key, name, centre, first, last, recorded):
        self.cohorts[key] = {"key": key, "name": name, "first_day": first, "last_day": last, "programme": PROGRAMMES[centre]}
        self.recorded[key] = recorded

    def add_person(self, given, recorded):
        key = f"y-{given.lower()}"
        born = date(1960, 1, 2) + timedelta(self.random.randrange(16000))
        self.people[key] = ({"key": key, "given": given, "family": self.random.choice(FAMILIES), "birth_date": born.isoformat(),
                             "language": self.random.choice(LANGUAGES)}, recorded)
        return key

    def enrol(self, person, cohort, centre, first, last, recorded, target=TARGET_HOURS):
        self.enrolments.append(Enrolment({"participant": person, "cohort": cohort, "centre": centre, "municipality": MUNICIPALITIES[centre],
                                          "first_day": first, "last_day": last, "target_hours": target, "own_times": ""}, recorded))

    # ---- sessions

    def all_sessions(self):
        holidays = [(date.fromisoformat(first), date.fromisoformat(last), centre) for first, last, centre, _ in rows_of(HOLIDAYS)]
        for key, centre, cohort, title, weekdays, start, end, first, last in rows_of(TIMETABLE):
            for day in days_between(date.fromisoformat(first), date.fromisoformat(last)):
                free = any(begin <= day <= until and where in ("", centre) for begin, until, where in holidays)
                if WEEKDAYS[day.weekday()] in weekdays.split() and not free:
                    yield Session(f"{key}/{day}", title, centre, cohort, day, seconds(f"{day}T{start}"), seconds(f"{day}T{end}"))

    def expected(self, enrolment, day):
        """(session, start, end) of each session of that day, by their own times where they have some."""
        if not enrolment.runs_on(day):
            return
        for session in self.sessions_on.get((enrolment.cohort, day), ()):
            start, end = session.start, session.end
            for own in list(own_times(enrolment.row["own_times"] or "", day.isoformat(), day.weekday()))[:1]:
                start, end = max(start, own[0]), min(end, own[1])
            if start < end:
                yield session, start, end


def rows_of(text):
    return list(csv.reader(text.strip().splitlines()))
