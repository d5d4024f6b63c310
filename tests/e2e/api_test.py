"""The HTTP API of `studylab serve`, against the program."""
import http.client
import json
import os
import random
import re
import resource
import select
import signal
import socket
import subprocess
import unittest

from _program import PROGRAM, ProgramTest

API = "/api/v1"


class ApiTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.serve()

    def serve(self):
        self.server = subprocess.Popen([PROGRAM, "serve", "--listen", "127.0.0.1:0"],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                       env=self.environment())
        self.addCleanup(self.end, self.server)
        self.link = None
        for line in self.server.stdout:
            self.link = re.search(r"/login\?key=\w+", line) or self.link
            address = re.search(r"API: http://127\.0\.0\.1:(\d+)", line)
            if address:
                self.port = int(address.group(1))
                break
        with open(os.path.join(self.home, "token"), encoding="ascii") as file:
            self.token = file.read().strip()

    def request(self, method, path, body=None, headers=None, token=True):
        """Status, headers and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.addCleanup(connection.close)
        all_headers = {"Authorization": "Bearer " + self.token} if token else {}
        if body is not None:
            all_headers["Content-Type"] = "application/json"
        all_headers.update(headers or {})
        connection.request(method, path, body, all_headers)
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read().decode()

    def get(self, path, status=200):
        got, _, body = self.request("GET", API + path)
        self.assertEqual(got, status, body)
        return json.loads(body)

    def post(self, path, body, status=200):
        got, _, text = self.request("POST", API + path, json.dumps(body))
        self.assertEqual(got, status, text)
        return json.loads(text)

    def open_run(self, **options):
        return self.post("/runs", {"drill": "bad-deploy", "seed": 8, **options}, 201)["run"]

    def command(self, run, line, **options):
        return self.post(f"/runs/{run}/commands", {"command": line, **options})

    def events(self, run, **headers):
        """Every event of a run, once it has ended."""
        status, _, text = self.request("GET", f"{API}/runs/{run}/events", headers=headers)
        self.assertEqual(status, 200, text)
        found = []
        for block in text.strip().split("\n\n"):
            fields = dict(line.split(": ", 1) for line in block.split("\n"))
            found.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
        return found


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

    def stop(self, how=signal.SIGTERM):
        self.server.send_signal(how)
        self.server.wait(timeout=60)

    def test_open_runs_are_sealed_as_interrupted_when_it_stops(self):
        run = self.open_run()
        self.command(run, "show incident")
        self.stop()
        self.assertEqual(self.server.returncode, 0)
        self.assertEqual([(one["run"], one["ended"]) for one in self.history()],
                         [(run, "interrupted")])

    def test_a_killed_server_loses_no_answered_command(self):
        run = self.open_run()
        entry = self.command(run, "show incident")["entries"][-1]
        self.stop(signal.SIGKILL)
        self.serve()
        self.assertEqual([(one["run"], one["ended"]) for one in self.get("/runs")],
                         [(run, "crashed")])
        timeline = self.get(f"/runs/{run}/debrief")["timeline"]
        self.assertIn(entry, [row["entry"] for row in timeline])

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


class Refusals(ApiTest):
    def problem(self, status, *request, **options):
        got, headers, body = self.request(*request, **options)
        self.assertEqual(got, status, body)
        self.assertEqual(headers["Content-Type"], "application/problem+json")
        problem = json.loads(body)
        self.assertEqual(problem["status"], status)
        self.assertTrue(problem["detail"])
        return problem["detail"]

    def test_no_request_without_the_token(self):
        self.problem(401, "GET", API + "/drills", token=False)
        for wrong in ("Bearer x", "Bearer " + self.token[:-1] + "x", "Basic " + self.token, ""):
            self.problem(401, "GET", API + "/drills", headers={"Authorization": wrong})

    def test_no_request_to_another_host_or_from_another_site(self):
        self.problem(421, "GET", API + "/drills", headers={"Host": "evil.example"})
        self.problem(421, "GET", "/", headers={"Host": f"evil.example:{self.port}"})
        self.problem(403, "GET", API + "/drills", headers={"Origin": "http://evil.example"})
        status, _, _ = self.request("GET", API + "/drills",
                                    headers={"Origin": f"http://127.0.0.1:{self.port}"})
        self.assertEqual(status, 200)

    def test_bad_requests_say_what_is_accepted(self):
        post = ("POST", API + "/runs")
        for body, words in (("{", "not JSON"), ("[]", "not a JSON object"), ("{}", "drill"),
                            ('{"drill":1}', "a string"), ('{"drill":"x"}', "bad-deploy"),
                            ('{"drill":"bad-deploy","seed":-1}', "whole number"),
                            ('{"drill":"bad-deploy","seed":9007199254740992}', "9007199254740991"),
                            ('{"drill":"bad-deploy","level":"x"}', "easy"),
                            ('{"drill":"bad-deploy","speed":0}', "3600"),
                            ('{"drill":"bad-deploy","as":"a\\u001bb"}', "cannot be printed"),
                            ('{"drill":"bad-deploy","x":1}', "expected one of")):
            self.assertIn(words, self.problem(400, *post, body))
        self.problem(415, *post, "{}", headers={"Content-Type": "text/plain"})
        self.problem(404, "GET", API + "/runs/run-0000000000")
        self.problem(404, "GET", API + "/runs/..%2F..%2Fkeys/debrief")
        self.problem(404, "GET", API + "/nothing")
        self.problem(404, "GET", "/nothing")
        self.problem(405, "DELETE", API + "/runs")
        self.problem(400, "GET", API + "/drills?x=1")
        run = self.open_run()
        self.problem(400, "POST", f"{API}/runs/{run}/commands", '{"command":"help","width":3}')
        self.post(f"/runs/{run}/end", {})
        self.problem(409, "POST", f"{API}/runs/{run}/end", "{}")
        self.problem(409, "POST", f"{API}/runs/{run}/commands", '{"command":"help"}')

    def test_wrong_inputs_of_a_decision_say_what_is_accepted(self):
        path = API + "/decisions/failover"
        for body, words in (('{"inputs":1}', "inputs: expected an object"),
                            ('{"inputs":{"age":[1]}}', "inputs: expected an object"),
                            ('{"inputs":{"age":-15}}', "inputs: expected an object"),
                            ('{"inputs":{"age":1.5}}', "inputs: expected an object"),
                            ('{"age":15}', "expected one of inputs"),
                            ('{"inputs":{"age":16}}', "from 0s to 5m, in steps of 15s"),
                            ('{"inputs":{"age":18446744073709551615}}', "from 0s to 5m"),
                            ('{"inputs":{"age":"soon"}}', "age: expected a duration"),
                            ('{"inputs":{"age":true}}', "age: expected a duration"),
                            ('{"inputs":{"fence":"yes"}}', "one of holds, fails, not_seen"),
                            ('{"inputs":{"x\\u001b":1}}', "unknown input; failover has replica")):
            detail = self.problem(400, "POST", path, body)
            self.assertIn(words, detail)
            self.assertEqual(1, len(detail.splitlines()), detail)
        yes_no = self.problem(400, "POST", API + "/decisions/close", '{"inputs":{"repair":2}}')
        self.assertIn("repair: expected true or false", yes_no)
        self.assertIn("lists them", self.problem(404, "POST", API + "/decisions/none", "{}"))
        self.problem(404, "POST", API + "/decisions/", "{}")
        self.problem(405, "GET", path)
        self.problem(415, "POST", path, "{}", headers={"Content-Type": "text/plain"})

    def test_large_requests_are_refused(self):
        self.problem(413, "POST", API + "/runs", '{"drill":"' + "x" * 70_000 + '"}')
        self.problem(431, "GET", API + "/drills", headers={"X-Long": "x" * 20_000})

    def test_it_listens_on_this_machine_only(self):
        for listen in ("0.0.0.0:0", "example.org:80", "7070", ":1", "127.0.0.1:x",
                       "127.0.0.1:70000"):
            result = self.run_program("serve", "--listen", listen)
            self.assertIn(result.returncode, (2, 3), listen)
            self.assertEqual(len(result.stderr.strip().splitlines()), 1, result.stderr)

    def test_a_token_that_others_can_read_is_refused(self):
        os.chmod(os.path.join(self.home, "token"), 0o644)
        result = self.run_program("serve", "--listen", "127.0.0.1:0")
        self.assertEqual(result.returncode, 3)
        self.assertIn("chmod 600", result.stderr)


class Endurance(ApiTest):
    def connect(self):
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.addCleanup(connection.close)
        return connection

    def test_fuzzed_bodies_never_cause_a_5xx(self):
        random_bytes = random.Random(11)
        run = self.open_run()
        words = [b'"', b"{", b"}", b"[", b":", b",", b"null", b"1e999", b"-1", b"\\u0000", b"\xff",
                 b'"drill"', b'"bad-deploy"', b'"command"', b'"seed"', b'"names"', b'"from"',
                 b'"role"', b'"run"', b'"show incident"', b"9007199254740993", b"true",
                 run.encode(), b'"width"', b'"typed"', b"[[[[[[[[[[[[", b'"' + b"x" * 5000 + b'"']
        posts = [path.replace("{run}", run)
                 for path, operations in self.get("/openapi.json")["paths"].items()
                 if "post" in operations and not path.endswith("/end")]
        bodies = [b"".join(random_bytes.choices(words, k=random_bytes.randrange(1, 12)))
                  for _ in range(60)]
        bodies += [random_bytes.randbytes(random_bytes.randrange(1, 300)) for _ in range(20)]
        bodies += [b'{"drill":"bad-deploy","seed":1e3}', b'{"command":""}',
                   b'{"command":"\\u0000"}',
                   b'{"from":"@"}', b'{"from":"run-0123456789@4294967296"}', b'{"names":","}']
        for path in posts:
            for body in bodies:
                status, _, text = self.request("POST", API + path, body)
                self.assertLess(status, 500, (path, body, text))
        self.command(run, "show incident")

    def test_a_slow_request_does_not_hold_up_others(self):
        slow = [self.connect() for _ in range(20)]
        for connection in slow:
            connection.sendall(b"POST /api/v1/runs HTTP/1.1\r\nHost: x\r\nContent-Le")
        run = self.open_run()
        self.assertEqual(self.command(run, "show incident")["kind"], "done")
        # One that ends in the middle is closed.
        slow[0].shutdown(socket.SHUT_WR)
        slow[0].recv(4096)
        self.assertEqual(b"", slow[0].recv(4096))

    def test_200_event_streams_receive_each_event(self):
        run = self.open_run()
        request = (f"GET {API}/runs/{run}/events HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
                   f"Authorization: Bearer {self.token}\r\n\r\n").encode()
        streams = [self.connect() for _ in range(200)]
        for stream in streams:
            stream.sendall(request)
        self.command(run, "show incident")
        self.post(f"/runs/{run}/end", {})
        for stream in streams:
            received = b""
            while part := stream.recv(65536):
                received += part
            names = re.findall(rb"^event: (\w+)$", received, re.M)
            self.assertEqual(names, [b"opening", b"answer", b"debrief"])

    def test_too_many_connections_are_refused_and_the_others_served(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard != resource.RLIM_INFINITY and hard < 4096:
            self.skipTest("a process here has too few files")
        resource.setrlimit(resource.RLIMIT_NOFILE, (4096, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        self.get("/drills")
        idle = [self.connect() for _ in range(1024)]
        # A refused client that sends and reads nothing keeps no other from being answered.
        silent = [self.connect() for _ in range(3)]
        refused = self.connect()
        refused.sendall(b"GET / HTTP/1.1\r\n")
        self.assertTrue(refused.recv(4096).startswith(b"HTTP/1.1 503 "))
        for connection in idle + silent:
            connection.close()
        self.assertTrue(self.until_served())

    def until_served(self):
        """The server sees the end of the closed connections one after the other."""
        while True:
            status, _, _ = self.request("GET", API + "/drills")
            if status == 200:
                return True
            self.assertEqual(status, 503)

    def test_a_kill_at_any_moment_loses_no_run(self):
        for lines in range(4):
            run = self.open_run(seed=lines)
            entries = [self.command(run, line)["entries"][-1] for line in
                       ("show incident", "show status", "wait 30s")[:lines]]
            # In the middle of the next command.
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            connection.request("POST", f"{API}/runs/{run}/commands",
                               '{"command":"wait 20m"}',
                               {"Authorization": "Bearer " + self.token,
                                "Content-Type": "application/json"})
            self.server.kill()
            self.server.wait(timeout=60)
            connection.close()
            self.serve()
            found = {one["run"]: one for one in self.get("/runs")}
            self.assertEqual((found[run]["verified"], found[run]["ended"]), (True, "crashed"))
            self.assertEqual(self.run_program("replay", run).returncode, 0)
            timeline = [row["entry"] for row in self.get(f"/runs/{run}/debrief")["timeline"]]
            self.assertLessEqual(set(entries), set(timeline))


class Login(ApiTest):
    def test_a_link_logs_one_browser_in_once(self):
        if self.link is None:
            self.assertEqual(self.request("GET", "/", token=False)[0], 404)  # built without pages
            return
        path = self.link.group(0)
        status, headers, _ = self.request("GET", path, token=False)
        self.assertEqual((status, headers["Location"]), (303, "/"))
        cookie = headers["Set-Cookie"]
        self.assertIn("HttpOnly", cookie)
        self.assertIn("SameSite=Strict", cookie)
        value = {"Cookie": cookie.split(";")[0]}
        self.assertEqual(self.request("GET", API + "/drills", headers=value, token=False)[0], 200)
        self.assertEqual(self.request("GET", path, token=False)[0], 403)
        status, headers, page = self.request("GET", "/", token=False)
        self.assertEqual(status, 200)
        self.assertIn("default-src 'self'", headers["Content-Security-Policy"])
        self.assertNotIn("<style", page)
        self.assertNotRegex(page, r"<script(?![^>]* src=)")


class Browser(ProgramTest):
    def opened(self, terminal, **more):
        """What `xdg-open` is given when the app starts with --browser; empty: nothing."""
        fifo = self.path("opened")
        os.mkfifo(fifo)
        # Open for reading and writing, so that neither side waits for the other.
        reader = os.open(fifo, os.O_RDWR | os.O_NONBLOCK)
        self.addCleanup(os.close, reader)
        opener = self.write("xdg-open", f'#!/bin/sh\necho "$1" >{fifo}\n')
        os.chmod(opener, 0o755)
        environment = {**self.environment(), **more}
        environment["PATH"] = self.home + ":" + environment["PATH"]
        end, other = os.openpty() if terminal else os.pipe()
        self.addCleanup(os.close, end)
        # Every process that the server starts inherits this: its end is the end of all of them.
        lives, life = os.pipe()
        self.addCleanup(os.close, lives)
        server = subprocess.Popen([PROGRAM, "serve", "--browser", "--listen", "127.0.0.1:0"],
                                  stdout=other, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                  env=environment, pass_fds=(life,))
        os.close(other)
        os.close(life)
        self.addCleanup(self.end, server)
        printed = b""
        while b"Ctrl-C" not in printed:
            printed += os.read(end, 4096)
        server.terminate()
        server.wait(timeout=60)
        self.assertEqual(b"", os.read(lives, 1))
        link = re.search(rb"http://\S+/login\?key=\w+", printed)
        if link is None:
            return b"", b""  # built without pages
        ready = select.select([reader], [], [], 0)[0]
        return link.group(0), os.read(reader, 4096).strip() if ready else b""

    def without_desktop(self):
        for name in ("DISPLAY", "WAYLAND_DISPLAY"):
            value = os.environ.pop(name, None)
            if value is not None:
                self.addCleanup(os.environ.__setitem__, name, value)

    def test_on_a_desktop_the_link_is_opened(self):
        self.without_desktop()
        link, opened = self.opened(True, DISPLAY=":0")
        self.assertEqual(link, opened)

    def test_elsewhere_it_is_only_printed(self):
        self.without_desktop()
        self.assertEqual(b"", self.opened(True)[1])

    def test_a_program_that_reads_the_output_opens_nothing(self):
        self.without_desktop()
        self.assertEqual(b"", self.opened(False, DISPLAY=":0")[1])


class Description(ApiTest):
    def test_every_operation_is_described_and_answers(self):
        document = self.get("/openapi.json")
        self.assertEqual(document["openapi"], "3.1.0")
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                with self.subTest(path=path, method=method):
                    self.assertIn("default", operation["responses"])
                    query = "&".join(one["name"] + "=1" for one in operation["parameters"]
                                     if one["in"] == "query" and one["required"])
                    real = API + path.replace("{run}", "run-0000000000") + "?" + query
                    body = "{}" if method == "post" else None
                    status, _, text = self.request(method.upper(), real, body)
                    # 403: of instructors and participants.
                    self.assertIn(status, (200, 400, 403, 404), text)


if __name__ == "__main__":
    unittest.main()
