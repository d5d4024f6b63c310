"""Every operation of the OpenAPI document: a valid request, and what each refuses. Each answer is
compared with the document."""
import json
import unittest

from _operations import NONE, OperationsTest

NOT_JSON = ("{", "[]", "1", "null", "{\"a\":}", "\xff")
WRONG = {"string": 1, "integer": "x", "boolean": "yes", "object": []}


class Operations(OperationsTest):
    def refused(self, one, statuses, **request):
        with self.subTest(operation=one.id, **request):
            status, headers, text = self.ask(one, **request)
            self.assertIn(status, statuses, text)
            self.assertEqual(headers["Content-Type"], "application/problem+json")
            problem = json.loads(text)
            self.assertEqual(problem["status"], status)
            self.assertTrue(problem["detail"] and problem["title"])

    def test_a_valid_request_gets_what_the_document_says(self):
        self.keep_exams()
        for one in self.all_of_them():
            with self.subTest(operation=one.id):
                if one.id == "continueExam":
                    self.exam_is("exam-3", "interrupted")
                status, headers, content = self.ask(one)
                self.assertEqual(status, one.success, content)
                self.assertEqual(headers["Content-Type"], one.content_type)
                self.assertTrue(content)

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
                for wrong in self.out_of_range(schema):
                    self.refused(one, {400}, target=one.target(query={**one.query, name: wrong}))
                if schema["type"] == "integer":
                    for wrong in ("x", "-1", "1.5", "", "99999999999999999999"):
                        self.refused(one, {400},
                                     target=one.target(query={**one.query, name: wrong}))

    def out_of_range(self, schema):
        if "enum" in schema:
            return ["other"]
        beyond = [schema[end] + step for end, step in (("minimum", -1), ("maximum", 1))
                  if end in schema]
        return [number for number in beyond if number >= 0]

    def test_the_ends_of_a_range_and_each_choice_are_accepted(self):
        limited = {"speed", "seed", "width", "level", "topology", "clock", "state", "role"}
        found = set()
        for one in self.all_of_them():
            properties = (one.body_schema or {}).get("properties", {})
            query = {each["name"]: each["schema"] for each in one.parameters
                     if each["in"] == "query"}
            for name, schema in [*properties.items(), *query.items()]:
                if name not in limited:
                    continue
                found.add(name)
                for value in schema.get("enum") or (schema["minimum"], schema["maximum"]):
                    with self.subTest(operation=one.id, name=name, value=value):
                        target, body = one.target(), None
                        if name in query:
                            target = one.target(query={**one.query, name: value})
                        else:
                            # An instructor's link has no run.
                            others = {} if value == "instructor" else one.body
                            body = json.dumps({**others, name: value})
                        status, _, content = self.ask(one, target=target, body=body)
                        self.assertEqual(status, one.success, content)
        self.assertEqual(limited, found)

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
                for value in self.out_of_range(schema):
                    self.refused(one, {400}, body=json.dumps({**one.body, name: value}))
            for name in one.body_schema.get("required", []):
                rest = {key: value for key, value in one.body.items() if key != name}
                self.refused(one, {400}, body=json.dumps(rest))


if __name__ == "__main__":
    unittest.main()
