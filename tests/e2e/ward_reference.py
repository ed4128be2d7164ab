#!/usr/bin/env python3
"""What the ledger must report for a ward file, calculated a second time by plain interval arithmetic.

Usage: ward_reference.py FILE.csv > expected.json

FILE.csv has the columns kind, start, end, person, role, other, other_role; times are local civil times
to the second. It is taken to be captured like this:

  presence  own-badge check-in at the start, check-out at the end, at one centre that closes at 23:59.
            No sessions.
  care      one visit logged afterwards by `person` at the household of `other` (each its own household),
            with stated start and end. A log written afterwards neither opens nor closes a presence.
  help      buddy help by `person` for `other`, subject "other", both sides capturing at the row's end.
            The helper's side logs every row; the helped side only rows whose 0-based number in the file
            (all kinds counted) divides by 3.

Printed as JSON, keys sorted, zeros left out: presence per person and local day, settled and
still-to-confirm visit time per "carer/patient", confirmed and claimed help minutes per "helper>helped".

A file that reaches a rule not calculated here ends with status 2: a reference must not guess.
"""

import csv
import json
import sys
from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")
PRESENCE_MAX_S = 14 * 3600  # a check-out closes a presence opened at most this long ago
VISITS_AT_ONCE_S = 5 * 60  # a longer overlap of one carer's visits waits to be confirmed
VISIT_MAX_S = 8 * 3600  # a longer visit waits to be confirmed as a whole
HELP_PAIR_MIN = 15  # both sides' minutes may differ by this much
HELP_AGAIN_S = 2 * 60  # the same log again this soon is evidence for the first
HELPED_LOGS_EVERY = 3  # the helped side logs every third row of the file


def refuse(row_number, reason):
    sys.stderr.write(f"ward_reference: data row {row_number}: {reason}\n")
    sys.exit(2)


def union(intervals):
    """The same points as disjoint intervals in order; intervals are (from, to) in UTC seconds, `to` excluded."""
    merged = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def subtract(interval, cuts):
    """What remains of an interval once the cuts are taken out, in order."""
    remaining = []
    position, end = interval
    for cut_start, cut_end in union(cuts) + [(end, end)]:
        if position < min(cut_start, end):
            remaining.append((position, min(cut_start, end)))
        position = max(position, cut_end)
    return remaining


def length(intervals):
    return sum(end - start for start, end in intervals)


def to_utc(row_number, text):
    local = datetime.fromisoformat(text).replace(tzinfo=ZONE)
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        refuse(row_number, f"{text} happens twice or never: the clock changes")
    return int(local.timestamp())


def local_day(instant):
    return datetime.fromtimestamp(instant, ZONE).date()


def split_by_day(interval):
    """Yields (local day, seconds) for the parts of an interval between midnights."""
    start, end = interval
    while start < end:
        tomorrow = local_day(start) + timedelta(days=1)
        midnight = int(datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=ZONE).timestamp())
        yield local_day(start), min(end, midnight) - start
        start = midnight


def read_rows(path):
    """The file's rows as {kind: [(row number, person, other, (start, end))]}."""
    rows = defaultdict(list)
    with open(path, newline="", encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file)):
            start, end = to_utc(number, row["start"]), to_utc(number, row["end"])
            if row["kind"] not in ("presence", "care", "help"):
                refuse(number, f"unknown kind {row['kind']!r}")
            if end <= start:
                refuse(number, "ends before it has begun")
            rows[row["kind"]].append((number, row["person"], row["other"], (start, end)))
    return rows


def presences(rows):
    """{person: intervals}. Rows apart and at most 14 hours long meet only the plain rules (a check-in
    opens, the check-out closes), so each row is its own presence; any other row is refused."""
    by_person = defaultdict(list)
    for number, person, _, interval in sorted(rows, key=lambda row: row[3]):
        if interval[1] - interval[0] > PRESENCE_MAX_S:
            refuse(number, "presence over 14 hours: would close by rule")
        if by_person[person] and by_person[person][-1][1] >= interval[0]:
            refuse(number, f"presence of {person} meets the one before it")
        by_person[person].append(interval)
    return by_person


def visits(rows):
    """{(carer, patient): (settled, to confirm)}, each a list of intervals, visit by visit: what two visits
    of a pair share stands there twice. Logs never join: their only participant is their author."""
    by_carer = defaultdict(list)
    for _, carer, patient, interval in rows:
        by_carer[carer].append((patient, interval))
    pairs = defaultdict(lambda: ([], []))
    for carer, own in by_carer.items():
        for patient, interval in own:
            elsewhere = [other for household, other in own if household != patient]
            shared = [(max(interval[0], other[0]), min(interval[1], other[1])) for other in elsewhere]
            waiting = union((start, end) for start, end in shared if end - start > VISITS_AT_ONCE_S)
            if interval[1] - interval[0] > VISIT_MAX_S:
                waiting = [interval]
            settled, to_confirm = pairs[carer, patient]
            settled.extend(subtract(interval, waiting))
            to_confirm.extend(waiting)
    return pairs


def presence_by_day(present, visited):
    """{person: {day: ms}} of presence outside the person's settled visits."""
    days = defaultdict(lambda: defaultdict(int))
    for person, intervals in present.items():
        cuts = [cut for (carer, _), (settled, _) in visited.items() if carer == person for cut in settled]
        for interval in intervals:
            for part in subtract(interval, cuts):
                for day, seconds in split_by_day(part):
                    days[person][day.isoformat()] += seconds * 1000
    return days


def help_logs(rows):
    """{(helper, helped, day): (minutes the helper's side logged, minutes the helped side logged)}."""
    logs = defaultdict(lambda: ([], []))
    last_captured = {}
    for number, helper, helped, (start, end) in sorted(rows, key=lambda row: (row[3][1], row[0])):
        partition = helper, helped, local_day(start)
        minutes = max(1, (end - start + 30) // 60)
        for side in (0, 1) if number % HELPED_LOGS_EVERY == 0 else (0,):
            before = last_captured.get((partition, side, minutes))
            if before is not None and end - before <= HELP_AGAIN_S:
                continue
            last_captured[partition, side, minutes] = end
            logs[partition][side].append(minutes)
    return logs


def pair_help(helper_side, helped_side):
    """(confirmed, claimed) minutes: the largest of both sides pair, or the larger one is only claimed."""
    left, right = sorted(helper_side), sorted(helped_side)  # the largest stands last
    confirmed = claimed = 0
    while left and right:
        if abs(left[-1] - right[-1]) <= HELP_PAIR_MIN:
            confirmed += min(left.pop(), right.pop())
        else:
            claimed += (left if left[-1] > right[-1] else right).pop()
    return confirmed, claimed + sum(left) + sum(right)


def report(path):
    rows = read_rows(path)
    visited = visits(rows["care"])
    confirmed, claimed = defaultdict(int), defaultdict(int)
    for (helper, helped, _), sides in help_logs(rows["help"]).items():
        for total, minutes in zip((confirmed, claimed), pair_help(*sides)):
            total[f"{helper}>{helped}"] += minutes
    figures = {
        "presence_ms": presence_by_day(presences(rows["presence"]), visited),
        "visit_settled_ms": {f"{c}/{p}": length(settled) * 1000 for (c, p), (settled, _) in visited.items()},
        "visit_to_confirm_ms": {f"{c}/{p}": length(wait) * 1000 for (c, p), (_, wait) in visited.items()},
        "help_confirmed_min": confirmed,
        "help_claimed_min": claimed,
    }
    return {name: {key: value for key, value in figure.items() if value} for name, figure in figures.items()}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: ward_reference.py FILE.csv")
    print(json.dumps(report(sys.argv[1]), sort_keys=True, indent=1))
