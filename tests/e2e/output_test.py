"""A command fails if it cannot print its output."""
import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
from _program import PROGRAM, ProgramTest  # noqa: E402


class LostOutput(ProgramTest):
    def commands(self):
        bundle = self.path("bundle")
        run = self.expert(1, "--evidence", bundle)["run"]
        drill = os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "..", "drills",
                             "bad-deploy.yaml")
        plays = ["drill", "bad-deploy", "--seed", "1", "--operator", "expert"]
        return [["--help"], ["--version"], ["drill", "--help"], ["runbooks"],
                ["runbooks", "bad-deploy"], ["runbooks", "--json"], ["drills"],
                ["drills", "--json"], ["drills", "check", drill], plays,
                [*plays, "--json"], [*plays, "--io", "jsonl"],
                ["history"], ["history", "--json"], ["history", run], ["history", run, "--json"],
                ["history", run, "--at", "150"], ["replay", run], ["replay", run, "--json"],
                ["evidence", "verify", bundle],
                ["evidence", "verify", bundle, "--replay", "--json"],
                ["fuzz", "--seeds", "1"], ["bench", "counts"]]

    def test_a_full_disk_under_standard_output_is_reported(self):
        for words in self.commands():
            with self.subTest(words), open("/dev/full", "wb") as full:
                result = subprocess.run([PROGRAM, *words], stdout=full, stderr=subprocess.PIPE,
                                        text=True, env=self.environment(), timeout=120,
                                        check=False)
                self.one_line(result, 3, "standard output", "No space left")

    def test_a_closed_standard_output_is_reported(self):
        for words in self.commands():
            with self.subTest(words):
                result = subprocess.run(["sh", "-c", 'exec "$0" "$@" >&-', PROGRAM, *words],
                                        stderr=subprocess.PIPE, text=True, env=self.environment(),
                                        timeout=120, check=False)
                self.one_line(result, 3, "standard output")
        for run in self.history():
            again = self.run_program("replay", run["run"])
            self.assertEqual(again.returncode, 0, "output was written into a file of the home")


if __name__ == "__main__":
    unittest.main()
