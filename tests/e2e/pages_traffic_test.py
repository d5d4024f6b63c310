"""What the pages are sent while a run is open: nothing of it that was not queried."""
import collections
import json
import re
import unittest
import urllib.parse
import urllib.request

from _browser import PagesTest
from _chains import Drill, body_of, expert_lines

SEED = 7130219  # no number of a platform
# No class has the name of its variant here: the pages list all classes.
DRILLS = (Drill("bad-deploy", "database-migration-destructive", SEED, "normal"),
          Drill("stuck-wake", "stampede", SEED, "normal"),
          Drill("route-gap", "allocations-down-during-gap", SEED, "normal"),
          Drill("database-restore", "queue-consumers", SEED, "normal"),
          Drill("host-upgrade", "no-slots-left", SEED, "normal"),
          Drill("provider-outage", "failover-unproven", SEED, "normal"))
# The same before a run as while it is open.
OF_NO_RUN = ("access", "decisions", "drills", "exams", "lifecycles", "next", "operator-path",
             "runbooks")
# For owners the server has no answer to these while the run is open.
REFUSED = ("board", "chain", "debrief")
OF_THE_LAB = {"counterfactual", "deductions", "fault", "faults", "harms", "score", "seed", "truth",
              "variant"}
# Lines that were begun: the words that can come next are fetched.
BEGUN = ("show operation ", "show release ", "show host ", "show allocation ", "show edge ",
         "show backups ", "show artifact ", "rollback ", "classify ", "restore run ", "wait --for ",
         "status publish ", "failover ", "rotate-secret ", "note seen --ref ", "recall ")
WHOLE_PLATFORM = ("show environments", "show operations", "show routes", "show artifacts",
                  "show allocations", "show edges", "show databases", "show hosts",
                  "show providers", "show bindings", "show regions", "show status")
OF_EACH = ("show releases ", "show backups ", "show consumers ", "show gate ")
# With a letter before the first sign: op-27, pay/production, 0045_price_tier; no date or fraction.
NAME = re.compile(r"(?<!\w)(?=\d*_?[a-z])[a-z0-9]+(?:[-/._:][a-z0-9]+)+")
COLOUR = re.compile(r"\x1b\[\d+m")
Sent = collections.namedtuple("Sent", "method path body")
Answer = collections.namedtuple("Answer", "sent status text")


def parts_of(value):
    """Every key and every text of a JSON document."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield "key", key, one
            yield from parts_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from parts_of(one)
    elif value is not None:
        yield "value", COLOUR.sub("", str(value)), None


def names_in(value):
    """Names of objects; entries are none."""
    return {name for what, text, _ in parts_of(value) if what == "value"
            for name in NAME.findall(text) if not name.startswith("entry-")}


class Traffic(PagesTest):
    def setUp(self):
        super().setUp()
        self.sent, self.status, self.answers_read, self.events_read = {}, {}, [], []

    # --- what the browser sent and was sent ---

    def read(self):
        """Reads what the browser reported since the last call; whether all answers are there."""
        for line in self.driver.get_log("performance"):
            message = json.loads(line["message"])["message"]
            name, values = message["method"], message["params"]
            number = values.get("requestId")
            if name == "Network.requestWillBeSent":
                request = values["request"]
                self.sent[number] = Sent(request["method"], request["url"],
                                         request.get("postData", ""))
            elif name == "Network.responseReceived":
                self.status[number] = values["response"]["status"]
            elif name == "Network.loadingFinished" and number in self.sent:
                self.take(number)
            elif name == "Network.loadingFailed":
                self.sent.pop(number, None)
            elif name == "Network.eventSourceMessageReceived":
                self.events_read.append((values["eventName"], json.loads(values["data"])))
                self.answers_read.append(Answer(Sent("EVENT", values["eventName"], ""), 200,
                                                values["data"]))
        return all("/events?" in one.path for one in self.sent.values())

    def take(self, number):
        sent = self.sent.pop(number)
        if not sent.path.startswith("http"):
            return  # a picture in a style sheet
        self.assertTrue(sent.path.startswith(self.base + "/"), sent.path)
        path = sent.path.removeprefix(self.base)
        if not path.startswith("/api/v1/"):
            self.assertRegex(path, r"^/(assets/[\w.-]+|[\w-]+\.(svg|ico|png))?$")
            return
        body = self.driver.execute_cdp_cmd("Network.getResponseBody", {"requestId": number})
        self.answers_read.append(Answer(sent._replace(path=path.removeprefix("/api/v1")),
                                        self.status[number], body["body"]))

    def read_all(self):
        self.until(self.read, "requests without an answer")

    def times_asked(self, operation):
        self.read()
        return sum(one.sent.path.endswith(operation) for one in self.answers_read)

    # --- what there is to be found ---

    def answer_to(self, path, token):
        """As it was sent."""
        request = urllib.request.Request(f"{self.base}/api/v1/{path}",
                                         headers={"Authorization": "Bearer " + token})
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.read().decode()

    def names_of_platform(self, drill):
        """Those that the queries of a run with the same seed show."""
        run = self.ask("/runs", body_of(drill))["run"]
        found = set()

        def show(line):
            answer = self.ask(f"/runs/{run}/commands", {"command": line})
            found.update(names_in(answer["data"]))

        for line in WHOLE_PLATFORM:
            show(line)
        for line in OF_EACH:
            for one in self.ask(f"/runs/{run}/completions?line={urllib.parse.quote(line)}"):
                show(line + one["word"])
        return found

    def truth_of_twin(self, drill):
        """A run with the same options, and what only the lab knows of it."""
        opening = self.ask("/runs", body_of(drill))
        token = self.ask("/links", {"role": "instructor"})["token"]
        truth = json.loads(self.answer_to(f"runs/{opening['run']}/truth", token))
        secrets = [truth["variant"], str(truth["seed"]), *(one["what"] for one in truth["entries"])]
        self.assertTrue(any(one["fact"] == "FaultInjected" for one in truth["entries"]))
        return opening, secrets

    # --- the operator ---

    def begin_line(self, words):
        wanted = "completions?line=" + urllib.parse.quote(words, safe="")
        before = self.times_asked(wanted)
        self.wait_for("#prompt").send_keys(words)
        self.until(lambda: self.times_asked(wanted) > before, f"no words for '{words}'")
        self.click("[aria-label='Clear the line']")

    def open_panels(self):
        for box in self.shown(".box .title"):
            box.click()
        self.click("[aria-label='Clear the line']")
        for number in range(4):
            self.all("aside.left ol button")[number].click()
        for words in BEGUN:
            self.begin_line(words)
        for button in ("Keys", "Watchers"):
            self.click("header .help", button)
            self.wait_for("dialog")
            self.script("document.querySelector('dialog').close()")
            self.until(lambda: not self.all("dialog"), f"{button} is not closed")
        self.read_all()

    def operate(self, line):
        self.type_line(line)
        self.until(lambda: self.line() == "", f"{line} was not run")
        self.read_all()

    def visit(self):
        """Every page, from the open run, and back to it. Some have no answer for its operator."""
        for path, css in (("runbooks", "li details"), ("decisions/rollback", ".given"),
                          (f"lifecycles?run={self.run_name}", "section svg"),
                          ("progress", "main h1"), ("glossary", "dt"), ("groups", "main h1"),
                          (f"observe/{self.run_name}", "main"), ("board", "main"),
                          (f"debrief/{self.run_name}", "main"), ("practise", "label.drill"),
                          (f"practise/{self.run_name}", ".alert")):
            self.open(path)
            self.wait_for(css)
            self.read_all()

    # --- the comparison ---

    def expect_nothing_ahead(self, drill):
        before = {path: self.answer_to(path, self.token) for path in OF_NO_RUN}
        names = self.names_of_platform(drill)
        for text in before.values():
            names -= names_in(json.loads(text))
        twin, secrets = self.truth_of_twin(drill)
        lines = [*expert_lines(self, drill, home=self.path("elsewhere"))[:4], "recall",
                 f"freeze {twin['incident']['environment']} --plan"]
        self.read()
        self.answers_read.clear()
        run = self.start_run(*drill)
        self.open_panels()
        for line in lines:
            self.operate(line)
        self.open_panels()
        self.driver.refresh()
        self.wait_for(".alert")
        self.read_all()
        self.visit()

        known = names_in(twin)
        commands = []
        for one in self.answers_read:
            self.assertFalse(any(secret in one.text for secret in secrets[1:]), one)
            kind = self.kind_of(one, run)
            if kind in OF_NO_RUN:
                self.assertEqual(before[kind], one.text)
                continue
            if kind == "decision":
                continue  # of the inputs that were sent, and of no run
            self.assertNotIn(secrets[0], one.text, one.sent)
            document = json.loads(one.text)
            if kind == "command":
                commands.append(one)
            if kind in ("command", "answer"):
                known |= names_in(document)
            self.assertEqual(set(), (names_in(document) & names) - known, one.sent)
            found = [key for what, key, value in parts_of(document)
                     if what == "key" and key in OF_THE_LAB and value is not None]
            self.assertEqual([], found, one.sent)
        self.assertGreater(len(names - known), 10)
        self.assertGreater(len(names & known), 5)
        self.expect_answers_of_twin(twin, lines, commands)

    def kind_of(self, answer, run):
        """What was asked for; a request that is none of these fails."""
        sent, status, _ = answer
        if sent.method == "EVENT":
            self.assertIn(sent.path, ("opening", "answer"))
            return sent.path
        path = sent.path.split("?")[0].removeprefix("/")
        if sent.method == "POST":
            kinds = {"runs": "opening", f"runs/{run}/commands": "command",
                     "decisions/rollback": "decision"}
            return kinds[path]
        last = path.split("/")[-1]
        if last in REFUSED:
            self.assertGreaterEqual(status, 400, path)
            return "refused"
        self.assertEqual(200, status, path)
        if path in OF_NO_RUN:
            return path
        self.assertIn(path, ("runs", f"runs/{run}", f"runs/{run}/completions"))
        return last

    def expect_answers_of_twin(self, twin, lines, commands):
        """Each command is a line of the operator, and its answer that of the API."""
        sent = [json.loads(one.sent.body) for one in commands]
        self.assertEqual(lines, [one["command"] for one in sent])
        answers = [self.ask(f"/runs/{twin['run']}/commands", body) for body in sent]
        self.assertEqual(answers, [json.loads(one.text) for one in commands])
        for name, event in self.events_read:
            if name == "opening":
                self.assertEqual({**twin, "run": self.run_name}, event)
            else:
                self.assertIn(event, answers)
        self.assertEqual({"opening", "answer"}, {name for name, _ in self.events_read})


def test_of(drill):
    return lambda self: self.expect_nothing_ahead(drill)


for one_drill in DRILLS:
    setattr(Traffic, f"test_of_{one_drill.id.replace('-', '_')}", test_of(one_drill))


if __name__ == "__main__":
    unittest.main()
