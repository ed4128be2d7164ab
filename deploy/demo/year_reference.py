"""The figures of the year before the week, worked out from what was made up, after docs/rules.md and docs/reports.md.

Nothing is shared with the programs but the facts: who was expected when, who was there from when to when, who was excused, each step.
"""

from collections import defaultdict
from datetime import date, timedelta

from figures import differences, read_table
from week_reference import minutes, overlap
from year_people import FIRST_DAY, KIOSK_SINCE, LAST_DAY, days_between

SPAN = ("--from", FIRST_DAY.isoformat(), "--to", LAST_DAY.isoformat())
LATE = EARLY = 600
# After the week a tap of Sevda's has no time until somebody settles it: as far as anybody knows it may have been on any day before. So
# she is nowhere absent, late or gone early for sure (docs/rules.md, "Signs").
WITHOUT_TIME = {"sevda"}
COLUMNS = {
    "attendance": "month,expected,known,present,late,left early,excused,absent final,absent not final,pending,unclear,unknown,attended,of",
    "hours": "cohort,minutes,to confirm", "hours by month": "month,minutes,to confirm",
    "outcomes": "cohort,figure,code,number,of whom,of,not known", "aftercare": "person,cohort,left on,exit,contacts,last contact",
    "overview": "firstDay,expected,present,absent,excused,open,minutes,visits,helps"}
WORDS = {"attendance": ("attendance", "--by", "month"), "hours": ("hours", "--by", "cohort"),
         "hours by month": ("hours", "--by", "month"), "outcomes": ("outcomes",), "aftercare": ("aftercare",)}
# How many weeks the overview of the office's page shows at most.
OVERVIEW_WEEKS = 53


class YearFigures:
    def __init__(self, year, without_time=()):
        self.without_time = without_time
        self.people, self.history, self.steps = year.people, year.history, year.path.steps
        self.presences, self.excuses = defaultdict(list), defaultdict(list)
        for each in self.history.presences:
            self.presences[each.person, each.centre, each.start // 86400].append((each.start, each.end))
        for each in self.history.excuses:
            for day in days_between(each.first, each.last):
                self.excuses[each.person, day].append(each.called)
        self.months, self.weeks = defaultdict(lambda: defaultdict(int)), defaultdict(lambda: defaultdict(int))
        self.minutes = {"cohort": defaultdict(int), "month": defaultdict(int)}
        self.present_on = defaultdict(set)
        self.add_up()

    # ---- attendance and hours

    def add_up(self):
        for enrolment in self.people.enrolments:
            for day in days_between(max(enrolment.first, FIRST_DAY), min(enrolment.last or LAST_DAY, LAST_DAY)):
                for session, start, end in self.people.expected(enrolment, day):
                    self.count(enrolment, session, day, (start, end))
        for visit in self.history.visits:
            self.weeks[monday(day_of(visit.start))]["visits"] += 1
            for person in visit.people:
                self.add_minutes(self.running(person, day_of(visit.start)).cohort, day_of(visit.start), visit.end - visit.start)
        for each in self.history.helps:
            self.weeks[monday(each.day)]["helps"] += 1

    def running(self, person, day):
        return next(each for each in self.people.enrolments if each.person == person and each.runs_on(day))

    def add_minutes(self, cohort, day, length):
        self.minutes["cohort"][self.people.cohorts[cohort]["name"]] += length
        self.minutes["month"][day.isoformat()[:7]] += length
        self.weeks[monday(day)]["minutes"] += length // 60

    def count(self, enrolment, session, day, span):
        row, week, there = self.months[day.isoformat()[:7]], self.weeks[monday(day)], self.there(enrolment, day, span)
        row["expected"] += 1
        week["expected"] += 1
        if there:
            week["present"] += 1
            row["present"] += 1
            if enrolment.person not in self.without_time:
                row["late"] += min(start for start, _ in there) - span[0] > LATE
                row["left early"] += span[1] - max(end for _, end in there) > EARLY
            self.present_on[enrolment.person, enrolment.cohort].add(day)
            # Presences of one day never overlap here.
            self.add_minutes(enrolment.cohort, day, sum(min(end, span[1]) - max(start, span[0]) for start, end in there))
        elif any(called < span[1] for called in self.excuses[enrolment.person, day]):
            week["excused"] += 1
            row["excused"] += 1
        elif enrolment.person in self.without_time:
            week["open"] += 1
            row["unclear"] += 1
        elif day > KIOSK_SINCE[session.centre]:
            week["absent"] += 1
            row["absent final"] += 1
        else:
            week["open"] += 1
            row["unknown"] += 1

    def there(self, enrolment, day, span):
        number = (day - date(2026, 3, 2)).days
        return [each for each in self.presences[enrolment.person, enrolment.centre, number] if overlap(each, span)]

    def attendance(self):
        for month, row in self.months.items():
            row = row | {"known": row["expected"] - row["unclear"] - row["unknown"], "attended": row["present"]}
            row["of"] = row["present"] + row.get("absent final", 0)
            yield {"month": month} | {column: str(row.get(column, 0)) for column in COLUMNS["attendance"].split(",")[1:]}

    def hours(self, by):
        for name, length in self.minutes[by].items():
            yield {by: name, "minutes": minutes(length), "to confirm": "0"}

    def overview(self):
        """The weeks that the office's page shows."""
        for first in self.weeks:
            yield {"firstDay": first.isoformat()} | {column: str(self.weeks[first].get(column, 0))
                                                     for column in COLUMNS["overview"].split(",")[1:]}

    # ---- outcomes

    def aftercare(self):
        """Everybody who left by the last day, with how often they were spoken to."""
        for key, cohort in self.people.cohorts.items():
            group = self.members(key)
            for person in group["sets"]["in it"][""] - group["sets"]["running"][""]:
                spoken = [day for day, who, step in self.steps_in(key) if who == person and step["type"] == "aftercare"]
                left = max(each.last for each in self.people.enrolments if (each.person, each.cohort) == (person, key))
                row = self.people.people[person][0]
                cells = (f"{row['given']} {row['family']}", cohort["name"], left, group["exits"].get(person, ("", ""))[1], len(spoken),
                         max(spoken, default=""))
                yield dict(zip(COLUMNS["aftercare"].split(","), map(str, cells)))

    def outcomes(self):
        cohorts = {key: self.members(key) for key in sorted({each.cohort for each in self.people.enrolments})}
        together = defaultdict(lambda: defaultdict(set))
        exits, goals = {}, []
        for group in cohorts.values():
            for figure, codes in group["sets"].items():
                for code, people in codes.items():
                    together[figure][code] |= people
            for person, exit_ in group["exits"].items():
                if person not in exits or exits[person] <= exit_:
                    exits[person] = exit_
            goals += group["goals"]
        for person in together["running"][""]:
            exits.pop(person, None)
        for key, group in cohorts.items():
            yield from self.rows(self.people.cohorts[key]["name"], group["sets"], group["exits"], group["goals"])
        yield from self.rows("all", together, exits, goals)

    def members(self, cohort):
        """Who did what in a cohort: sets of people by figure and code; (day, code) of their exits; goals."""
        sets, exits, last_start = defaultdict(lambda: defaultdict(set)), {}, {}
        for each in self.people.enrolments:
            if each.cohort != cohort or each.first > LAST_DAY or (each.last and each.last < FIRST_DAY):
                continue
            sets["in it"][""].add(each.person)
            last_start[each.person] = max(each.first, last_start.get(each.person, each.first))
            if each.first >= FIRST_DAY:
                sets["began"][""].add(each.person)
            if each.last is None or each.last >= LAST_DAY:
                sets["running"][""].add(each.person)
        for day, person, step in self.steps_in(cohort):
            kind = {"assessment": "assessed", "ladder": "measured on the ladder", "aftercare": "aftercare",
                    "milestone": "milestone", "invitation": "invited"}.get(step["type"])
            if kind:
                sets[kind][step["code"] if kind == "milestone" else ""].add(person)
            if step["type"] == "exit" and day >= last_start[person]:
                exits[person] = (day, step["code"])
        sets["came"][""] = {person for person in sets["invited"][""] if self.present_on[person, cohort]}
        sets["running"][""] -= set(exits)
        last_days = set(days_between(LAST_DAY - timedelta(6), LAST_DAY))
        sets["active"][""] = {person for person in sets["running"][""] if self.present_on[person, cohort] & last_days}
        return {"sets": sets, "exits": exits, "goals": list(self.goals(cohort))}

    def enrolment_of(self, person, day):
        """The one that runs that day, else the one that ended last before it."""
        own = [each for each in self.people.enrolments if each.person == person and each.first <= day]
        return max((each for each in own), key=lambda each: (each.runs_on(day), each.last or LAST_DAY))

    def steps_in(self, cohort):
        for day, person, step in self.steps:
            if FIRST_DAY <= day <= LAST_DAY and self.enrolment_of(person, day).cohort == cohort:
                yield day, person, step

    def goals(self, cohort):
        """True, False or None (goes on) of each goal that ran on a day of the year."""
        said = {person: (day, step.get("met", False)) for day, person, step in self.steps if step["type"] == "goal_met"}
        for day, person, step in self.steps:
            if step["type"] == "goal" and self.enrolment_of(person, day).cohort == cohort and day <= LAST_DAY:
                met_on, met = said.get(person, (LAST_DAY, None))
                if met_on >= FIRST_DAY:
                    yield met

    def rows(self, name, sets, exits, goals):
        def row(figure, code, number, of_whom="", of="", unknown=""):
            return dict(zip(COLUMNS["outcomes"].split(","), map(str, (name, figure, code, number, of_whom, of, unknown))))
        size = {figure: len(codes[""]) for figure, codes in sets.items()}
        everybody, running = size["in it"], size.get("running", 0)
        left = everybody - running
        yield row("in it", "", everybody)
        for figure, number in (("began", size.get("began", 0)), ("running", running), ("left", left)):
            yield row(figure, "", number, "in it", everybody, 0)
        if running:
            yield row("active", "", size["active"], "running", running, 0)
        if size.get("invited"):
            yield row("invited", "", size["invited"])
            yield row("came", "", size["came"], "invited", size["invited"], 0)
        for figure in ("assessed", "measured on the ladder", "aftercare"):
            if size.get(figure):
                yield row(figure, "", size[figure], "in it", everybody, 0)
        if goals:
            yield row("goals met", "", goals.count(True), "goals set", len(goals), goals.count(None))
        milestones = {code: people for code, people in sets["milestone"].items() if people}
        for code, people in milestones.items():
            yield row("milestone", code, len(people), "in it", everybody, 0)
        if left:
            yield row("exit not stated", "", left - len(exits), "left", left, 0)
            yield row("exit unreadable", "", 0, "left", left, 0)
        codes = {code for _, code in exits.values()}
        for code in codes:
            yield row("exit", code, sum(each[1] == code for each in exits.values()), "left", left, left - len(exits))
        for milestone, people in milestones.items():
            said = [exits[person][1] for person in people if person in exits]
            for code in set(said):
                yield row(f"exit after {milestone}", code, said.count(code), f"milestone {milestone}", len(people), len(people) - len(said))

    def expected(self, which):
        if which.startswith("hours"):
            return list(self.hours("month" if "month" in which else "cohort"))
        return list(getattr(self, which)())


def day_of(t):
    return date(2026, 3, 2) + timedelta(t // 86400)


def monday(day):
    return day - timedelta(day.weekday())


def overview_of(account):
    """The weeks of the year as the office's page gets them, but the one before the first that it shows."""
    weeks = account.call("OfficePageService/GetOverview", {"weeks": OVERVIEW_WEEKS})["weeks"]
    columns = COLUMNS["overview"].split(",")
    return [{column: str(week.get(column, 0)) for column in columns} for week in weeks if week["firstDay"] <= LAST_DAY.isoformat()]


def compare_year(rig, account, year, say):
    """Prints the year in short; returns the reports that are not what was worked out."""
    figures, found, differing = YearFigures(year, WITHOUT_TIME), {}, []
    for which in COLUMNS:
        found[which] = overview_of(account) if which == "overview" else read_table(rig.report(*WORDS[which], *SPAN))
        expected = figures.expected(which)
        if which == "overview":
            expected = [row for row in expected if row["firstDay"] >= found[which][0]["firstDay"]]
        differing += told(which, expected, found[which], say)
    show(found, say)
    return differing


def compare_settled_year(rig, year, say):
    """Once every doubt about a time is settled, the year is as it was before the week."""
    return told("attendance", YearFigures(year).expected("attendance"), read_table(rig.report(*WORDS["attendance"], *SPAN)), say)


def told(which, expected, found, say):
    lines = differences(expected, found, COLUMNS[which].split(","))
    say(f"  {which:<16} {len(found):>4} rows: " + ("as they should be" if not lines else "NOT as they should be"))
    for line in lines:
        say(f"    {line}")
    return [f"{which} of the year"] if lines else []


def show(found, say):
    hours = {row["month"]: row["hours"] for row in found["hours by month"]}
    say("\n  month     expected  present  excused  absent  not known   rate %      hours")
    for row in found["attendance"]:
        absent, unknown = int(row["absent final"]) + int(row["absent not final"]), int(row["expected"]) - int(row["known"])
        say(f"  {row['month']:<8} {row['expected']:>9} {row['present']:>8} {row['excused']:>8} {absent:>7} {unknown:>10} "
            f"{row['rate %']:>8} {hours.get(row['month'], ''):>10}")
    everybody = [row for row in found["outcomes"] if row["cohort"] == "all"]
    say("\n  of all cohorts together                       number  of              not known")
    for row in everybody:
        if row["figure"] in ("in it", "running", "left", "goals met", "milestone", "exit", "exit not stated", "aftercare"):
            of = f"{row['of']} {row['of whom']}" if row["of"] else ""
            say(f"  {(row['figure'] + ' ' + row['code']).strip():<44} {row['number']:>7}  {of:<15} {row['not known']:>9}")
