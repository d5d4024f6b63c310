"""The OpenAPI document describes every answer of the server, and nothing that never occurs."""
import copy
import json
import os
import socket
import unittest

from _api import API
from _openapi import Document
from _operations import NONE, OperationsTest

MOST_CONNECTIONS = 1024

# What this file does not bring about: a machine that cannot start a process, a run of another
# version of the program, runs that the lab itself spoilt, and a command that does harm.
RARE_STATUSES = {("continueExam", 500)}
RARE_FIELDS = {("Debrief", "other_version"), ("Debrief", "unverified"),
               *(("ExamRun", name) for name in ("drill", "level", "seed", "why")),
               *(("Harm", name) for name in ("kind", "count", "entry"))}


class EveryAnswer(OperationsTest):
    """One server gives every answer; each is compared with the document when it arrives."""

    def test_each_status_and_each_field_of_the_document_occurs(self):
        self.keep_exams()
        operations = self.all_of_them()
        for one in operations:
            if one.id == "continueExam":
                self.exam_is("exam-3", "interrupted")
            self.expect(one.success, one)
        self.operate_every_drill()
        self.follow_the_wall_clock()
        self.refuse(operations)
        self.refuse_what_the_state_forbids()
        self.refuse_connections(operations)
        self.restart()
        self.refuse_what_is_not_in_memory()
        self.lose_the_home()
        self.assertEqual(RARE_STATUSES, self.document.unseen_statuses)
        self.assertEqual(RARE_FIELDS, self.document.unseen_fields)

    def expect(self, status, one, **request):
        with self.subTest(operation=one.id, status=status):
            got, _, content = self.ask(one, **request)
            self.assertEqual(got, status, content[:300])

    def named(self, name, at=None, token=None):
        """The operation of that name, for a run or an exam."""
        one = self.operations[name]
        known = {"run": at} if "run" in one.names else {"exam": at}
        return copy.copy(one).given(token or one.token, known if at else one.names, one.query,
                                    one.body)

    def operate_every_drill(self):
        for drill in self.get("/drills"):
            run = self.open_run(drill=drill["id"], level="hard")
            for line in ("show incident", "no such command", "set-route edge-a x rel-1"):
                self.command(run, line)
            self.get(f"/runs/{run}")
            self.get(f"/runs/{run}/picture")
            debrief = self.post(f"/runs/{run}/end", {})
            self.events(run)
            again = self.post("/runs", {"from": f"{run}@{debrief['ledger']['entries']}"}, 201)
            self.get(f"/runs/{again['run']}")
            self.post(f"/runs/{again['run']}/end", {})
        self.get("/runs")
        self.upload("/drills", b"drill: x\n", 422)

    def upload(self, path, content, status):
        got, _, text = self.request("POST", API + path, content,
                                    {"Content-Type": "application/yaml"})
        self.assertEqual(got, status, text)

    def follow_the_wall_clock(self):
        run = self.open_run(clock="wall", speed=3600)
        environment = self.get(f"/runs/{run}")["incident"]["environment"]
        self.command(run, f"notify-owner {environment} --because 'a guess'")
        self.assertIn("reply", [name for _, name, _ in self.events(run)])

    def refuse(self, operations):
        """What every operation refuses, and names of what does not exist."""
        for one in operations:
            self.expect(400, one, target=one.target(query={**one.query, "other": "1"}))
            self.expect(401, one, Authorization="Bearer x")
            self.expect(403, one, Origin="https://evil.example")
            self.expect(413, one, body=b" " * (9 * 1024 * 1024 if one.content_is_file else 70_000))
            self.expect(421, one, Host="evil.example")
            self.expect(431, one, **{"X-Long": "x" * 20_000})
            if one.method == "POST":
                self.expect(415, one, **{"Content-Type": "text/plain"})
            if one.content_is_file:
                self.expect(422, one, body=b"[")
            if one.names:
                every = self.token if one.token == self.token else self.instructor
                everywhere = copy.copy(one).given(every, one.names, one.query, one.body)
                self.expect(404, everywhere, target=one.target(names=NONE))
        for name in ("getPlatform", "getPlatformOfEvidence"):
            one = self.operations[name]
            self.expect(404, one, target=one.target(query={"entry": 999_999_999}))

    def refuse_what_the_state_forbids(self):
        run, ended = self.open_run(), self.operations["getDebrief"].names["run"]
        for name in ("getDebrief", "getPlatform", "getReport", "getBundle"):
            self.expect(409, self.named(name, run))
        for name in ("giveCommand", "endRun"):
            self.expect(409, self.named(name, ended))
        self.expect(409, self.named("openRun"), body=json.dumps({"from": run}))
        for of, status in ((ended, 409), (NONE["run"], 404)):
            self.expect(status, self.named("makeLink"),
                        body=json.dumps({"role": "observer", "run": of}))
        self.expect(409, self.named("beginRun"))
        # exam-2 is running.
        self.expect(409, self.named("startExam"))
        self.expect(409, self.named("getExamResults", "exam-2"))
        self.expect(409, self.named("continueExam", "exam-1"))
        self.expect(409, self.named("interruptExam", "exam-1"))

    def refuse_connections(self, operations):
        self.allow_files(4096)
        idle = [socket.create_connection(("127.0.0.1", self.port)) for _ in range(MOST_CONNECTIONS)]
        for one in operations:
            self.expect(503, one)
        for connection in idle:
            connection.close()
        while self.request("GET", API + "/access")[0] == 503:
            pass

    def restart(self):
        self.stop()
        spoilt = self.operations["endRun"].names["run"]
        with open(self.path("runs", spoilt, "bundle"), "r+b") as file:
            file.seek(-1, os.SEEK_END)
            last = file.read(1)[0]
            file.seek(-1, os.SEEK_END)
            file.write(bytes([last ^ 1]))
        self.serve()
        self.instructor = self.post("/links", {"role": "instructor"}, 201)["token"]

    def refuse_what_is_not_in_memory(self):
        ended = self.operations["getDebrief"].names["run"]
        spoilt = self.operations["endRun"].names["run"]
        for name in ("getRun", "streamEvents", "getDebrief"):
            self.expect(200, self.named(name, ended))
        for name in ("expandLine", "completeLine", "getPicture"):
            self.expect(409, self.named(name, ended))
        for name in ("getChain", "getTruth"):
            self.expect(409, self.named(name, ended, self.instructor))
        self.expect(409, self.named("streamEvents", spoilt))
        for name in ("getDebrief", "getPlatform", "getReport", "getBundle"):
            self.expect(500, self.named(name, spoilt))

    def lose_the_home(self):
        run, closing = self.open_run(), self.open_run()
        alert = self.command(closing, "show incident")["data"]["incident"]["entry"]
        self.command(closing, "impact --users 1 --minutes 1 --because 'a guess'")
        group = self.post("/groups", {"drill": "bad-deploy", "names": "ada"}, 201)
        results = self.path("exams", "exam-1", "document.json")
        os.remove(results)
        os.mkdir(results)
        self.expect(500, self.named("getExamResults", "exam-1"))
        for name in ("runs", "drills", "exams"):
            os.rename(self.path(name), self.path(name + ".lost"))
            self.write(name, "")
        for name in ("listNext", "listRuns", "openRun", "addDrill", "startExam"):
            self.expect(500, self.named(name), target=self.operations[name].target(query={}))
        self.expect(500, self.named("beginRun", token=group["participants"][0]["token"]))
        self.expect(500, self.named("getTruth", run, self.instructor))
        self.expect(500, self.named("endRun", run))
        close = json.dumps({"command": f"close --summary done --ref {alert}"})
        self.expect(500, self.named("giveCommand", closing), body=close)


class Strictness(unittest.TestCase):
    """That the comparison finds what differs."""
    OPERATION = {"operationId": "get", "responses": {"200": {"content": {"application/json": {
        "schema": {"$ref": "#/components/schemas/Thing"}}}}}}
    THING = {"type": "object", "required": ["name"], "properties": {
        "name": {"type": "string"},
        "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Part"}}}}
    PART = {"type": "object", "required": ["size"],
            "properties": {"size": {"type": ["integer", "null"]}}}

    def document(self):
        return Document({"paths": {"/things/{thing}": {"get": self.OPERATION}},
                         "components": {"schemas": {"Thing": self.THING, "Part": self.PART}}})

    def wrong(self, value, status=200, path="/things/a", kind="application/json"):
        return self.document().wrong("GET", API + path, status, {"Content-Type": kind},
                                     json.dumps(value).encode())

    def test_an_answer_as_described_is_not_wrong(self):
        self.assertEqual([], self.wrong({"name": "a", "parts": [{"size": 1}, {"size": None}]}))

    def test_a_field_that_is_not_described_or_missing_or_of_another_type_is_found(self):
        for value in ({}, {"name": 1}, {"name": "a", "other": 1}, {"name": "a", "parts": [{}]},
                      {"name": "a", "parts": [{"size": 1, "other": 1}]}):
            self.assertEqual(1, len(self.wrong(value)), value)

    def test_an_operation_a_status_and_a_content_type_that_are_not_described_are_found(self):
        good = {"name": "a"}
        for options in ({"status": 201}, {"path": "/things"}, {"path": "/things/a/b"},
                        {"kind": "text/plain"}):
            self.assertEqual(1, len(self.wrong(good, **options)), options)

    def test_what_no_answer_has_had_is_known(self):
        document = self.document()
        document.wrong("GET", API + "/things/a", 200, {"Content-Type": "application/json"},
                       b'{"name": "a"}')
        self.assertEqual({("Thing", "parts"), ("Part", "size")}, document.unseen_fields)
        self.assertEqual(set(), document.unseen_statuses)


if __name__ == "__main__":
    unittest.main()
