"""Input of any size: each reader stops at its limit and reports that in one line."""
import json
import os
import resource
import shutil
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
from _program import PROGRAM, ProgramTest  # noqa: E402

KIB, MIB = 1024, 1024 * 1024
# What may reach neither a terminal nor a report: escape, a C1 control, a change of direction,
# characters without width.
HOSTILE = "a\x1b[31m\x9b2J\u202eb\u200bc\u2066d\ufeff"
FORBIDDEN = "\x1b\x9b\u202e\u200b\u2066\ufeff"


class Limited(ProgramTest):
    def setUp(self):
        super().setUp()
        self.sparse = self.path("sparse")
        with open(self.sparse, "wb") as file:
            file.truncate(50 << 30)

    def limited(self, *words, stdin=None, memory=1 << 30, stack=None):
        """Runs with a limited address space, so that unlimited use of memory fails."""
        def bounds():
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
            if stack:
                resource.setrlimit(resource.RLIMIT_STACK, (stack, stack))
        return subprocess.run([PROGRAM, *words], stdin=stdin or subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=120, check=False,
                              env=self.environment(), preexec_fn=bounds)


class Files(Limited):
    def test_every_file_on_the_command_line_has_a_limit(self):
        bundle = self.path("bundle")
        self.expert(4, "--evidence", bundle)
        key = self.path("key")
        for file in ("/dev/zero", self.sparse):
            os.symlink(file, key)
            for words, limit in [
                    (["drill", "bad-deploy", "--operator", "script:" + file], "1 MiB"),
                    (["drill", "bad-deploy", "--salt-file", file], "1 MiB"),
                    (["replay", "run-0123456789", "--salt-file", file], "1 MiB"),
                    (["drills", "check", file], "256 KiB"),
                    (["evidence", "verify", file], "32 MiB")]:
                with self.subTest(words):
                    self.one_line(self.limited(*words), 2, file, limit)
            os.remove(key)
        os.symlink(self.sparse, key)
        os.chmod(self.sparse, 0o600)
        self.one_line(self.limited("evidence", "verify", bundle, "--key", key), 2, key, "1 MiB")

    def test_a_file_as_long_as_the_limit_is_read(self):
        script = self.path("script")
        for size, status in ((MIB, 1), (MIB + 1, 2)):
            with open(script, "w", encoding="utf-8") as file:
                file.write("show incident\n#" + "x" * (size - 15))
            result = self.drill("--seed", "1", "--operator", "script:" + script, "--json")
            self.assertEqual(result.returncode, status, result.stderr)

    def test_the_files_of_a_run_have_limits(self):
        run = self.expert(1)["run"]
        for name in ("bundle", "debrief.json"):
            os.replace(self.path("runs", run, name), self.path("kept"))
            os.symlink(self.sparse, self.path("runs", run, name))
            with self.subTest(name):
                listed = self.limited("history", "--json")
                self.assertEqual(listed.returncode, 0, listed.stderr)
                if name == "bundle":
                    self.one_line(self.limited("history", run), 3, "32 MiB")
            os.remove(self.path("runs", run, name))
            os.replace(self.path("kept"), self.path("runs", run, name))
        for name in ("options.json", "platform.ledger"):
            [cut_off] = self.killed()
            os.truncate(self.path("runs", cut_off, name), 50 << 30)
            self.one_line(self.limited("history"), 0, cut_off, "too long")
            shutil.rmtree(self.path("runs", cut_off))

    def test_the_page_lists_every_limit(self):
        root = os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "..")
        with open(os.path.join(root, "docs", "operating.md"), encoding="utf-8") as file:
            page = file.read().split("### Limits of input\n")[1].split("\n#")[0]
        for limit in ("256 KiB", "1 MiB", "32 MiB", "64 MiB", "4,096 bytes", "64 characters"):
            self.assertIn(limit, page)


class Lines(Limited):
    def jsonl(self, lines, **options):
        """What the program answers to a file of lines."""
        path = self.path("lines")
        with open(path, "wb") as file:
            file.writelines(lines)
        with open(path, "rb") as file:
            return self.limited("drill", "bad-deploy", "--seed", "1", "--io", "jsonl", stdin=file,
                                **options)

    def test_a_long_line_gets_one_answer_and_the_next_line_is_carried_out(self):
        for size in (4097, 25_600, 25_601, 40 * MIB):
            result = self.jsonl([b"x" * size + b"\n", b"show incident\n"])
            answers = [json.loads(line) for line in result.stdout.splitlines()[1:-1]]
            self.assertEqual([answer["kind"] for answer in answers], ["usage", "done"])
            self.assertIn(f"the line has {size} bytes", answers[0]["text"])
            self.assertEqual(answers[0]["command"], "x" * 4096 + "…")

    def test_time_grows_with_the_length_of_a_line_and_not_with_its_square(self):
        def processor_seconds(size):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            self.assertEqual(self.jsonl([b"x" * size, b"\n"]).returncode, 1)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        # It once took a hundred times as long for ten times the length: 21 s for 40 MB.
        self.assertLess(processor_seconds(40 * MIB), 20 * processor_seconds(4 * MIB))

    def test_a_line_that_never_ends_ends_the_run(self):
        with open("/dev/zero", "rb") as zero:
            began = time.monotonic()
            result = self.limited("drill", "bad-deploy", "--seed", "1", "--io", "jsonl", stdin=zero)
        self.one_line(result, 2, "standard input", "64 MiB")
        self.assertEqual(json.loads(result.stdout.splitlines()[-1])["debrief"]["ended"],
                         "end-of-input")
        self.assertLess(time.monotonic() - began, 60)

    def test_an_error_message_has_a_limit(self):
        result = self.run_program("drill", "x" * 100_000)
        self.one_line(result, 2, "xxx", "…")
        self.assertLess(len(result.stderr), 5_000)


class Resources(Limited):
    def test_memory_that_runs_out_is_one_line(self):
        bundle = self.path("bundle")
        with open(bundle, "wb") as file:
            file.truncate(32 * MIB)
        ended = set()
        for megabytes in range(32, 160, 8):
            for words in (["drill", "bad-deploy", "--seed", "3", "--operator", "expert", "--json"],
                          ["evidence", "verify", bundle]):
                result = self.limited(*words, memory=megabytes * MIB)
                ended.add((words[0], result.returncode))
                # With too little memory, not even the libraries are loaded.
                if result.returncode not in (0, 1, 127):
                    self.one_line(result, 3, "out of memory")
        self.assertLessEqual({("drill", 0), ("evidence", 3), ("evidence", 1)}, ended)

    def test_a_small_stack_is_one_line_and_a_soft_limit_is_raised(self):
        deep = self.write("deep.yaml", "drill: " + "[" * 400 + "]" * 400 + "\n")
        for kib in (128, 256, 512):
            for words in (["--version"], ["drills", "check", deep]):
                self.one_line(self.limited(*words, stack=kib * KIB), 3, f"{kib} KiB", "1024 KiB")

        def soft():
            resource.setrlimit(resource.RLIMIT_STACK, (128 * KIB, 8 * MIB))
        result = self.run_program("drills", "check", deep, preexec_fn=soft)
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertIn("deep.yaml:1:", result.stdout)


class ForeignText(Limited):
    def assert_printable(self, text):
        for character in FORBIDDEN:
            self.assertNotIn(character, text)

    def test_a_name_is_short_and_printable(self):
        self.one_line(self.drill("--as", "x" * 65), 2, "--as", "64", "65")
        for name in (HOSTILE, "two\nlines", "a\tb"):
            result = self.drill("--as", name)
            self.one_line(result, 2, "--as")
            self.assert_printable(result.stderr)
        self.assertEqual(self.expert(1, "--as", "Zoë " + "x" * 60)["operator_name"],
                         "Zoë " + "x" * 60)

    def test_what_an_operator_types_is_printable_in_answers_debrief_and_report(self):
        report = self.path("report.md")
        reason = "a\u202eb\u200bc\u2066d"
        script = self.path("script" + HOSTILE)
        with open(script, "w", encoding="utf-8") as file:
            file.write(f'note "{reason}" --ref 150\nfreeze shop/production --because "{reason}"\n'
                       f'close --summary "{reason}" --ref 150\n{HOSTILE}\n')
        result = self.drill("--seed", "11", "--operator", "script:" + script, "--report", report)
        self.assertEqual(result.returncode, 2)
        with open(report, encoding="utf-8") as file:
            text = file.read()
        self.assertIn("a\ufffdb", text)
        for printed in (result.stdout, result.stderr, text, self.run_program("history").stdout):
            self.assert_printable(printed)

    def test_what_a_drill_file_holds_is_printable(self):
        file = self.path("bad.yaml")
        with open(file, "wb") as out:
            out.write(b'"k\\e[31mey\\u202E": 1\n"raw\xff": 2\n')
        for words in ([], ["--json"]):
            result = subprocess.run([PROGRAM, "drills", "check", file, *words],
                                    capture_output=True, timeout=60, check=False,
                                    env=self.environment())
            self.assertEqual(result.returncode, 2)
            text = result.stdout.decode("utf-8")
            self.assert_printable(json.loads(text)["report"] if words else text)

    def test_a_path_is_printable(self):
        for words in (["evidence", "verify"], ["drills", "check"]):
            result = self.run_program(*words, "/none/" + HOSTILE + "\nsecond")
            self.one_line(result, 3, "/none/a")
            self.assert_printable(result.stderr)


if __name__ == "__main__":
    unittest.main()
