"""`studylab ctl`, `drill --detach`, `drill --from`, `group` and `link`, against the program."""
import json
import os
import re
import signal
import subprocess
import unittest

from _api import API, ApiTest
from _program import PROGRAM

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
OPERATING = os.path.join(ROOT, "docs", "operating.md")


class CtlTest(ApiTest):
    def ctl(self, *words, status=0):
        result = self.run_program("ctl", *words)
        self.assertEqual(result.returncode, status, result.stdout + result.stderr)
        return result

    def detached(self, *words):
        result = self.drill("--seed", "8", "--detach", *words)
        self.assertEqual(result.returncode, 0, result.stderr)
        return re.search(r"run-\w{10}", result.stdout).group(0)


class Ctl(CtlTest):
    def test_a_run_is_operated_with_the_tables_of_the_prompt(self):
        run = self.detached()
        at_prompt = self.drill("--seed", "8", stdin="show incident\nshow errors\n").stdout
        for words in (("show", "incident"), ("sh", "err")):
            for row in self.ctl(*words).stdout.strip().splitlines():
                self.assertIn(row, at_prompt)
        self.assertEqual(run, self.get("/runs?state=open")[0]["run"])

    def test_words_are_kept_together_as_the_shell_split_them(self):
        run = self.detached()
        self.ctl("show", "incident")
        self.ctl("note", "two words and a \"quote\"")
        lines = [row["what"] for row in self.post(f"/runs/{run}/end", {})["timeline"]
                 if row["by_operator"]]
        self.assertTrue(any("two words and a" in line for line in lines), lines)

    def test_the_status_says_what_became_of_the_command(self):
        self.detached()
        self.assertIn("usage", self.ctl("shwo", "incident", status=2).stdout)
        refused = self.ctl("set-route", "edge-a", "shop.example", "rel-1", status=1)
        self.assertIn("edge_table_is_derived", refused.stdout)
        answer = json.loads(self.ctl("--json", "show", "incident").stdout)
        self.assertEqual((answer["kind"], answer["command"]), ("done", "show incident"))
        self.assertEqual(json.loads(self.ctl("--json", "sh", "inc", status=2).stdout)["kind"],
                         "usage")

    def test_a_command_that_ends_the_run_prints_the_debrief(self):
        run = self.detached()
        self.ctl("show", "incident")
        result = self.ctl("--end", status=1)
        self.assertIn(f"DEBRIEF  {run}", result.stdout)
        self.one_line(self.ctl("--run", run, "show", "incident", status=2), 2, "has ended")

    def test_without_a_run_the_newest_open_one_is_taken(self):
        self.one_line(self.ctl("show", "incident", status=2), 2, "no run is open", "--detach")
        runs = [self.detached(), self.detached()]
        self.assertEqual([row["run"] for row in self.get("/runs?state=open")], runs[::-1])
        self.ctl("show", "incident")
        shown = [run for run in runs if self.get(f"/runs/{run}")["events"] > 1]
        self.assertEqual(shown, runs[1:])
        self.ctl("--run", runs[0], "show", "incident")
        self.ctl("--end", status=1)
        self.ctl("--end", status=1)
        self.one_line(self.ctl("--run", "run-0000000000", "help", status=2), 2, "run-0000000000")
        self.one_line(self.ctl("--run", runs[0], status=2), 2, "a command is missing")

    def test_words_are_completed_for_a_shell(self):
        self.detached()
        self.assertEqual(self.ctl("--complete", "show", "inc").stdout, "incident\n")
        self.assertIn("show\n", self.ctl("--complete", "").stdout)

    def test_the_documented_completion_completes_in_bash(self):
        with open(OPERATING, encoding="utf-8") as file:
            function = re.search(r"```bash\n(_studylab_ctl.*?)```", file.read(), re.S).group(1)
        self.detached()
        run = self.get("/runs?state=open")[0]["run"]
        for typed, expected in (("show inc", "incident\n"), ("show errors --si", "--since\n"),
                                (f"--run {run} show inc", "incident\n")):
            words = ["studylab", "ctl", *typed.split()]
            script = "\n".join((f"studylab() {{ '{PROGRAM}' \"$@\"; }}", function,
                                f"COMP_WORDS=({' '.join(words)})",
                                f"COMP_CWORD={len(words) - 1}", "_studylab_ctl",
                                "printf '%s\\n' \"${COMPREPLY[@]}\""))
            shell = subprocess.run(["bash", "-c", script], capture_output=True, text=True,
                                   env=self.environment(), timeout=60, check=True)
            self.assertEqual(shell.stdout, expected, typed + shell.stderr)

    def test_without_a_server_it_says_how_to_start_one(self):
        for how in (signal.SIGTERM, signal.SIGKILL):
            self.server.send_signal(how)
            self.server.wait(timeout=60)
            self.one_line(self.ctl("show", "incident", status=3), 3, "studylab serve")
            result = self.drill("--detach")
            self.one_line(result, 3, "studylab serve")
            self.serve()
        self.server.terminate()
        self.server.wait(timeout=60)
        self.assertFalse(os.path.exists(self.path("server")))

    def test_it_opens_a_run_as_drill_does(self):
        self.run_program("drill", "bad-deploy", "--detach", "--seed", "8", "--level", "hard")
        for words in (("bad-deploy", "--seed", "8", "--level", "hard"),
                      ("--level=hard", "--seed", "8", "bad-deploy")):
            result = self.ctl("--detach", *words)
            self.assertIn("operate it with: studylab ctl --run run-", result.stdout)
        rows = self.get("/runs?state=open")
        self.assertEqual({(row["drill"], row["level"]) for row in rows}, {("bad-deploy", "hard")})
        self.assertEqual(len(rows), 3)
        opening = [json.loads(self.ctl(*words).stdout)
                   for words in (("--json", "--detach", "bad-deploy", "--seed", "8"),
                                 ("--detach", "bad-deploy", "--seed", "8", "--json"))]
        self.assertEqual(opening[0]["incident"], opening[1]["incident"])
        ended = self.post(f"/runs/{opening[0]['run']}/end", {})
        self.assertEqual(self.ctl("--detach", "--from", ended["run"] + "@" + str(
            ended["ledger"]["entries"]), "--json").returncode, 0)

    def test_what_ctl_cannot_detach_is_refused_and_opens_nothing(self):
        for words, says in (((), "a drill is missing"), (("no-drill",), "no-drill"),
                            (("bad-deploy", "--seeds", "8"), "--seeds"),
                            (("bad-deploy", "--seed", ""), "empty"),
                            (("bad-deploy", "extra"), "extra"),
                            (("bad-deploy", "--operator", "expert"), "--operator")):
            self.one_line(self.ctl("--detach", *words, status=2), 2, says)
        for words in (("--run", "run-0123456789"), ("--end",), ("--complete",)):
            self.one_line(self.ctl(*words, "--detach", "bad-deploy", status=2), 2, words[0])
        self.assertEqual(self.get("/runs"), [])

    def test_an_unknown_option_before_the_command_is_not_sent(self):
        run = self.detached()
        for word in ("--runs", "--since=2m", "-x", "--detached"):
            self.one_line(self.ctl(word, "show", "incident", status=2), 2, word, "--detach",
                          "--run")
            self.one_line(self.ctl("--run", run, word, status=2), 2, word)
        self.assertEqual(self.get(f"/runs/{run}")["events"], 1)
        # Those of the command follow it.
        self.ctl("show", "errors", "--since", "2m")

    def test_its_help_has_an_example_that_works(self):
        shown = self.run_program("ctl", "--help").stdout
        example = re.search(r"studylab (ctl --detach .*)", shown).group(1)
        self.assertEqual(self.run_program(*example.split()).returncode, 0)

    def test_options_that_do_not_apply_to_a_detached_run(self):
        for words in (("--operator", "expert"), ("--report", self.path("x.md")),
                      ("--seed", "x"), ("--variant", "x")):
            result = self.drill("--detach", *words)
            self.assertEqual(result.returncode, 2, words)
        self.assertEqual(self.get("/runs"), [])


class From(CtlTest):
    LINES = "show incident\nshow status\nset-route edge-a shop.example rel-1\nwait 30s\n"

    def failed_run(self):
        result = self.drill("--seed", "8", "--io", "jsonl", stdin=self.LINES)
        debrief = json.loads(result.stdout.splitlines()[-1])["debrief"]
        entry = next(one["entry"] for one in debrief["refusals"])
        return debrief, entry

    def test_the_commands_before_the_entry_are_repeated_and_their_losses_not_counted(self):
        debrief, entry = self.failed_run()
        after = f"entry-{int(entry.removeprefix('entry-')) + 1}"
        result = self.run_program("drill", "--from", f"{debrief['run']}@{after}",
                                  stdin="show errors\n")
        self.assertIn("Repeated from " + debrief["run"], result.stdout)
        self.assertIn("Before this practice, not counted", result.stdout)
        run = self.runs()[-1]
        again = self.history(run)
        self.assertTrue(again["practice"])
        self.assertEqual(again["repeated"]["run"], debrief["run"])
        self.assertEqual((again["seed"], again["variant"]), (debrief["seed"], debrief["variant"]))
        self.assertIn("BDN2", [one["rule"] for one in again["repeated_deductions"]])
        self.assertNotIn("BDN2", [one["rule"] for one in again["deductions"]])
        self.assertEqual(self.run_program("replay", run).returncode, 0)
        bundle = self.path("runs", run, "bundle")
        verified = self.run_program("evidence", "verify", bundle, "--replay")
        self.assertEqual(verified.returncode, 0, verified.stderr)

    def test_it_is_not_counted_as_practised(self):
        debrief, _ = self.failed_run()
        before = self.run_program("next", "--json").stdout
        self.run_program("drill", "--from", debrief["run"], stdin="show errors\n")
        attempts = [(one["drill"], one["score"]) for one in json.loads(before)]
        now = json.loads(self.run_program("next", "--json").stdout)
        self.assertEqual(attempts, [(one["drill"], one["score"]) for one in now])

    def test_a_program_gets_the_repeated_answers_after_the_alert(self):
        debrief, entry = self.failed_run()
        result = self.run_program("drill", "--from", f"{debrief['run']}@{entry}", "--io", "jsonl",
                                  stdin="show errors\n")
        commands = [json.loads(line).get("command") for line in result.stdout.splitlines()]
        self.assertEqual(commands[1:-1], ["show incident", "show status", "show errors"])

    def test_a_killed_run_that_repeats_another_is_sealed(self):
        debrief, entry = self.failed_run()
        self.post("/runs", {"from": f"{debrief['run']}@{entry}"}, 201)
        self.server.kill()
        self.server.wait(timeout=60)
        listed = self.history()
        self.assertEqual([one["ended"] for one in listed], ["end-of-input", "crashed"])
        self.assertTrue(listed[1]["practice"])

    def test_wrong_places_are_usage_errors(self):
        debrief, _ = self.failed_run()
        run = debrief["run"]
        for place in ("run-0000000000", run + "@x", run + "@1", run + "@99999", ""):
            result = self.run_program("drill", "--from", place)
            self.assertEqual(result.returncode, 2, place + result.stderr)
        for words in (("bad-deploy",), ("--seed", "1"), ("--operator", "expert"),
                      ("--level", "easy")):
            result = self.run_program("drill", "--from", run, *words)
            self.assertEqual(result.returncode, 2, words)
        self.assertEqual(self.run_program("drill").returncode, 2)
        self.assertEqual(self.runs(), [run])

    def test_a_detached_run_can_repeat_another(self):
        debrief, entry = self.failed_run()
        result = self.run_program("drill", "--from", f"{debrief['run']}@{entry}", "--detach")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("threshold", self.ctl("show", "errors").stdout)


class Links(CtlTest):
    def test_a_group_gets_links_and_tokens(self):
        result = self.run_program("group", "bad-deploy", "--names", "ada,ben", "--seed", "8",
                                  "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        group = json.loads(result.stdout)
        ada = group["participants"][0]
        bearer = {"Authorization": "Bearer " + ada["token"]}
        status, _, body = self.request("POST", "/api/v1/begin", "{}", headers=bearer)
        self.assertEqual(status, 201, body)
        run = json.loads(body)["run"]
        status, _, body = self.request("GET", "/api/v1/access", headers=bearer)
        access = json.loads(body)
        self.assertEqual((access["role"], access["name"], access["run"], access["drill"]),
                         ("participant", "ada", run, "bad-deploy"))
        board = {"Authorization": "Bearer " + group["instructor"]["token"]}
        status, _, body = self.request("GET", "/api/v1/board", headers=board)
        self.assertEqual([one["run"] for one in json.loads(body)["runs"]], [run])

    def test_the_link_of_a_grant_logs_in_once_and_reaches_what_it_may(self):
        run = self.detached()
        result = self.run_program("link", "observer", "--run", run, "--json")
        link = json.loads(result.stdout)["link"]
        status, headers, _ = self.request("GET", link, token=False)
        self.assertEqual((status, headers["Location"]), (303, f"/#/observe/{run}"))
        cookie = {"Cookie": headers["Set-Cookie"].split(";")[0]}
        self.assertIn("HttpOnly", headers["Set-Cookie"])
        for path, expected in ((f"/runs/{run}/chain", 200), (f"/runs/{run}/truth", 403),
                               (f"/runs/{run}/events", 403), ("/runs", 403)):
            status, _, body = self.request("GET", API + path, headers=cookie,
                                           token=False)
            self.assertEqual(status, expected, path + body)
        self.assertEqual(self.request("GET", link, token=False)[0], 403)

    def test_links_end_with_the_server(self):
        result = self.run_program("link", "instructor", "--json")
        token = json.loads(result.stdout)["token"]
        self.server.terminate()
        self.server.wait(timeout=60)
        self.serve()
        status, _, _ = self.request("GET", "/api/v1/board",
                                    headers={"Authorization": "Bearer " + token})
        self.assertEqual(status, 401)

    def test_wrong_arguments(self):
        for words in (("link", "owner"), ("link", "observer"), ("group", "x", "--names", "ada"),
                      ("group", "bad-deploy", "--names", "ada,ada"), ("group", "bad-deploy")):
            self.assertEqual(self.run_program(*words).returncode, 2, words)


if __name__ == "__main__":
    unittest.main()
