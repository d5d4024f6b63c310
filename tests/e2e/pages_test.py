"""The pages of the local app: a real browser against the program."""
import gzip
import json
import re
import unittest
import urllib.request

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from _browser import MEDIUM, SMALL, WIDE, PagesTest

FIRST_VIEW = 150_000  # bytes, compressed


class EveryPage(PagesTest):
    def setUp(self):
        super().setUp()
        lines = "show incident\nshow errors\nclassify no-fault --because 'a guess'\n"
        self.drill("--seed", "8", "--io", "jsonl", stdin=lines + "close --summary done\n")
        self.ended = self.runs()[0]
        self.pages = {
            "practise": ("main h1", "Practise an incident"),
            "runbooks/BDN1": ("li.named dd", "rollback_needs_promoted_artifact"),
            "decisions/request-at-an-edge": (".given", "Forwarded"),
            "decisions/rollback?quiz": ("legend", "What does the platform answer?"),
            "lifecycles": ("section h2", "Operation: promotion"),
            "progress": ("td a", self.ended),
            "glossary": ("dt", "runbook"),
            f"debrief/{self.ended}": (".verdict h1", "of 100"),
            f"practise/{self.open_run(seed=8)}": (".box .title", "bindings"),
        }

    def open_page(self, path):
        self.open(path)
        # On a small screen the platform is behind a tab.
        css, words = self.pages[path]
        self.until(lambda: any(words in (one.get_attribute("textContent") or "")
                               for one in self.all(css)), f"{path}: no {css} with '{words}'")

    def test_each_page_is_accessible_and_fits_every_screen(self):
        self.errors()
        for size, scheme in ((WIDE, "light"), (MEDIUM, "dark"), (SMALL, "light")):
            self.resize(size)
            self.scheme(scheme)
            for path in self.pages:
                self.open_page(path)
                self.expect_no_overflow(f"{path} at {size[0]}")
                self.expect_accessible(f"{path} at {size[0]}, {scheme}")
        self.resize((WIDE[0] // 2, WIDE[1] // 2))
        for path in self.pages:
            self.open_page(path)
            self.expect_no_overflow(f"{path} at 200 %")
        self.assertEqual([], self.errors())

    def test_every_link_of_a_runbook_line_opens_it(self):
        self.open("runbooks/RGN2")
        named = self.wait_for("li.named")
        self.assertIn("Do not let allocation health choose production owner.", named.text)
        self.assertIn("health_is_not_ownership", named.text)
        runbooks = [*self.ask("/runbooks"), self.ask("/operator-path")]
        self.assertEqual([one["title"] for one in runbooks],
                         [one.text for one in self.shown("main h2")])
        self.assertEqual(sum(len(one["lines"]) for one in runbooks), len(self.all("li details")))

    def test_lifecycles_are_those_of_the_control_plane(self):
        self.open("lifecycles")
        self.wait_for("section h2")
        machines = self.ask("/lifecycles")
        self.assertEqual([one["name"] for one in machines],
                         [one.text for one in self.shown("section h2")])
        for machine, drawn in zip(machines, self.all("section")):
            stages = {name.replace("_", " ") for row in machine["rows"]
                      for name in (row["from"], row["to"])}
            texts = [one.get_attribute("textContent")
                     for one in drawn.find_elements(By.CSS_SELECTOR, "svg text:not(.event)")]
            self.assertEqual(sorted(stages), sorted(texts), machine["name"])

    def test_lifecycles_show_where_things_of_a_run_were_shown(self):
        self.open_run("host-upgrade", seed=8, variant="plain")
        self.click("nav a", "Lifecycles")
        self.wait_for("main [role=status]", "You were shown nothing")
        self.driver.back()
        self.wait_for(".alert")
        self.query("show hosts")
        answer = self.ask(f"/runs/{self.run_name}")["events"]
        self.requests()
        self.click("nav a", "Lifecycles")
        self.wait_for("#host .placed")
        terminal = self.run_program("drill", "host-upgrade", "--seed", "8", "--variant", "plain",
                                    "--io", "jsonl", stdin="show hosts\n")
        hosts = json.loads(terminal.stdout.splitlines()[1])["data"]["hosts"]
        listed = {}
        for row in self.all("#host .placed li"):
            name, stage = row.text.split(" entry")[0].split(" ", 1)
            listed[name] = stage.replace(" ", "_")
        self.assertEqual({one["id"]: one.get("upgrade") or
                          ("cordoned" if one["cordon"] else "in_service") for one in hosts},
                         listed)
        drawn = " ".join(one.get_attribute("textContent")
                         for one in self.all("#host svg .names")).replace(",", "").split()
        self.assertIn("host-2", drawn)
        # Nothing was queried for it.
        self.assertEqual(answer, self.ask(f"/runs/{self.run_name}")["events"])
        self.assertEqual([], [one for one in self.requests() if one[0] == "POST"])
        self.expect_accessible("lifecycles of a run")
        self.click("main a", "Back to the run")
        self.wait_for(".alert")
        self.assertEqual([], self.errors())

    def test_an_entry_of_a_debrief_opens_the_platform_as_it_was(self):
        self.open_page(f"debrief/{self.ended}")
        entry = self.wait_for(".timeline .entry")
        number = int(entry.text)
        entry.click()
        self.wait_for("#then-title", str(number).upper())
        state = self.ask(f"/runs/{self.ended}/platform?entry={number}")
        self.assertEqual(f"entry-{number}", state["entry"])
        self.wait_for(".answers pre", "op-")
        self.click("#then button", "Later")
        self.wait_for("#then-title", str(number + 1))
        self.wait_for(".answers pre")

    def test_the_first_view_is_small_and_has_no_inline_code(self):
        with urllib.request.urlopen(self.base + "/", timeout=60) as response:
            policy = response.headers["Content-Security-Policy"]
            html = response.read()
        self.assertIn("default-src 'self'", policy)
        self.assertNotIn("unsafe", policy)
        text = html.decode()
        self.assertNotRegex(text, r"<script(?![^>]*\bsrc=)|<style|\bon\w+=|\bstyle=")
        size = len(gzip.compress(html))
        for path in re.findall(r'(?:src|href)="(/[^"]+)"', text):
            with urllib.request.urlopen(self.base + path, timeout=60) as response:
                size += len(gzip.compress(response.read()))
        self.assertLess(size, FIRST_VIEW)


class Decisions(PagesTest):
    def expect_answer(self, words):
        self.until(lambda: words in self.text(".given"), f"no answer '{words}'")

    def test_an_input_changes_the_answer_of_the_real_function(self):
        self.open("decisions/request-at-an-edge")
        self.expect_answer("Forwarded to an allocation of the route owner")
        self.click("#input-sleeps")
        self.click("#input-owner_ready")
        self.expect_answer("Left to the gate")
        # What would change it can be pointed at.
        self.click(".flips button", "The environment may sleep: no")
        self.expect_answer("the owner has no ready endpoint")
        self.assertFalse(self.all("#input-sleeps")[0].is_selected())
        values = {"owner_ready": False}
        real = self.ask("/decisions/request-at-an-edge", {"inputs": values})
        self.assertEqual(real["answer"], self.text(".id"))
        self.assertEqual(real["reasons"], [one.text for one in self.shown(".reasons li")])
        self.click(".head button", "Reset")
        self.expect_answer("Forwarded")
        self.assertEqual([], self.errors())

    def test_a_quiz_is_answered_by_keyboard_and_keeps_its_score(self):
        self.open("decisions/route-event?quiz")
        right = 0
        for asked in range(1, 4):
            self.wait_for("legend")
            self.assertEqual([], self.shown(".given"))
            body = self.driver.find_element(By.TAG_NAME, "body")
            body.send_keys("1")
            chosen = self.wait_for("fieldset label:has(:checked)").text
            self.driver.find_element(By.CSS_SELECTOR, "fieldset :checked").send_keys(Keys.ENTER)
            self.wait_for(".given")
            right += self.text(".given") in chosen
            self.wait_for(".score", f"{right} of {asked} right here")
            focused = self.driver.switch_to.active_element
            self.assertEqual("Next question", focused.text)
            focused.send_keys(Keys.ENTER)
            self.until(lambda: not self.shown(".given"), "no next question")
        self.driver.refresh()
        self.wait_for(".score", f"{right} of 3 right here")
        self.click(".score button", "Reset the score")
        self.wait_for(".score", "0 of 0 right here")

    def test_a_line_of_a_runbook_leads_to_its_decision_and_back(self):
        self.open("runbooks/HUN2")
        self.click("li.named a", "drain")
        self.wait_for("main h1", "drain")
        self.click(".lines a", "HUN2")
        self.wait_for("li.named", "Do not drain below quorum.")


class FromHere(PagesTest):
    def test_a_run_is_practised_from_where_it_diverged_and_from_any_entry(self):
        lines = "show incident\nshow status\nset-route edge-a shop.example rel-1\nwait 30s\n"
        self.drill("--seed", "8", "--io", "jsonl", stdin=lines)
        ended = self.runs()[0]
        self.open(f"debrief/{ended}")
        self.click("button.practise")
        self.wait_for("header .what", f"practice from {ended}")
        self.run_name = self.runs()[1]
        answered = self.answers()
        self.query("show incident")
        self.assertEqual(answered + 1, self.answers())
        self.ask(f"/runs/{self.run_name}/end", {})
        self.wait_for("main p", "is shown and not counted")
        self.open(f"debrief/{ended}")
        refused = self.ask(f"/runs/{ended}/debrief")["refusals"][0]["entry"]
        number = int(refused.removeprefix("entry-")) + 1
        self.wait_for(".loss li", "BDN2")
        self.click(".loss .entry", str(number - 1))
        self.click("#then button", "Later")
        self.wait_for("#then-title", str(number))
        self.click("#then button", "Practise from here")
        self.wait_for(".console article", "set-route")
        self.assertEqual(3, len(self.runs()))
        self.assertEqual([], self.errors())


class Roles(PagesTest):
    def log_in(self, link):
        self.driver.get(self.base + link)

    def test_a_participant_begins_an_observer_watches_and_an_instructor_compares(self):
        group = self.ask("/groups", {"drill": "bad-deploy", "seed": 8, "names": "ada,ben"})
        self.log_in(group["participants"][0]["link"])
        self.wait_for("main h1", "Welcome, ada")
        self.expect_accessible("group")
        self.click("main .go", "Begin")
        self.wait_for(".alert")
        self.query("show incident")
        run = self.runs()[0]

        self.log_in(self.ask("/links", {"role": "observer", "run": run})["link"])
        self.wait_for(".chain li", "show incident")
        self.expect_accessible("observe")
        self.expect_no_overflow("observe")

        self.log_in(group["instructor"]["link"])
        self.wait_for("td", "ada")
        self.wait_for("main p", "Not begun: ben")
        self.click("td a", "ada")
        self.wait_for("#truth")
        self.wait_for(".beside p", "seed 8")
        self.wait_for(".beside li", "incident")
        self.expect_accessible("board")
        for size in (MEDIUM, SMALL):
            self.resize(size)
            self.expect_no_overflow(f"board at {size[0]}")
        self.assertEqual([], self.errors())


class FirstDrill(PagesTest):
    def test_a_newcomer_starts_a_drill_whose_clock_runs(self):
        self.click("label.drill", "never becomes hot")
        self.click("main .go", "Start the drill")
        self.wait_for(".alert", "wake gate")
        self.wait_for(".console .first")
        began = self.text("header .clock")
        self.until(lambda: self.text("header .clock") != began, "the clock does not run")
        self.driver.execute_cdp_cmd("Page.bringToFront", {})
        self.query("show incident")
        self.click("aside button", "End the run")
        self.click("aside button", "End without close")
        self.wait_for(".verdict h1", "Failed")
        # The next one is of the same drill and level.
        self.click("a.go", "Again with another seed")
        chosen = self.wait_for("label.drill.chosen")
        self.assertIn("never becomes hot", chosen.text)

    def test_a_seed_that_is_none_is_explained(self):
        self.wait_for("input[placeholder=random]").send_keys("x7")
        self.click("main .go", "Start the drill")
        self.wait_for("[role=alert]", "'x7' is not a valid seed")
        self.assertEqual([], self.runs())


class ByPointing(PagesTest):
    """Nothing is typed: the mouse alone."""

    def resolve_bad_deploy(self):
        opened = self.open_run(seed=12, variant="runtime-service")
        alert = self.ask(f"/runs/{opened}")["incident"]
        environment = alert["environment"]
        self.step("Find truth")
        for word in ("show incident", f"show operation {alert['operation']}", "show route",
                     "show errors", "show releases", "show bindings"):
            self.query(word)
        self.step("Take the smallest")
        self.query(f"freeze {environment}")
        # The latest release that served before; its plan is opened beside the prompt.
        self.step("Take the smallest")
        self.query(f"rollback {environment} --to rel-19 --plan")
        self.area("Evidence")
        self.wait_for(".plan", "compatible")
        self.choose("gone")
        self.step("Classify")
        self.point("classify runtime-service")
        self.assertIn("--ref ", self.line())
        self.run_line()
        # The plan was not put away: it can be run, with the reason and the references.
        self.area("Evidence")
        self.click(".plan .reason button", "Use")
        self.assertRegex(self.text(".plan .line"), r"--because \"classified as runtime service\"")
        before = self.answers()
        self.click(".plan .go")
        self.until(lambda: self.answers() > before, "the plan was not run")
        self.step("Leave evidence")
        self.query("wait --for op-")
        self.step("Leave evidence")
        self.query("wait --until symptom-gone")
        self.step("Find truth")
        for word in ("show errors", "show route", "show incident"):
            self.query(word)
        self.step("Take the smallest")
        self.query(f"unfreeze {environment}")
        self.step("Leave evidence")
        self.query("impact")
        self.choose("wait --for op-")
        self.choose("show errors")
        self.choose(f"rollback {environment} --to rel-19")
        self.step("Leave evidence")
        self.point("close …")
        self.run_line()
        return self.debrief()

    def expect_passed(self, debrief):
        self.assertTrue(debrief["passed"], json.dumps(debrief["deductions"], indent=1))

    def test_a_bad_deploy_is_resolved(self):
        self.expect_passed(self.resolve_bad_deploy())
        self.assertEqual([], self.errors())


class OnASmallScreen(ByPointing):
    size = SMALL

    def test_a_bad_deploy_is_resolved(self):
        self.expect_passed(self.resolve_bad_deploy())


class ByKeyboard(PagesTest):
    def press(self, *keys):
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)

    def type_line(self, line):
        before = self.answers()
        self.press(line, Keys.ENTER)
        self.until(lambda: self.answers() > before or self.all(".verdict, .closing"), line)
        self.confirm_close()
        articles = self.all(".console article")
        return articles[-1].text if articles else ""

    def test_a_route_gap_is_resolved(self):
        opened = self.open_run("route-gap", seed=5, variant="missing-event")
        alert = self.ask(f"/runs/{opened}")["incident"]
        edge, environment = alert["edge"], alert["environment"]
        self.press("/")
        self.until(lambda: self.driver.switch_to.active_element.get_attribute("id") == "prompt",
                   "the slash does not focus the prompt")
        self.type_line("show incident")
        self.type_line(f"show edge {edge}")
        self.type_line("show edges")
        self.type_line(f"show route {alert['route']} --edges")
        self.type_line(f"show allocations {environment}")
        # Tab completes what only one word can complete, and Up brings a line back.
        self.press("snaps")
        self.until(lambda: self.text(".offers").startswith("snapshot"), "no completion")
        self.press(Keys.TAB)
        self.until(lambda: self.line() == "snapshot ", "Tab does not complete")
        self.press(Keys.ESCAPE)
        self.press(Keys.ARROW_UP)
        self.assertIn("show allocations", self.line())
        self.press(Keys.ESCAPE)
        self.assertEqual("", self.line())
        self.type_line(f"snapshot {edge}")
        verdict = self.type_line(f"verify {edge}")
        self.assertIn("good", verdict)
        verified = re.search(r"entry (\d+), as of", verdict).group(1)
        self.type_line(f"classify missing-event --because 'the snapshot is good' --ref {verified}")
        repaired = self.type_line(
            f"repair-propagation {edge} --because 'a new baseline' --ref {verified}")
        operation = re.search(r"op-\d+", repaired).group(0)
        self.type_line(f"wait --for {operation}")
        self.type_line("wait --until symptom-gone")
        shown = self.type_line(f"show edge {edge}")
        after = re.search(r"entry (\d+), as of", shown).group(1)
        incident = self.type_line("show incident")
        users, minutes = re.search(r"affected\s+([\d,]+) users, (\d+) minute", incident).groups()
        self.type_line(f"impact --users {users.replace(',', '')} --minutes {minutes} "
                       "--because 'as shown'")
        self.type_line(f"close --summary 'a new baseline' --ref {verified} {after} .")
        debrief = self.debrief()
        self.assertTrue(debrief["passed"], json.dumps(debrief["deductions"], indent=1))


class OnlyWhatIsOpened(PagesTest):
    def entries(self):
        return self.ask(f"/runs/{self.run_name}")["events"]

    def test_a_page_fetches_nothing_ahead_and_a_query_is_one_request(self):
        self.requests()
        run = self.open_run(seed=8)
        self.wait_for(".offers button")
        paths = [path for _, path in self.requests() if path.startswith("/api/")]
        allowed = rf"/api/v1/(runbooks|runs/{run}(/events\?after=0|/completions\?line=)?)$"
        for path in paths:
            self.assertRegex(path, allowed)
        # Pointing at the platform types a query and sends nothing that leaves an entry.
        before = self.ask(f"/runs/{run}")
        self.click(".box .title", "bindings")
        self.assertEqual("show bindings " + before["incident"]["environment"], self.line())
        self.assertEqual(before, self.ask(f"/runs/{run}"))
        self.assertEqual([], [one for one in self.requests() if one[0] == "POST"])
        # Running it is one command, which leaves one answer.
        self.run_line()
        posts = [path for method, path in self.requests() if method == "POST"]
        self.assertEqual([f"/api/v1/runs/{run}/commands"], posts)
        self.assertEqual(before["events"] + 1, self.ask(f"/runs/{run}")["events"])


if __name__ == "__main__":
    unittest.main()
