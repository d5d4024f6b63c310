"""The HTTP API of `studylab serve`, against the program: runs, decisions, its description."""
import http.client
import json
import re
import signal
import unittest

from _api import API, ApiTest


class Runs(ApiTest):
    def test_a_run_has_the_same_entries_as_one_through_jsonl(self):
        lines = ["show incident", "show routes", "show operations", "no such command",
                 "note 'seen'", "close --summary done"]
        opened = self.drill("--seed", "8", "--io", "jsonl", stdin="\n".join(lines) + "\n")
        messages = [json.loads(line) for line in opened.stdout.splitlines()]
        run = self.open_run()
        for line, expected in zip(lines, messages[1:-1]):
            answer = self.command(run, line)
            self.assertEqual({**answer, "text": ""}, {**expected, "text": ""})
        debrief = self.post(f"/runs/{run}/end", {})
        self.assertEqual(debrief["ledger"], messages[-1]["debrief"]["ledger"])

    def test_its_events_are_every_message_from_any_place_on(self):
        run = self.open_run()
        self.command(run, "show incident")
        self.post(f"/runs/{run}/end", {})
        events = self.events(run)
        self.assertEqual([(number, name) for number, name, _ in events],
                         [(1, "opening"), (2, "answer"), (3, "debrief")])
        later = self.events(run, **{"Last-Event-ID": "2"})
        self.assertEqual(later, events[2:])

    def test_a_stream_receives_an_event_as_it_happens(self):
        run = self.open_run()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.addCleanup(connection.close)
        connection.request("GET", f"{API}/runs/{run}/events",
                           headers={"Authorization": "Bearer " + self.token})
        stream = connection.getresponse()
        self.assertEqual(stream.readline(), b"id: 1\n")
        self.command(run, "show incident")
        self.assertIn(b"event: answer\n", iter(stream.readline, b""))

    def test_typed_lines_may_be_short_and_others_may_not(self):
        run = self.open_run()
        self.assertEqual(self.command(run, "sh inc")["kind"], "usage")
        answer = self.command(run, "sh inc", typed=True)
        self.assertEqual((answer["kind"], answer["command"]), ("done", "show incident"))
        self.assertEqual(self.get(f"/runs/{run}/expansion?line=sh%20inc"),
                         {"line": "show incident"})
        words = [one["word"] for one in self.get(f"/runs/{run}/completions?line=show%20inc")]
        self.assertEqual(words, ["incident"])
        self.assertTrue(self.get(f"/runs/{run}/picture")["recalled"] is not None)

    def test_its_result_can_be_read_after_a_restart(self):
        run = self.open_run()
        self.command(run, "show incident")
        debrief = self.post(f"/runs/{run}/end", {})
        self.stop()
        self.serve()
        self.assertEqual(self.get(f"/runs/{run}/debrief"), debrief)
        self.assertEqual([one["run"] for one in self.get("/runs")], [run])
        status, headers, report = self.request("GET", f"{API}/runs/{run}/report")
        self.assertEqual((status, headers["Content-Type"]), (200, "text/markdown; charset=utf-8"))
        self.assertIn(run, report)

    def test_the_platform_at_an_entry_can_be_read_once_the_run_has_ended(self):
        run = self.open_run()
        self.command(run, "show incident")
        got, _, body = self.request("GET", f"{API}/runs/{run}/platform?entry=1")
        self.assertEqual(got, 409, body)
        debrief = self.post(f"/runs/{run}/end", {})
        last = debrief["ledger"]["entries"]
        alert = [row["entry"] for row in debrief["timeline"]
                 if row["at"] == debrief["alert"]][-1]
        number = int(alert.removeprefix("entry-"))
        before = self.get(f"/runs/{run}/platform?entry={number - 1}")
        at = self.get(f"/runs/{run}/platform?entry={number}&width=60")
        words = [answer["query"] for answer in at["answers"]]
        self.assertEqual(words, ["incident", "routes", "operations", "allocations", "edges"])
        self.assertEqual([answer["query"] for answer in before["answers"]], words[1:])
        self.assertEqual((at["entry"], at["entries"], at["fact"]),
                         (alert, last, "IncidentOpened"))
        shown = self.run_program("history", run, "--at", str(number)).stdout
        plain = "\n".join(re.sub(r"\x1b\[\d+m", "", answer["text"]) for answer in at["answers"])
        self.assertIn(plain.splitlines()[0], shown)
        for query, status in ((f"entry={last + 1}", 404), ("entry=0", 404), ("entry=x", 400),
                              ("", 400), ("entry=1&width=3", 400)):
            got, _, body = self.request("GET", f"{API}/runs/{run}/platform?{query}")
            self.assertEqual(got, status, body)

    def test_an_open_run_states_its_drill_and_clock_but_not_its_fault(self):
        run = self.open_run(level="hard", clock="wall", speed=2)
        state = self.get(f"/runs/{run}")
        self.assertEqual((state["drill"], state["level"], state["clock_kind"], state["speed"],
                          state["practice"]), ("bad-deploy", "hard", "wall", 2, False))
        self.assertNotIn("variant", state)
        self.assertNotIn("seed", state)

    def test_a_listed_run_states_what_each_rule_cost(self):
        run = self.open_run()
        self.command(run, "show incident")
        debrief = self.post(f"/runs/{run}/end", {})
        lost = {}
        for one in debrief["deductions"]:
            lost[one["rule"]] = lost.get(one["rule"], 0) + one["points"]
        listed = self.get("/runs")[0]
        self.assertEqual(listed["points_lost"], lost)
        self.assertEqual(listed["steps"],
                         {one["id"]: one["done"] for one in debrief["steps"] if one["due"]})

    def test_life_cycles_and_the_refusals_of_each_line(self):
        promotion = self.get("/lifecycles")[0]
        self.assertEqual((promotion["name"], promotion["first"]),
                         ("Operation: promotion", "requested"))
        self.assertIn({"from": "requested", "event": "checked", "to": "policy_check"},
                      promotion["rows"])
        lines = {line["id"]: line for one in self.get("/runbooks") for line in one["lines"]}
        self.assertEqual([one["code"] for one in lines["BDN2"]["refusals"]],
                         ["edge_table_is_derived"])

    def test_open_runs_are_sealed_as_interrupted_when_it_stops(self):
        run = self.open_run()
        self.command(run, "show incident")
        self.stop()
        self.assertEqual(self.server.returncode, 0)
        self.assertEqual([(one["run"], one["ended"]) for one in self.history()],
                         [(run, "interrupted")])

    def kill_and_serve(self):
        self.stop(signal.SIGKILL)
        self.serve()

    def test_the_next_server_continues_the_runs_of_one_that_was_killed(self):
        run = self.open_run()
        lines = ["show incident", "wait 30s", "show status"]
        answers = []
        for line in lines:
            answers.append(self.command(run, line))
            self.kill_and_serve()
            [listed] = self.get("/runs")
            self.assertEqual((listed["run"], listed["state"]), (run, "open"))
            self.assertEqual(self.get(f"/runs/{run}")["clock"], answers[-1]["clock"])
        self.post(f"/runs/{run}/end", {})
        # A client of the first server gets every message again, with higher ids.
        events = self.events(run, **{"Last-Event-ID": "2"})
        self.assertEqual([name for _, name, _ in events],
                         ["opening", *["answer"] * len(lines), "debrief"])
        # Texts are laid out for a screen, which is not stored.
        texts = {"text": None}
        self.assertEqual([{**one, **texts} for _, name, one in events if name == "answer"],
                         [{**one, **texts} for one in answers])
        ids = [one[0] for one in events]
        self.assertEqual(ids, sorted(set(ids)))
        self.assertGreater(ids[0], 2)
        # What it knows of the last server is not sent again.
        self.assertEqual(events[2:], self.events(run, **{"Last-Event-ID": str(ids[1])}))
        self.assertEqual(self.history()[0]["ended"], "end-of-input")
        self.assertEqual(self.run_program("replay", run).returncode, 0)
        same = self.run_program("drill", "bad-deploy", "--seed", "8", "--io", "jsonl",
                                stdin="".join(line + "\n" for line in lines))
        ledger = json.loads(same.stdout.splitlines()[-1])["debrief"]["ledger"]
        self.assertEqual(events[-1][2]["debrief"]["ledger"], ledger)

    def test_a_continued_run_keeps_its_speed_and_its_clock(self):
        run = self.open_run(clock="wall", speed=7)
        answered = self.command(run, "show incident")["clock"]
        self.kill_and_serve()
        state = self.get(f"/runs/{run}")
        self.assertEqual((state["open"], state["clock_kind"], state["speed"]), (True, "wall", 7))
        self.assertGreaterEqual(state["clock"], answered)
        self.assertGreaterEqual(self.command(run, "show status")["clock"], answered)
        self.post(f"/runs/{run}/end", {})
        self.assertEqual(self.run_program("replay", run).returncode, 0)

    def test_any_other_command_seals_the_runs_of_a_server_that_was_killed(self):
        run = self.open_run()
        entry = self.command(run, "show incident")["entries"][-1]
        self.stop(signal.SIGKILL)
        listed = self.run_program("history")
        self.assertIn("sealed as interrupted by a crash", listed.stderr)
        self.assertIn("failed (interrupted)", listed.stdout)
        self.serve()
        self.assertEqual([(one["run"], one["ended"]) for one in self.get("/runs")],
                         [(run, "crashed")])
        timeline = self.get(f"/runs/{run}/debrief")["timeline"]
        self.assertIn(entry, [row["entry"] for row in timeline])

    def test_the_run_of_a_participant_is_sealed_because_grants_end_with_the_server(self):
        group = self.post("/groups", {"drill": "bad-deploy", "seed": 8, "names": "ada"}, 201)
        token = group["participants"][0]["token"]
        status, _, body = self.request("POST", API + "/begin", "{}", token=False,
                                       headers={"Authorization": "Bearer " + token})
        self.assertEqual(status, 201, body)
        self.kill_and_serve()
        self.assertEqual([one["ended"] for one in self.get("/runs")], ["crashed"])

    def test_drill_time_passes_on_the_wall_clock(self):
        run = self.open_run(clock="wall", speed=3600)
        _, name, data = self.events(run)[-1]
        self.assertEqual((name, data["debrief"]["ended"]), ("debrief", "time-limit"))


class Decisions(ApiTest):
    def evaluate(self, decision, **inputs):
        return self.post(f"/decisions/{decision}", {"inputs": inputs})

    def test_each_is_described_and_answers_for_its_defaults(self):
        all_of_them = self.get("/decisions")
        self.assertEqual(6, sum(one["kind"] == "decision" for one in all_of_them))
        known = {line["id"] for one in self.get("/runbooks") for line in one["lines"]}
        for one in all_of_them:
            self.assertTrue(one["lines"] and known.issuperset(one["lines"]), one["id"])
            answers = {answer["id"] for answer in one["answers"]}
            given = self.evaluate(one["id"])
            self.assertEqual(given["decision"], one["id"])
            self.assertEqual(given["inputs"],
                             {each["id"]: each["default"] for each in one["inputs"]})
            self.assertIn(given["answer"], answers)
            self.assertTrue(given["reasons"], one["id"])
            for flip in given["flips"]:
                self.assertNotEqual(flip["answer"], given["answer"])
                self.assertIn(flip["answer"], answers)

    def test_every_runbook_has_a_guard(self):
        guarded = {one["runbook"] for one in self.get("/decisions") if one["kind"] == "guard"}
        self.assertLessEqual({one["id"] for one in self.get("/runbooks")}, guarded)

    def test_a_flip_changes_the_answer_as_it_says(self):
        given = self.evaluate("request-at-an-edge", gap="missing_event", gap_age=120)
        self.assertEqual(given["answer"], "forward")
        self.assertTrue(given["flips"])
        for flip in given["flips"]:
            for value in (flip["from"], flip["to"]):
                changed = {**given["inputs"], flip["input"]: value}
                self.assertEqual(self.evaluate("request-at-an-edge", **changed)["answer"],
                                 flip["answer"], flip["text"])
        self.assertIn({"input": "gap_age", "from": 300, "to": 900, "answer": "edge_gap",
                       "text": "Age of the gap: 5m to 15m"}, given["flips"])

    def test_a_refused_command_has_the_refusal_of_the_control_plane(self):
        refused = self.evaluate("rollback", target="never_served", frozen=False)
        self.assertEqual(refused["answer"], "rollback_needs_promoted_artifact")
        self.assertEqual(refused["reasons"][0], "rel-4 has never run in shop/production")


class Description(ApiTest):
    def test_it_is_of_openapi_3_1(self):
        self.assertEqual(self.get("/openapi.json")["openapi"], "3.1.0")


if __name__ == "__main__":
    unittest.main()
