"""Makes a copy of a product's source with a defect planted in it.

usage: plant.py ROOT PLANTED.txt OUT

Fails unless each text that is to be replaced stands in the source exactly once: then the source has changed, and the defect with it.
"""
import pathlib
import re
import sys


def main():
    root, planted, out = (pathlib.Path(argument) for argument in sys.argv[1:])
    head, *changes = re.split(r"^---- instead of\n", planted.read_text(), flags=re.MULTILINE)
    source = re.search(r"^file: (.*)$", head, flags=re.MULTILINE)[1]
    text = (root / source).read_text()
    for change in changes:
        before, after = change.split("\n---- stands\n")
        count = text.count(before)
        if count != 1:
            sys.exit(f"{planted}: stands {count} times in {source}:\n{before}")
        text = text.replace(before, after.rstrip("\n"))
    out.write_text(text)


main()
