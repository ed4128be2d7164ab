"""Makes a copy of a product's source with a defect planted in it.

usage: plant.py ROOT PLANTED.txt OUT
       plant.py --check ROOT    whether every defect beside this file can be planted

Fails unless each text that is to be replaced stands in the source exactly once: then the source has changed, and the defect with it.
"""
import pathlib
import re
import sys


def planted_source(root, planted):
    head, *changes = re.split(r"^---- instead of\n", planted.read_text(), flags=re.MULTILINE)
    source = re.search(r"^file: (.*)$", head, flags=re.MULTILINE)[1]
    text = (root / source).read_text()
    for change in changes:
        before, after = change.split("\n---- stands\n")
        count = text.count(before)
        if count != 1:
            sys.exit(f"{planted}: stands {count} times in {source}:\n{before}")
        text = text.replace(before, after.rstrip("\n"))
    return text


def main():
    if sys.argv[1] == "--check":
        defects = sorted(pathlib.Path(__file__).parent.glob("*.txt"))
        for planted in defects:
            planted_source(pathlib.Path(sys.argv[2]), planted)
        sys.exit(0 if len(defects) >= 13 else "where are the defects?")
    root, planted, out = (pathlib.Path(argument) for argument in sys.argv[1:])
    out.write_text(planted_source(root, planted))


main()
