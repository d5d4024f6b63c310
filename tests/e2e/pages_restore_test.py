"""Runs of database-restore in the pages: the verbs with an option --plan of their own."""
import json
import re
import unittest

from selenium.webdriver.common.by import By

from _browser import PagesTest

DRILL = ("database-restore", "--variant", "corruption", "--seed", "12")


class Restore(PagesTest):
    def give(self, line):
        """A command from outside of the page: what its answer has."""
        answer = self.ask(f"/runs/{self.run_name}/commands", {"command": line})
        self.assertEqual("done", answer["kind"], answer)
        return answer["data"]

    def planned(self):
        """The database, and the restore plan's operation, with the writers fenced."""
        self.open_run("database-restore", variant="corruption", seed=12)
        database = self.ask(f"/runs/{self.run_name}")["incident"]["database"]
        self.give(f"show database {database}")
        self.give(f"show backups {database}")
        done = self.give(f"restore plan {database}")["done"]
        self.give(f"fence {database} --because 'a restore is planned'")
        return database, re.search(r"op-\d+", json.dumps(done)).group(0)

    def type(self, line):
        prompt = self.wait_for("#prompt")
        prompt.clear()
        prompt.send_keys(line)
        self.until(lambda: self.line() == line, f"'{line}' is not typed")
        return self.run_line()

    def test_a_preview_of_a_restore_shows_and_runs_its_line(self):
        database, operation = self.planned()
        line = f"restore run {database} --plan {operation} --method pitr"
        self.type(f"{line} --plan")
        self.wait_for(".plan", "reaches")
        self.assertEqual(line, self.text(".plan .body > p:not(.line) code"))
        self.assertEqual(line, self.text(".plan .line code"))
        before = self.answers()
        self.click(".plan .go", "Run it")
        self.until(lambda: self.answers() > before, "no answer")
        self.wait_for(".console article .command", f"{line}")
        answered = self.all(".console article .command")[-1].text
        self.assertEqual(line, answered.removeprefix("▸").strip())
        # The restore that was begun is not taken for another preview.
        self.until(lambda: not self.all(".plan"), "a plan is still shown")
        self.assertEqual([], self.errors())

    def test_a_close_whose_summary_names_the_option_is_asked_about(self):
        self.planned()
        prompt = self.wait_for("#prompt")
        prompt.send_keys('close --summary "chosen with --plan first" --ref 1')
        self.click(".prompt .go")
        self.wait_for(".closing", "This ends the run")
        self.click(".closing button", "Not yet")
        self.type("close --plan")
        self.wait_for(".plan")
        self.assertEqual([], self.errors())


class TwoRuns(PagesTest):
    def debrief_of(self, *words, stdin=""):
        self.run_program("drill", *DRILL, *words, "--io", "jsonl", stdin=stdin)
        run = self.runs()[0]
        self.open(f"debrief/{run}")
        self.wait_for(".two svg")
        return self.ask(f"/runs/{run}/debrief")

    def labels(self):
        return [one.get_attribute("textContent") for one in self.all(".two text.act")]

    def expect_apart(self):
        """No label of an act is drawn on another one."""
        boxes = self.script("""
            return [...document.querySelectorAll('.two text')].map((one) => {
              const box = one.getBBox();
              return [one.textContent, box.x, box.x + box.width, box.y + 2, box.y + box.height - 2];
            })""")
        for n, (name, *one) in enumerate(boxes):
            for other_name, *other in boxes[n + 1:]:
                apart = one[1] <= other[0] or other[1] <= one[0]
                self.assertTrue(apart or one[3] <= other[2] or other[3] <= one[2],
                                f"'{name}' is over '{other_name}'")

    def test_a_run_without_a_loss_has_its_acts_and_no_expert_beside(self):
        debrief = self.debrief_of("--operator", "expert")
        self.assertIsNone(debrief["counterfactual"])
        labels = self.labels()
        for label in ("fenced", "restored", "cut over", "unfenced"):
            self.assertIn(label, labels)
        self.assertEqual([], self.all(".two .diverged"))
        drawn = self.wait_for(".two svg").get_attribute("textContent")
        self.assertNotIn("expert", drawn)
        self.assertNotIn("diverge", drawn)
        names = [one.get_attribute("aria-label") for one in self.all(".two circle.act")]
        self.assertTrue(any("fenced" in name for name in names), names)
        self.assertFalse(any("queried" in name for name in names), names)
        self.expect_apart()
        self.expect_accessible("debrief of a restore")
        self.assertEqual([], self.errors())

    def test_the_expert_beside_a_loss_has_the_same_labels(self):
        debrief = self.debrief_of(stdin="classify no-fault --because 'a guess'\n")
        self.assertIsNotNone(debrief["counterfactual"])
        labels = self.labels()
        for label in ("fenced", "restored", "cut over"):
            self.assertIn(label, labels)
        self.assertEqual(1, len(self.all(".two .diverged")))
        self.expect_apart()
        # The entry after which the run could not be passed is opened like any other.
        last = int(debrief["point_of_no_return"].removeprefix("entry-"))
        marked = self.wait_for(".timeline .last-chance", "point of no return")
        shown = int(marked.find_element(By.CSS_SELECTOR, ".entry").text)
        self.assertLessEqual(shown, last)
        self.click("section[aria-labelledby=last-chance] .entry", str(last))
        self.wait_for("#then-title", str(last))
        self.assertEqual([], self.errors())


if __name__ == "__main__":
    unittest.main()
