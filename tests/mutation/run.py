#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the tests on mutants and says which of them live.

Usage: run.py BUILD MUTANTS.TSV SURVIVORS HOW-MANY SEED [FILE ...]

BUILD holds the programs that mutate.py's copy was compiled into. A mutant is killed by a test
that fails, crashes or takes far longer than it should: by its module's own suite, by a short
simulation, by the whole suite, or when memory is refused. SURVIVORS lists those that no test
can kill, with the reason. If HOW-MANY is not 0 a sample is tried; with FILEs, their mutants only.

Fails if a mutant lives that is not listed; if all were tried, also if one that is listed does
not live, and if fewer than 95 % are killed. Closes with the line "N passed, N failed".
"""
import os
import random
import resource
import subprocess
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

GOAL = 0.95
JOBS = 2


class Stage:
    """A test program with its arguments; |suite| is a suite of Check."""

    def __init__(self, command, suite=None, without="slow"):
        self.command = command
        self.environment = dict(os.environ, CK_FORK="no", CK_EXCLUDE_TAGS=without)
        if suite:
            self.environment["CK_RUN_SUITE"] = suite
        self.seconds = 60
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        if not self.passes(0):
            sys.exit(f"{command}, suite {suite}: fails without a mutant")
        took = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        self.seconds = 1 + round(5 * took)

    def passes(self, mutant):
        limits = f"ulimit -t {self.seconds} -v 4000000; ulimit -c 0; exec {self.command}"
        try:
            return subprocess.run(["sh", "-c", limits], stdin=subprocess.DEVNULL,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  env=dict(self.environment, MUTANT=str(mutant)),
                                  timeout=20 * self.seconds, check=False).returncode == 0
        except subprocess.TimeoutExpired:
            return False


class Stages:
    """What is run for the mutants of a file, in this order."""

    def __init__(self, build, tests):
        self.build, self.tests, self.known = build, tests, {}

    def stage(self, program, *options):
        key = program, *options
        if key not in self.known:
            self.known[key] = Stage(f"{self.build}/debug/{program}", *options)
        return self.known[key]

    def of(self, file):
        module = os.path.splitext(os.path.basename(file))[0]
        if file.startswith("lib/json/"):
            service = module.split("_")[0] + "_service"
            suites = [f"json/{name}" for name in (module, service) if self.has(f"json/test_{name}")]
            return [self.stage("json-runner", suite) for suite in suites] + \
                [self.stage("json-runner")]
        suites = [module] if self.has(f"test_{module}") else []
        return [self.stage("runner", suite) for suite in suites] + \
            [self.stage("simulate --steps 20000 --seed 1"),
             self.stage("runner", None, "slow thorough"), self.stage("oom"), self.stage("runner")]

    def has(self, test):
        return os.path.exists(os.path.join(self.tests, test + ".c"))


def read_mutants(path):
    with open(path, encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    return [(int(number), file, line, f"{file} {function}: {change}")
            for number, file, line, function, change in rows]


def read_survivors(path):
    """Returns what is listed, name -> reason. A reason is a line that begins with "= "."""
    listed, reason = {}, ""
    with open(path, encoding="utf-8") as lines:
        for line in map(str.strip, lines):
            if line.startswith("= "):
                reason = line[2:]
            elif line and not line.startswith("#"):
                if not reason:
                    sys.exit(f"{path}: no reason for {line}")
                listed[line] = reason
    return listed


def listed_as(name, listed):
    """The entry that names the mutant: itself, or all of its function."""
    whole = name.split(": ")[0] + ": *"
    return name if name in listed else whole if whole in listed else None


def try_all(mutants, stages):
    """Yields each mutant and whether it lives, in order."""
    plans = {file: stages.of(file) for file in sorted({mutant[1] for mutant in mutants})}
    with ThreadPoolExecutor(JOBS) as pool:
        lives = pool.map(lambda m: all(s.passes(m[0]) for s in plans[m[1]]), mutants)
        yield from zip(mutants, lives)


def main():
    build, table, survivors, many, seed, *files = sys.argv[1:]
    mutants, listed = read_mutants(table), read_survivors(survivors)
    sampled = 0 < int(many) < len(mutants)
    if files:
        mutants = [mutant for mutant in mutants if mutant[1] in files]
    if sampled:
        mutants = random.Random(seed).sample(mutants, min(int(many), len(mutants)))
    whole = not sampled and not files
    tests = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    killed, bad, lived, score = 0, 0, set(), defaultdict(lambda: [0, 0])
    for (number, file, line, name), lives in try_all(mutants, Stages(build, tests)):
        killed += not lives
        score[file][0] += not lives
        score[file][1] += 1
        entry = listed_as(name, listed) if lives else None
        lived.add(entry)
        if lives and not entry:
            bad += 1
            print(f"lives: mutant {number}, line {line}\n{name}", flush=True)
    for file, (dead, of) in sorted(score.items()):
        print(f"{file}: {dead} of {of} killed", flush=True)
    for entry in listed if whole else ():
        if entry not in lived:
            bad += 1
            print(f"listed, but does not live: {entry}")
    print(f"note: {killed} of {len(mutants)} mutants killed, {100 * killed / len(mutants):.2f} %; "
          f"{len(mutants) - killed} live" + (f"; sampled by seed {seed}" if sampled else ""))
    if whole and killed < GOAL * len(mutants):
        bad += 1
        print(f"fewer than {100 * GOAL:.0f} % are killed")
    print(f"{len(mutants) - min(bad, len(mutants))} passed, {bad} failed")
    return 1 if bad or not mutants else 0


if __name__ == "__main__":
    sys.exit(main())
