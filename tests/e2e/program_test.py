"""The program as a user meets it: what it prints, how it ends, what it keeps."""
import json
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["STUDYLAB"]
VARIANTS = ["app-only", "database-migration", "runtime-service", "route-propagation", "no-fault"]


class ProgramTest(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.home, ignore_errors=True)

    def run_program(self, *words, stdin="", **options):
        environment = dict(os.environ, STUDYLAB_HOME=options.pop("home", self.home))
        return subprocess.run([PROGRAM, *words], input=stdin, text=True, capture_output=True,
                              env=environment, timeout=120, **options)

    def one_line(self, result, status, *parts):
        self.assertEqual(result.returncode, status, result.stderr)
        lines = result.stderr.strip().splitlines()
        self.assertEqual(len(lines), 1, result.stderr)
        for part in parts:
            self.assertIn(part, lines[0])

    def path(self, name):
        return os.path.join(self.home, name)


class Drills(ProgramTest):
    def test_expert_passes_every_variant_with_full_marks(self):
        for variant in VARIANTS:
            for seed in ("1", "42"):
                result = self.run_program("drill", "bad-deploy", "--seed", seed, "--variant", variant,
                                          "--operator", "expert", "--json")
                self.assertEqual(result.returncode, 0, result.stderr)
                debrief = json.loads(result.stdout)
                self.assertEqual((debrief["outcome"], debrief["score"]), ("passed", 100), debrief["deductions"])
                self.assertTrue(debrief["practice"])
                for key in ("run", "drill", "runbook", "variant", "seed", "level", "world", "operator", "passed",
                            "phases", "deductions", "refusals", "harms", "impact", "reference", "steps", "ledger",
                            "counterfactual"):
                    self.assertIn(key, debrief)

    def test_operators_that_repair_nothing_fail_where_there_is_a_fault(self):
        for kind in ("idle", "reckless", "cheat:wait-it-out"):
            result = self.run_program("drill", "bad-deploy", "--seed", "3", "--variant", "app-only", "--operator",
                                      kind, "--json")
            self.assertEqual(result.returncode, 1, kind)
            self.assertEqual(json.loads(result.stdout)["outcome"], "failed")

    def test_a_drill_can_be_worked_through_jsonl_alone(self):
        process = subprocess.Popen([PROGRAM, "drill", "bad-deploy", "--seed", "11", "--variant", "app-only", "--io",
                                    "jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                   env=dict(os.environ, STUDYLAB_HOME=self.home))
        opening = json.loads(process.stdout.readline())
        self.assertEqual(set(opening), {"incident", "runbook", "run", "clock"})

        def say(line, as_json=False):
            process.stdin.write((json.dumps({"command": line}) if as_json else line) + "\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            self.assertEqual(set(answer), {"command", "kind", "code", "rule", "text", "data", "clock", "entries",
                                           "ended"})
            return answer

        incident = opening["incident"]
        self.assertEqual(say("show incident")["kind"], "done")
        self.assertEqual(say("show operation " + incident["operation"], as_json=True)["kind"], "done")
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

    def test_the_expert_over_a_pipe_has_the_same_heads(self):
        told = json.loads(self.run_program("drill", "bad-deploy", "--seed", "5", "--operator", "expert",
                                           "--json").stdout)
        text = self.run_program("drill", "bad-deploy", "--seed", "5", "--operator", "expert", "--io", "jsonl").stdout
        piped = json.loads(text.splitlines()[-1])["debrief"]
        self.assertEqual(told["ledger"]["head"], piped["ledger"]["head"])

    def test_a_script_means_the_same_again(self):
        script = self.path("script")
        with open(script, "w", encoding="utf-8") as file:
            file.write("# looks only\nshow incident\n\nshow edges\nwait 30s\n")
        heads = set()
        for _ in range(2):
            result = self.run_program("drill", "bad-deploy", "--seed", "9", "--operator", "script:" + script, "--json")
            self.assertEqual(result.returncode, 1)
            heads.add(json.loads(result.stdout)["ledger"]["head"])
        self.assertEqual(len(heads), 1)

    def test_the_report_and_the_evidence_are_written(self):
        bundle, report = self.path("bundle"), self.path("report.md")
        result = self.run_program("drill", "bad-deploy", "--seed", "4", "--operator", "expert", "--evidence", bundle,
                                  "--report", report)
        self.assertEqual(result.returncode, 0, result.stderr)
        with open(report, encoding="utf-8") as file:
            self.assertTrue(file.read().startswith("#"))
        good = self.run_program("evidence", "verify", bundle, "--replay")
        self.assertEqual(good.returncode, 0, good.stderr)


class Evidence(ProgramTest):
    def test_a_changed_bundle_is_found_and_named(self):
        bundle = self.path("bundle")
        self.run_program("drill", "bad-deploy", "--seed", "4", "--operator", "expert", "--evidence", bundle)
        with open(bundle, "rb") as file:
            whole = file.read()
        for place in range(9, len(whole), max(1, len(whole) // 40)):
            changed = bytearray(whole)
            changed[place] ^= 1
            with open(bundle, "wb") as file:
                file.write(changed)
            result = self.run_program("evidence", "verify", bundle)
            self.one_line(result, 1)
            self.assertRegex(result.stderr, r"header|platform entry-\d+|lab entry \d+|signature")

    def test_replay_and_history(self):
        for seed in ("1", "2"):
            self.run_program("drill", "bad-deploy", "--seed", seed, "--operator", "expert")
        runs = json.loads(self.run_program("history", "--json").stdout)
        self.assertEqual([run["score"] for run in runs], [100, 100])
        for run in runs:
            self.assertEqual(self.run_program("replay", run["run"]).returncode, 0)
        self.assertIn(runs[0]["run"], self.run_program("history", runs[0]["run"]).stdout)
        self.assertIn("operations", self.run_program("history", runs[0]["run"], "--at", "150").stdout)
        self.one_line(self.run_program("history", "run-none"), 2, "run-none")
        self.one_line(self.run_program("history", runs[0]["run"], "--at", "99999"), 2, "--at")

    def test_salt_is_needed_again(self):
        salt, bundle = self.path("salt"), self.path("bundle")
        with open(salt, "w", encoding="utf-8") as file:
            file.write("an examiner's secret")
        self.run_program("drill", "bad-deploy", "--seed", "4", "--operator", "expert", "--evidence", bundle,
                         "--salt-file", salt)
        self.one_line(self.run_program("evidence", "verify", bundle, "--replay"), 2, "--salt-file")
        self.assertEqual(self.run_program("evidence", "verify", bundle, "--replay", "--salt-file", salt).returncode, 0)


class BadInput(ProgramTest):
    def test_each_is_one_clear_line(self):
        self.one_line(self.run_program("drill", "no-such"), 2, "no-such", "bad-deploy")
        self.one_line(self.run_program("drill", "bad-deploy", "--seed", "seven"), 2, "--seed", "seven")
        self.one_line(self.run_program("drill", "bad-deploy", "--seed", "9007199254740992"), 2, "--seed")
        self.one_line(self.run_program("drill", "bad-deploy", "--variant", "x"), 2, "--variant", "app-only")
        self.one_line(self.run_program("drill", "bad-deploy", "--operator", "script:/none"), 2, "/none")
        self.one_line(self.run_program("drill", "bad-deploy", "--operator", "nobody"), 2, "nobody", "expert")
        self.one_line(self.run_program("drill", "bad-deploy", "--level", "harder"), 2, "--level", "hard")
        self.one_line(self.run_program("drill", "bad-deploy", "--world", "live"), 2, "simulated")
        self.one_line(self.run_program("evidence", "verify", "/none"), 2, "/none")
        self.one_line(self.run_program("runbooks", "none"), 2, "bad-deploy")
        self.one_line(self.run_program("nonsense"), 2)
        self.one_line(self.run_program(), 2)

    def test_a_broken_drill_file_names_the_place(self):
        file = self.path("broken.yaml")
        with open(file, "w", encoding="utf-8") as out:
            out.write("id: x\n  title: [\n")
        result = self.run_program("drills", "check", file)
        self.assertEqual(result.returncode, 2)
        self.assertRegex(result.stdout + result.stderr, r"broken\.yaml:\d+:\d+")

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_a_read_only_home(self):
        os.chmod(self.home, 0o500)
        self.one_line(self.run_program("drill", "bad-deploy", "--operator", "expert"), 3, self.home)

    def test_a_home_that_is_a_file(self):
        file = self.path("file")
        open(file, "w", encoding="utf-8").close()
        self.one_line(self.run_program("drill", "bad-deploy", "--operator", "expert", home=file), 3, file)

    def test_a_full_disk_is_said_and_ends_it(self):
        def small_files():
            resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        result = self.run_program("drill", "bad-deploy", "--seed", "1", "--operator", "expert",
                                  preexec_fn=small_files)
        self.one_line(result, 3)

    def test_a_closed_pipe_on_standard_output(self):
        reader, writer = os.pipe()
        os.close(reader)
        process = subprocess.run([PROGRAM, "drill", "bad-deploy", "--seed", "1", "--operator", "expert"],
                                 stdout=writer, stderr=subprocess.PIPE, text=True,
                                 env=dict(os.environ, STUDYLAB_HOME=self.home), timeout=60)
        os.close(writer)
        self.one_line(process, 3, "standard output")
        self.assertEqual(len(json.loads(self.run_program("history", "--json").stdout)), 1)

    def test_text_that_is_no_command_is_answered(self):
        stdin = "\x00\x01\n" + "x" * 9000 + "\n{\"command\":5}\n\"\n\xff\n"
        result = self.run_program("drill", "bad-deploy", "--seed", "1", "--io", "jsonl", stdin=stdin)
        kinds = [json.loads(line).get("kind") for line in result.stdout.splitlines()[1:-1]]
        self.assertEqual(kinds, ["usage"] * 5)


class CutOff(ProgramTest):
    def start(self):
        process = subprocess.Popen([PROGRAM, "drill", "bad-deploy", "--seed", "8", "--io", "jsonl"],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   env=dict(os.environ, STUDYLAB_HOME=self.home))
        process.stdout.readline()
        process.stdin.write("show incident\n")
        process.stdin.flush()
        process.stdout.readline()
        return process

    def test_ctrl_c_seals_the_run_as_interrupted(self):
        process = self.start()
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1, errors)
        self.assertIn("interrupted", errors)
        debrief = json.loads(output.splitlines()[-1])["debrief"]
        self.assertEqual(self.run_program("replay", debrief["run"]).returncode, 0)

    def test_kill_9_loses_nothing_that_was_answered(self):
        process = self.start()
        process.kill()
        process.communicate()
        listed = self.run_program("history", "--json")
        self.assertIn("crashed", listed.stderr)
        run = json.loads(listed.stdout)[0]["run"]
        self.assertEqual(self.run_program("replay", run).returncode, 0)
        debrief = json.loads(self.run_program("history", run, "--json").stdout)
        self.assertEqual(debrief["outcome"], "failed")

    def test_two_at_once_on_one_home(self):
        process = self.start()
        other = self.run_program("drill", "bad-deploy", "--seed", "2", "--operator", "expert", "--json")
        self.assertEqual(other.returncode, 0, other.stderr)
        process.communicate(timeout=60)
        runs = json.loads(self.run_program("history", "--json").stdout)
        self.assertEqual(sorted(run["state"] for run in runs), ["failed", "passed"])


class Help(ProgramTest):
    def test_every_command_has_help_with_an_example(self):
        for words in (["runbooks"], ["drills"], ["drill"], ["history"], ["replay"], ["evidence", "verify"], ["fuzz"],
                      ["bench"]):
            result = self.run_program(*words, "--help")
            self.assertEqual(result.returncode, 0)
            self.assertIn("Example", result.stdout)

    def test_runbooks_are_printed(self):
        everything = self.run_program("runbooks").stdout
        self.assertIn("Do not hide DB incompatibility behind a green rollback button.", everything)
        self.assertIn("BD4", self.run_program("runbooks", "bad-deploy").stdout)
        self.assertEqual(len(json.loads(self.run_program("runbooks", "--json").stdout)), 6)


if __name__ == "__main__":
    unittest.main()
