"""Shared by tests that compare every answer of the server with its OpenAPI document."""
import json
import re

from jsonschema import Draft202012Validator

from _api import API, ApiTest

COMPONENT = re.compile(r"#/components/(\w+)/([\w.-]+)$")


def events_in(text):
    """The server-sent events of a stream that has ended."""
    events = []
    for block in text.strip().split("\n\n"):
        if block.startswith(":"):
            continue
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        events.append({**fields, "id": int(fields["id"])})
    return events


class Document:
    """The answers that an OpenAPI document describes. A field that it does not describe is a
    problem, although clients must expect fields that are added later."""
    def __init__(self, document):
        self.components = document["components"]
        self.operations = {(method.upper(), path): operation
                           for path, methods in document["paths"].items()
                           for method, operation in methods.items()}
        # What no answer has had so far: (operation, status), (schema, field).
        self.unseen_statuses = {(one["operationId"], int(status))
                                for one in self.operations.values() for status in one["responses"]}
        self.unseen_fields = {(name, field) for name, schema in self.components["schemas"].items()
                              for field in self.own_fields(schema)}

    def resolve(self, described):
        """What a reference refers to."""
        while "$ref" in described:
            section, name = COMPONENT.match(described["$ref"]).groups()
            described = self.components[section][name]
        return described

    def own_fields(self, schema):
        return {key: one for part in [schema, *schema.get("allOf", ())]
                for key, one in part.get("properties", {}).items()}

    def fields_of(self, schema):
        """Each field with its schema and the name of the schema that declares it."""
        fields = {}
        for part in schema.get("allOf", ()):
            fields.update(self.fields_of(self.resolve(part)))
        own = {id(one): name for name, one in self.components["schemas"].items()}
        for key, one in self.own_fields(schema).items():
            fields[key] = (own.get(id(schema)), one)
        return fields

    def invalid(self, schema, value):
        """Why the value is not of the schema."""
        validator = Draft202012Validator({"components": self.components, "allOf": [schema]})
        return [f"{error.json_path}: {error.message}"[:300]
                for error in validator.iter_errors(value)]

    def unknown(self, schema, value, where):
        """The fields of a valid value that are not described."""
        schema = self.resolve(schema)
        if options := schema.get("oneOf", schema.get("anyOf")):
            fitting = [one for one in options if not self.invalid(one, value)]
            return self.unknown(fitting[0], value, where)
        if "contentSchema" in schema:
            return self.problems(schema["contentSchema"], json.loads(value), where)
        if isinstance(value, list):
            return [why for n, one in enumerate(value)
                    for why in self.unknown(schema["items"], one, f"{where}[{n}]")]
        if not isinstance(value, dict):
            return []
        found, fields, others = [], self.fields_of(schema), schema.get("additionalProperties")
        for key, one in value.items():
            if key in fields:
                owner, inner = fields[key]
                self.unseen_fields.discard((owner, key))
                found += self.unknown(inner, one, f"{where}.{key}")
            elif isinstance(others, dict):
                found += self.unknown(others, one, f"{where}.{key}")
            elif others is not True:
                found.append(f"{where}.{key} is not described")
        return found

    def problems(self, schema, value, where):
        return self.invalid(schema, value) or self.unknown(schema, value, where)

    def find(self, method, path):
        """The operation; None: there is none."""
        for (known, pattern), operation in self.operations.items():
            if known == method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), path):
                return operation
        return None

    def wrong(self, method, target, status, headers, content):
        """What is wrong with an answer."""
        operation = self.find(method, target.partition("?")[0].removeprefix(API))
        kind = headers["Content-Type"]
        if operation is None:
            if not 400 <= status < 500:
                return [f"{method} {target} is not described, but its answer is {status}"]
            schema = {"$ref": "#/components/schemas/Problem"}
            return self.problems(schema, json.loads(content), f"{method} {target}")
        where = f"{operation['operationId']} {status}"
        if str(status) not in operation["responses"]:
            return [f"{where} is not described: {content[:300]}"]
        self.unseen_statuses.discard((operation["operationId"], status))
        described = self.resolve(operation["responses"][str(status)])["content"]
        if kind not in described:
            return [f"{where}: {kind} is not described"]
        return self.problems(described[kind]["schema"], value_of(kind, content), where)


def value_of(kind, content):
    """The value of a body, as its schema describes it."""
    if kind.endswith("json"):
        return json.loads(content)
    if kind == "text/event-stream":
        return events_in(content.decode())
    return content.decode("utf-8" if kind.startswith("text/") else "latin-1")


class DocumentedTest(ApiTest):
    """Every answer is compared with the document."""
    document = None

    def setUp(self):
        super().setUp()
        self.document = Document(self.get("/openapi.json"))

    def answered(self, method, path, status, headers, content):
        if self.document is not None and path.startswith(API):
            self.assertEqual([], self.document.wrong(method, path, status, headers, content)[:5])
