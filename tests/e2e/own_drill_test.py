"""A user's own drill: every command of its tutorial, and what happens when its file changes."""
import json
import os
import re
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
from _program import PROGRAM, ProgramTest  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
PAGE = os.path.join(ROOT, "docs", "own-drill.md")
EXAMPLE = os.path.join(ROOT, "examples", "busy-checkout.yaml")
FILE = "busy-checkout.yaml"
BLOCK = re.compile(r"^```(yaml|console)\n(.*?)^```", re.S | re.M)
RUN = "run-0123456789"  # in place of the latest run
CUT = "[…]"             # in place of any lines, or of a part of one
DRILLS = os.path.join(ROOT, "drills")
MISTAKE = re.compile(r"^\S+:\d+:\d+: .+: .+; expected: .+$")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def fits(shown, printed):
    """Whether the printed lines are the shown ones, of which some, and parts of some, are cut."""
    pattern = "".join(
        r"(?:[^\n]*\n)*?" if line == CUT
        else r"[^\n]*?".join(re.escape(part) for part in line.split(CUT)) + r"\n"
        for line in shown)
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


class Folder(ProgramTest):
    """A folder of its own with a home in it."""

    def setUp(self):
        super().setUp()
        os.mkdir(self.path("bin"))
        os.symlink(os.path.abspath(PROGRAM), self.path("bin", "studylab"))

    def environment(self, home=None):
        return dict(super().environment(home or self.path("home")), NO_COLOR="1",
                    PATH=self.path("bin") + os.pathsep + os.environ["PATH"])

    def run_program(self, *words, **options):
        return super().run_program(*words, cwd=self.home, **options)

    def runs(self):
        folder = self.path("home", "runs")
        return sorted(os.listdir(folder)) if os.path.isdir(folder) else []

    def own(self, *words, status=0, file=FILE):
        result = self.run_program("drill", file, "--seed", "4", "--operator", "expert", "--json",
                                  *words)
        self.assertEqual(result.returncode, status, result.stderr)
        return json.loads(result.stdout)

    def example(self, **changes):
        text = read(EXAMPLE)
        for old, new in changes.items():
            self.assertIn(old.replace("_", " "), text)
            text = text.replace(old.replace("_", " "), new)
        return self.write(FILE, text)


class Tutorial(Folder):
    def execute(self, command):
        """What a shell prints for the command."""
        runs = self.runs()
        if RUN in command:
            command = command.replace(RUN, runs[-1])
        done = subprocess.run(["sh", "-c", command], cwd=self.home, env=self.environment(),
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              stdin=subprocess.DEVNULL, check=False)
        return re.sub(r"run-[0-9a-z]{10}\b", RUN, done.stdout).rstrip("\n")

    def test_every_command_prints_what_the_page_shows(self):
        commands = 0
        for kind, text in BLOCK.findall(read(PAGE)):
            if kind == "yaml":
                with open(self.path(FILE), "a", encoding="utf-8") as file:
                    file.write(text)
                continue
            for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
                command, *shown = part.rstrip("\n").split("\n")
                printed = self.execute(command)
                commands += 1
                with self.subTest(command):
                    self.assertTrue(fits(shown, printed.split("\n") if printed else []),
                                    f"$ {command}\n{printed}")
        self.assertGreater(commands, 12)

    def test_the_parts_of_the_file_make_the_example(self):
        parts = "".join(text for kind, text in BLOCK.findall(read(PAGE)) if kind == "yaml")
        edit = re.search(r"^\$ (sed -i .*)$", read(PAGE), re.M)[1]
        self.write(FILE, parts)
        subprocess.run(["sh", "-c", edit], cwd=self.home, check=True)
        self.assertEqual(read(self.path(FILE)), read(EXAMPLE))


class Files(Folder):
    def test_a_run_outlives_its_file(self):
        self.example()
        self.own("--evidence", "one.bundle")
        [run] = self.runs()
        os.remove(self.path(FILE))
        self.assertEqual(self.run_program("replay", run).returncode, 0)
        verified = self.run_program("evidence", "verify", "one.bundle", "--replay")
        self.assertEqual(verified.returncode, 0, verified.stderr)
        [listed] = self.history()
        self.assertEqual((listed["drill"], listed["state"]), ("busy-checkout", "passed"))
        self.assertIn("busy-checkout", self.run_program("history", run).stdout)

    def test_a_changed_file_is_another_version(self):
        self.example()
        first = self.own()
        self.example(**{"time:_40m": "time: 39m"})
        second = self.own()
        self.assertNotEqual(first["ledger"]["head"], second["ledger"]["head"])
        for run in self.runs():
            self.assertEqual(self.run_program("replay", run).returncode, 0)
        self.assertEqual([run["state"] for run in self.history()], ["passed", "passed"])

    def test_a_moved_file_is_named_in_one_line(self):
        self.one_line(self.run_program("drill", FILE), 3, FILE, "No such file")

    def test_a_drill_is_found_by_name_once_it_was_played(self):
        self.one_line(self.run_program("drill", "busy-checkout"), 2, "not a valid drill",
                      "bad-deploy", "my-drill.yaml")
        self.example()
        self.own()
        os.remove(self.path(FILE))
        self.own(file="busy-checkout")
        listed = json.loads(self.run_program("drills", "--json").stdout)
        self.assertEqual([one["id"] for one in listed if one["own"]], ["busy-checkout"])
        order = json.loads(self.run_program("next", "--json").stdout)
        self.assertIn("busy-checkout", [one["drill"] for one in order])

    def test_without_its_copy_a_run_needs_the_file(self):
        self.example()
        self.own("--evidence", "one.bundle")
        [run] = self.runs()
        shutil.rmtree(self.path("home", "drills"))
        self.one_line(self.run_program("replay", run), 3, "busy-checkout", "--drill-file")
        verify = ("evidence", "verify", "one.bundle", "--replay")
        self.one_line(self.run_program(*verify), 3, "busy-checkout", "--drill-file")
        [listed] = self.history()
        self.assertEqual(listed["state"], "unverified")
        self.assertIn("--drill-file", listed["note"])
        given = self.run_program(*verify, "--drill-file", FILE)
        self.assertEqual(given.returncode, 0, given.stderr)
        shown = self.run_program("history", run, "--drill-file", FILE)
        self.assertEqual(shown.returncode, 0, shown.stderr)
        self.assertEqual([one["state"] for one in self.history()], ["passed"])

    def test_another_file_than_the_runs_is_refused_in_one_line(self):
        self.example()
        self.own()
        [run] = self.runs()
        self.example(**{"time:_40m": "time: 39m"})
        self.one_line(self.run_program("replay", run, "--drill-file", FILE), 2, "has changed",
                      "digest")
        self.example(**{"drill:_busy-checkout": "drill: other"})
        self.one_line(self.run_program("history", run, "--drill-file", FILE), 2, "'other'",
                      "'busy-checkout'")
        self.expert(3)
        self.one_line(self.run_program("replay", self.runs()[-1], "--drill-file", FILE), 2,
                      "bad-deploy", "this program")

    def test_a_name_of_the_program_is_refused(self):
        self.example(**{"drill:_busy-checkout": "drill: bad-deploy"})
        self.one_line(self.run_program("drill", FILE), 2, "'bad-deploy'", "a name of its own")

    def test_a_run_that_was_cut_off_is_sealed_by_its_copy(self):
        self.example()
        process = subprocess.Popen([PROGRAM, "drill", FILE, "--seed", "8", "--io", "jsonl"],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=self.home,
                                   env=self.environment(), text=True)
        self.addCleanup(self.end, process)
        process.stdout.readline()
        process.stdin.write("show incident\n")
        process.stdin.flush()
        process.stdout.readline()
        process.kill()
        process.wait()
        os.remove(self.path(FILE))
        [run] = self.history()
        self.assertEqual((run["drill"], run["ended"]), ("busy-checkout", "crashed"))


class Exams(Folder):
    def exam(self, status=0):
        self.write("exam.yaml", "exam: Own\noperator: expert\ndrills:\n"
                                f"  - {{drill: {FILE}, seeds: 1..3}}\n"
                                "  - {drill: bad-deploy, seeds: 1}\n")
        result = self.run_program("exam", "exam.yaml", "--json", "--bundles", "bundles")
        self.assertEqual(result.returncode, status, result.stderr)
        return result

    def test_an_exam_runs_a_file_and_its_bundles_replay(self):
        self.example()
        document = json.loads(self.exam().stdout)
        self.assertEqual(document["passed"], 4)
        self.assertEqual([one["drill"] for one in document["drills"]],
                         ["busy-checkout", "bad-deploy"])
        os.remove(self.path(FILE))
        for name in os.listdir(self.path("bundles")):
            result = self.run_program("evidence", "verify", self.path("bundles", name), "--replay")
            self.assertEqual(result.returncode, 0, result.stderr)

    def test_results_of_a_changed_drill_are_refused(self):
        self.example()
        self.exam()
        self.example(**{"time:_40m": "time: 39m"})
        self.one_line(self.exam(2), 2, "exam.yaml.results")

    def test_a_broken_file_is_named_with_its_place(self):
        self.example(**{"time:_40m": "time: soon"})
        self.one_line(self.exam(2), 2, "exam.yaml:4:13: drills.0.drill", "limits.time", "'soon'")


class Checks(Folder):
    def check(self, text, *words):
        self.write("x.yaml", text)
        return self.run_program("drills", "check", "x.yaml", *words)

    def test_every_missing_key_of_every_drill_is_reported(self):
        for name in sorted(os.listdir(DRILLS)):
            text = read(os.path.join(DRILLS, name))
            for key in re.findall(r"^([a-z]+):", text, re.M):
                without = re.sub(rf"^{key}:.*\n(?:(?:[ #].*)?\n)*", "", text, count=1, flags=re.M)
                with self.subTest(drill=name, key=key):
                    result = self.check(without)
                    self.assertEqual(result.returncode, 2, result.stderr)
                    for line in result.stdout.splitlines():
                        self.assertRegex(line, MISTAKE)
                    missing = ("the key 'statements' too" if key == "statements"
                               else f"'{key}' is missing")
                    self.assertIn(missing, result.stdout)

    def test_the_document_lists_every_mistake(self):
        text = read(EXAMPLE).replace("time: 40m", "time: soon").replace("hosts: 10..14", "hosts: 0")
        document = json.loads(self.check(text, "--json").stdout)
        self.assertFalse(document["reads"])
        self.assertEqual([one["key"] for one in document["mistakes"]],
                         ["topology.hosts", "limits.time"])
        self.assertEqual(document["mistakes"][0]["line"], 12)

    def test_a_drill_that_cannot_be_solved_is_unfair(self):
        result = self.check(read(EXAMPLE).replace("time: 40m", "time: 30s"), "--json")
        self.assertEqual(result.returncode, 1, result.stderr)
        document = json.loads(result.stdout)
        self.assertTrue(document["reads"])
        self.assertFalse(document["good"])
        self.assertLess(document["expert_passed"], document["runs"])
        self.assertRegex(document["report"],
                         r"x\.yaml: seed \d+, [a-z-]+: the expert (failed|invalid) with")


if __name__ == "__main__":
    unittest.main()
