#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Says what of the library the tests did not reach.

Usage: report.py EXPORT SOURCE ...

EXPORT is what `llvm-cov export` writes, with paths from the top of the tree, where it is run.
Of each file are counted lines, branches (each condition both ways) and, of decisions with two
conditions or more, conditions that decided alone (MC/DC). An inline function of a header is
compiled into many objects: what one of these copies reached counts. Each file and each of the
three is a check, that each SOURCE is there is one, and that something of each kind was counted.
Closes with the line "N passed, N failed".
"""
import json
import os
import re
import sys
from collections import defaultdict

KINDS = ("lines", "branches", "conditions")
CODE, EXPANSION, SKIPPED = 0, 1, 2
BRANCH = 4  # a condition that belongs to no decision of MC/DC


def functions(export):
    """Yields the file of each function and its compiled copies."""
    copies = defaultdict(list)
    for function in export["data"][0]["functions"]:
        line, column, *_ = function["regions"][0]
        copies[function["filenames"][0], line, column].append(function)
    for (file, *_), group in copies.items():
        # An object that does not use an inline function holds one empty region of it.
        size = max(len(f["regions"]) for f in group)
        yield file, [f for f in group if len(f["regions"]) == size]


def lines_of(group):
    """Yields line and count: the most of what begins on the line or is around its begin."""
    regions = [(tuple(same[0][:2]), tuple(same[0][2:4]), same[0][7], sum(r[4] for r in same))
               for same in zip(*(f["regions"] for f in group)) if same[0][5] == 0]
    for line in range(regions[0][0][0], regions[0][1][0] + 1):
        around = [r for r in regions if r[0] < (line, 1) <= r[1]]
        begun = [r for r in regions if r[0][0] == line and r[2] in (CODE, EXPANSION)]
        # The innermost comes last.
        if around and around[-1][2] != SKIPPED:
            begun.append(around[-1])
        if begun:
            yield line, max(r[3] for r in begun)


def line_in_function(group, line, file):
    """The line of a place; within a macro, that on which it is used."""
    used = {r[6]: (r[0], r[5]) for r in group[0]["regions"] if r[7] == EXPANSION}
    while file in used:
        line, file = used[file]
    return line


def name_of(group):
    return group[0]["name"].split(":")[-1]


def branches_of(group):
    """Yields line, and whether the condition was true, and false."""
    for same in zip(*(f["branches"] for f in group)):
        line = line_in_function(group, same[0][0], same[0][6])
        yield line, any(b[4] for b in same), any(b[5] for b in same)


def conditions_of(group):
    """Yields line, number, how many the decision has, and whether it decided alone."""
    for same in zip(*(f["mcdc_records"] for f in group)):
        line = line_in_function(group, same[0][0], same[0][4])
        for number, met in enumerate(zip(*(record[6] for record in same)), 1):
            yield line, number, len(same[0][6]), any(met)


def unmeasured(file, group):
    """Yields lines of conditions before && or || that the compiler put into no decision.

    That is so where a decision is nested in an operation of another; it must be written
    otherwise.
    """
    with open(file, encoding="utf-8") as source:
        text = source.read().split("\n")
    for _, _, line, column, _, _, name, _, kind in group[0]["branches"]:
        rest = text[line - 1][column - 1:] + " " + " ".join(text[line:line + 1])
        if name == 0 and kind == BRANCH and re.match(r"\)*\s*(&&|\|\|)", rest):
            yield line


def count(export):
    """Returns what was counted, file -> kind -> [reached, of], and what was not reached."""
    counted = defaultdict(lambda: {kind: [0, 0] for kind in KINDS})
    missing = set()

    def note(file, kind, line, reached, text):
        counted[file][kind][0] += bool(reached)
        counted[file][kind][1] += 1
        if not reached:
            missing.add((file, line, text))

    for file, group in functions(export):
        if not file.startswith("lib/"):
            continue
        for line, times in lines_of(group):
            note(file, "lines", line, times, "never run")
        for line, true, false in branches_of(group):
            note(file, "branches", line, true, "a condition is never true")
            note(file, "branches", line, false, "a condition is never false")
        for line, number, of, met in conditions_of(group):
            note(file, "conditions", line, met,
                 f"condition {number} of {of} in {name_of(group)}() never decides alone")
        for line in unmeasured(file, group):
            note(file, "conditions", line, False, "a nested decision is not measured")
    return counted, missing


def check(counted, sources):
    """Returns one truth a check."""
    results = []
    for source in map(os.path.normpath, sources):
        results.append(source in counted)
        if source not in counted:
            print(f"{source}: nothing of it was counted")
    for kinds in counted.values():
        results += [reached == of for reached, of in kinds.values() if of]
    for kind in KINDS:
        reached, of = (sum(kinds[kind][i] for kinds in counted.values()) for i in (0, 1))
        results.append(of > 0)
        print(f"note: {kind}: {reached} of {of} reached, in {len(counted)} files")
    return results


def main():
    with open(sys.argv[1], encoding="utf-8") as export:
        counted, missing = count(json.load(export))
    for file, line, text in sorted(missing):
        print(f"{file}:{line}: {text}")
    results = check(counted, sys.argv[2:])
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
