"""Reports as tables, and what they must say."""

import csv
import io
import re

from rig import Failure

SHORT_ID = re.compile(r" \([0-9a-f]{8}\)")


def read_table(text):
    """Rows of a CSV text by column; short ids behind names are left out."""
    header, *rows = csv.reader(io.StringIO(text))
    return [dict(zip(header, (SHORT_ID.sub("", cell) for cell in row))) for row in rows]


def is_total(row):
    return next(iter(row.values())).startswith("total")


def differences(expected, found, columns):
    """What is missing and what is too much, each row as a line; totals are left out."""
    def lines(rows):
        return sorted(" | ".join(row[column] for column in columns) for row in rows if not is_total(row))
    missing, too_much = lines(expected), lines(found)
    for line in list(missing):
        if line in too_much:
            missing.remove(line)
            too_much.remove(line)
    return [f"missing: {line}" for line in missing] + [f"too much: {line}" for line in too_much]


class Checkpoint:
    """What the office knows at one moment of the story, and what it must not claim yet.

    Bilal @ NW7 taal Tue = pending; Kiosk B      what his row says, and why
    nobody @ WLB Nieuw-West = absent; final      no row of that centre says so
    """

    def __init__(self, attendance, label_of):
        self.rows = [row for row in read_table(attendance) if not is_total(row)]
        self.label_of = label_of

    def check(self, where, text):
        who, place, status, *words = (part.strip() for part in re.split(r" @ | = |;|,", text))
        rows = [row for row in self.rows if self.is_meant(row, who, place)]
        fitting = [row for row in rows if row["status"] == status and all(self.says(row, word) for word in words)]
        if not rows or (fitting if who == "nobody" else len(fitting) != len(rows)):
            raise Failure(f"{where}: {text}; but the office says: {fitting[:3] or rows[:3]}")

    def is_meant(self, row, who, place):
        if who == "nobody":
            return row["centre"] == place
        return row["person"].split(" (")[0] == who and f"{row['session']} {self.label_of(row['day'])}" == place

    @staticmethod
    def says(row, word):
        if word.startswith("only "):
            return row["waits for"] == word[5:]
        flag, negated = word.removeprefix("not "), word.startswith("not ")
        if flag in row:
            return (row[flag] == "yes") != negated
        return any(word in row[reason] for reason in ("waits for", "lost", "signs"))
