"""Exams that clients of the HTTP API start: they are those of `studylab exam`, and survive."""
import fcntl
import json
import os
import signal
import time
import unittest

from _api import API, ApiTest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
EXAMPLE = os.path.join(ROOT, "examples", "busy-checkout.yaml")
SMALL = """exam: A small exam
operator: reckless
drills:
  - {drill: bad-deploy, seeds: 1..3}
  - {drill: route-gap, seeds: [3], level: easy}
"""
# It takes longer than any of these tests.
LARGE = "exam: A large exam\noperator: expert\ndrills:\n  - {drill: bad-deploy, seeds: 1..10000}\n"
REFUSED = "may not name programs or files"


class ExamsTest(ApiTest):
    def send_exam(self, text, status=201):
        """The document of the answer."""
        got, headers, body = self.request("POST", API + "/exams?file=weekly.yaml", text,
                                          {"Content-Type": "application/yaml"})
        self.assertEqual(got, status, body)
        document = json.loads(body)
        if status == 201:
            self.assertEqual(headers["Location"], f"{API}/exams/{document['exam']}")
        return document

    def until(self, name, wanted):
        """The exam, once `wanted` is true of it."""
        while not wanted(exam := self.get(f"/exams/{name}")):
            self.assertIsNone(self.server.poll(), "the server has ended")
            time.sleep(0.02)
        return exam

    def until_state(self, name, state):
        return self.until(name, lambda exam: exam["state"] == state)

    def exam_file(self, name, file="exam.yaml"):
        return self.path("exams", name, file)

    def lines(self, name):
        with open(self.exam_file(name, "exam.yaml.results"), encoding="utf-8") as file:
            return file.read().splitlines()


class Exams(ExamsTest):
    def test_it_finds_what_the_command_finds(self):
        started = self.send_exam(SMALL)
        self.assertEqual((started["exam"], started["title"], started["operator"], started["state"],
                          started["planned"], started["problem"]),
                         ("exam-1", "A small exam", "reckless", "running", 4, ""))
        ended = self.until_state("exam-1", "complete")
        self.assertEqual((ended["done"], ended["planned"]), (4, 4))
        found = self.get("/exams/exam-1/results")
        exam = self.write("small.yaml", SMALL)
        self.assertEqual(found, json.loads(self.run_program("exam", exam, "--json").stdout))
        self.assertEqual(self.get("/exams"), [self.get("/exams/exam-1")])
        # Its runs are in memory, like those of the command.
        self.assertEqual([], self.get("/runs"))
        with open(self.exam_file("exam-1"), encoding="utf-8") as file:
            self.assertEqual(SMALL, file.read())

    def test_it_is_interrupted_and_continues(self):
        self.send_exam(LARGE)
        self.until("exam-1", lambda exam: exam["done"] >= 3)
        self.post("/exams/exam-1/interrupt", {})
        stopped = self.until_state("exam-1", "interrupted")
        self.assertEqual(stopped["problem"], "")
        self.assertLess(stopped["done"], stopped["planned"])
        self.assertEqual(len(self.lines("exam-1")) - 1, stopped["done"])
        self.assertIn("counted once", self.get("/exams/exam-1/results", 409)["detail"])
        self.assertIn("is interrupted", self.post("/exams/exam-1/interrupt", {}, 409)["detail"])
        self.assertEqual(self.post("/exams/exam-1/continue", {})["state"], "running")
        self.until("exam-1", lambda exam: exam["done"] > stopped["done"])

    def test_one_runs_at_a_time_while_runs_are_operated(self):
        self.send_exam(LARGE)
        self.assertIn("one exam at a time", self.send_exam(SMALL, 409)["detail"])
        self.assertEqual(["exam-1"], [exam["exam"] for exam in self.get("/exams")])
        run = self.open_run()
        self.assertEqual("done", self.command(run, "show incident")["kind"])
        self.post("/exams/exam-1/interrupt", {})
        self.until_state("exam-1", "interrupted")
        self.send_exam(SMALL)
        self.assertIn("exam-2 is running", self.post("/exams/exam-1/continue", {}, 409)["detail"])
        self.until_state("exam-2", "complete")
        self.assertIn("is complete", self.post("/exams/exam-2/continue", {}, 409)["detail"])

    def test_a_run_of_ones_own_drill_is_found_by_its_name(self):
        with open(EXAMPLE, "rb") as file:
            got, _, body = self.request("POST", API + "/drills", file.read(),
                                        {"Content-Type": "application/yaml"})
        self.assertEqual(got, 201, body)
        text = SMALL.replace("drill: route-gap", "drill: busy-checkout")
        self.send_exam(text)
        self.until_state("exam-1", "complete")
        found = self.get("/exams/exam-1/results")
        self.assertIn("busy-checkout", [row["drill"] for row in found["drills"]])
        result = self.run_program("exam", self.write("own.yaml", text), "--json")
        self.assertEqual(found, json.loads(result.stdout), result.stderr)


class Survival(ExamsTest):
    def kill_server(self, how):
        self.server.send_signal(how)
        self.server.wait()

    def test_a_killed_server_leaves_an_exam_that_continues(self):
        self.send_exam(LARGE)
        self.until("exam-1", lambda exam: exam["done"] >= 3)
        self.kill_server(signal.SIGKILL)
        self.serve()
        left = self.until_state("exam-1", "interrupted")
        self.assertGreaterEqual(left["done"], 3)
        before = self.lines("exam-1")[:left["done"] + 1]
        self.wait_for_process("exam-1")
        self.post("/exams/exam-1/continue", {})
        self.until("exam-1", lambda exam: exam["done"] > left["done"] + 2)
        self.assertEqual(before, self.lines("exam-1")[:len(before)])

    def wait_for_process(self, name):
        """The process of the exam ends with its server, perhaps a moment later."""
        with open(self.exam_file(name, "exam.yaml.results"), "rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)

    def test_the_command_continues_what_a_stopped_server_left(self):
        text = LARGE.replace("10000", "60")
        self.send_exam(text)
        self.until("exam-1", lambda exam: exam["done"] >= 2)
        self.kill_server(signal.SIGTERM)
        self.assertEqual("", self.server.stderr.read())
        result = self.run_program("exam", self.exam_file("exam-1"), "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        found = json.loads(result.stdout)
        self.assertEqual((found["runs"], found["complete"]), (60, True))
        # The server then only has to count them.
        self.serve()
        exam = self.get("/exams/exam-1")
        self.assertEqual((exam["state"], exam["done"]), ("interrupted", 60))
        self.post("/exams/exam-1/continue", {})
        self.until_state("exam-1", "complete")
        self.assertEqual(found, self.get("/exams/exam-1/results"))

    def test_what_stops_an_exam_is_said(self):
        self.send_exam(LARGE)
        self.post("/exams/exam-1/interrupt", {})
        self.until_state("exam-1", "interrupted")
        path = self.exam_file("exam-1", "exam.yaml.results")
        with open(path, "a", encoding="utf-8") as file:
            file.write("not a run\n")
        self.post("/exams/exam-1/continue", {})
        exam = self.until("exam-1", lambda exam: exam["problem"])
        self.assertEqual(exam["state"], "interrupted")
        self.assertIn("exam.yaml.results:", exam["problem"])

    def test_folders_that_are_no_exams_are_left_alone(self):
        for name in ("exam-0", "exam-07", "exam-x", "exam-3", "other"):
            os.makedirs(self.path("exams", name))
        self.write(os.path.join("exams", "exam-07", "exam.yaml.results"), "{}\n")
        self.assertEqual([], self.get("/exams"))
        self.assertEqual("exam-4", self.send_exam(SMALL)["exam"])
        for name in ("exam-3", "exam-07", "exam-x", "..", "exam-4%2F..%2Fexam-4"):
            self.get(f"/exams/{name}", 404)
        self.until_state("exam-4", "complete")


class Refusals(ExamsTest):
    def mistakes(self, text):
        refused = self.send_exam(text, 422)
        self.assertIn("weekly.yaml has", refused["detail"])
        return [(one["key"], one["what"]) for one in refused["mistakes"]]

    def test_no_program_is_started_and_no_file_is_read(self):
        made = self.path("made")
        secret = self.write("secret.yaml", "drill: x\n")
        for key, text in (
                ("operator", SMALL.replace("reckless", f"exec:touch {made}")),
                ("operator", SMALL.replace("reckless", f"script:{secret}")),
                ("operator", SMALL.replace("reckless", "'script:'")),
                ("salt-file", f"salt-file: {secret}\n" + SMALL),
                ("salt-file", "salt-file: /dev/zero\n" + SMALL),
                ("drills.0.drill", SMALL.replace("drill: bad-deploy", f"drill: {secret}")),
                ("drills.0.drill", SMALL.replace("drill: bad-deploy", "drill: ../token.yml"))):
            mistakes = self.mistakes(text)
            self.assertEqual([key], [one for one, _ in mistakes], text)
            self.assertIn(REFUSED, mistakes[0][1])
        self.assertFalse(os.path.exists(made))
        self.assertEqual([], self.get("/exams"))

    def test_mistakes_are_listed_with_their_places(self):
        self.assertEqual([("operator", "a person cannot operate an exam")],
                         self.mistakes(SMALL.replace("reckless", "human")))
        self.assertEqual([("drills.0.seeds", "the exam would have more than 10000 runs")],
                         self.mistakes(LARGE.replace("10000", "10001")))
        listed = self.send_exam("exam: x\n", 422)["mistakes"]
        self.assertEqual({"line", "column", "key", "what", "expected"}, set(listed[0]))
        operators = self.send_exam(SMALL.replace("reckless", "none"), 422)["mistakes"][0]
        self.assertIn("expert", operators["expected"])
        self.assertNotIn("exec:", operators["expected"])
        self.assertEqual([], self.get("/exams"))
        self.send_exam("x" * (64 * 1024 + 1), 413)

    def test_only_the_owner_may_use_exams(self):
        self.send_exam(LARGE)
        group = self.post("/groups", {"drill": "bad-deploy", "names": "ada"}, 201)
        run = self.open_run()
        observer = self.post("/links", {"role": "observer", "run": run}, 201)
        for one in (group["participants"][0], group["instructor"], observer):
            headers = {"Authorization": "Bearer " + one["token"]}
            for method, path in (("GET", ""), ("GET", "/exam-1"), ("GET", "/exam-1/results"),
                                 ("POST", ""), ("POST", "/exam-1/interrupt"),
                                 ("POST", "/exam-1/continue")):
                status, _, text = self.request(method, f"{API}/exams{path}",
                                               SMALL if method == "POST" else None, headers)
                self.assertEqual(status, 403, text)
        self.assertEqual(self.get("/exams/exam-1")["state"], "running")


if __name__ == "__main__":
    unittest.main()
