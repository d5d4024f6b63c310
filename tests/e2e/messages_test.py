"""The types of the pages, pages/src/lib/messages.ts, fit the schemas of the OpenAPI document; other
tests compare those with the answers of the server."""
import glob
import json
import os
import re
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
TYPES = os.path.join(ROOT, "pages", "src", "lib", "messages.ts")
LOCK = os.path.join(ROOT, "pages", "package-lock.json")
SCHEMAS = os.path.join(ROOT, "src", "server", "openapi", "*.json")
PRIMITIVES = {"string": ("string", "str"), "number": ("number", "integer"),
              "boolean": ("boolean",), "null": ("null", "NoneType"),
              "unknown": ("string", "integer", "number", "boolean", "null", "array", "object")}


def schemas_of_the_server():
    schemas = {}
    for path in glob.glob(SCHEMAS):
        with open(path, encoding="utf-8") as file:
            schemas.update(json.load(file)["schemas"])
    return schemas


def interfaces():
    """Each interface with its fields: name, whether it may be missing, type; or another type."""
    with open(TYPES, encoding="utf-8") as file:
        text = re.sub(r"//.*", "", file.read())
    found = {}
    for name, body in re.findall(r"^export interface (\w+) \{\n(.*?)^\}", text, re.M | re.S):
        body = re.sub(r"/\*\*.*?\*/", "", body, flags=re.S)
        found[name] = fields_of(body)
    found.update(re.findall(r"^export type (\w+) = (.*)$", text, re.M))
    return found


def fields_of(body):
    fields = []
    rest = body
    while match := re.match(r"\s*(\w+)(\??):\s*", rest):
        rest = rest[match.end():]
        depth = end = 0
        for end, char in enumerate(rest):
            depth += {"{": 1, "(": 1, "<": 1, "}": -1, ")": -1, ">": -1}.get(char, 0)
            if char in "\n;" and depth == 0:
                break
        else:
            end = len(rest)
        fields.append((match.group(1), match.group(2) == "?", rest[:end].strip()))
        rest = rest[end + 1:]
    return fields


def split(kind, mark):
    """The parts of a type between marks that are outside of brackets."""
    parts, depth = [""], 0
    for char in kind:
        depth += {"{": 1, "(": 1, "<": 1, "}": -1, ")": -1, ">": -1}.get(char, 0)
        if char == mark and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return [part.strip() for part in parts if part.strip()]


class Types:
    """The types of the pages, and the schemas of the same names."""
    def __init__(self, types, schemas):
        self.types = types
        self.schemas = schemas

    def resolve(self, schema):
        return self.schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema

    def alternatives(self, schema):
        """Schemas of one kind each, of which a value of the schema fits one."""
        inner = self.resolve(schema)
        if "oneOf" in inner:
            return [each for one in inner["oneOf"] for each in self.alternatives(one)]
        if "enum" in inner:
            return [{"const": word} for word in inner["enum"]]
        if isinstance(inner.get("type"), list):
            return [{**inner, "type": one} for one in inner["type"]]
        return [inner]

    def problems(self, kind, schema, where):
        """Why a value of the schema may not be of the type; empty: it always is."""
        options = [re.sub(r"^\((.*)\)$", r"\1", option) for option in split(kind, "|")]
        found = []
        for one in self.alternatives(schema):
            tried = [self.problems_of_one(option, one, where) for option in options]
            found += [] if [] in tried else tried[0]
        return found

    def problems_of_one(self, kind, schema, where):
        kind = self.types.get(kind, kind)
        if isinstance(kind, list):
            return self.fields(kind, schema, where)
        if len(split(kind, "|")) > 1:
            return self.problems(kind, schema, where)
        if len(parts := split(kind, "&")) > 1:
            return [why for part in parts for why in self.problems_of_one(part, schema, where)]
        if kind.endswith("[]") and schema.get("type") == "array":
            return self.problems(kind[:-2], schema["items"], where + "[]")
        if match := re.fullmatch(r"Record<string, (.*)>", kind):
            inner = [*self.properties(schema).values(), schema.get("additionalProperties", {})]
            return [why for one in inner if one and one is not True
                    for why in self.problems(match.group(1), one, where + ".*")]
        if kind.startswith("{"):
            return self.fields(fields_of(kind[1:-1].replace(";", "\n")), schema, where)
        if kind.startswith("'"):
            good = schema.get("const") == kind.strip("'")
        else:
            word = type(schema["const"]).__name__ if "const" in schema else schema.get("type")
            good = word in PRIMITIVES.get(kind, ())
        return [] if good else [f"{where}: {schema} is not {kind}"]

    def parts(self, schema):
        return [schema, *map(self.resolve, schema.get("allOf", ()))]

    def properties(self, schema):
        return {name: one for part in self.parts(schema)
                for name, one in part.get("properties", {}).items()}

    def fields(self, fields, schema, where):
        properties = self.properties(schema)
        required = {name for part in self.parts(schema) for name in part.get("required", ())}
        why = []
        for name, optional, kind in fields:
            if name not in properties:
                why.append(f"{where}.{name} is not in the schema")
                continue
            if not optional and name not in required:
                why.append(f"{where}.{name} may be missing")
            why += self.problems(kind, properties[name], f"{where}.{name}")
        return why


class Messages(unittest.TestCase):
    def test_each_type_fits_the_schema_of_its_name(self):
        types, schemas = interfaces(), schemas_of_the_server()
        # What other types share.
        self.assertEqual({"ExamGroup"}, set(types) - set(schemas))
        checker = Types(types, schemas)
        for name in set(types) & set(schemas):
            self.assertEqual([], checker.problems(name, schemas[name], name))

    def test_what_does_not_fit_is_found(self):
        thing = {"type": "object", "required": ["id", "kind", "parts"], "properties": {
            "id": {"type": "string"}, "kind": {"type": "string", "enum": ["a", "b"]},
            "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Part"}}}}
        part = {"type": "object", "properties": {"size": {"type": ["integer", "null"]}}}

        def problems(**changes):
            fields = {"id": "string", "kind": "'a' | 'b'", "parts": "Part[]", **changes}
            types = {"Thing": [(name, name == "more", kind) for name, kind in fields.items()],
                     "Part": [("size", True, "number | null")]}
            return Types(types, {"Thing": thing, "Part": part}).problems("Thing", thing, "Thing")
        self.assertEqual([], problems())
        self.assertEqual([], problems(kind="string", parts="{ size?: number | null }[]"))
        for wrong in ({"id": "number"}, {"kind": "'a'"}, {"parts": "Part"}, {"other": "string"},
                      {"more": "string"}, {"parts": "{ size: number | null }[]"},
                      {"parts": "{ size?: number }[]"}):
            self.assertEqual(1, len(problems(**wrong)), wrong)


class LockFile(unittest.TestCase):
    def test_it_records_no_download_address(self):
        with open(LOCK, encoding="utf-8") as file:
            packages = json.load(file)["packages"]
        self.assertEqual([], [name for name, one in packages.items() if "resolved" in one])


if __name__ == "__main__":
    unittest.main()
