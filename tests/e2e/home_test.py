"""Stored runs: bundles, the home folder, and interrupted runs."""
import json
import os
import shutil
import signal
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
from _program import PROGRAM, ProgramTest  # noqa: E402


class Evidence(ProgramTest):
    def test_a_changed_bundle_is_found_and_named(self):
        bundle = self.path("bundle")
        self.expert(4, "--evidence", bundle)
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
        state = self.run_program("history", runs[0]["run"], "--at", "150").stdout
        self.assertIn("operations", state)
        self.one_line(self.run_program("history", "run-none"), 2, "run-none")
        self.one_line(self.run_program("history", runs[0]["run"], "--at", "99999"), 2, "--at")

    def test_verify_checks_the_key_that_sealed(self):
        bundle = self.path("bundle")
        self.expert(4, "--evidence", bundle)
        verify = ["evidence", "verify", bundle, "--key"]
        self.assertEqual(self.run_program(*verify, self.path("keys", "seal.key")).returncode, 0)
        other = self.write("other", "ab" * 32 + "\n")
        self.one_line(self.run_program(*verify, other), 3, "600")
        os.chmod(other, 0o600)
        self.one_line(self.run_program(*verify, other), 1, "another key")
        garbage = self.write("garbage", "garbage")
        os.chmod(garbage, 0o600)
        self.one_line(self.run_program(*verify, garbage), 2, garbage)

    def test_a_replay_needs_the_salt(self):
        salt, bundle = self.path("salt"), self.path("bundle")
        with open(salt, "w", encoding="utf-8") as file:
            file.write("an examiner's secret")
        self.expert(4, "--evidence", bundle, "--salt-file", salt)
        wrong = self.write("wrong", "another secret")
        self.one_line(self.run_program("evidence", "verify", bundle, "--replay"), 3, "--salt-file")
        verify = ["evidence", "verify", bundle, "--replay", "--salt-file"]
        self.one_line(self.run_program(*verify, wrong), 2, "--salt-file")
        self.assertEqual(self.run_program(*verify, salt).returncode, 0)


class Next(ProgramTest):
    def test_it_proposes_drills_and_says_why(self):
        first = self.run_program("next")
        self.assertEqual(first.returncode, 0, first.stderr)
        self.assertIn("practise bad-deploy: this home has no graded run of it", first.stdout)
        self.drill("--seed", "8", stdin="show incident\n")
        order = json.loads(self.run_program("next", "--json").stdout)
        self.assertEqual((order[-1]["drill"], order[-1]["why"]), ("bad-deploy", "failed-last"))
        self.assertEqual({one["why"] for one in order[:-1]}, {"never-practised"})

    def test_built_in_operators_and_chosen_variants_do_not_count(self):
        self.expert(3)
        self.drill("--seed", "8", "--variant", "app-only", stdin="show incident\n")
        order = json.loads(self.run_program("next", "--json").stdout)
        self.assertEqual({one["why"] for one in order}, {"never-practised"})

    def test_the_history_charts_what_was_lost_by_rule(self):
        self.drill("--seed", "8", stdin="show incident\n")
        self.drill("--seed", "9", stdin="show incident\n")
        listed = self.run_program("history").stdout
        self.assertIn("points lost by rule in the last 2 runs, newest last", listed)
        self.assertIn("Take the smallest correct action.", listed)
        self.assertEqual([], [line for line in listed.splitlines() if len(line) > 80])
        self.assertRegex(listed, r"OP\d +\d+ in 2 runs +██")


class History(ProgramTest):
    def test_the_list_has_date_seed_operator_and_ending_in_80_columns(self):
        self.expert(4503599627370495, "--variant", "database-migration")
        self.drill("--seed", "3", "--variant", "app-only", "--operator", "idle")
        process = self.start()
        process.send_signal(signal.SIGINT)
        process.communicate()
        text = self.run_program("history").stdout
        self.assertLessEqual(max(map(len, text.splitlines())), 80)
        self.assertRegex(text, r"\d{4}-\d\d-\d\d \d\d:\d\d")
        for part in ("4503599627370495", "expert", "interrupted", " not\n", "practice"):
            self.assertIn(part, text)
        passed, idle, interrupted = self.history()
        self.assertEqual((passed["ended"], passed["seed"], passed["operator"]),
                         ("closed", 4503599627370495, "expert"))
        self.assertRegex(passed["began"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertGreater(passed["seconds_to_mitigate"], 0)
        self.assertIsNone(idle["seconds_to_mitigate"])
        self.assertEqual((interrupted["state"], interrupted["ended"]), ("failed", "interrupted"))

    def test_an_entry_is_named_as_printed_or_by_its_number(self):
        run = self.expert(1)["run"]
        by_name = self.run_program("history", run, "--at", "entry-150")
        self.assertEqual(by_name.returncode, 0, by_name.stderr)
        self.assertEqual(by_name.stdout, self.run_program("history", run, "--at", "150").stdout)

    def test_a_bundle_of_another_run_is_rejected(self):
        first, second = self.expert(1)["run"], self.expert(2)["run"]
        shutil.copy(self.path("runs", first, "bundle"), self.path("runs", second, "bundle"))
        for words in (["history", second], ["history", second, "--json"], ["replay", second],
                      ["history", second, "--at", "5"]):
            self.one_line(self.run_program(*words), 3, first, second)

    def test_the_list_shows_the_bundle_and_ignores_edits_of_other_files(self):
        run = self.expert(1)["run"]
        failed = json.loads(self.drill("--seed", "3", "--operator", "reckless", "--json").stdout)
        debrief = self.path("runs", failed["run"], "debrief.json")
        for text in ("", "{}", "{\"run", json.dumps({**failed, "score": 100, "outcome": "passed",
                                                     "passed": True})):
            with open(debrief, "w", encoding="utf-8") as file:
                file.write(text)
            listed = self.history()[1]
            self.assertEqual((listed["state"], listed["score"], listed["verified"]),
                             ("failed", failed["score"], True))
            shown = json.loads(self.run_program("history", failed["run"], "--json").stdout)
            self.assertEqual(shown, failed)
            with open(debrief, encoding="utf-8") as file:
                self.assertEqual(json.loads(file.read()), failed, "written again")
        bundle = self.path("runs", run, "bundle")
        with open(bundle, "rb") as file:
            whole = file.read()
        with open(bundle, "wb") as file:
            file.write(whole[:-1] + bytes([whole[-1] ^ 1]))
        listed = self.history()[0]
        self.assertEqual((listed["state"], listed["score"], listed["verified"]),
                         ("unverified", None, False))
        self.assertIn("signature", listed["note"])
        self.assertRegex(self.run_program("history").stdout, run + ".*unverified")

    def test_a_bundle_that_another_key_sealed_is_unverified(self):
        run = self.expert(1)["run"]
        key = self.path("keys", "seal.key")
        with open(key, "w", encoding="utf-8") as file:
            file.write("ab" * 32 + "\n")
        listed = self.history()[0]
        self.assertEqual((listed["run"], listed["state"], listed["score"]),
                         (run, "unverified", None))
        self.assertIn("another", listed["note"])

    def test_the_list_charts_the_points_over_time(self):
        self.expert(1)
        self.assertNotIn("newest last", self.run_program("history").stdout)
        self.drill("--seed", "3", "--operator", "reckless")
        lines = self.run_program("history").stdout.splitlines()
        self.assertEqual(lines[0], "points of the last 2 runs, newest last")
        self.assertEqual(lines[1], "100  \u2588")
        self.assertEqual([line[:3] for line in lines[1:6]], ["100", " 80", " 60", " 40", " 20"])

    def test_times_are_utc_in_any_time_zone(self):
        self.expert(1)
        lists = []
        for zone in ("UTC", "Asia/Kolkata", "XYZ+9:30"):
            environment = dict(self.environment(), TZ=zone)
            lists.append([subprocess.run([PROGRAM, "history", *words], capture_output=True,
                                         text=True, check=True, env=environment).stdout
                          for words in ([], ["--json"])])
        self.assertEqual(lists[0], lists[1])
        self.assertEqual(lists[0], lists[2])

    def test_a_report_is_written_again(self):
        first, second = self.path("first.md"), self.path("second.md")
        run = self.expert(1, "--report", first)["run"]
        self.assertEqual(self.run_program("history", run, "--report", second).returncode, 0)
        with open(first, encoding="utf-8") as one, open(second, encoding="utf-8") as other:
            self.assertEqual(one.read(), other.read())
        self.one_line(self.run_program("history", "--report", second), 2, "--report", "RUN")
        self.one_line(self.run_program("history", run, "--report", "/none/x.md"), 3, "--report")


class Open(ProgramTest):
    def test_an_open_run_is_neither_sealed_nor_shown_from_any_copy_of_the_home(self):
        process = self.start()
        run = os.listdir(self.path("runs"))[0]
        copy = self.path("copy")
        os.mkdir(copy)
        for name in ("runs", "keys"):
            shutil.copytree(self.path(name), os.path.join(copy, name))
        for home in (self.home, copy):
            self.assertEqual(self.history(home=home)[0]["state"], "open")
            for words in (["history", run], ["history", run, "--json"], ["replay", run]):
                self.one_line(self.run_program(*words, home=home), 3, run, "open")
        process.communicate()
        self.assertEqual(self.history()[0]["state"], "failed")
        self.assertEqual(self.history(home=copy)[0]["ended"], "crashed")

    def test_the_salt_is_not_stored_and_seals_an_interrupted_run(self):
        salt = self.write("salt", "an examiner's secret")
        [run] = self.killed("--salt-file", salt)
        self.assertEqual(self.history()[0]["state"], "cut off")
        self.assertIn("--salt-file", self.run_program("history").stdout)
        self.one_line(self.run_program("history", run), 3, run, "--salt-file")
        other = self.write("other", "another secret")
        self.assertEqual(self.history("--salt-file", other)[0]["state"], "cut off")
        started = self.expert(1, "--salt-file", salt)
        self.assertEqual(started["outcome"], "passed")
        self.assertEqual(self.history()[0]["ended"], "crashed")
        self.one_line(self.run_program("replay", run), 3, "--salt-file")
        self.assertEqual(self.run_program("replay", run, "--salt-file", salt).returncode, 0)
        with open(self.path("runs", run, "debrief.json"), encoding="utf-8") as file:
            kept = json.loads(file.read())
        self.assertIsNotNone(kept["counterfactual"])
        printed = self.run_program("history", run, "--json")
        self.one_line(printed, 0, "--salt-file")
        shown = json.loads(printed.stdout)
        self.assertEqual(shown.pop("unverified"), ["counterfactual", "point_of_no_return"])
        self.assertEqual(shown, kept)
        whole = self.run_program("history", run, "--json", "--salt-file", salt)
        self.assertEqual((json.loads(whole.stdout), whole.stderr), (kept, ""))


class CutOff(ProgramTest):
    def test_ctrl_c_and_a_closed_terminal_seal_the_run_as_interrupted(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            process = self.start()
            process.send_signal(number)
            output, errors = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 1, errors)
            self.assertIn("interrupted", errors)
            debrief = json.loads(output.splitlines()[-1])["debrief"]
            self.assertEqual(debrief["ended"], "interrupted")
            self.assertEqual(self.run_program("replay", debrief["run"]).returncode, 0)

    def test_kill_9_loses_no_answered_command(self):
        [run] = self.killed()
        listed = self.run_program("history", "--json")
        self.one_line(listed, 0, run, "interrupted by a crash")
        self.assertEqual(json.loads(listed.stdout)[0]["run"], run)
        self.assertEqual(self.run_program("replay", run).returncode, 0)
        debrief = json.loads(self.run_program("history", run, "--json").stdout)
        self.assertEqual(debrief["outcome"], "failed")
        self.assertIn("show incident", json.dumps(debrief["timeline"]))

    def test_a_run_that_differs_from_its_record_is_left_and_reported_once(self):
        empty, changed = self.killed(count=2)
        with open(self.path("runs", empty, "platform.ledger"), "w", encoding="utf-8"):
            pass
        options = self.path("runs", changed, "options.json")
        with open(options, encoding="utf-8") as file:
            text = file.read()
        with open(options, "w", encoding="utf-8") as file:
            file.write(text.replace('"seed":8', '"seed":9'))
        first = self.run_program("history", "--json")
        self.assertEqual(first.returncode, 0)
        self.assertNotIn("sealed as", first.stderr)
        for run in (empty, changed):
            self.assertIn(run, first.stderr)
            self.one_line(self.run_program("history", run), 3, run)
        self.assertEqual(self.run_program("history").stderr, "")
        self.assertEqual([run["state"] for run in self.history()], ["cut off"] * 2)
        self.assertIn("entry-", self.history()[1]["note"])

    def test_a_bad_folder_does_not_stop_any_command(self):
        good, bad, worse, last = self.killed(count=4)
        with open(self.path("runs", bad, "options.json"), "w", encoding="utf-8"):
            pass
        with open(self.path("runs", worse, "platform.ledger"), "r+b") as file:
            file.seek(3)
            file.write(b"x")
        with open(self.path("runs", last, "platform.ledger"), "r+b") as file:
            file.seek(-1, os.SEEK_END)
            file.write(b"x")
        first = self.run_program("history", "--json")
        self.assertEqual(first.returncode, 0)
        self.assertEqual(len(first.stderr.splitlines()), 2, first.stderr)
        self.assertIn("and 2 more", first.stderr)
        states = {run["run"]: run["state"] for run in json.loads(first.stdout)}
        self.assertEqual(states, {good: "failed", bad: "unreadable", worse: "cut off",
                                  last: "cut off"})
        self.one_line(self.run_program("history"), 0, bad, "2 more")
        self.assertEqual(self.expert(1)["outcome"], "passed")

    def test_two_processes_share_a_home(self):
        process = self.start()
        self.expert(2)
        process.communicate(timeout=60)
        self.assertEqual(sorted(run["state"] for run in self.history()), ["failed", "passed"])

    def test_a_read_only_home_can_be_read(self):
        run = self.expert(1)["run"]
        self.killed()
        somebody = self.make_read_only()
        states = [run["state"] for run in self.history(**somebody)]
        self.assertEqual(states, ["passed", "cut off"])
        for words in (["history", run], ["history", run, "--json"], ["replay", run]):
            result = self.run_program(*words, **somebody)
            self.assertEqual((result.returncode, result.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main()
