#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes a copy of C sources in which each function holds all its mutants.

Usage: mutate.py FROM TO COMPILER [FLAG ...]

Of each function body in FROM/*.c and FROM/*.h the copy holds one more for each mutant, and a
switch that chooses by the environment variable MUTANT; none is chosen by 0. TO/mutants.tsv
lists number, file, line, function, and the line as it is changed: the second of two that read
the same has " (2)" behind it. What does not compile is left out.

Changed are, one at a time: relations, + and -, && and ||, negations, numbers, true and false,
what is returned (0 instead, or what is not 0), and statements (left out). Assertions are not.
"""
import filecmp
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter

TOKEN = re.compile(r"""
    (?P<space>\s+|/\*.*?\*/|//[^\n]*|\\\n)
  | (?P<directive>^\#[^\n]*(?:\\\n[^\n]*)*)
  | (?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
  | (?P<number>\d[\w.]*)
  | (?P<name>[A-Za-z_]\w*)
  | (?P<operator><<=|>>=|\.\.\.|->|\+\+|--|&&|\|\||<<|>>|[-+*/%&|^!=<>]=|.)
""", re.VERBOSE | re.DOTALL | re.MULTILINE)

OTHERS = {"<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"),
          "==": ("!=",), "!=": ("==",), "&&": ("||",), "||": ("&&",), "+=": ("-=",),
          "-=": ("+=",), "++": ("--",), "--": ("++",), "true": ("false",), "false": ("true",)}
DECIDING = set(OTHERS) - {"+=", "-=", "++", "--", "true", "false"} | {"!"}
# What is returned instead of what is 0 already.
NOTHING = {"CALLPARK_OK": "CALLPARK_ERR_INVALID", "NULL": "(void *)1", "JSON_ABSENT": "JSON_BAD"}
HEADS = {"if", "while", "for", "switch", "else", "do", "return", "case", "default", "goto"}


class Token:
    def __init__(self, kind, text, begin):
        self.kind, self.text, self.begin, self.end = kind, text, begin, begin + len(text)


def tokens_of(text, begin, end):
    """The tokens that are compiled: an #else is for another compiler or machine."""
    found, compiled = [], True
    for match in TOKEN.finditer(text, begin, end):
        if match.lastgroup == "directive":
            compiled = not match.group().startswith("#else")
        elif match.lastgroup != "space" and compiled:
            found.append(Token(match.lastgroup, match.group(), match.start()))
    return found


def closing(tokens, at):
    """The place of the bracket that closes the one at |at|."""
    depth = 0
    for i in range(at, len(tokens)):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(tokens[i].text, 0)
        if depth == 0:
            return i
    raise ValueError("no closing bracket")


def statement_end(tokens, at):
    """The place of its semicolon, or None."""
    while at < len(tokens) and tokens[at].text != ";":
        at = closing(tokens, at) + 1 if tokens[at].text in "([{" else at + 1
    return at if at < len(tokens) else None


def number_plus_one(text):
    digits, suffix = re.fullmatch(r"(0[xX][0-9a-fA-F]+|\d+)([uUlL]*)", text).groups()
    return f"{(int(digits, 0) + 1) if int(digits, 0) != 1 else 0}{suffix}"


def is_binary(tokens, at):
    before = tokens[at - 1]
    return before.kind in ("number", "text") or before.text in (")", "]") or (
        before.kind == "name" and before.text not in ("return", "case", "sizeof"))


def begins_statement(tokens, at, heads_closed):
    return tokens[at - 1].text in (";", "{", "}", "else", "do") or at - 1 in heads_closed


def mutations(tokens, void):
    """Yields begin, end and replacement."""
    kept_until = 0
    depth = 0
    heads_closed = set()
    initialisers = set()
    for at, token in enumerate(tokens):
        text = token.text
        depth += {"(": 1, ")": -1}.get(text, 0)
        if text == "{" and at and (tokens[at - 1].text in ("=", ",") or at - 1 in initialisers or (
                tokens[at - 1].text == ")" and at - 1 not in heads_closed)):
            initialisers.update((at, closing(tokens, at)))
        depth += (text == "{") - (text == "}") if at in initialisers else 0
        if at < kept_until:
            continue
        if text in ("assert", "_Static_assert"):
            kept_until = statement_end(tokens, at)
            continue
        if text in ("case", "default"):
            heads_closed.add(next(i for i in range(at, len(tokens)) if tokens[i].text == ":"))
        if text in ("if", "while", "for", "switch"):
            close = closing(tokens, at + 1)
            heads_closed.add(close)
            condition = tokens[at + 2:close]
            if text in ("if", "while") and not any(t.text in DECIDING for t in condition):
                yield condition[0].begin, condition[-1].end, "!({})"
        if text in OTHERS:
            for other in OTHERS[text]:
                yield token.begin, token.end, other
        elif text in "+-" and is_binary(tokens, at):
            yield token.begin, token.end, "-" if text == "+" else "+"
        elif text == "!":
            yield token.begin, token.end, " "
        elif token.kind == "number" and re.fullmatch(r"(0[xX][0-9a-fA-F]+|\d+)[uUlL]*", text):
            yield token.begin, token.end, number_plus_one(text)
        if at == 0 or depth or not begins_statement(tokens, at, heads_closed):
            continue
        if text == "return" and tokens[at + 1].text != ";":
            end = statement_end(tokens, at)
            value = " ".join(t.text for t in tokens[at + 1:end])
            if value not in ("0", "1", "true", "false"):
                yield tokens[at + 1].begin, tokens[end - 1].end, NOTHING.get(value, "0")
        elif (text not in HEADS and text not in ";{}") or (text == "return" and void):
            end = statement_end(tokens, at)
            if end:
                yield token.begin, tokens[end - 1].end, ""


FUNCTION = re.compile(r"^(?P<head>(?:[A-Za-z_][^\n;{}]*\n?(?: +[^\n;{}]*\n)*))^\{\n"
                      r"(?P<body>.*?)^\}\n", re.MULTILINE | re.DOTALL)


def name_of(head):
    return re.search(r"(\w+)\(", head).group(1)


def shown(text, at, until, instead):
    """The changed line, or the statement that is left out, on one line."""
    if not instead:
        changed = "left out: " + text[at:until]
    else:
        changed = text[text.rfind("\n", 0, at) + 1:at] + instead + \
            text[until:text.index("\n", until)]
    return " ".join(changed.split())


class Copy:
    """The numbers of mutants and the list of them."""

    def __init__(self, invalid):
        self.invalid, self.next, self.listed, self.times = invalid, 1, [], Counter()

    def name(self, file, function, change):
        """The mutant's function and change; told from others that read the same."""
        self.times[file, function, change] += 1
        nth = self.times[file, function, change]
        return function, change + (f" ({nth})" if nth > 1 else "")

    def body(self, text, match, file):
        """The function's body with its mutants."""
        begin, end = match.start("body"), match.end("body")
        void = re.search(r"\bvoid\b(?! *\*)[^(]*\(", match["head"]) is not None
        cases = []
        for at, until, instead in mutations(tokens_of(text, begin, end), void):
            number, self.next = self.next, self.next + 1
            was = text[at:until]
            instead = instead.replace("{}", was)
            if number in self.invalid:
                continue
            line = text.count("\n", 0, at) + 1
            self.listed.append((number, file, line, *self.name(
                file, name_of(match["head"]), shown(text, at, until, instead))))
            cases.append(f'#line 1 "mutant-{number}"\ncase {number}: {{\n'
                         f"{text[begin:at]}{instead}{text[until:end]}}}\n"
                         + ("return;" if void else "__builtin_trap();") + "\n")
        line = text.count("\n", 0, begin) + 1
        return ("switch (callpark__mutant) {\n" + "".join(cases) + "default: break;\n}\n" +
                f'#line {line} "{file}"\n{text[begin:end]}')

    def file(self, text, file):
        last, parts = 0, []
        for match in FUNCTION.finditer(text):
            parts += [text[last:match.start("body")], self.body(text, match, file)]
            last = match.end("body")
        return "".join(parts) + text[last:]


START = """#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
int callpark__mutant;
/* What takes all memory ends, and nothing outlives who started it. */
__attribute__((constructor)) static void choose(void)
{
    const char *number = getenv("MUTANT");
    if (!number)
        return;
    callpark__mutant = atoi(number);
    setrlimit(RLIMIT_AS, &(struct rlimit){4000000000, 4000000000});
    setrlimit(RLIMIT_CORE, &(struct rlimit){0});
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}
/* Linked in place of Check's, which writes each to a file. */
void __wrap__mark_point(const char *file, int line);
void __wrap__mark_point(const char *file, int line)
{
    (void)file;
    (void)line;
}
/* Linked in place of Check's: the first failure is enough. */
_Noreturn void __wrap__ck_assert_failed(const char *file, int line, const char *what);
void __wrap__ck_assert_failed(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: %s\\n", file, line, what);
    _Exit(1);
}
"""


def write(directory, name, text):
    path = os.path.join(directory, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def copy_all(source, to, invalid):
    """Writes the copy without the mutants of those numbers; returns how many are in it."""
    copy = Copy(invalid)
    for folder, _, files in sorted(os.walk(source)):
        for name in sorted(files):
            path = os.path.join(folder, name)
            file = os.path.relpath(path, source)
            if name.endswith((".c", ".h")):
                with open(path, encoding="utf-8") as text:
                    write(to, file, copy.file(text.read(), "lib/" + file))
    write(to, "mutant.h", "extern int callpark__mutant;\n")
    write(to, "mutant.c", START)
    write(to, "mutants.tsv", "".join("\t".join(map(str, row)) + "\n" for row in copy.listed))
    return len(copy.listed)


def errors_in(directory, compiler):
    """The numbers of mutants that do not compile: their lines have their names."""
    numbers = set()
    flags = ["-w", "-fsyntax-only", "-fmax-errors=0", "-include", directory + "/mutant.h"]
    for folder, _, files in os.walk(directory):
        for name in files:
            if name.endswith(".c"):
                said = subprocess.run([*compiler, *flags, os.path.join(folder, name)],
                                      stderr=subprocess.PIPE, text=True, check=False).stderr
                found = re.findall(r"^(?:mutant-(\d+)|.*):\d+:.* error: .*", said, re.MULTILINE)
                if "" in found:
                    sys.exit(said)
                numbers.update(map(int, found))
    return numbers


def files_in(directory):
    return {os.path.relpath(os.path.join(folder, name), directory)
            for folder, _, files in os.walk(directory) for name in files}


def take_over(trial, to):
    """Writes what has changed, so that no more than that is compiled anew."""
    for file in files_in(to) - files_in(trial):
        os.remove(os.path.join(to, file))
    for file in files_in(trial):
        new, old = os.path.join(trial, file), os.path.join(to, file)
        os.makedirs(os.path.dirname(old), exist_ok=True)
        if not os.path.exists(old) or not filecmp.cmp(new, old, shallow=False):
            shutil.copyfile(new, old)
    os.utime(os.path.join(to, "mutants.tsv"))


def main():
    source, to, *compiler = sys.argv[1:]
    invalid = set()
    with tempfile.TemporaryDirectory() as trial:
        while True:
            count = copy_all(source, trial, invalid)
            more = errors_in(trial, [*compiler, "-iquote", trial])
            if not more:
                break
            invalid |= more
        take_over(trial, to)
    print(f"{count} mutants; {len(invalid)} more do not compile")


if __name__ == "__main__":
    main()
