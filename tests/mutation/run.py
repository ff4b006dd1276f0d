#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the tests on mutants and says which of them live.

BUILD holds the programs that mutate.py's copy was compiled into. A mutant is killed by a test
that fails, crashes or takes far longer than it should: by its module's own suite, by a short
simulation, by the whole suite, when memory is refused, or by a test that takes its time. SURVIVORS
lists those that no test can kill, with the reason.

Fails if a mutant lives that is not listed; if all were tried, also if one that is listed does
not live, and if fewer than 95 % are killed. Closes with the line "N passed, N failed".

What came of each mutant is written to BUILD/results.tsv as well. A run that resumes believes it
of those that were killed, and tries the rest.
"""
import argparse
import os
import random
import resource
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

GOAL = 0.95
LIVES = "lives"


class Mutant(NamedTuple):
    number: str
    file: str
    line: str
    name: str


class Stage:
    """A test program with its arguments, and what of it Check runs."""

    def __init__(self, name, command, **check):
        self.name, self.command, self.check = name, command, check
        self.seconds = 60
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        if not self.passes("0"):
            sys.exit(f"{command}, {check}: fails without a mutant")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        self.seconds = 0.5 + 3 * took

    def passes(self, mutant):
        environment = dict(os.environ, CK_FORK="no", MUTANT=mutant, **self.check)
        process = subprocess.Popen(self.command, env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ended_in_time(process.pid, self.seconds)
        process.kill()
        return process.wait() == 0


def ended_in_time(pid, seconds):
    """Waits until the process ends or has had so many seconds of the processor, or has waited
    for long. A limit set by setrlimit() would make its clock() coarse."""
    its_clock = ~pid << 3 | 2  # as by clock_getcpuclockid()
    latest = time.monotonic() + 60 + 50 * seconds
    ends = os.pidfd_open(pid)
    try:
        left = seconds
        while left > 0 and time.monotonic() < latest:
            if select.select([ends], [], [], left + 0.01)[0]:
                return
            left = seconds - time.clock_gettime(its_clock)
    finally:
        os.close(ends)


class Stages:
    """What is run for the mutants of a file, in this order."""

    def __init__(self, build, tests):
        self.build, self.tests, self.known = build, tests, {}

    def stage(self, name, program, *arguments, **check):
        if name not in self.known:
            self.known[name] = Stage(name, [f"{self.build}/debug/{program}", *arguments], **check)
        return self.known[name]

    def suite(self, program, name):
        return self.stage(f"suite {name}", program, CK_RUN_SUITE=name,
                          CK_EXCLUDE_TAGS="slow")

    def of(self, file):
        module = os.path.splitext(os.path.basename(file))[0]
        if file.startswith("lib/json/"):
            service = module.split("_")[0] + "_service"
            suites = [f"json/{name}" for name in (module, service) if self.has(f"json/test_{name}")]
            return [self.suite("json-runner", suite) for suite in suites] + \
                [self.stage("JSON suites", "json-runner", CK_EXCLUDE_TAGS="slow")]
        # What has no test file of its own is part of the module named before the "_".
        suites = [name for name in (module, module.split("_")[0]) if self.has(f"test_{name}")][:1]
        return [self.suite("runner", suite) for suite in suites] + \
            [self.stage("simulation", "simulate", "--steps", "20000", "--seed", "1"),
             self.stage("suites", "runner", CK_EXCLUDE_TAGS="slow thorough"),
             self.stage("thorough suites", "runner", CK_INCLUDE_TAGS="thorough",
                        CK_EXCLUDE_TAGS="slow"),
             self.stage("oom", "oom")]

    def has(self, test):
        return os.path.exists(os.path.join(self.tests, test + ".c"))


def read_mutants(path):
    with open(path, encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    return [Mutant(number, file, line, f"{file} {function}: {change}")
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


class Results:
    """name -> what killed it, or LIVES; kept in a file."""

    def __init__(self, path, resume):
        self.was = {}
        if resume and os.path.exists(path):
            with open(path, encoding="utf-8") as lines:
                self.was = dict(line.rstrip("\n").split("\t") for line in lines)
        self.file = open(path, "a" if resume else "w", encoding="utf-8")

    def known(self, mutant):
        result = self.was.get(mutant.name, LIVES)
        return result if result != LIVES else None

    def add(self, mutant, result):
        self.file.write(f"{mutant.name}\t{result}\n")
        self.file.flush()


def try_all(mutants, stages, results, args):
    """Yields each mutant and what killed it or LIVES, in order."""
    plans = {file: stages.of(file)[:3 if args.quick else None]
             for file in sorted({mutant.file for mutant in mutants})}

    def result(mutant):
        return results.known(mutant) or next(
            (s.name for s in plans[mutant.file] if not s.passes(mutant.number)), LIVES)

    with ThreadPoolExecutor(args.jobs) as pool:
        for mutant, came in zip(mutants, pool.map(result, mutants)):
            if not results.known(mutant):
                results.add(mutant, came)
            yield mutant, came


def arguments():
    parser = argparse.ArgumentParser()
    for name in ("build", "table", "survivors"):
        parser.add_argument(name)
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="0 tries all")
    parser.add_argument("--seed", default="")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--quick", action="store_true", help="only what takes little time")
    parser.add_argument("files", nargs="*", help="try only the mutants of these")
    return parser.parse_args()


def chosen(mutants, args):
    if args.files:
        mutants = [mutant for mutant in mutants if mutant.file in args.files]
    if 0 < args.sample < len(mutants):
        return random.Random(args.seed).sample(mutants, args.sample)
    return mutants


def report(args, mutants, killed, dead):
    tried, of = Counter(mutant.file for mutant in mutants), len(mutants)
    for file in sorted(tried):
        print(f"{file}: {killed[file]} of {tried[file]} killed")
    print(f"note: {dead} of {of} mutants killed, {100 * dead / max(of, 1):.2f} %; {of - dead} live"
          + (f"; sampled by seed {args.seed}" if 0 < args.sample else "")
          + ("; of them some in an earlier run" if args.resume else "")
          + ("; without the tests that take long" if args.quick else ""))


def main():
    # The tests that run end with this process.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, frame: os._exit(128 + number))
    args = arguments()
    every, listed = read_mutants(args.table), read_survivors(args.survivors)
    mutants = chosen(every, args)
    tests = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    results = Results(os.path.join(args.build, "results.tsv"), args.resume)
    bad, lived, killed = 0, set(), Counter()
    for mutant, result in try_all(mutants, Stages(args.build, tests), results, args):
        killed[mutant.file] += result != LIVES
        entry = listed_as(mutant.name, listed) if result == LIVES else None
        lived.add(entry)
        if result == LIVES and not entry:
            bad += 1
            print(f"lives: mutant {mutant.number}, line {mutant.line}\n{mutant.name}", flush=True)
    dead = sum(killed.values())
    whole = len(mutants) == len(every) and not args.quick
    for entry in listed if whole else ():
        if entry not in lived:
            bad += 1
            print(f"listed, but does not live: {entry}")
    if whole and dead < GOAL * len(mutants):
        bad += 1
        print(f"fewer than {100 * GOAL:.0f} % are killed")
    report(args, mutants, killed, dead)
    print(f"{len(mutants) - min(bad, len(mutants))} passed, {bad} failed")
    return 1 if bad or not mutants else 0


if __name__ == "__main__":
    sys.exit(main())
