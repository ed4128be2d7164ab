"""The recorded week: reads the story's files and plays them, act by act, at the real programs.

One line is one act: the time by a clock that is right, the place, and the words after `wijkboek`.
  places    A B C D L  the kiosks;  office  an administrator;  server  the server itself;  ?  something that must be so now
  {NAME}    what stands for an id: {person:Amina}, {resident:Mevrouw Kok}, {session:NW7 taal Tue}, {NAME} of an earlier act
  => NAME   remembers the event's hash, for a later {NAME}
  ! TEXT    the command must fail, and say this
  @verb     something happens to the machine: VERBS
  # text    for the reader
"""

import re
import shlex
from datetime import date, timedelta

from rig import Failure, instant_ms, wait_until

# What `wijkboek` exits with when it saved a tap of a badge that the kiosk knows no owner of.
UNKNOWN_BADGE = 3
# The recorded days and their files.
DAYS = (("2026-03-02", "1-monday.txt"), ("2026-03-03", "2-tuesday.txt"), ("2026-03-04", "3-wednesday.txt"),
        ("2026-03-05", "4-thursday.txt"), ("2026-03-06", "5-friday.txt"), ("2026-03-09", "6-monday.txt"))
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
# The others' taps are sent as the kiosk's page sends them, which is quicker than a command for each.
TAP = re.compile(r"check-(in|out) --badge (\w+)")
NAME_IN_BRACES = re.compile(r"\{([^{}]+)\}")


class Act:
    """One line of a day's file."""

    def __init__(self, file, number, line):
        self.where = f"{file.name} line {number}"
        text, _, self.remark = (part.strip() for part in line.partition("  #"))
        text, _, self.must_say = (part.strip() for part in text.partition("  ! "))
        text, _, self.name = (part.strip() for part in text.partition(" => "))
        self.time, self.place, self.words = text.split(None, 2)


def read_acts(path):
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    return [Act(path, number, line) for number, line in lines if line.strip() and not line.startswith("#")]


def read_day(folder, name):
    """A day's acts by time: the story's, which are told, and those of the others."""
    story = [(act.time, True, act) for act in read_acts(folder / "week" / name)]
    others = folder / "others" / name
    bulk = [(act.time, False, act) for act in read_acts(others)] if others.exists() else []
    return [(act, told) for _, told, act in sorted(story + bulk, key=lambda each: each[0])]


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
        self.acts = 0

    def play(self, day, act, told):
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
        done = self.rig.try_run([self.rig.cli_program, *self.words_of(act)], self.surroundings(act))
        said = (done.stdout + done.stderr).strip()
        if act.must_say:
            if done.returncode == 0 or act.must_say not in said:
                raise Failure(f"{act.where}: should have failed with {act.must_say!r}, but said: {said}")
        elif done.returncode not in (0, UNKNOWN_BADGE):
            raise Failure(f"{act.where}: ended with {done.returncode}: {said}")
        elif act.name:
            self.hashes[act.name] = said.split()[1]
        if told:
            self.tell_act(act, said)

    def surroundings(self, act):
        if act.place == "office":
            return {"WIJKBOEK_SOCKET": self.rig.socket()}
        return {"WIJKBOEK_KIOSK": self.rig.kiosks[act.place].url()}

    def tell_act(self, act, said):
        first, *notices = said.splitlines() or [""]
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
        if name[-3:] not in WEEKDAYS:
            return
        day = self.monday + timedelta(WEEKDAYS.index(name[-3:]))
        for session in kiosk.ask("today", "--day", day.isoformat()).get("sessions", []):
            self.sessions[f"{session['title']} {name[-3:]}"] = session["session"]

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
    "@down": Player.server_down,
    "@up": Player.server_up,
}
