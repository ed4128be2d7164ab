"""Prints what tests reached, by folder, and where they did not.

usage: coverage.py ROOT LCOV UNREACHED

LCOV is what `llvm-cov export -format=lcov` wrote. UNREACHED becomes a list of the lines that no test reaches, and of those that only
ever go one way. Whether an error is passed on (RETURN_IF_ERROR, ASSIGN_OR_RETURN) is counted apart from what decides something. Main
programs and what is generated are left out.
"""
import collections
import pathlib
import re
import sys

PARTS = ("common", "client", "server")
LEFT_OUT = ("client/main.cc", "client/cli/main.cc", "server/main.cc")
KINDS = ("lines", "branches", "errors")
PASSES_ON = re.compile(r"\b(RETURN_IF_ERROR|ASSIGN_OR_RETURN)\(")


class Source:
    """How often each line ran, and each outcome of each condition was taken."""

    def __init__(self, path):
        self.text = path.read_text().splitlines()
        self.lines = collections.Counter()
        self.branches = collections.Counter()
        self.errors = collections.Counter()

    def count(self, kind):
        counts = getattr(self, kind)
        return len(counts), sum(1 for times in counts.values() if times)


def read(lcov, root):
    sources = {}
    source = None
    for row in lcov.read_text().splitlines():
        kind, _, rest = row.partition(":")
        if kind == "SF":
            path = pathlib.Path(rest)
            name = str(path.relative_to(root)) if path.is_relative_to(root) else rest
            is_ours = name.split("/")[0] in PARTS and name not in LEFT_OUT
            source = sources.setdefault(name, Source(path)) if is_ours else None
        elif source is None:
            continue
        elif kind == "DA":
            line, times = rest.split(",")[:2]
            source.lines[int(line)] += int(times)
        elif kind == "BRDA":
            line, _, branch, times = rest.split(",")
            counts = source.errors if PASSES_ON.search(source.text[int(line) - 1]) else source.branches
            # Of what a template makes, any instance will do.
            outcome = int(branch) % 2 if name.endswith(".h") else int(branch)
            counts[int(line), outcome] += 0 if times == "-" else int(times)
    return sources


def row(name, *counts):
    cells = [f"{reached:5} of {all_:5} {100 * reached / max(all_, 1):6.1f} %" for all_, reached in counts]
    print(f"{name:18}  " + "   ".join(cells))


def add(sources, kind):
    counts = [source.count(kind) for source in sources]
    return tuple(map(sum, zip(*counts)))


def table(sources):
    parts = collections.defaultdict(list)
    for name, source in sources.items():
        parts[str(pathlib.Path(name).parent)].append(source)
    print(f"{'':18}  {'lines':>23}   {'branches':>23}   {'errors passed on':>23}")
    for part, its in sorted(parts.items()):
        row(part, *(add(its, kind) for kind in KINDS))
    row("all", *(add(sources.values(), kind) for kind in KINDS))


def unreached(sources, out):
    with out.open("w") as file:
        for name, source in sorted(sources.items()):
            for line, times in sorted(source.lines.items()):
                if not times:
                    file.write(f"{name}:{line}: not reached\n")
            missed = {line for (line, _), times in source.branches.items() if not times}
            for line in sorted(missed):
                if source.lines[line]:
                    file.write(f"{name}:{line}: one way only\n")


def lowest(sources):
    print("\nfiles with the most lines that no test reaches:")
    files = [(all_ - reached, all_, name) for name, source in sources.items() for all_, reached in [source.count("lines")]]
    for missed, all_, name in sorted(files, reverse=True)[:15]:
        if missed:
            print(f"  {missed:4} of {all_:4}  {name}")


def main():
    root, lcov, out = (pathlib.Path(argument) for argument in sys.argv[1:])
    sources = read(lcov, root)
    if not sources:
        sys.exit(f"{lcov}: nothing of {', '.join(PARTS)} in it")
    table(sources)
    lowest(sources)
    unreached(sources, out)
    print(f"\nline by line: {out}")


main()
