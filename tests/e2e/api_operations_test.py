"""Every operation of the OpenAPI document: a valid request, and what each refuses."""
import json
import os
import time
import unittest
import urllib.parse

from _api import API, ApiTest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
EXAMPLE = os.path.join(ROOT, "examples", "busy-checkout.yaml")

EXAM = b"exam: A round\noperator: expert\ndrills:\n  - {drill: bad-deploy, seeds: 1..%d}\n"
MOST_RUNS = 10_000

NOT_JSON = ("{", "[]", "1", "null", "{\"a\":}", "\xff")
WRONG = {"string": 1, "integer": "x", "boolean": "yes", "object": []}
NONE = {"run": "run-0000000000", "decision": "none", "exam": "exam-9"}


class Operation:
    """One operation of the document, with a valid request for it."""
    def __init__(self, method, path, described):
        self.method, self.path, self.id = method.upper(), path, described["operationId"]
        self.parameters = described["parameters"]
        content = described.get("requestBody", {}).get("content", {})
        self.kind = next(iter(content), None)
        self.body_schema = content.get("application/json", {}).get("schema")
        self.responses = described["responses"]
        self.success = int(next(status for status in self.responses if status != "default"))
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


class Operations(ApiTest):
    def setUp(self):
        super().setUp()
        self.operations = {}
        for path, methods in self.get("/openapi.json")["paths"].items():
            for method, described in methods.items():
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
            "startExam": (own, {}, {"file": "round.yaml"}, EXAM % MOST_RUNS),
            "getExam": (own, {"exam": "exam-1"}, {}, {}),
            "getExamResults": (own, {"exam": "exam-1"}, {}, {}),
            "interruptExam": (own, {"exam": "exam-3"}, {}, {}),
            "continueExam": (own, {"exam": "exam-2"}, {}, {})}

    def all_of_them(self):
        self.assertEqual(set(self.valid), set(self.operations))
        return [one.given(*self.valid[one.id]) for one in self.operations.values()]

    def ask(self, one, method=None, target=None, body=None, **headers):
        kind = {"Content-Type": one.kind} if one.kind else {}
        headers = {"Authorization": "Bearer " + one.token, **kind, **headers}
        return self.request(method or one.method, target or one.target(),
                            one.content() if body is None else body, headers)

    def refused(self, one, statuses, **request):
        with self.subTest(operation=one.id, **request):
            status, headers, text = self.ask(one, **request)
            self.assertIn(status, statuses, text)
            self.assertEqual(headers["Content-Type"], "application/problem+json")
            problem = json.loads(text)
            self.assertEqual(problem["status"], status)
            self.assertTrue(problem["detail"] and problem["title"])

    def start_exam(self, runs):
        status, _, text = self.request("POST", API + "/exams", EXAM % runs,
                                       {"Content-Type": "application/yaml"})
        self.assertEqual(status, 201, text)

    def exam_is(self, name, state):
        while self.get(f"/exams/{name}")["state"] != state:
            time.sleep(0.02)

    def keep_exams(self):
        """One that is complete, and one that was interrupted; the next one is exam-3."""
        self.start_exam(1)
        self.exam_is("exam-1", "complete")
        self.start_exam(MOST_RUNS)
        self.post("/exams/exam-2/interrupt", {})
        self.exam_is("exam-2", "interrupted")

    def test_a_valid_request_gets_what_the_document_says(self):
        self.keep_exams()
        for one in self.all_of_them():
            with self.subTest(operation=one.id):
                if one.id == "continueExam":
                    self.exam_is("exam-3", "interrupted")
                connection_status, headers, text = self.raw(one)
                self.assertEqual(connection_status, one.success, text)
                self.assertEqual(headers["Content-Type"], one.content_type)
                if one.content_type == "application/json":
                    json.loads(text)
                self.assertTrue(text)

    def raw(self, one):
        """The body as bytes: that of a bundle is not text."""
        connection = self.http_connection()
        headers = {"Authorization": "Bearer " + one.token}
        if one.kind:
            headers["Content-Type"] = one.kind
        connection.request(one.method, one.target(), one.content(), headers)
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()

    def test_none_is_for_strangers(self):
        for one in self.all_of_them():
            self.refused(one, {401}, Authorization="Bearer " + "0" * 64)
            self.refused(one, {401}, Authorization="Basic " + one.token)
            self.refused(one, {421}, Host="evil.example")
            self.refused(one, {403}, Origin="https://evil.example")

    def test_other_methods_are_refused(self):
        for one in self.all_of_them():
            for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
                self.refused(one, {405}, method=method)

    def test_what_is_not_there_is_refused(self):
        for one in self.all_of_them():
            if one.names:
                # 403: to a role that may reach certain runs only.
                self.refused(one, {403, 404}, target=one.target(names=NONE))
                self.refused(one, {403, 404}, target=one.target(
                    names={name: "..%2F..%2Fkeys" for name in one.names}))

    def test_a_wrong_query_is_refused(self):
        for one in self.all_of_them():
            self.refused(one, {400}, target=one.target(query={**one.query, "other": "1"}))
            for parameter in one.parameters:
                name, schema = parameter["name"], parameter["schema"]
                if parameter["in"] != "query":
                    continue
                if parameter["required"]:
                    rest = {key: value for key, value in one.query.items() if key != name}
                    self.refused(one, {400}, target=one.target(query=rest))
                if schema["type"] == "integer":
                    for wrong in ("x", "-1", "1.5", "", "99999999999999999999"):
                        self.refused(one, {400},
                                     target=one.target(query={**one.query, name: wrong}))

    def test_a_wrong_body_is_refused(self):
        for one in self.all_of_them():
            if not one.kind:
                continue
            self.refused(one, {415}, **{"Content-Type": "text/plain"})
            if not one.body_schema:
                for body in NOT_JSON:
                    self.refused(one, {422}, body=body)
                continue
            for body in NOT_JSON:
                self.refused(one, {400}, body=body)
            self.refused(one, {413}, body="{" + " " * 70_000 + "}")
            self.refused(one, {400}, body=json.dumps({**one.body, "other": 1}))
            for name, schema in one.body_schema["properties"].items():
                wrong = {**one.body, name: WRONG[schema["type"]]}
                self.refused(one, {400}, body=json.dumps(wrong))
            for name in one.body_schema.get("required", []):
                rest = {key: value for key, value in one.body.items() if key != name}
                self.refused(one, {400}, body=json.dumps(rest))


if __name__ == "__main__":
    unittest.main()
