#!/usr/bin/env -S python3 -B
"""Replays a real recording through four kiosks and compares the reports with figures calculated a second time.

Usage: ward_replay.py BUILD_DIR FILE.csv

The kiosks capture everything without a line to the server: in at one kiosk, out at another. Then they come
back out of order, over lines that are cut in the middle of a push, again and again; one store is copied on
the way and the old copy runs on. What the server then reports must be what ward_reference.py, which shares
no code with it, calculates from the file.
"""

import csv
import io
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from http.client import HTTPConnection
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "deploy" / "demo"))

from rig import ZONE, Failure, Rig, wait_until  # noqa: E402

KIOSKS = "ABCD"
DAY_BEFORE = "2010-12-06T08:00:00"
DAY_AFTER = "2010-12-10T12:00:00"
CENTRE = "Ward"
HELPED_LOGS_EVERY = 3  # as ward_reference.py says


def to_ms(text):
    return int(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp() * 1000)


def read_rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def office_facts(rows):
    """Everybody in the file, enrolled at one centre without sessions; each patient a household."""
    patients = {row["other"] for row in rows if row["kind"] == "care"}
    staff = {row["person"] for row in rows} | {row["other"] for row in rows if row["kind"] == "help"}
    return {
        "centres": [{"key": "ward", "name": CENTRE, "openingHours": "mon-sun 00:00-23:59"}],
        "cohorts": [{"key": "staff", "name": "Staff", "firstDay": "2010-01-01"}],
        "participants": [{"key": f"staff-{n}", "name": {"given": n}} for n in sorted(staff)],
        "enrolments": [{"participant": f"staff-{n}", "cohort": "staff", "centre": "ward", "firstDay": "2010-01-01"}
                       for n in sorted(staff)],
        "residents": [{"key": f"patient-{n}", "name": {"given": n}, "centre": "ward"} for n in sorted(patients)],
        "badges": [{"person": f"staff-{n}", "text": f"ward-{n}"} for n in sorted(staff)],
    }


def captures(rows, residents):
    """(moment, kiosk, method, request) of everything that is captured, in the order in which it happened."""
    chance = random.Random(20101206)
    acts = []

    def capture(moment, method, request):
        acts.append((to_ms(moment), len(acts), chance.choice(KIOSKS), method, request))

    for number, row in enumerate(rows):
        who = {"badge": f"ward-{row['person']}"}
        if row["kind"] == "presence":
            capture(row["start"], "CheckIn", {"who": who})
            capture(row["end"], "CheckOut", {"who": who})
        elif row["kind"] == "care":
            capture(row["end"], "LogVisit", {"participants": [who], "residents": [residents[row["other"]]],
                                             "start": row["start"], "end": row["end"]})
        else:
            seconds = (to_ms(row["end"]) - to_ms(row["start"])) // 1000
            request = {"helper": who, "helped": {"badge": f"ward-{row['other']}"}, "subject": "other",
                       "minutes": max(1, (seconds + 30) // 60), "day": row["start"][:10]}
            capture(row["end"], "LogBuddyHelp", {**request, "side": "HELP_SIDE_HELPER"})
            if number % HELPED_LOGS_EVERY == 0:
                capture(row["end"], "LogBuddyHelp", {**request, "side": "HELP_SIDE_HELPED"})
    return sorted(acts, key=lambda act: act[:2])


def call(kiosk, method, request):
    """As the kiosk's page does it."""
    connection = HTTPConnection(kiosk.url().removeprefix("http://"), timeout=20)
    connection.request("POST", f"/wijkboek.v1.KioskService/{method}", json.dumps(request),
                       {"Content-Type": "application/json"})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != 200:
        raise Failure(f"{method} {request}: {body.decode()}")


def prepare(rig, rows):
    rig.server_clock.boot(to_ms(DAY_BEFORE) - 3_600_000)
    rig.set_time(to_ms(DAY_BEFORE))
    rig.start_server()
    facts = rig.folder / "facts.json"
    facts.write_text(json.dumps(office_facts(rows)))
    rig.office("office", "apply", facts)
    for name in KIOSKS:
        kiosk = rig.add_kiosk(name, CENTRE)
        kiosk.clock.boot(rig.now_ms)
        kiosk.connect()
        kiosk.enrol(rig.office("device", "invite", "--centre", CENTRE).strip())
        kiosk.start()
    for kiosk in rig.kiosks.values():
        wait_until(f"kiosk {kiosk.name} to know its people", kiosk.in_sync)
        kiosk.cut()


def capture_everything(rig, rows):
    people = rig.kiosks["A"].ask("people").get("people", [])
    residents = {person["name"].strip(): person["person"] for person in people}
    acts = captures(rows, residents)
    for count, (moment, _, kiosk, method, request) in enumerate(acts):
        if count == len(acts) // 2:
            copy_store(rig.kiosks["B"])
        rig.kiosks[kiosk].clock.set(moment)
        call(rig.kiosks[kiosk], method, request)
    return len(acts)


def copy_store(kiosk):
    kiosk.program.stop()
    shutil.copytree(kiosk.folder, f"{kiosk.folder}-copy")
    kiosk.start()


def bring_back(rig):
    """Out of order, with lines that are cut before acknowledgements get through."""
    rig.set_time(to_ms(DAY_AFTER))
    for name in "DBAC":
        kiosk = rig.kiosks[name]
        for passed in (9_000, 12_000, 15_000):
            cut_after_answers(kiosk, passed)
        kiosk.connect()
        wait_until(f"kiosk {name} to have sent everything", lambda kiosk=kiosk: kiosk.unsent() == 0, seconds=60)


def cut_after_answers(kiosk, downstream_bytes):
    """Cuts the line once the server has answered so much: what it committed meanwhile is sent again."""
    line = kiosk.sync_line
    line.downstream_bytes = 0
    line.may_pass = lambda line, _: line.downstream_bytes <= downstream_bytes
    kiosk.connect()
    deadline = time.monotonic() + 5
    while line.up and kiosk.unsent() > 0 and time.monotonic() < deadline:
        time.sleep(0.02)
    line.may_pass = None


def run_old_copy(rig):
    """The copy of kiosk B's store, half a recording old, is found and runs on: it has nothing new to say."""
    kiosk = rig.kiosks["B"]
    kiosk.program.stop()
    kiosk.folder.rename(f"{kiosk.folder}-newer")
    Path(f"{kiosk.folder}-copy").rename(kiosk.folder)
    kiosk.start()
    wait_until("the old copy of kiosk B to be in sync", kiosk.in_sync, seconds=60)


def half_up(milliseconds):
    return (milliseconds + 30_000) // 60_000


def expected_figures(path):
    reference = json.loads(subprocess.run([sys.executable, HERE / "ward_reference.py", path], check=True,
                                          capture_output=True, text=True).stdout)
    expected = {"presence": {}, "visits": {}, "help": {}}
    for person, days in reference["presence_ms"].items():
        for day, length_ms in days.items():
            expected["presence"][person, day] = half_up(length_ms)
    for pair in reference["visit_settled_ms"].keys() | reference["visit_to_confirm_ms"].keys():
        expected["visits"][tuple(pair.split("/"))] = (half_up(reference["visit_settled_ms"].get(pair, 0)),
                                                      half_up(reference["visit_to_confirm_ms"].get(pair, 0)))
    for pair in reference["help_confirmed_min"].keys() | reference["help_claimed_min"].keys():
        expected["help"][tuple(pair.split(">"))] = (reference["help_confirmed_min"].get(pair, 0),
                                                    reference["help_claimed_min"].get(pair, 0))
    return expected


def read_report(rig, which):
    rows = list(csv.DictReader(io.StringIO(rig.report(which))))
    return [row for row in rows if "total" not in (row.get("person"), row.get("helper"))]


def reported_figures(rig):
    figures = {"presence": {}, "visits": {}, "help": {}}
    for row in read_report(rig, "presence"):
        minutes = int(row["minutes"])
        if int(row["to confirm"]):
            raise Failure(f"presence that nobody doubts waits to be confirmed: {row}")
        if minutes:
            figures["presence"][row["person"], row["day"]] = minutes
    for row in read_report(rig, "visits"):
        figures["visits"][row["person"], row["resident"]] = (int(row["minutes"]), int(row["to confirm"]))
    for row in read_report(rig, "help"):
        figures["help"][row["helper"], row["helped"]] = (int(row["confirmed"]), int(row["claimed"]))
    return figures


def differences(expected, reported):
    for name, figures in expected.items():
        for key in sorted(figures.keys() | reported[name].keys()):
            wanted, got = figures.get(key), reported[name].get(key)
            if wanted != got:
                yield f"{name} of {' and '.join(key)}: {wanted} calculated, {got} reported"


def replay(rig, path):
    rows = read_rows(path)
    began = time.monotonic()
    prepare(rig, rows)
    count = capture_everything(rig, rows)
    print(f"{len(rows)} rows: {count} captures at four kiosks in {time.monotonic() - began:.0f} s")
    bring_back(rig)
    run_old_copy(rig)
    for command in ("verify", "rebuild"):
        print(rig.office(command).strip())
    wrong = list(differences(expected_figures(path), reported_figures(rig)))
    for line in wrong[:20]:
        print(line)
    if wrong:
        raise Failure(f"{len(wrong)} figures differ")
    print(f"all figures are those calculated from the file, after {time.monotonic() - began:.0f} s")


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: ward_replay.py BUILD_DIR FILE.csv")
    folder = tempfile.mkdtemp(prefix="wijkboek-ward-")
    rig = None
    try:
        rig = Rig(sys.argv[1], folder)
        replay(rig, sys.argv[2])
        return 0
    except Failure as failure:
        print(f"ward_replay: {failure}")
        if rig:
            for log in sorted(rig.folder.glob("*.log")):
                print(f"--- the end of {log.name}\n" + "\n".join(log.read_text(errors="replace").splitlines()[-10:]))
        return 1
    finally:
        if rig:
            rig.end()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
