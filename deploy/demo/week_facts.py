"""What the roster's CSV files and the week's acts say, as plain values. Times are seconds since Monday 2 March began."""

import csv
import json
import re
import shlex
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path

from story import DAYS, WEEKDAYS, read_day

DAY = 86400


def seconds(text):
    """ "2026-03-03T10:00" """
    return int((datetime.fromisoformat(text) - datetime(2026, 3, 2)).total_seconds())


def day_of(t):
    return date.fromordinal(date(2026, 3, 2).toordinal() + t // DAY).isoformat()


def own_times(text, day, weekday):
    """Spans on that day of "2026-03-02..2026-03-29 mon-fri 10:00-12:00, ..."."""
    names = [name.lower() for name in WEEKDAYS]
    for *when, times in (part.split() for part in text.split(", ") if part):
        ranges = [re.split(r"\.\.|-(?=[a-z])", each) for each in when]
        if all(r[0] <= day <= r[-1] if r[0][0].isdigit() else names.index(r[0]) <= weekday <= names.index(r[-1]) for r in ranges):
            yield tuple(seconds(f"{day}T{each}") for each in times.split("-"))


def acts_of_week(folder):
    """(time, place, words, options, name) of each act: options as {"--session": ["NW7 taal Tue"]}, without braces and kinds."""
    for day, name in DAYS:
        for act, _ in read_day(folder, name):
            if act.place == "?" or act.must_say:
                continue
            words = shlex.split(re.sub(r"\{[^{}]*\}", lambda found: found[0].replace(" ", "_"), act.words))
            words = [re.sub(r"(badge|person|resident|session|pin):|[{}]", "", word).replace("_", " ") if re.search("[{:]", word)
                     else word for word in words]
            options = defaultdict(list)
            for option, value in zip(words, words[1:] + [""]):
                if option.startswith("--"):
                    options[option].append(value)
            yield seconds(f"{day}T{act.time}"), act.place, words, options, act.name


class Roster:
    """Names, badges, enrolments and the sessions of the week, by their keys; a session's is "NW7 taal Tue"."""

    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        self.names, self.owners, self.enrolments, self.sessions = {}, {}, {}, {}
        self.read("roster", 0)
        self.centres = {row["key"]: row["name"] for row in self.rows("roster/centres.csv")}
        self.programmes = {row["key"]: row["programme"] for row in self.rows("roster/cohorts.csv")}
        self.cohorts = {row["key"]: row["name"] for row in self.rows("roster/cohorts.csv")}

    def rows(self, name):
        path = self.folder / name
        return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())) if path.exists() else []

    def read(self, roster, recorded):
        """A folder of files that the office imported at that time."""
        self.names.update((row["key"], row["given"]) for row in self.rows(f"{roster}/people.csv"))
        self.owners.update((row["text"], row["person"]) for row in self.rows(f"{roster}/badges.csv"))
        self.enrolments.update((row["participant"], row | {"recorded": recorded}) for row in self.rows(f"{roster}/enrolments.csv"))
        moved = {(row["timetable"], row["day"]): row for row in self.rows(f"{roster}/exceptions.csv")}
        for row in self.rows(f"{roster}/timetable.csv"):
            for number, short in enumerate(WEEKDAYS):
                day = day_of(number * DAY)
                if short.lower() in row["weekdays"].split() and row["first_day"] <= day <= row["last_day"]:
                    other = moved.get((row["key"], day), {})
                    span = tuple(seconds(f"{day}T{other.get(edge) or row[edge]}") for edge in ("start", "end"))
                    self.sessions[f"{row['title']} {short}"] = row | {"day": day, "recorded": recorded, "span": span}

    def late_after(self, key, day):
        """The rule's seconds for a participant on a day: of their own programme, else the one for every programme."""
        own = json.loads((self.folder.parent / "programmes" / f"{self.programmes[self.enrolments[key]['cohort']]}.json").read_text())
        general = json.loads((self.folder / "rules-friday.json").read_text(encoding="utf-8"))
        for rule in own["programmes"][0]["rules"] + general["rules"]:
            if rule["rule"] == "late_after" and rule["first_day"] <= day:
                return int(rule["value"]) * 60
        return 600

    def expected(self, key):
        """(session's key, session, the participant's span) of each session at which they are expected."""
        enrolment = self.enrolments[key]
        for title, session in self.sessions.items():
            span, weekday = session["span"], WEEKDAYS.index(title[-3:])
            for own in list(own_times(enrolment.get("own_times") or "", session["day"], weekday))[:1]:
                span = (max(span[0], own[0]), min(span[1], own[1]))
            if enrolment["cohort"] in session["cohorts"].split("|") and span[0] < span[1]:
                yield title, session, span
