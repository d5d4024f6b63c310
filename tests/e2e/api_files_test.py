"""What the HTTP API reads as a file: a drill of one's own, an evidence bundle."""
import http.client
import json
import os
import random
import tempfile
import unittest

from _api import API, ApiTest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
EXAMPLE = os.path.join(ROOT, "examples", "busy-checkout.yaml")
MOST_EVIDENCE = 8 * 1024 * 1024
MOST_DRILL = 256 * 1024


class FilesTest(ApiTest):
    def send(self, path, content, kind, status):
        """The document of the answer."""
        got, headers, body = self.request("POST", API + path, content, {"Content-Type": kind})
        self.assertEqual(got, status, body)
        document = json.loads(body)
        if status >= 400:
            self.assertEqual(headers["Content-Type"], "application/problem+json")
            self.assertEqual(1, len(document["detail"].splitlines()), document["detail"])
        return document

    def stored(self):
        """Every file of the home with its content."""
        found = {}
        for folder, _, names in os.walk(self.home):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    found[os.path.join(folder, name)] = file.read()
        return found


class Evidence(FilesTest):
    def evidence(self, content, status=200, path="/evidence"):
        return self.send(path, content, "application/octet-stream", status)

    def bundle(self):
        """An ended run of this home, and the bytes of its bundle."""
        run = self.open_run()
        self.command(run, "show incident")
        self.post(f"/runs/{run}/end", {})
        with open(self.path("runs", run, "bundle"), "rb") as file:
            return run, file.read()

    def test_a_bundle_is_verified_and_read_and_nothing_is_stored(self):
        run, content = self.bundle()
        before = self.stored()
        read = self.evidence(content)
        self.assertEqual(read["debrief"], self.get(f"/runs/{run}/debrief"))
        self.assertEqual((read["run"], read["sealed_here"], read["platform_entries"]),
                         (run, True, read["debrief"]["ledger"]["entries"]))
        platform = self.evidence(content, path="/evidence/platform?entry=150&width=60")
        self.assertEqual(platform, self.get(f"/runs/{run}/platform?entry=150&width=60"))
        self.assertEqual(before, self.stored())

    def test_a_bundle_of_another_installation_says_so(self):
        other = tempfile.mkdtemp(dir=self.home)
        self.drill("--seed", "8", "--operator", "expert", "--evidence", self.path("other.bundle"),
                   home=other)
        with open(self.path("other.bundle"), "rb") as file:
            read = self.evidence(file.read())
        self.assertEqual((read["sealed_here"], read["debrief"]["score"]), (False, 100))
        self.assertNotIn(read["run"], [one["run"] for one in self.get("/runs")])

    def test_a_changed_bundle_says_where_it_is_wrong(self):
        _, content = self.bundle()
        places = set()
        for at in random.Random(11).sample(range(len(content)), 60):
            changed = bytearray(content)
            changed[at] ^= 1
            path = random.Random(at).choice(["/evidence", "/evidence/platform?entry=1"])
            detail = self.evidence(bytes(changed), 422, path)["detail"]
            self.assertRegex(detail, r"^(header|platform entry-\d+|lab entry \d+|signature): .")
            places.add(detail.split(" ")[0])
        self.assertLessEqual({"platform", "lab"}, places)
        for cut in (0, 1, 100, len(content) // 2, len(content) - 1):
            self.evidence(content[:cut], 422)
        self.evidence(content + b"x", 422)
        self.evidence(random.Random(1).randbytes(5000), 422)

    def test_bad_requests_say_what_is_accepted(self):
        _, content = self.bundle()
        for path, status in (("/evidence?x=1", 400), ("/evidence/platform", 400),
                             ("/evidence/platform?entry=x", 400),
                             ("/evidence/platform?entry=1&width=3", 400),
                             ("/evidence/platform?entry=0", 404),
                             ("/evidence/platform?entry=999999", 404)):
            self.evidence(content, status, path)
        wrong = self.send("/evidence", content, "application/json", 415)
        self.assertIn("application/octet-stream", wrong["detail"])

    def test_what_is_too_large_is_refused_before_it_is_read(self):
        over = self.evidence(b"x" * (MOST_EVIDENCE + 1), 413)
        self.assertIn(str(MOST_EVIDENCE), over["detail"])
        self.evidence(b"x" * MOST_EVIDENCE, 422)
        # In pieces, without a stated length.
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.addCleanup(connection.close)
        pieces = [b"x" * 1024 * 1024] * 8 + [b"x"]
        connection.request("POST", API + "/evidence", iter(pieces),
                           {"Authorization": "Bearer " + self.token,
                            "Content-Type": "application/octet-stream"}, encode_chunked=True)
        self.assertEqual(413, connection.getresponse().status)
        # Only for who may send it.
        status, _, body = self.request("POST", API + "/evidence", b"x" * 70_000,
                                       {"Content-Type": "application/octet-stream"}, token=False)
        self.assertEqual(status, 413, body)
        link = self.post("/links", {"role": "instructor"}, 201)
        self.token = link["token"]
        self.evidence(b"x", 403)
        self.evidence(b"x" * 70_000, 413)

    def test_its_limit_is_described(self):
        paths = self.get("/openapi.json")["paths"]
        for path, kind, limit in (("/evidence", "application/octet-stream", MOST_EVIDENCE),
                                  ("/evidence/platform", "application/octet-stream", MOST_EVIDENCE),
                                  ("/drills", "application/yaml", MOST_DRILL)):
            content = paths[path]["post"]["requestBody"]["content"]
            self.assertEqual([kind], list(content))
            self.assertEqual(limit, content[kind]["schema"]["maxLength"])

    def test_a_run_of_a_drill_that_is_not_known_here_says_so(self):
        other = tempfile.mkdtemp(dir=self.home)
        self.run_program("drill", EXAMPLE, "--seed", "4", "--operator", "expert", "--evidence",
                         self.path("own.bundle"), home=other)
        with open(self.path("own.bundle"), "rb") as file:
            content = file.read()
        self.assertIn("busy-checkout", self.evidence(content, 422)["detail"])
        with open(EXAMPLE, "rb") as file:
            self.send("/drills", file.read(), "application/yaml", 201)
        self.assertEqual("busy-checkout", self.evidence(content)["debrief"]["drill"])


class OwnDrills(FilesTest):
    def add(self, content, status=201, name="busy-checkout.yaml"):
        return self.send(f"/drills?file={name}", content, "application/yaml", status)

    def example(self):
        with open(EXAMPLE, encoding="utf-8") as file:
            return file.read()

    def test_a_drill_file_is_kept_listed_and_started(self):
        added = self.add(self.example())
        self.assertEqual((added["id"], added["own"]), ("busy-checkout", True))
        self.assertEqual(added, self.get("/drills")[-1])
        listed = json.loads(self.run_program("drills", "--json").stdout)
        self.assertEqual(listed, self.get("/drills"))
        run = self.open_run(drill="busy-checkout", seed=4)
        self.command(run, "show incident")
        debrief = self.post(f"/runs/{run}/end", {})
        self.assertEqual("busy-checkout", debrief["drill"])
        self.assertEqual(0, self.run_program("replay", run).returncode)
        group = self.post("/groups", {"drill": "busy-checkout", "names": "ada"}, 201)
        self.assertEqual("busy-checkout", group["drill"])

    def test_a_file_that_lies_in_the_home_is_offered(self):
        os.mkdir(self.path("drills"))
        self.write(os.path.join("drills", "mine.yaml"), self.example())
        self.write(os.path.join("drills", "broken.yaml"), "drill: broken\n")
        self.assertEqual("busy-checkout", self.get("/drills")[-1]["id"])
        self.open_run(drill="busy-checkout")

    def test_mistakes_are_those_of_the_check(self):
        text = self.example().replace("failing-release", "failing-relese").replace("2m..3m", "x")
        name = self.write("own.yaml", text)
        checked = json.loads(self.run_program("drills", "check", name, "--json").stdout)
        refused = self.add(text, 422, "own.yaml")
        self.assertGreaterEqual(len(refused["mistakes"]), 2)
        self.assertEqual(checked["mistakes"], refused["mistakes"])
        self.assertIn("own.yaml has", refused["detail"])
        self.assertNotIn("busy-checkout", [one["id"] for one in self.get("/drills")])

    def test_what_is_no_drill_of_ones_own_is_refused(self):
        before = self.stored()
        taken = self.example().replace("busy-checkout", "bad-deploy")
        self.assertIn("a name of its own", self.add(taken, 422)["detail"])
        for content in (b"", b"\xff\xfe", b"[" * 5000, b"x: &a [*a]", b"drill: ../../x\n"):
            self.add(content, 422)
        self.add(b"#" * (MOST_DRILL + 1), 413)
        # The name is only for messages: no file is opened.
        named = self.add(b"drill: x\n", 422, "..%2F..%2Fetc%2Fpasswd%1B")
        self.assertIn("/etc/passwd\ufffd has", named["detail"])
        self.assertEqual(before, self.stored())
        detail = self.request("POST", API + "/runs", '{"drill":"../token"}')[2]
        self.assertIn("is not a valid drill", detail)


class Next(ApiTest):
    def test_it_is_what_the_program_proposes(self):
        self.drill("--seed", "8", "--operator", "human", stdin="show incident\n")
        order = self.get("/next")
        self.assertEqual(json.loads(self.run_program("next", "--json").stdout), order)
        self.assertEqual("bad-deploy", {one["why"]: one for one in order}["failed-last"]["drill"])


if __name__ == "__main__":
    unittest.main()
