#!/usr/bin/env -S python3 -B
"""The week's figures worked out a second time: week_reference.py DEMO_FOLDER REPORT.

From the roster's CSV files and the week's acts alone, after docs/rules.md; nothing is shared with the programs. It knows what
happens to the many: presence by taps, closed by rule, left for a visit; sessions moved, cancelled, with own times, entered too late;
present, late, left early, seen without a presence, excused, unclear by a loose fact, unknown, absent; visits that one log tells;
help with one log from each side. Marks, corrections, contests and visits told twice happen to those who are worked out by hand.
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path

from week_facts import DAY, Roster, acts_of_week, day_of, seconds

BY_HAND = "Amina Bilal Chantal Dawit Elif Farid Gülsen Hamza Ilse Jamila Kofi Lina Sevda".split()
COLUMNS = {
    "attendance": "person,session,day,expected,centre,status,late,left early,final,to confirm,minutes,signs",
    "hours": "person,cohort,minutes,to confirm", "presence": "person,day,centre,minutes,to confirm",
    "doubts": "doubt,people", "visits": "person,resident,minutes,to confirm", "tasks": "task,visits,minutes,to confirm",
    "balances": "person,given confirmed,given claimed,received confirmed,received claimed,balance"}
TEN_MINUTES, FOR_EVER = 600, 10**9


def minutes(length):
    return str((length + 30) // 60)


def overlap(a, b):
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def covered(spans):
    total, last = 0, 0
    for start, end in sorted(spans):
        total, last = total + max(0, end - max(start, last)), max(last, end)
    return total


class Week:
    def __init__(self, folder):
        self.roster = Roster(folder)
        self.taps, self.seen, self.loose, self.helps = defaultdict(list), defaultdict(list), {}, defaultdict(dict)
        self.visits, self.tasks, self.excuses, self.kiosks, self.started = [], [], [], {}, {}
        acts = list(acts_of_week(folder))
        for act in acts:
            self.follow_kiosks(*act)
        for act in acts:
            self.take(*act)
        self.people = [key for key in self.roster.enrolments if self.roster.names[key] not in BY_HAND]
        self.presences = {key: [p for c in self.roster.centres for p in self.presences_at(key, c)] for key in self.people}

    def follow_kiosks(self, t, place, words, options, _name):
        kiosk = self.kiosks.setdefault(place, {"use": [], "cut": FOR_EVER, "lost": False})
        if words[0] == "@enrol":
            kiosk.update(centre="den-haag" if "Den" in words else "nieuw-west", use=[[t, FOR_EVER]])
        elif words[0] in ("@cut", "@connect"):
            kiosk["cut"] = t if words[0] == "@cut" else FOR_EVER
        elif words[0] == "device" and words[1] in ("lost", "found"):
            kiosk = self.kiosks[words[2][-1]]
            kiosk["lost"] = words[1] == "lost"
            if kiosk["lost"]:
                kiosk["use"][-1][1] = seconds(options["--since"][0])
            else:
                kiosk["use"].append([t, FOR_EVER])

    def take(self, t, place, words, options, name):
        kiosk, roster = self.kiosks[place], self.roster
        if kiosk["lost"] and t > kiosk["cut"]:
            return  # nobody will ever read it
        people = [roster.owners.get(badge) for badge in options["--badge"] + options["--participant"]] if place != "office" else []
        person = people[0] if people else next((key for key, given in roster.names.items() if [given] == options["--person"]), None)
        if len(people) == 1 and person:
            self.seen[person].append((t, kiosk["centre"]))
        if words[0] == "walk-in":
            roster.owners[options["--badge"][0]] = "walk-in"
        elif words[0] in ("check-in", "check-out") and "--practice" not in options:
            self.taps[person, kiosk["centre"]].append((t, words[0][6:]))
            if not person:
                self.loose[t] = (kiosk["centre"], day_of(t), "unknown_badge")
        elif words[0] == "no-badge":
            self.loose[name] = (kiosk["centre"], day_of(t), "unowned_check_in")
        elif words[0] == "void":
            self.loose.pop(words[1], None)
        elif words[0] == "visit":
            self.take_visit(t, kiosk["centre"], words[1], options, people)
        elif words[0] == "help-log":
            pair = [roster.owners.get(options[side][0], options[side][0]) for side in ("--helper", "--helped")]
            self.helps[*pair, t // DAY, options["--subject"][0]][options["--side"][0]] = int(options["--minutes"][0])
        elif words[0] == "excuse":
            last = "9" if "--until-better" in options else "".join(options["--to"])
            self.excuses.append({"person": person, "said": seconds(options["--called-at"][0]) if options["--called-at"] else t,
                                 "sessions": options["--session"], "first": (options["--from"] or [day_of(t)])[0], "last": last})
        elif words[0] == "better":
            for excuse in (each for each in self.excuses if roster.names[each["person"]] == words[1]):
                excuse["last"] = min(excuse["last"], options["--last-day"][0])
        elif words[:2] == ["session", "cancel"]:
            del roster.sessions[words[2]]
        elif words[:2] == ["session", "move"]:
            roster.sessions[words[2]]["span"] = tuple(seconds(options[edge][0]) for edge in ("--start", "--end"))
        elif words[:2] == ["import", "roster"]:
            roster.read(Path(words[2]).name, t)

    def take_visit(self, t, centre, what, options, people):
        if what in ("start", "end"):
            self.taps[people[0], centre].append((t, "left" if what == "start" else "in"))
        if what == "start":
            self.started[people[0]] = t
            return
        span = (self.started.pop(people[0]), t) if what == "end" else tuple(seconds(options[e][0]) for e in ("--start", "--end"))
        if not any(self.roster.names[each] in BY_HAND for each in people):
            self.visits += [(person, span, options["--resident"]) for person in people]
            self.tasks += [(task, span) for task in options["--task"]]

    def presences_at(self, key, centre):
        """(start, end, how it ended, centre) of each."""
        begun = None
        for t, what in sorted(self.taps[key, centre]) + [(FOR_EVER, "out")]:
            if begun is not None and t - begun > 14 * 3600:
                ends = [e[1] for _, s, e in self.roster.expected(key) if (s["centre"], s["day"]) == (centre, day_of(begun))]
                yield begun, max(ends), "by rule", centre
                begun = None
            if what == "in":
                begun = t if begun is None else begun
            elif begun is not None:
                yield begun, t, what, centre
                begun = None

    def status(self, key, title, session, span):
        """status, late, left early, to confirm, signs"""
        there = [p for p in self.presences[key] if p[3] == session["centre"] and overlap(p, span)]
        there += [(*visit, "visit") for person, visit, _ in self.visits if person == key and overlap(visit, span)]
        if there:
            last = max(there, key=lambda each: each[1])
            return ("present", min(there)[0] - span[0] > self.roster.late_after(key, session["day"]),
                    span[1] - last[1] > TEN_MINUTES and last[2] not in ("by rule", "left"), all(p[2] == "by rule" for p in there), "")
        window = (span[0] - TEN_MINUTES, span[1] + TEN_MINUTES)
        if any(window[0] <= t <= window[1] and centre == session["centre"] for t, centre in self.seen[key]):
            return "present", False, False, True, ""
        if any(each["person"] == key and each["said"] < span[1] and
               (title in each["sessions"] or each["first"] <= session["day"] <= each["last"]) for each in self.excuses):
            return "excused", False, False, False, ""
        signs = sorted({sign for centre, day, sign in self.loose.values() if (centre, day) == (session["centre"], session["day"])})
        in_use = [k for k in self.kiosks.values() if k.get("centre") == session["centre"] and any(overlap(u, window) for u in k["use"])]
        lost = any(k["lost"] and k["cut"] < window[1] for k in in_use)
        too_late = max(session["recorded"], self.roster.enrolments[key]["recorded"]) >= span[1]
        return "unclear" if signs else "unknown" if lost or too_late or not in_use else "absent", False, False, False, " ".join(signs)

    def attended(self, key, span, centre):
        """Settled and waiting stretches within the session."""
        parts = [[], [(max(v[0], span[0]), min(v[1], span[1])) for who, v, _ in self.visits if who == key and overlap(v, span)]]
        for start, end, how, where in self.presences[key]:
            if where == centre and overlap((start, end), span):
                parts[how != "by rule"].append((max(start, span[0]), min(end, span[1])))
        return parts[1], parts[0]

    def report(self, which):
        sums, rows, roster = defaultdict(lambda: [0, 0]), [], self.roster
        name = {key: f"{given} (verzonnen)" for key, given in roster.names.items()}
        for key in self.people:
            settled, waits = [v for who, v, _ in self.visits if who == key], []
            for title, session, span in roster.expected(key):
                parts, state = self.attended(key, span, session["centre"]), self.status(key, title, session, span)
                settled, waits = settled + parts[0], waits + parts[1]
                flags = [state[1], state[2], state[0] in ("present", "excused", "absent"), state[3]]
                hours = "-".join(f"{t % DAY // 3600:02}:{t // 60 % 60:02}" for t in span)
                rows.append([name[key], title[:-4], session["day"], hours, roster.centres[session["centre"]], state[0],
                             *("yes" if flag else "" for flag in flags), minutes(covered(sum(parts, []))), state[4]])
            if which == "hours":
                sums[name[key], roster.cohorts[roster.enrolments[key]["cohort"]]] = [covered(settled), covered(waits)]
            for start, end, how, centre in self.presences[key] if which == "presence" else ():
                sums[name[key], day_of(start), roster.centres[centre]][how == "by rule"] += end - start
        for key, span, residents in self.visits if which == "visits" else ():
            for resident in residents:
                sums[name[key], f"{resident} (verzonnen)"][0] += span[1] - span[0]
        for task in {task for task, _ in self.tasks} if which == "tasks" else ():
            spans = [span for each, span in self.tasks if each == task]
            sums[task, str(len(spans))][0] = sum(end - start for start, end in spans)
        if which == "balances":
            return self.balances(name)
        if which == "doubts":
            return [["forgotten_check_out", name[key]] for key in self.people for p in self.presences[key] if p[2] == "by rule"]
        return rows if which == "attendance" else [[*key, *map(minutes, both)] for key, both in sums.items()]

    def balances(self, name):
        sums = defaultdict(lambda: [0, 0, 0, 0])
        for (helper, helped, *_), said in self.helps.items():
            confirmed = len(said) == 2 and abs(said["helper"] - said["helped"]) <= 15
            for key, place in ((helper, 0), (helped, 2)):
                sums[key][place if confirmed else place + 1] += min(said.values()) if confirmed else sum(said.values())
        return [[name[key], *map(str, each), str(each[0] - each[2])] for key, each in sums.items() if key in self.people]


if __name__ == "__main__":
    print(COLUMNS[sys.argv[2]], flush=True)
    csv.writer(sys.stdout, lineterminator="\n").writerows(sorted(Week(Path(sys.argv[1])).report(sys.argv[2])))
