"""An operator who opens an instructor's link sees the truth of their run: it is then practice."""
import json
import re
import signal
import unittest

from _api import API, ApiTest


class OwnLink(ApiTest):
    def setUp(self):
        super().setUp()
        self.instructor = self.post("/links", {"role": "instructor"}, 201)

    def read_truth(self, run, headers=None):
        headers = headers or {"Authorization": "Bearer " + self.instructor["token"]}
        status, _, text = self.request("GET", f"{API}/runs/{run}/truth", headers=headers,
                                       token="Authorization" in headers)
        self.assertEqual(status, 200, text)

    def login(self, link, cookie="", status=303):
        """The cookie of a browser that opens the link, with the one that it had before."""
        got, headers, text = self.request("GET", link, token=False,
                                          headers={"Cookie": cookie} if cookie else {})
        self.assertEqual(got, status, text)
        return headers.get("Set-Cookie", "").split(";")[0]

    def marked(self, run, entry):
        self.assertTrue(self.get(f"/runs/{run}")["practice"])
        debrief = self.post(f"/runs/{run}/end", {})
        self.assertTrue(debrief["practice"])
        self.assertEqual(debrief["truth_shown"], entry)
        self.assertTrue(next(one for one in self.get("/runs") if one["run"] == run)["practice"])
        return debrief

    def test_the_run_is_marked_and_replays(self):
        run = self.open_run()
        entry = self.command(run, "show incident")["entries"][-1]
        self.read_truth(run)
        self.assertEqual([one["practice"] for one in self.get("/runs")], [True])
        self.command(run, "show errors")
        self.read_truth(run)
        debrief = self.marked(run, entry)
        for words in (("replay", run),
                      ("evidence", "verify", self.path("runs", run, "bundle"), "--replay")):
            result = self.run_program(*words)
            self.assertEqual(result.returncode, 0, result.stderr)
        sentence = f"showed the truth of this run after entry {entry.removeprefix('entry-')}"
        shown = " ".join(self.run_program("history", run).stdout.split())
        self.assertIn(sentence, shown)
        self.assertIn("· practice", shown)
        _, _, report = self.request("GET", f"{API}/runs/{run}/report")
        self.assertIn(sentence, " ".join(report.split()))
        # A run that repeats it has its own mark.
        again = self.post("/runs", {"from": f"{run}@{debrief['ledger']['entries']}"}, 201)["run"]
        self.assertIsNone(self.post(f"/runs/{again}/end", {})["truth_shown"])

    def test_the_mark_survives_a_kill_of_the_server(self):
        run = self.open_run()
        entry = self.command(run, "show incident")["entries"][-1]
        self.read_truth(run)
        self.stop(signal.SIGKILL)
        self.serve()
        self.marked(run, entry)
        self.assertEqual(self.run_program("replay", run).returncode, 0)

    def test_a_browser_that_opens_its_own_link_leaves_the_mark(self):
        if self.link is None:
            self.skipTest("the program was built without pages")
        owner = self.login(self.link.group(0))
        status, _, text = self.request("POST", API + "/runs", '{"drill":"bad-deploy","seed":8}',
                                       headers={"Cookie": owner}, token=False)
        self.assertEqual(status, 201, text)
        opening = json.loads(text)
        instructor = self.login(self.instructor["link"], owner)
        self.assertFalse(self.get(f"/runs/{opening['run']}")["practice"])
        self.read_truth(opening["run"], {"Cookie": instructor})
        debrief = self.post(f"/runs/{opening['run']}/end", {})
        self.assertTrue(debrief["practice"])
        self.assertRegex(debrief["truth_shown"], r"^entry-\d+$")
        proposal = next(one for one in self.get("/next") if one["drill"] == "bad-deploy")
        self.assertEqual(proposal["why"], "never-practised")

    def test_a_participants_browser_cannot_open_their_instructors_link(self):
        group = self.post("/groups", {"drill": "bad-deploy", "names": "ada,ben"}, 201)
        other = self.post("/groups", {"drill": "bad-deploy", "names": "cem"}, 201)
        ada = self.login(group["participants"][0]["link"])
        for invited in (group["instructor"], self.instructor):
            self.login(invited["link"], ada, 403)
            self.assertRegex(self.login(invited["link"]), r"studylab=\w{64}")  # it still works
        self.login(other["instructor"]["link"], ada)

    def test_only_the_truth_of_the_run_that_was_read_is_marked(self):
        run, other = self.open_run(), self.open_run()
        bearer = {"Authorization": "Bearer " + self.instructor["token"]}
        for path in ("/board", f"/runs/{other}/chain", f"/runs/{other}/picture"):
            self.assertEqual(self.request("GET", API + path, headers=bearer)[0], 200)
        self.read_truth(run)
        self.assertEqual([one["practice"] for one in self.get("/runs")], [True, False])

    def test_the_help_of_links_says_so(self):
        self.assertIn("practice", re.sub(r"\s+", " ", self.run_program("link", "--help").stdout))


if __name__ == "__main__":
    unittest.main()
