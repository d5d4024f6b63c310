"""The types of the pages, pages/src/lib/messages.ts, match the messages that the server sends."""
import json
import os
import re
import time
import unittest

from _api import API, ApiTest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
TYPES = os.path.join(ROOT, "pages", "src", "lib", "messages.ts")
LOCK = os.path.join(ROOT, "pages", "package-lock.json")
PRIMITIVES = {"string": str, "number": (int, float), "boolean": bool, "unknown": object}


def interfaces():
    """Each interface with its fields: name, whether it may be missing, type."""
    with open(TYPES, encoding="utf-8") as file:
        text = re.sub(r"//.*", "", file.read())
    found = {}
    for name, body in re.findall(r"^export interface (\w+) \{\n(.*?)^\}", text, re.M | re.S):
        body = re.sub(r"/\*\*.*?\*/", "", body, flags=re.S)
        found[name] = fields_of(body)
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


class Checker:
    def __init__(self):
        self.types = interfaces()

    def problems(self, kind, value, where):
        """Why the value is not of this type; empty: it is."""
        if len(options := split(kind, "|")) > 1:
            tried = [self.problems(option, value, where) for option in options]
            return [] if [] in tried else tried[0] or [f"{where}: {value!r} is not {kind}"]
        if kind.endswith("[]"):
            if not isinstance(value, list):
                return [f"{where}: {value!r} is not {kind}"]
            inner = kind[:-2].strip("()")
            return [why for n, one in enumerate(value)
                    for why in self.problems(inner, one, f"{where}[{n}]")]
        if match := re.fullmatch(r"Record<string, (.*)>", kind):
            if not isinstance(value, dict):
                return [f"{where}: {value!r} is not {kind}"]
            return [why for key, one in value.items()
                    for why in self.problems(match.group(1), one, f"{where}.{key}")]
        if kind.startswith("("):
            return self.problems(kind[1:-1], value, where)
        if len(parts := split(kind, "&")) > 1:
            return [why for part in parts for why in self.problems(part, value, where)]
        if kind.startswith("{"):
            return self.fields(fields_of(kind[1:-1].replace(";", "\n")), value, where)
        if kind in self.types:
            return self.fields(self.types[kind], value, where)
        if kind == "null":
            return [] if value is None else [f"{where}: {value!r} is not null"]
        if kind.startswith("'"):
            return [] if value == kind.strip("'") else [f"{where}: {value!r} is not {kind}"]
        good = isinstance(value, PRIMITIVES[kind]) and (kind != "number" or value is not True)
        return [] if good else [f"{where}: {value!r} is not {kind}"]

    def fields(self, fields, value, where):
        if not isinstance(value, dict):
            return [f"{where}: {value!r} is not an object"]
        why = []
        for name, optional, kind in fields:
            if name in value:
                why += self.problems(kind, value[name], f"{where}.{name}")
            elif not optional:
                why.append(f"{where}.{name} is missing")
        return why


class Messages(ApiTest):
    def expect(self, kind, value):
        self.assertEqual([], Checker().problems(kind, value, kind)[:5])

    def bundle_of(self, run):
        with open(self.path("runs", run, "bundle"), "rb") as file:
            return file.read()

    def upload(self, path, content, kind, status):
        got, _, body = self.request("POST", API + path, content, {"Content-Type": kind})
        self.assertEqual(got, status, body)
        return json.loads(body)

    def test_each_message_has_the_declared_type(self):
        opening = self.post("/runs", {"drill": "bad-deploy", "seed": 8}, 201)
        run = opening["run"]
        self.expect("Opening", opening)
        self.expect("RunState", self.get(f"/runs/{run}"))
        for line in ("show incident", "show errors", "no such command", "set-route a b"):
            self.expect("Answer", self.command(run, line))
        self.expect("Completion[]", self.get(f"/runs/{run}/completions?line=show%20"))
        debrief = self.post(f"/runs/{run}/end", {})
        self.expect("Debrief", debrief)
        self.expect("PlatformAt", self.get(f"/runs/{run}/platform?entry=150"))
        self.expect("StoredRun[]", self.get("/runs"))
        self.post("/runs", {"drill": "route-gap", "seed": 8}, 201)
        self.expect("ListedOpenRun[]", self.get("/runs?state=open"))
        self.expect("Drill[]", self.get("/drills"))
        self.expect("Proposal[]", self.get("/next"))
        self.expect("Evidence", self.upload("/evidence", self.bundle_of(run),
                                            "application/octet-stream", 200))
        refused = self.upload("/drills", b"drill: x\n", "application/yaml", 422)
        self.expect("Mistake[]", refused["mistakes"])
        self.expect("Runbook[]", self.get("/runbooks"))
        self.expect("LifeCycle[]", self.get("/lifecycles"))
        self.expect("Access", self.get("/access"))
        self.upload("/exams", b"exam: x\noperator: idle\ndrills: [{drill: bad-deploy, seeds: 8}]\n",
                    "application/yaml", 201)
        while self.get("/exams/exam-1")["state"] != "complete":
            time.sleep(0.02)
        self.expect("HomeExam[]", self.get("/exams"))
        self.expect("ExamDocument", self.get("/exams/exam-1/results"))
        again = self.post("/runs", {"from": f"{run}@{debrief['ledger']['entries']}"}, 201)["run"]
        self.expect("RunState", self.get(f"/runs/{again}"))
        self.expect("Debrief", self.post(f"/runs/{again}/end", {}))
        for drill in ("stuck-wake", "route-gap"):
            self.expect("Opening", self.post("/runs", {"drill": drill, "seed": 8}, 201))
        hard = self.post("/runs", {"drill": "bad-deploy", "seed": 8, "level": "hard"}, 201)
        self.assertIn(len(hard["incident"]["statements"]), (2, 3))
        self.expect("Opening", hard)

    def test_the_messages_of_instructors_and_observers(self):
        run = self.open_run()
        link = self.post("/links", {"role": "instructor"}, 201)
        self.expect("Invited", link)
        group = self.post("/groups", {"drill": "bad-deploy", "names": "ada"}, 201)
        self.expect("Invitation", group)
        owner, self.token = self.token, link["token"]
        self.expect("Board", self.get("/board"))
        self.expect("Truth", self.get(f"/runs/{run}/truth"))
        self.expect("Chain", self.get(f"/runs/{run}/chain"))
        self.expect("Access", self.get("/access"))
        self.token = owner

    def test_a_wrong_message_is_found(self):
        checker = Checker()
        good = {"run": "run-1", "open": True}
        self.assertEqual([], checker.problems("RunState", good, "state"))
        for change in ({"open": 1}, {"level": 3}, {"clock_kind": "sun"}, {"run": None}):
            self.assertNotEqual([], checker.problems("RunState", {**good, **change}, "state"))
        self.assertNotEqual([], checker.problems("RunState", {"run": "run-1"}, "state"))


class LockFile(unittest.TestCase):
    def test_it_records_no_download_address(self):
        with open(LOCK, encoding="utf-8") as file:
            packages = json.load(file)["packages"]
        self.assertEqual([], [name for name, one in packages.items() if "resolved" in one])


if __name__ == "__main__":
    unittest.main()
