"""The same lines make the same run, whichever way an operator gives them to the program."""
import json
import shlex
import unittest

from _api import API, ApiTest
from _chains import DRILLS, Chains, Script, body_of, expect_same_run, options_of, result_of
from _terminal import TerminalTest

NEXT_PROMPT = r"\n[^\n]*▸ \Z"  # after the line that was typed


class EveryWay(ApiTest, TerminalTest):
    def sent(self, method, path, body, **how):
        status, _, text = self.request(method, API + path, body and json.dumps(body), **how)
        self.assertIn(status, (200, 201), text)
        return json.loads(text)

    def ask_as_a_program(self, path, body=None):
        return self.sent("POST" if body else "GET", path, body)

    def log_in(self):
        """What sends a request as a browser that a person has logged in."""
        status, headers, _ = self.request("GET", self.link.group(0), token=False)
        self.assertEqual(status, 303)
        cookie = {"Cookie": headers["Set-Cookie"].split(";")[0]}
        return lambda path, body: self.sent("POST", path, body, headers=cookie, token=False)

    def setUp(self):
        super().setUp()
        self.ask_as_a_person = self.log_in() if self.link else None

    # --- the ways: each returns its run ---

    def piped(self, drill, lines, *words):
        before = set(self.runs())
        done = self.run_program(*options_of(drill, *words),
                                stdin="".join(line + "\n" for line in lines))
        self.assertEqual("", done.stderr)
        [run] = set(self.runs()) - before
        return run

    def jsonl(self, drill, script, *words):
        """As plain text and as objects in turn."""
        lines = [json.dumps({"command": one.full}) if n % 2 else one.full
                 for n, one in enumerate(script.lines)]
        return self.piped(drill, lines, "--io", "jsonl", *words)

    def at_terminal(self, drill, script):
        before = set(self.runs())
        self.begin(drill=options_of(drill)[1:], columns=300, lines=40, PAGER="cat")
        for one in script.lines[:-1]:
            self.say(one.typed + "\n")
            self.until_matching(NEXT_PROMPT)
        self.say(script.lines[-1].typed + "\n")
        self.until("Close it? [y/N]")
        self.say("y\n")
        self.exit_status()
        [run] = set(self.runs()) - before
        return run

    def over_http(self, drill, script, ask, width):
        run = ask("/runs", body_of(drill))["run"]
        for one in script.lines:
            ask(f"/runs/{run}/commands", {"command": one.typed, "typed": True, "width": width,
                                          "colour": True})
        return run

    def by_ctl(self, run, script):
        for one in script.lines:
            done = self.run_program("ctl", "--run", run, *shlex.split(one.typed))
            expected = {"done": 0, "refused": 1, "usage": 2}[one.answer["kind"]]
            if not one.answer["ended"]:
                self.assertEqual((done.returncode, done.stderr), (expected, ""), one.typed)
        return run

    # --- the comparison ---

    def expect_one_run(self, drill):
        script = Script(self, self.ask_as_a_program, drill)
        opened = json.loads(self.run_program("ctl", "--json", "--detach", *options_of(drill)[1:])
                            .stdout)
        programs = {"--io jsonl": self.jsonl(drill, script),
                    "ctl": self.by_ctl(opened["run"], script),
                    "HTTP": self.over_http(drill, script, self.ask_as_a_program, 200)}
        for way, run in programs.items():
            expect_same_run(self, script.run, run, f"{drill.id}, {way}, operated by a program")
        typed = [one.typed for one in script.lines]
        terminal = self.at_terminal(drill, script)
        people = {"--io text": self.piped(drill, typed, "--io", "text"),
                  "--io jsonl": self.jsonl(drill, script, "--operator", "human")}
        if self.ask_as_a_person:
            ask = self.ask_as_a_person
            people["HTTP"] = self.over_http(drill, script, ask, 60)
            people["ctl"] = self.by_ctl(ask("/runs", body_of(drill))["run"], script)
        for way, run in people.items():
            expect_same_run(self, terminal, run, f"{drill.id}, {way}, operated by a person")
        self.expect_only_the_operator_differs(script.run, terminal)

    def expect_only_the_operator_differs(self, run, other):
        chains, others = Chains(self, run), Chains(self, other)
        for name in ("platform", "lab"):
            self.assertEqual(chains.without_previous(getattr(chains, name)),
                             others.without_previous(getattr(others, name)), name)
        self.assertEqual(result_of(self, run), result_of(self, other))


def test_of(drill):
    return lambda self: self.expect_one_run(drill)


for one_drill in DRILLS:
    setattr(EveryWay, f"test_{one_drill.id.replace('-', '_')}_has_the_same_chains",
            test_of(one_drill))


if __name__ == "__main__":
    unittest.main()
