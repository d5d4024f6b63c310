"""Shared by tests of every operation of the OpenAPI document: a valid request for each."""
import json
import os
import time
import urllib.parse

from _api import API
from _openapi import DocumentedTest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
EXAMPLE = os.path.join(ROOT, "examples", "busy-checkout.yaml")

EXAM = b"exam: A round\noperator: %s\ndrills:\n  - {drill: bad-deploy, seeds: 1..%d}\n"
MOST_RUNS = 10_000
# Names of what does not exist.
NONE = {"run": "run-0000000000", "decision": "none", "exam": "exam-9"}


class Operation:
    """One operation of the document, with a valid request for it."""
    def __init__(self, method, path, described):
        self.method, self.path, self.id = method, path, described["operationId"]
        self.parameters = described["parameters"]
        content = described.get("requestBody", {}).get("content", {})
        self.kind = next(iter(content), None)
        self.body_schema = content.get("application/json", {}).get("schema")
        self.content_is_file = self.kind is not None and self.body_schema is None
        self.responses = described["responses"]
        self.success = min(map(int, self.responses))
        self.content_type = next(iter(self.responses[str(self.success)]["content"]))
        self.token, self.names, self.query, self.body = None, {}, {}, {}

    def given(self, token, names, query, body):
        self.token, self.names, self.query, self.body = token, names, query, body
        return self

    def target(self, names=None, query=None):
        path = self.path.format(**{**self.names, **(names or {})})
        query = self.query if query is None else query
        return API + path + ("?" + urllib.parse.urlencode(query) if query else "")

    def content(self):
        """The body: a file as it is, anything else as JSON."""
        return json.dumps(self.body) if self.body_schema else self.body or None


class OperationsTest(DocumentedTest):
    def setUp(self):
        super().setUp()
        self.operations = {}
        for (method, path), described in self.document.operations.items():
            one = Operation(method, path, described)
            self.operations[one.id] = one
        self.describe_valid_requests()

    def describe_valid_requests(self):
        run, ended, ending = (self.open_run() for _ in range(3))
        self.command(run, "show incident")
        self.post(f"/runs/{ended}/end", {})
        group = self.post("/groups", {"drill": "bad-deploy", "names": "ada,ben"}, 201)
        ada, ben = (one["token"] for one in group["participants"])
        instructor = group["instructor"]["token"]
        self.instructor = self.post("/links", {"role": "instructor"}, 201)["token"]
        headers = {"Authorization": "Bearer " + ada}
        status, _, text = self.request("POST", API + "/begin", "{}", headers)
        self.assertEqual(status, 201, text)
        of_ada = {"run": json.loads(text)["run"]}
        observer = self.post("/links", {"role": "observer", "run": run}, 201)["token"]
        with open(EXAMPLE, "rb") as file:
            drill = file.read()
        with open(self.path("runs", ended, "bundle"), "rb") as file:
            evidence = file.read()
        own, at_run, at_end = self.token, {"run": run}, {"run": ended}
        simple = (own, {}, {}, {})
        self.valid = {
            "getDescription": simple, "listDrills": simple, "listRunbooks": simple,
            "getOperatorPath": simple, "listLifeCycles": simple, "listDecisions": simple,
            "addDrill": (own, {}, {"file": "own.yaml"}, drill), "listNext": simple,
            "readEvidence": (own, {}, {}, evidence),
            "getPlatformOfEvidence": (own, {}, {"entry": 1, "width": 80}, evidence),
            "evaluateDecision": (own, {"decision": "failover"}, {},
                                 {"inputs": {"age": 30, "fence": "holds"}}),
            "listRuns": (own, {}, {"state": "open"}, {}),
            "openRun": (own, {}, {}, {"drill": "bad-deploy", "seed": 9, "level": "hard",
                                      "clock": "wall", "speed": 2, "as": "ada"}),
            "getRun": (own, at_run, {}, {}),
            "giveCommand": (own, at_run, {}, {"command": "sh inc", "typed": True, "width": 80,
                                              "colour": True}),
            "expandLine": (own, at_run, {"line": "sh inc"}, {}),
            "completeLine": (own, at_run, {"line": "show inc"}, {}),
            "getPicture": (own, at_run, {"word": "incident-1"}, {}),
            "endRun": (own, {"run": ending}, {}, {}),
            "streamEvents": (own, at_end, {"after": 1}, {}),
            "getDebrief": (own, at_end, {}, {}),
            "getPlatform": (own, at_end, {"entry": 1, "width": 80}, {}),
            "getReport": (own, at_end, {}, {}),
            "getBundle": (own, at_end, {}, {}),
            "openGroup": (own, {}, {}, {"drill": "bad-deploy", "names": "cem", "seed": 3}),
            "makeLink": (own, {}, {}, {"role": "observer", "run": run}),
            "getAccess": (ada, {}, {}, {}),
            "beginRun": (ben, {}, {}, {}),
            "getBoard": (instructor, {}, {}, {}),
            "getChain": (observer, at_run, {"after": 3}, {}),
            "getTruth": (instructor, of_ada, {}, {}),
            "listExams": simple,
            "startExam": (own, {}, {"file": "round.yaml"}, EXAM % (b"expert", MOST_RUNS)),
            "getExam": (own, {"exam": "exam-1"}, {}, {}),
            "getExamResults": (own, {"exam": "exam-1"}, {}, {}),
            "interruptExam": (own, {"exam": "exam-3"}, {}, {}),
            "continueExam": (own, {"exam": "exam-2"}, {}, {})}

    def all_of_them(self):
        self.assertEqual(set(self.valid), set(self.operations))
        return [one.given(*self.valid[one.id]) for one in self.operations.values()]

    def ask(self, one, method=None, target=None, body=None, **headers):
        """Status, headers and the bytes of the body."""
        kind = {"Content-Type": one.kind} if one.kind else {}
        headers = {"Authorization": "Bearer " + one.token, **kind, **headers}
        return self.exchange(method or one.method, target or one.target(),
                             one.content() if body is None else body, headers)

    def start_exam(self, operator, runs):
        status, _, text = self.request("POST", API + "/exams", EXAM % (operator, runs),
                                       {"Content-Type": "application/yaml"})
        self.assertEqual(status, 201, text)

    def exam_is(self, name, state):
        while self.get(f"/exams/{name}")["state"] != state:
            time.sleep(0.02)

    def keep_exams(self):
        """One that is complete, and one that was interrupted; the next one is exam-3."""
        self.start_exam(b"idle", 1)
        self.exam_is("exam-1", "complete")
        self.start_exam(b"expert", MOST_RUNS)
        self.post("/exams/exam-2/interrupt", {})
        self.exam_is("exam-2", "interrupted")
