"""What the HTTP API refuses, and what it endures."""
import json
import os
import random
import re
import socket
import unittest

from _api import API, ApiTest, query_of


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
        self.stop()
        os.chmod(os.path.join(self.home, "token"), 0o644)
        result = self.run_program("serve", "--listen", "127.0.0.1:0")
        self.assertEqual(result.returncode, 3)
        self.assertIn("chmod 600", result.stderr)


class Endurance(ApiTest):
    def connect(self):
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.addCleanup(connection.close)
        return connection

    def fuzzed(self, method, path, body=None, token=None, kind="application/json"):
        headers = {"Authorization": "Bearer " + (token or self.token), "Content-Type": kind}
        status, _, text = self.request(method, path, body, headers)
        self.assertLess(status, 500, (path, body, text))
        return status

    def test_fuzzed_bodies_never_cause_a_5xx(self):
        random_bytes = random.Random(11)
        run = self.open_run()
        group = self.post("/groups", {"drill": "bad-deploy", "names": "ada"}, 201)
        participant = group["participants"][0]["token"]
        words = [b'"', b"{", b"}", b"[", b":", b",", b"null", b"1e999", b"-1", b"\\u0000", b"\xff",
                 b'"drill"', b'"bad-deploy"', b'"command"', b'"seed"', b'"names"', b'"from"',
                 b'"role"', b'"run"', b'"show incident"', b"9007199254740993", b"true",
                 run.encode(), b'"width"', b'"typed"', b'"inputs"', b'"age"', b"[[[[[[[[[[[[",
                 b'"' + b"x" * 5000 + b'"']
        bodies = [b"".join(random_bytes.choices(words, k=random_bytes.randrange(1, 12)))
                  for _ in range(60)]
        bodies += [random_bytes.randbytes(random_bytes.randrange(1, 300)) for _ in range(20)]
        bodies += [b'{"drill":"bad-deploy","seed":1e3}', b'{"command":""}',
                   b'{"command":"\\u0000"}', b'{"inputs":{"age":1e3}}', b'{"inputs":{"":0}}',
                   b'{"from":"@"}', b'{"from":"run-0123456789@4294967296"}', b'{"names":","}']
        posts = [(path, query_of(operations["post"]),
                  next(iter(operations["post"]["requestBody"]["content"])))
                 for path, operations in self.get("/openapi.json")["paths"].items()
                 if "post" in operations]
        for path, query, kind in posts:
            for body in bodies:
                target = API + path.format(run=run, decision="failover", exam="exam-1") + query
                token = participant if path == "/begin" else None
                if self.fuzzed("POST", target, body, token, kind) == 200 and path.endswith("/end"):
                    run = self.open_run()
        self.command(run, "show incident")

    def test_fuzzed_paths_and_queries_never_cause_a_5xx(self):
        random_bytes = random.Random(12)
        run = self.open_run()
        self.post(f"/runs/{run}/end", {})
        values = ["", "1", "-1", "x", "%00", "%ff", "%", "%zz", "0", "999999999", "9" * 30, "a&b=c",
                  "=", "%2F..%2F", "show%20inc", run, "x" * 3000, "%F0%9F%98%80"]
        for path, operations in self.get("/openapi.json")["paths"].items():
            if "get" not in operations:
                continue
            names = [one["name"] for one in operations["get"]["parameters"]
                     if one["in"] == "query"] + ["other", ""]
            for n in range(30):
                # Every second request has a run that is there.
                name = run if n % 2 else random_bytes.choice(values)
                query = "&".join(f"{random_bytes.choice(names)}={random_bytes.choice(values)}"
                                 for _ in range(random_bytes.randrange(1, 4)))
                path_of = path.format(run=name, decision=name, exam=name)
                self.fuzzed("GET", API + path_of + "?" + query)
        self.get("/drills")

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
        self.allow_files(4096)
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

    def pipelined(self, connection, requests):
        """Sends all of them at once: the server is at one of them at any moment."""
        text = b""
        for path, body in requests:
            text += (f"POST {API}{path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
                     f"Authorization: Bearer {self.token}\r\nContent-Type: application/json\r\n"
                     f"Content-Length: {len(body)}\r\n\r\n{body}").encode()
        connection.sendall(text)
        return connection.makefile("rb")

    def next_answer(self, answers):
        length = 0
        while (line := answers.readline()) != b"\r\n":
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return json.loads(answers.read(length))

    def test_a_kill_at_any_moment_loses_no_run(self):
        lines = ("show incident", "show status", "wait 30s", "note seen", "wait 20m", "show errors")
        for answered in range(len(lines) + 4):
            run, other = self.open_run(seed=answered), self.open_run(seed=answered + 1)
            kept = {other: {self.command(other, "show incident")["entries"][-1]}, run: set()}
            commands = [(f"/runs/{run}/commands", json.dumps({"command": line}))
                        for line in lines]
            opening = ("/runs", '{"drill":"bad-deploy","seed":5}')
            answers = self.pipelined(self.connect(), [opening, *commands, (f"/runs/{run}/end", ""),
                                                      opening, opening])
            for _ in range(answered):
                answer = self.next_answer(answers)
                if "drill" in answer:  # of a run that was opened
                    kept.setdefault(answer["run"], set())
                elif answer.get("kind") == "done":
                    kept[run].add(answer["entries"][-1])
            self.server.kill()
            self.server.wait(timeout=60)
            self.serve()
            found = {one["run"]: one for one in self.get("/runs")}
            self.assertLessEqual(set(kept), set(found))
            for name, one in found.items():
                if name in kept and name != run:
                    self.assertEqual(one["state"], "open", one)
                if one["state"] == "open":
                    self.post(f"/runs/{name}/end", {})
                else:
                    self.assertEqual(one["ended"], "end-of-input", one)
            self.assertTrue(all(one["verified"] for one in self.get("/runs")))
            for name, entries in kept.items():
                self.assertEqual(self.run_program("replay", name).returncode, 0)
                timeline = [row["entry"] for row in self.get(f"/runs/{name}/debrief")["timeline"]]
                self.assertLessEqual(entries, set(timeline))


if __name__ == "__main__":
    unittest.main()
