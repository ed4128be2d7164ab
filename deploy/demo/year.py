#!/usr/bin/env -S python3 -B
"""The year before the recorded week: made up, and played through the real programs in monthly rounds.

    year.py FOLDER     writes its files into FOLDER, to look at: rosters, histories, excuses, steps

Each month the office imports what is new in its roster and what it kept in a spreadsheet, and writes down excuses, steps and what
becomes of no-show cases. A kiosk stands in each centre from a day on, and is put away before the week: whoever is not there while it stands
is absent; what was before it nobody knows (docs/rules.md, "Waiting"). No figure of the week moves: all of this lies before its first day.
"""

import csv
import json
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from rig import instant_ms
from year_history import History, midnight
from year_office import OfficeAccount
from year_path import Path as StepPath
from year_people import FIRST_DAY, HOLIDAYS, KIOSK_SINCE, LAST_WORKDAY, RESIDENTS, ROSTER_DAYS, TIMETABLE, People, rows_of

SEED = "wijkboek demo year"
KIOSKS = {"nieuw-west": "Y", "den-haag": "Z"}
# Who writes the year's steps down, and whose PIN puts its kiosks away.
AUTHOR, PIN = "oscar", "2468"
EVENING = "18:00:00"
HISTORY_COLUMNS = ("kind", "start", "end", "person", "other", "centre", "minutes", "subject", "logged_by")
# What became of cases: how far each comes within the month in which it stands open; the last ones stay as they are.
CASE_ENDS = ("CASE_RESULT_ACCEPTED", "CASE_RESULT_WARNING", "CASE_RESULT_ACCEPTED", "CASE_RESULT_SANCTION", "CASE_RESULT_OTHER")
SAID = ("De bus kwam niet.", "Mijn kind was ziek.", "Ik wist niet dat er les was.", "Ik moest naar de gemeente.")


def civil(t):
    """ "2025-03-03 09:05" of seconds since Monday 2 March 2026 began, by the clock on the wall. """
    return (datetime(2026, 3, 2) + timedelta(seconds=t)).strftime("%Y-%m-%d %H:%M")


def month_ends():
    """The last day of each month of the year, and the Friday before the week."""
    firsts = [date(2025 + (month - 1) // 12, (month - 1) % 12 + 1, 1) for month in range(4, 15)]
    return [first - timedelta(1) for first in firsts] + [LAST_WORKDAY]


def write_rows(path, columns, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


class Year:
    """Everything that was, by the same dice every time."""

    def __init__(self, folder):
        self.people = People(folder, Random(f"{SEED}: people"))
        self.history = History(self.people, Random(f"{SEED}: history"))
        self.path = StepPath(self.people, Random(f"{SEED}: path"))
        self.ends = month_ends()

    def write(self, folder):
        """The office's files, by the day on which it brings them in; returns the days of rosters."""
        folder = Path(folder)
        days = sorted({*ROSTER_DAYS, *self.ends, *(each.recorded for each in self.people.enrolments)})
        rosters = [day for day in days if self.write_roster(folder / f"roster-{day}", day)]
        for end in self.ends:
            self.write_history(folder / f"history-{end}.csv", end)
        write_rows(folder / "excuses.csv", ("person", "first", "last", "called", "reason"),
                   [each._asdict() | {"called": civil(each.called)} for each in self.history.excuses])
        with open(folder / "steps.jsonl", "w", encoding="utf-8") as file:
            file.writelines(json.dumps({"person": person, **step}, ensure_ascii=False) + "\n" for _, person, step in self.path.steps)
        return rosters

    def write_roster(self, folder, day):
        """What is new that day; whether anything is."""
        people = self.people
        new = [each for each in people.enrolments if each.recorded == day]
        left = [each for each in people.enrolments if each.ended_early() and self.month_of(each.last) == day]
        if not new and not left:
            return False
        tables = {"enrolments": [each.row for each in new] + [each.row | {"last_day": each.last.isoformat()} for each in left]}
        tables["people"] = [row for row, recorded in people.people.values() if recorded == day]
        if day in ROSTER_DAYS:
            cohorts = [key for key, recorded in people.recorded.items() if recorded == day]
            timetable = [row for row in rows_of(TIMETABLE) if row[2] in cohorts]
            columns = ("key", "centre", "cohorts", "title", "weekdays", "start", "end", "first_day", "last_day")
            tables["cohorts"] = [people.cohorts[key] for key in cohorts]
            tables["timetable"] = [dict(zip(columns, row)) for row in timetable]
            tables["holidays"] = [dict(zip(("first_day", "last_day", "centre", "name"), row)) for row in rows_of(HOLIDAYS)]
        if day == ROSTER_DAYS[0]:
            tables["centres"], tables["coaches"] = people.week_rows("centres.csv"), people.week_rows("coaches.csv")
            tables["badges"] = [row for row in people.week_rows("badges.csv") if row["text"] == PIN]
            tables["residents"] = people.week_rows("residents.csv") + [
                {"key": key, "given": given, "family": "(verzonnen)", "household": "", "centre": "nieuw-west"} for key, given in RESIDENTS]
        for name, rows in tables.items():
            if rows:
                write_rows(folder / f"{name}.csv", list(rows[0]), rows)
        return True

    def month_of(self, day):
        return next((end for end in self.ends if day <= end), self.ends[-1])

    def write_history(self, path, end):
        begin = max((each for each in self.ends if each < end), default=FIRST_DAY - timedelta(1))
        inside = lambda t: midnight(begin + timedelta(1)) <= t < midnight(end + timedelta(1))
        rows = [dict(zip(HISTORY_COLUMNS, ("presence", civil(each.start), civil(each.end), each.person, "", each.centre)))
                for each in self.history.presences if inside(each.start)]
        rows += [dict(zip(HISTORY_COLUMNS, ("visit", civil(each.start), civil(each.end), "|".join(each.people), each.resident, "", "", "",
                                            each.people[0]))) for each in self.history.visits if inside(each.start)]
        rows += [dict(zip(HISTORY_COLUMNS, ("help", each.day.isoformat(), "", each.helper, each.helped, "", each.minutes, each.subject,
                                            each.side))) for each in self.history.helps if inside(midnight(each.day))]
        write_rows(path, HISTORY_COLUMNS, rows)


class YearPlayer:
    """Plays a year at the rig's server."""

    def __init__(self, rig, year, say):
        self.rig, self.year, self.say = rig, year, say
        self.calls = self.cases_closed = 0
        self.account = None

    def play(self, programmes):
        folder = self.rig.folder / "year"
        rosters = self.year.write(folder)
        days = sorted({*rosters, *self.year.ends, *KIOSK_SINCE.values()})
        self.rig.server_clock.boot(instant_ms(days[0], "08:00:00"))
        self.rig.set_time(instant_ms(days[0], "08:30:00"))
        self.rig.start_server()
        for programme in programmes:
            self.rig.office("office", "apply", programme)
        for day in days:
            self.rig.set_time(instant_ms(day, EVENING))
            if day in rosters:
                self.rig.office("import", "roster", folder / f"roster-{day}")
            self.account = self.account or OfficeAccount(self.rig, "jaar", "Jaar Verzonnen", AUTHOR)
            self.stand_kiosks(day)
            if day in self.year.ends:
                self.say(f"  {day:%B %Y}: " + self.rig.office("import", "history", folder / f"history-{day}.csv").strip())
                self.write_down(day)
        self.put_kiosks_away()

    def stand_kiosks(self, day):
        for centre, since in KIOSK_SINCE.items():
            if since == day:
                name = next(row["name"] for row in self.year.people.week_rows("centres.csv") if row["key"] == centre)
                kiosk = self.rig.add_kiosk(KIOSKS[centre], name)
                kiosk.clock.boot(self.rig.now_ms)
                kiosk.connect()
                kiosk.enrol(self.rig.office("device", "invite", "--centre", name).strip())
                kiosk.start()

    def put_kiosks_away(self):
        """Each says that it has sent everything, and is waited for no more."""
        for name in KIOSKS.values():
            kiosk = self.rig.kiosks[name]
            kiosk.wait_until_heard()
            self.rig.run([self.rig.cli_program, "park", "--coach", f"pin:{PIN}"], {"WIJKBOEK_KIOSK": kiosk.url()})
            kiosk.wait_until_heard()
            kiosk.cut()
            kiosk.program.stop()
            del self.rig.kiosks[name]

    def write_down(self, end):
        """The month's excuses and steps, and what becomes of its cases."""
        year = self.year
        for each in year.history.excuses:
            if year.month_of(each.first) == end:
                self.record("RecordExcuse", participant=each.person, reason=each.reason, firstDay=each.first.isoformat(),
                            lastDay=each.last.isoformat(), calledAt=civil(each.called).replace(" ", "T"))
        for day, person, step in year.path.steps:
            if year.month_of(day) == end:
                self.record("RecordPathStep", participant=person, step=step)
        if end < year.ends[-2]:
            self.close_cases()

    def record(self, method, **request):
        self.calls += 1
        return self.account.call(f"OfficeService/{method}", request)

    def close_cases(self):
        # An absence is final once the kiosk was heard.
        for kiosk in self.rig.kiosks.values():
            kiosk.wait_until_heard()
        for case in self.record("ListCases").get("items", []):
            if case["stage"] != "open":
                continue
            said = {"text": SAID[self.cases_closed % len(SAID)], "language": case.get("language") or "nl"}
            for change in ({"heard": said}, {"sent": True}, {"accounted": CASE_ENDS[self.cases_closed % len(CASE_ENDS)]}):
                self.record("ChangeCase", change={"case": case["id"], **change})
            self.cases_closed += 1


if __name__ == "__main__":
    Year(Path(__file__).resolve().parent).write(sys.argv[1])
