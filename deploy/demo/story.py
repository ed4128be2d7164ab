"""The recorded days: reads the story's files and plays them, act by act, at the real programs.

One line is one act: the time by a clock that is right, the place, and the words after `wijkboek`.
  places    A B C D L  the kiosks;  office  an administrator;  server  the server itself;  ?  something that must be so now
  {NAME}    what stands for an id: {person:Amina}, {resident:Mevrouw Kok}, {session:NW7 taal Tue}, {session:LS taal 03-10},
            {discrepancy:forgotten_check_out Chantal} (or its day, or a day and a name), {case:Sam}, {NAME} of an earlier act
  => NAME   remembers the event's hash, for a later {NAME}; as NAME-ref what a step on the path may be referred to by
  ! TEXT    the command must fail, and say this
  = TEXT    the answer must say this, short ids left out; "A & B": on one line; "A ; B": both; "not A": nowhere
  @verb     something happens to the machine: VERBS
  # text    for the reader
"""

import json
import re
import shlex
import time
from datetime import date, timedelta

from figures import SHORT_ID
from rig import Failure, instant_ms, wait_until

# What `wijkboek` exits with when it saved a tap of a badge that the kiosk knows no owner of.
UNKNOWN_BADGE = 3
# The recorded days and their files.
DAYS = (("2026-03-02", "1-monday.txt"), ("2026-03-03", "2-tuesday.txt"), ("2026-03-04", "3-wednesday.txt"),
        ("2026-03-05", "4-thursday.txt"), ("2026-03-06", "5-friday.txt"), ("2026-03-09", "6-monday.txt"))
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
# What came after it.
DAYS_AFTER = (("2026-03-09", "1-monday.txt"), ("2026-03-10", "2-tuesday.txt"), ("2026-03-11", "3-wednesday.txt"),
              ("2026-03-12", "4-thursday.txt"), ("2026-03-13", "5-friday.txt"), ("2026-03-17", "6-tuesday.txt"),
              ("2026-03-19", "7-thursday.txt"))
# The others' taps are sent as the kiosk's page sends them, which is quicker than a command for each.
TAP = re.compile(r"check-(in|out) --badge (\w+)")
# Commands that change nothing, and for how long such a one is repeated until it says what it should.
ASKING = re.compile(r"(discrepancies|cases|path show|report|status|person|session (show|list)|today|trace|changes|filed)\b(?!.*--file)")
ANSWER_SECONDS = 10
NAME_IN_BRACES = re.compile(r"\{([^{}]+)\}")
SHORT_ID_CELL = re.compile(r",[0-9a-f]{8}(?=,)")
DAY_IN_NAME = re.compile(r"\d\d-\d\d$")


def day_label(day):
    """How a session's name in the story ends: "Tue" in the week, "03-10" after it."""
    return WEEKDAYS[date.fromisoformat(day).weekday()] if day <= DAYS[-2][0] else day[5:]


class Act:
    """One line of a day's file."""

    def __init__(self, file, number, line):
        self.where = f"{file.name} line {number}"
        text, _, self.remark = (part.strip() for part in line.partition("  #"))
        text, _, self.must_say = (part.strip() for part in text.partition("  ! "))
        text, _, self.answer = (part.strip() for part in text.partition("  = "))
        text, _, self.name = (part.strip() for part in text.partition(" => "))
        self.time, self.place, self.words = text.split(None, 2)

    def parts(self):
        return [part.strip() for part in self.answer.split(" ; ")] if self.answer else []


def read_acts(path):
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    return [Act(path, number, line) for number, line in lines if line.strip() and not line.startswith("#")]


def read_day(folder, name):
    """A day of the week, its acts by time: the story's, which are told, and those of the others."""
    story = [(act.time, True, act) for act in read_acts(folder / "week" / name)]
    others = folder / "others" / name
    bulk = [(act.time, False, act) for act in read_acts(others)] if others.exists() else []
    return [(act, told) for _, told, act in sorted(story + bulk, key=lambda each: each[0])]


def says(line, part):
    """Whether the line has all that the part asks for."""
    line = SHORT_ID_CELL.sub("", SHORT_ID.sub("", line))
    return all(text.strip() in line for text in part.removeprefix("not ").split(" & "))


def unanswered(act, text):
    """The parts of the expected answer that the text does not say, or says although it should not."""
    return [part for part in act.parts() if any(says(line, part) for line in text.splitlines()) == part.startswith("not ")]


def check_answer(act, text):
    """Returns how many things were checked."""
    for part in unanswered(act, text):
        raise Failure(f"{act.where}: the answer should say {part!r}; it says:\n{text}")
    return len(act.parts())


def only_one(act, name, items):
    if len(items) != 1:
        raise Failure(f"{act.where}: {len(items)} are {name!r}")
    return items[0]["id"]


def people_of(item):
    return [person.get("name", "").split(" (")[0] for person in item.get("people", [])]


class Player:
    """Plays acts and remembers the ids that later acts refer to. `tell` prints a line."""

    def __init__(self, rig, monday, tell):
        self.rig = rig
        self.monday = date.fromisoformat(monday)
        self.tell = tell
        self.hashes = {}
        self.people = {}
        self.sessions = {}
        self.verbs = dict(VERBS)
        self.day = monday
        self.acts = 0
        self.answers = 0

    def play(self, day, act, told):
        self.day = day
        self.rig.set_time(instant_ms(day, act.time))
        if act.words.startswith("@"):
            verb, _, argument = act.words.partition(" ")
            self.verbs[verb](self, act, argument)
            self.tell(f"  {act.time[:5]}  {act.place:<6} {act.words}", act.remark)
            return
        self.acts += 1
        tap = TAP.fullmatch(act.words)
        if tap and not told:
            self.rig.kiosks[act.place].call("CheckIn" if tap[1] == "in" else "CheckOut", {"who": {"badge": tap[2]}})
            return
        done = self.run(act)
        said = (done.stdout + done.stderr).strip()
        if act.must_say:
            if done.returncode == 0 or act.must_say not in said:
                raise Failure(f"{act.where}: should have failed with {act.must_say!r}, but said: {said}")
        elif done.returncode not in (0, UNKNOWN_BADGE):
            raise Failure(f"{act.where}: ended with {done.returncode}: {said}")
        elif act.name:
            self.hashes[act.name] = said.split()[-1 if act.name.endswith("-ref") else 1]
        if act.answer:
            self.answers += check_answer(act, done.stdout)
        if told:
            self.tell_act(act, said)

    def run(self, act):
        """Runs the act's command; one that only asks, until it is answered: what was said elsewhere may be on its way."""
        words, surroundings = self.words_of(act), self.surroundings(act)
        run = lambda: self.rig.try_run([self.rig.cli_program, *words], surroundings)
        deadline = time.monotonic() + ANSWER_SECONDS
        done = run()
        while act.answer and ASKING.match(act.words) and unanswered(act, done.stdout) and time.monotonic() < deadline:
            time.sleep(0.2)
            done = run()
        return done

    def surroundings(self, act):
        if act.place == "office":
            return {"WIJKBOEK_SOCKET": self.rig.socket()}
        return {"WIJKBOEK_KIOSK": self.rig.kiosks[act.place].url()}

    def tell_act(self, act, said):
        lines = said.splitlines() or [""]
        if act.answer:
            asked = act.answer.split(" ; ")
            lines = [SHORT_ID.sub("", line) for line in lines if any(says(line, part) for part in asked)] or [act.answer]
        first, *notices = lines
        if first.startswith("saved "):
            first = "saved " + " ".join(first.split()[2:])
        self.tell(f"  {act.time[:5]}  {act.place:<6} {act.words.split(' --')[0]:<14} {first}", act.remark)
        for notice in notices[:2]:
            self.tell(f"                {notice.strip()}")

    # ---- names to ids

    def words_of(self, act):
        # A blank within braces belongs to the name.
        guarded = NAME_IN_BRACES.sub(lambda found: found.group(0).replace(" ", "\0"), act.words)
        return [NAME_IN_BRACES.sub(lambda found: self.look_up(found.group(1).replace("\0", " "), act), word)
                for word in shlex.split(guarded)]

    def look_up(self, text, act):
        kind, _, name = text.rpartition(":")
        if kind == "discrepancy":
            return self.discrepancy(name, act)
        if kind == "case":
            return self.case(name, act)
        known = {"": self.hashes, "session": self.sessions}.get(kind, self.people)
        if name not in known and kind:
            self.meet(act, name)
        if name not in known:
            raise Failure(f"{act.where}: nothing is known as {text!r}")
        return known[name]

    def meet(self, act, name):
        """Asks the kiosk whom and what it knows; what the office has just entered may be on its way."""
        kiosk = self.rig.kiosks[act.place]
        if kiosk.connected():
            wait_until(f"kiosk {kiosk.name} to have fetched everything", kiosk.in_sync)
        for person in kiosk.ask("people").get("people", []):
            self.people[person["name"].split(" (")[0]] = person["person"]
        if name[-3:] in WEEKDAYS:
            day = (self.monday + timedelta(WEEKDAYS.index(name[-3:]))).isoformat()
        elif DAY_IN_NAME.search(name):
            day = f"{self.monday.year}-{name[-5:]}"
        else:
            return
        for session in kiosk.ask("today", "--day", day).get("sessions", []):
            self.sessions[f"{session['title']} {day_label(day)}"] = session["session"]

    def discrepancy(self, name, act):
        """The id of the open discrepancy of that kind, about that person or of that day, as it is known at the place."""
        kind, *about = name.split()
        items = self.items(act, "discrepancies", "--kind", kind)
        return only_one(act, name, [item for item in items if all(word == item["day"] or word in people_of(item) for word in about)])

    def case(self, name, act):
        items = self.items(act, "cases", "--all")
        return only_one(act, name, [item for item in items if item["participant"]["name"].split(" (")[0] == name])

    def items(self, act, *words):
        here = [] if act.place == "office" else ["--here"]
        answer = self.rig.try_run([self.rig.cli_program, *words, *here, "--json"], self.surroundings(act))
        said = json.loads(answer.stdout or "{}")
        return said.get("items", []) or said.get("cases", [])

    # ---- what happens to machines

    def enrol(self, act, argument):
        centre, _, error = argument.partition(", ")
        kiosk = self.rig.add_kiosk(act.place, centre, int(error.split()[0]) * 60_000 if error else 0)
        kiosk.clock.boot(self.rig.now_ms)
        kiosk.connect()
        kiosk.enrol(self.rig.office("device", "invite", "--centre", centre).strip())
        kiosk.start()
        wait_until(f"kiosk {kiosk.name} to have fetched its people", kiosk.in_sync)

    def server_down(self, _act, _argument):
        for kiosk in self.rig.kiosks.values():
            kiosk.cut()
        self.rig.server.stop()

    def server_up(self, _act, _argument):
        self.rig.start_server()

    def boot(self, act, argument):
        self.rig.kiosks[act.place].boot(wall_ms=0 if argument == "1970" else None)

    def connect(self, act, _argument):
        kiosk = self.rig.kiosks[act.place]
        kiosk.connect()
        kiosk.wait_until_heard()

    def cut(self, act, _argument):
        self.rig.kiosks[act.place].cut()

    def in_sync(self, act, _argument):
        self.rig.kiosks[act.place].wait_until_heard()

    def compared(self, act, argument):
        kiosk, since_ms = self.rig.kiosks[act.place], instant_ms(self.day, argument)
        wait_until(f"kiosk {kiosk.name} to be compared with the server since {argument}",
                   lambda: int(kiosk.ask("status").get("comparedMs", 0)) >= since_ms)

    def stop(self, act, _argument):
        kiosk = self.rig.kiosks[act.place]
        if kiosk.connected():
            self.in_sync(act, "")
        kiosk.cut()
        kiosk.program.stop()


VERBS = {
    "@enrol": Player.enrol,      # at a centre, with an invitation; perhaps its clock is so many minutes fast
    "@boot": Player.boot,        # plug pulled, or switched on again; "1970": without a battery
    "@stop": Player.stop,        # switched off, or carried away
    "@connect": Player.connect,  # its line is up, and everything has been sent and fetched
    "@cut": Player.cut,          # its line is down
    "@in-sync": Player.in_sync,  # goes on when everything has been sent and fetched
    "@compared": Player.compared,  # goes on when the server has compared it since that time of the day
    "@down": Player.server_down,
    "@up": Player.server_up,
}
