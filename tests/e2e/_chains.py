"""Shared by tests that give one run the same lines in several ways: the lines of a drill, as a
program sends them and as a person types them, and the chains of a stored run, byte for byte."""
import collections
import hashlib
import io
import json
import os
import re
import struct
import urllib.parse

Drill = collections.namedtuple("Drill", "id variant seed level")
DRILLS = (Drill("bad-deploy", "runtime-service", 12, "normal"),
          Drill("stuck-wake", "readiness", 12, "easy"),
          Drill("route-gap", "missing-event", 5, "hard"),
          Drill("database-restore", "corruption", 12, "normal"),
          Drill("host-upgrade", "plain", 12, "hard"),
          Drill("provider-outage", "payment", 12, "easy"))
# None of these leaves an entry or takes time, so they can come before what the expert runs.
FREE = ("help", "shwo incident", "show e", "show release rel-9999", "recall", "classify",
        "show runbook", "help scoring")
# After the repair, so that the entries that the expert refers to keep their numbers.
EXTRA = ("show incident", 'note "what was seen last" --ref .', "show edges",
         'note "two references" --ref {entry} .', "wait 20s", "freeze {environment} --plan",
         "set-route edge-a {route} rel-1", 'note "never shown" --ref 1',
         'status publish {environment} --cause app --says "its cause is not known yet"', "hint",
         "freeze {environment} --ref --plan", "show status",
         "status resolve {environment}", "close --plan", "recall incident")
Line = collections.namedtuple("Line", "typed full answer")
# The kinds of lines that every script contains, by the answer to each.
KINDS = {
    "query": lambda line: line.full.startswith("show ") and line.answer["entries"],
    "short line": lambda line: line.typed != line.full and line.answer["entries"],
    "preview": lambda line: "--plan" in line.full.split() and line.answer["kind"] == "done"
                            and not line.full.startswith(("restore", "reconcile")),
    "refusal": lambda line: line.answer["kind"] == "refused",
    "prohibited command": lambda line: line.answer["code"] == "edge_table_is_derived",
    "mistake": lambda line: line.answer["kind"] == "usage",
    "note": lambda line: line.full.startswith("note ") and line.answer["kind"] == "done",
    "wait": lambda line: line.full.startswith("wait ") and line.answer["kind"] == "done",
    "class": lambda line: line.full.startswith("classify ") and line.answer["kind"] == "done",
    "hold or repair": lambda line: "--because" in line.full and line.answer["kind"] == "done"
                                   and not line.full.startswith(("classify", "impact")),
    "status": lambda line: line.full.startswith("status "),
    "impact": lambda line: line.full.startswith("impact ") and line.answer["kind"] == "done",
    "close": lambda line: line.full.startswith("close ") and line.answer["ended"],
}
LONGEST_PREFIX = 5


def options_of(drill, *words):
    return ["drill", drill.id, "--variant", drill.variant, "--seed", str(drill.seed), "--level",
            drill.level, "--clock", "commands", *words]


def body_of(drill):
    return {"drill": drill.id, "variant": drill.variant, "seed": drill.seed, "level": drill.level,
            "clock": "commands"}


def expert_lines(test, drill, **options):
    """What the expert runs, from the alert to the close."""
    printed = test.run_program(*options_of(drill, "--operator", "expert", "--io", "jsonl"),
                               **options)
    test.assertEqual(printed.returncode, 0, printed.stderr)
    return [json.loads(line)["command"] for line in printed.stdout.splitlines()[1:-1]]


class Script:
    """The lines of a run that `ask` (path, body) operates through the API: what the expert runs,
    and before the impact is stated what an expert does not need. `lines` has each as a person may
    type it, in full words, and with its answer."""

    def __init__(self, test, ask, drill):
        self.ask = ask
        self.opening = ask("/runs", body_of(drill))
        self.run = self.opening["run"]
        self.alert = self.opening["incident"]
        self.lines = []
        expert = expert_lines(test, drill)
        end = next(n for n, line in enumerate(expert) if line.startswith("impact "))
        for line in (*FREE, *expert[:end], *EXTRA, *expert[end:]):
            self.give(line)
        for kind, is_one in KINDS.items():
            test.assertTrue(any(map(is_one, self.lines)), f"{drill.id}: no {kind}")
        test.assertGreaterEqual(sum(bool(one.answer["entries"]) for one in self.lines), 15)

    def give(self, line):
        line = self.as_a_person(line.format(**self.alert))
        full = self.full(line) or line
        # Every other line is typed as short as possible.
        typed = self.short(full) if len(self.lines) % 2 and self.full(full) == full else line
        answer = self.ask(f"/runs/{self.run}/commands", {"command": typed, "typed": True})
        self.lines.append(Line(typed, full, answer))

    def get(self, operation, line):
        return self.ask(f"/runs/{self.run}/{operation}?line={urllib.parse.quote(line)}")

    def full(self, line):
        """None: the line is ambiguous."""
        try:
            return self.get("expansion", line)["line"]
        except (AssertionError, OSError):
            return None

    def as_a_person(self, line):
        """The expert's `show operations` is of all environments, and a person's of the alert's:
        what only that shows is replaced by an operation that was shown."""
        if not line.startswith("show operation "):
            return line
        known = [one["word"] for one in self.get("completions", "show operation ")]
        return line if line.split()[2] in known else f"show operation {known[0]}"

    def short(self, full):
        """Each word is left out or cut as far as the line still means the same."""
        words = re.findall(r'"[^"]*"|\S+', full)
        n = 0
        while n < len(words):
            for cut in self.cuts(words[n]):
                tried = [*words[:n], *cut, *words[n + 1:]]
                if self.full(" ".join(tried)) == full:
                    words = tried
                    n += len(cut)
                    break
            else:
                n += 1
        return " ".join(words)

    @staticmethod
    def cuts(word):
        yield []
        if word.startswith("entry-"):
            yield ["."]
            yield [word.removeprefix("entry-")]
        elif not word.startswith('"'):
            least = 3 if word.startswith("--") else 1
            for size in range(least, min(least + LONGEST_PREFIX, len(word))):
                yield [word[:size]]


class Chains:
    """Both chains of a run that has ended: the bodies of the entries, and the heads."""

    def __init__(self, test, run):
        test.assertIn("bundle", os.listdir(test.path("runs", run)), "the run has not ended")
        with open(test.path("runs", run, "bundle"), "rb") as file:
            self.rest = io.BytesIO(file.read())
        test.assertEqual(b"studylab evidence\n", self.rest.read(18))
        test.assertEqual(1, self.number("H"))
        texts = [self.rest.read(self.number("I")).decode() for _ in range(3)]
        test.assertEqual(run, texts[0])
        self.rest.read(8 + 32)
        sizes = self.number("I"), self.number("I")
        self.platform, self.lab = ([self.rest.read(self.number("I")) for _ in range(size)]
                                   for size in sizes)
        self.rest.read(32 + 32)
        self.heads = [self.rest.read(32).hex() for _ in range(2)]
        test.assertEqual(self.heads, [hashlib.blake2b(chain[-1], digest_size=32).hexdigest()
                                      for chain in (self.platform, self.lab)])
        test.assertEqual(32 + 64, len(self.rest.read()))

    def number(self, form):
        return struct.unpack("<" + form, self.rest.read(struct.calcsize("<" + form)))[0]

    @staticmethod
    def without_previous(chain):
        """The entries after the first, which has the operator, each without the hash before it."""
        at = struct.calcsize("<HBQQq")
        return [body[:at] + body[at + 32:] for body in chain[1:]]


def result_of(test, run):
    """The debrief, without what names the run and its operator."""
    debrief = test.run_program("history", run, "--json")
    test.assertEqual(debrief.returncode, 0, debrief.stderr)
    document = json.loads(debrief.stdout)
    for name in ("run", "operator", "ledger"):
        del document[name]
    return document


def expect_same_run(test, expected, run, what):
    """Both runs were made with the same options, by an operator of the same kind."""
    wanted, found = Chains(test, expected), Chains(test, run)
    for name in ("platform", "lab"):
        pairs = zip(getattr(wanted, name), getattr(found, name))
        differs = [n for n, (one, other) in enumerate(pairs, 1) if one != other][:1]
        test.assertEqual([], differs, f"{what}: the first {name} entry that differs")
        test.assertEqual(len(getattr(wanted, name)), len(getattr(found, name)), what)
    test.assertEqual(wanted.heads, found.heads, what)
    test.assertEqual(result_of(test, expected), result_of(test, run), what)
