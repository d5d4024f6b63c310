"""The program as a user sees it: its output and its exit status."""
import io
import json
import os
import re
import resource
import signal
import struct
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
from _program import PROGRAM, ProgramTest  # noqa: E402

VARIANTS = ["app-only", "database-migration", "runtime-service", "route-propagation", "no-fault"]


class Drills(ProgramTest):
    def test_expert_passes_every_variant_with_the_full_score(self):
        for variant in VARIANTS:
            for seed in ("1", "42"):
                debrief = self.expert(seed, "--variant", variant)
                self.assertEqual((debrief["outcome"], debrief["score"]), ("passed", 100),
                                 debrief["deductions"])
                self.assertTrue(debrief["practice"])
                for key in ("run", "drill", "runbook", "variant", "seed", "level", "world",
                            "operator", "passed", "phases", "deductions", "refusals", "harms",
                            "impact", "reference", "steps", "ledger", "counterfactual"):
                    self.assertIn(key, debrief)

    def test_invalid_utf_8_is_echoed_as_text(self):
        run = subprocess.run([PROGRAM, "drill", "bad-deploy", "--seed", "1", "--io", "jsonl"],
                             input=b"\xff\xfe bad\n", capture_output=True, timeout=60,
                             check=False, env=self.environment())
        answer = json.loads(run.stdout.splitlines()[1].decode("utf-8"))
        self.assertEqual((answer["kind"], answer["command"]), ("usage", "\ufffd\ufffd bad"))

    def test_blank_lines_and_comments_are_ignored(self):
        lines = "\ufeffshow incident\n\n# a remark\n\tshow\tstatus\n"
        script = self.path("script")
        with open(script, "w", encoding="utf-8") as file:
            file.write(lines)
        for result in (self.drill("--seed", "1", stdin=lines),
                       self.drill("--seed", "1", "--operator", "script:" + script)):
            given = [line for line in result.stdout.splitlines() if line.startswith("> ")]
            self.assertEqual(given, ["> show incident", "> \tshow\tstatus"])

    def test_text_for_people_fits_80_columns(self):
        text = self.drill("--seed", "2", "--operator", "expert").stdout
        self.assertIn("1h after the alert", " ".join(text.split()))
        for line in text.splitlines():
            if not line.startswith(("> ", "refused ", "usage: ")):
                self.assertTrue(len(line) <= 80 or " " not in line.strip(), line)

    def test_operators_that_repair_nothing_fail_if_there_is_a_fault(self):
        for kind in ("idle", "reckless", "cheat:wait-it-out"):
            result = self.drill("--seed", "3", "--variant", "app-only", "--operator", kind,
                                "--json")
            self.assertEqual(result.returncode, 1, kind)
            self.assertEqual(json.loads(result.stdout)["outcome"], "failed")

    def test_a_drill_can_be_operated_through_jsonl(self):
        process = subprocess.Popen([PROGRAM, "drill", "bad-deploy", "--seed", "11", "--variant",
                                    "app-only", "--io", "jsonl"], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, text=True, env=self.environment())
        opening = json.loads(process.stdout.readline())
        self.assertEqual(set(opening), {"incident", "runbook", "run", "clock"})

        def say(line, as_json=False):
            process.stdin.write((json.dumps({"command": line}) if as_json else line) + "\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            self.assertEqual(set(answer), {"command", "kind", "code", "rule", "text", "data",
                                           "clock", "entries", "ended"})
            return answer

        incident = opening["incident"]
        self.assertEqual(say("show incident")["kind"], "done")
        operation = say("show operation " + incident["operation"], as_json=True)
        self.assertEqual(operation["kind"], "done")
        usage = say("rollbck " + incident["environment"])
        self.assertEqual((usage["kind"], usage["entries"]), ("usage", []))
        self.assertIn("rollback", usage["text"])
        refused = say(f"set-route {incident['edge']} {incident['route']} rel-1")
        self.assertEqual((refused["kind"], refused["code"], refused["rule"]),
                         ("refused", "edge_table_is_derived", "BDN2"))
        process.stdin.close()
        rest = process.stdout.read().splitlines()
        self.assertEqual(len(rest), 1)
        self.assertEqual(json.loads(rest[0])["debrief"]["outcome"], "failed")
        process.stdout.close()
        self.assertEqual(process.wait(), 1)

    def entries(self, bundle):
        """(kind, time, payload) of the platform entries after the first, which has the operator."""
        with open(bundle, "rb") as file:
            rest = io.BytesIO(file.read())

        def number(form):
            return struct.unpack("<" + form, rest.read(struct.calcsize("<" + form)))[0]

        rest.read(len(b"studylab evidence\n") + 2)
        for _ in range(3):
            rest.read(number("I"))
        rest.read(8 + 32)
        size, _ = number("I"), number("I")
        found = []
        for _ in range(size):
            body = rest.read(number("I"))
            kind, _, _, _, at = struct.unpack_from("<HBQQq", body)
            found.append((kind, at, body[2 + 1 + 8 + 8 + 8 + 32:]))
        return found[1:]

    def test_the_experts_lines_make_the_same_run_from_every_source(self):
        bundle = self.path("bundle")
        words = ["--seed", "5", "--evidence", bundle]
        printed = self.drill(*words, "--operator", "expert", "--io", "jsonl").stdout.splitlines()
        expected = self.entries(bundle)
        self.assertGreater(len(expected), 100)
        lines = [json.loads(line)["command"] for line in printed[1:-1]]
        plain = "".join(f"{line}\n" for line in lines)
        heads = set()
        for stdin in (plain, "".join(json.dumps({"command": line}) + "\n" for line in lines)):
            piped = self.drill(*words, "--io", "jsonl", stdin=stdin)
            self.assertEqual(piped.returncode, 0, piped.stderr)
            self.assertEqual(self.entries(bundle), expected)
            heads.add(json.loads(piped.stdout.splitlines()[-1])["debrief"]["ledger"]["head"])
        self.assertEqual(len(heads), 1)
        script = self.write("script", plain)
        scripted = self.drill(*words, "--json", "--operator", "script:" + script)
        self.assertEqual(scripted.returncode, 0, scripted.stderr)
        self.assertEqual(self.entries(bundle), expected)

    def test_a_script_always_makes_the_same_run(self):
        script = self.write("script", "# queries only\nshow incident\n\nshow edges\nwait 30s\n")
        heads = set()
        for _ in range(2):
            result = self.drill("--seed", "9", "--operator", "script:" + script, "--json")
            self.assertEqual(result.returncode, 1)
            heads.add(json.loads(result.stdout)["ledger"]["head"])
        self.assertEqual(len(heads), 1)

    def test_an_invalid_line_of_a_script_is_named_and_the_run_continues(self):
        script = self.write("script", "# a typing error\nshow incident\n\nshow edgse\nshow edges\n")
        result = self.drill("--seed", "9", "--operator", "script:" + script, "--json")
        self.one_line(result, 2, script + ":4: ", "show edges")
        right = self.write("right", "show incident\nshow edges\n")
        again = self.drill("--seed", "9", "--operator", "script:" + right, "--json")
        self.assertEqual(again.returncode, 1)
        self.assertEqual(json.loads(result.stdout)["score"], json.loads(again.stdout)["score"])

    def test_the_report_and_the_evidence_are_written(self):
        bundle, report = self.path("bundle"), self.path("report.md")
        result = self.drill("--seed", "4", "--operator", "expert", "--evidence", bundle, "--report",
                            report)
        self.assertEqual(result.returncode, 0, result.stderr)
        with open(report, encoding="utf-8") as file:
            self.assertTrue(file.read().startswith("#"))
        good = self.run_program("evidence", "verify", bundle, "--replay")
        self.assertEqual(good.returncode, 0, good.stderr)


class BadInput(ProgramTest):
    def test_each_error_is_one_clear_line(self):
        for words, parts in [
                (["no-such"], ["no-such", "bad-deploy"]),
                (["bad-deploy", "--seed", "seven"], ["--seed", "seven"]),
                (["bad-deploy", "--seed", ""], ["--seed"]),
                (["bad-deploy", "--seed", "9007199254740992"], ["--seed"]),
                (["bad-deploy", "--variant", "x"], ["--variant", "app-only"]),
                (["bad-deploy", "--operator", "novice"], ["novice", "expert"]),
                (["bad-deploy", "--level", "harder"], ["--level", "hard"]),
                (["bad-deploy", "--world", "live"], ["simulated"])]:
            with self.subTest(words):
                self.one_line(self.run_program("drill", *words), 2, *parts)
        self.one_line(self.run_program("runbooks", "none"), 2, "bad-deploy")
        self.one_line(self.run_program("history", ""), 2, "RUN")
        self.one_line(self.run_program("history", "run-0123456789", "--at", "fifty"), 2, "entry-57")
        self.one_line(self.run_program(), 2)

    def test_a_wrong_word_is_named_with_the_nearest_command(self):
        self.one_line(self.run_program("foo"), 2, "foo", "--help")
        self.one_line(self.run_program("histroy"), 2, "histroy", "history")
        self.one_line(self.run_program("evidence", "verfiy"), 2, "verfiy", "verify")
        self.one_line(self.run_program("drills", "lint"), 2, "lint")
        for word in ("mcp", "live"):
            self.one_line(self.run_program(word), 2, word, "not available")

    def test_a_missing_file_is_status_3(self):
        bundle = self.path("bundle")
        self.expert(4, "--evidence", bundle)
        for words in (["drill", "bad-deploy", "--operator", "script:/none"],
                      ["drill", "bad-deploy", "--salt-file", "/none"],
                      ["replay", "run-0123456789", "--salt-file", "/none"],
                      ["evidence", "verify", "/none"],
                      ["evidence", "verify", bundle, "--key", "/none"],
                      ["drills", "check", "/none"]):
            with self.subTest(words):
                self.one_line(self.run_program(*words), 3, "/none")

    def test_errors_that_would_lose_the_debrief_are_found_before_the_alert(self):
        one = self.path("one")
        both = self.drill("--operator", "expert", "--evidence", one, "--report",
                          self.path(".", "one"))
        self.one_line(both, 2, "--evidence", "--report")
        for option in ("--evidence", "--report"):
            lost = self.drill("--operator", "expert", option, self.path("none", "file"))
            self.one_line(lost, 3, option, self.path("none", "file"))
        self.assertEqual(self.history(), [])
        self.expert(1)
        key = self.path("keys", "seal.key")
        os.chmod(key, 0o644)
        self.one_line(self.drill("--operator", "expert"), 3, key, "600")
        os.chmod(key, 0o600)
        with open(key, "w", encoding="utf-8") as file:
            file.write("garbage")
        self.one_line(self.drill("--operator", "expert"), 3, key)
        self.assertEqual(len(self.history()), 1)

    def test_a_drill_file_is_checked_as_json_wherever_the_option_is(self):
        file = self.write("broken.yaml", "id: x\n")
        for words in (["--json", "check", file], ["check", file, "--json"]):
            result = self.run_program("drills", *words)
            self.assertEqual(result.returncode, 2)
            checked = json.loads(result.stdout)
            self.assertEqual((checked["file"], checked["reads"], checked["good"]),
                             (file, False, False))
            self.assertIn(file, checked["report"])

    def test_a_broken_drill_file_names_the_place(self):
        file = self.path("broken.yaml")
        with open(file, "w", encoding="utf-8") as out:
            out.write("id: x\n  title: [\n")
        result = self.run_program("drills", "check", file)
        self.assertEqual(result.returncode, 2)
        self.assertRegex(result.stdout + result.stderr, r"broken\.yaml:\d+:\d+")

    def test_a_read_only_home(self):
        somebody = self.make_read_only()
        self.one_line(self.drill("--operator", "expert", **somebody), 3, self.home)

    def test_a_home_that_is_a_file(self):
        file = self.path("file")
        open(file, "w", encoding="utf-8").close()
        self.one_line(self.drill("--operator", "expert", home=file), 3, file)
        self.one_line(self.run_program("history", home=file), 3, file)

    def test_a_full_disk_is_reported_and_ends_the_command(self):
        def small_files():
            resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        result = self.drill("--seed", "1", "--operator", "expert", preexec_fn=small_files)
        self.one_line(result, 3)
        self.assertEqual(self.runs(), [], "a run was begun")

    def test_a_closed_pipe_on_standard_output(self):
        reader, writer = os.pipe()
        os.close(reader)
        process = subprocess.run([PROGRAM, "drill", "bad-deploy", "--seed", "1", "--operator",
                                  "expert"], stdout=writer, stderr=subprocess.PIPE, text=True,
                                 env=self.environment(), timeout=60, check=False)
        os.close(writer)
        self.one_line(process, 3, "standard output")
        self.assertEqual(len(self.history()), 1)

    def test_input_that_is_not_a_command_is_answered(self):
        stdin = "\x00\x01\n" + "x" * 9000 + "\n{\"command\":5}\n\"\n\xff\n"
        result = self.drill("--seed", "1", "--io", "jsonl", stdin=stdin)
        kinds = [json.loads(line).get("kind") for line in result.stdout.splitlines()[1:-1]]
        self.assertEqual(kinds, ["usage"] * 5)


class Fuzz(ProgramTest):
    def fuzz(self, seeds, jobs):
        """The process, and its jobs when all of them have started."""
        process = subprocess.Popen([PROGRAM, "fuzz", "--drill", "bad-deploy", "--seeds", seeds,
                                    "--jobs", str(jobs)], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, env=self.environment())
        self.addCleanup(self.end, process)
        children = f"/proc/{process.pid}/task/{process.pid}/children"
        started = []
        while len(started) < jobs and process.poll() is None:
            with open(children, encoding="utf-8") as file:
                started = file.read().split()
        return process, started

    def test_ending_the_process_ends_its_jobs(self):
        process, jobs = self.fuzz("1..100000000", 2)
        process.send_signal(signal.SIGTERM)
        output, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 3, errors)
        self.assertIn("interrupted", errors)
        self.assertIn("0 findings", output)
        for job in jobs:
            self.assertFalse(os.path.exists(f"/proc/{job}"))

    def test_a_job_that_is_killed_is_a_finding_and_the_later_seeds_are_run(self):
        process, [job] = self.fuzz("1..40", 1)
        os.kill(int(job), signal.SIGKILL)
        output, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1, errors)
        self.assertRegex(output, r"(?m)^bad-deploy seed \d+ .*: the process ended by signal 9$")
        self.assertIn("\n1 findings", output)
        seeds = int(re.search(r"(?m)^(\d+) seeds", output).group(1))
        self.assertIn(seeds, (39, 40))  # it may have been killed after its report on a seed


class Bench(ProgramTest):
    def test_a_server_with_100_open_runs_is_measured_in_a_home_of_its_own(self):
        result = self.run_program("bench", "server", "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        rows = json.loads(result.stdout)["rows"]
        self.assertEqual([row["what"].rpartition(", ")[2] for row in rows],
                         ["median", "99th percentile", "longest"])
        self.assertTrue(all("100 runs open" in row["what"] for row in rows))
        values = [row["value"] for row in rows]
        self.assertEqual(values, sorted(values))
        self.assertGreater(values[0], 0)
        self.assertEqual([row.get("goal") for row in rows], [None, "under 20 ms", None])
        self.assertEqual(self.runs(), [])


class Help(ProgramTest):
    def test_every_command_has_help_with_an_example(self):
        for words in (["runbooks"], ["drills"], ["drills", "check"], ["drill"], ["history"],
                      ["replay"], ["evidence", "verify"], ["fuzz"], ["bench"]):
            result = self.run_program(*words, "--help")
            self.assertEqual(result.returncode, 0)
            self.assertIn("Example", result.stdout)

    def test_runbooks_are_printed(self):
        everything = self.run_program("runbooks").stdout
        self.assertIn("Do not hide DB incompatibility behind a green rollback button.", everything)
        self.assertIn("BD4", self.run_program("runbooks", "bad-deploy").stdout)
        self.assertEqual(len(json.loads(self.run_program("runbooks", "--json").stdout)), 6)

    def test_a_runbook_reports_the_runs_of_this_home(self):
        self.assertIn("0 graded runs", self.run_program("runbooks", "bad-deploy").stdout)
        self.drill("--seed", "3", "--operator", "reckless")
        text = self.run_program("runbooks", "bad-deploy").stdout
        self.assertIn("1 graded run of its drills", text)
        self.assertIn("rollback_needs_promoted_artifact: ", text)
        self.assertNotIn("\x1b", text)
        self.assertEqual([], [line for line in text.splitlines() if len(line) > 80])
        document = json.loads(self.run_program("runbooks", "bad-deploy", "--json").stdout)
        lost = {line["id"]: line["runs"]["points_lost"] for line in document["lines"]}
        [run] = self.history()
        self.assertGreater(sum(lost.values()), 0)
        for rule, points in lost.items():
            self.assertEqual(points, run["points_lost"].get(rule, 0))
        for line in document["lines"]:
            self.assertEqual([one["drill"] for one in line["drills"]], ["bad-deploy"])
            of_line = self.run_program("runbooks", line["id"], "--json").stdout
            self.assertEqual(json.loads(of_line), line)
            alone = self.run_program("runbooks", line["id"]).stdout
            self.assertIn(alone[alone.index("\n\n") + 2:], text)

    def test_the_rules_of_every_drill_report_the_runs_of_all_drills(self):
        self.drill("--seed", "3", "--operator", "reckless")
        text = self.run_program("runbooks", "operator-path").stdout
        self.assertIn("1 graded run of its drills", text)
        self.assertIn("every drill, in every variant", text)
        self.assertNotIn("none yet", text)
        self.assertNotIn("Do not\n", text)
        alone = self.run_program("runbooks", "OP3").stdout
        self.assertIn("points lost in 1 of 1 run", alone)
        self.assertIn(alone[alone.index("\n\n") + 2:], text)


if __name__ == "__main__":
    unittest.main()
