"""Files that are given to the pages: an evidence bundle to read, a drill of one's own."""
import base64
import json
import os
import tempfile
import unittest

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from _browser import MEDIUM, ROOT, SMALL, WIDE, PagesTest

EXAMPLE = os.path.join(ROOT, "examples", "busy-checkout.yaml")
# Drops a file with this content on the element in the middle of the window.
DROP = """
const bytes = Uint8Array.from(atob(arguments[1]), (one) => one.charCodeAt(0));
const data = new DataTransfer();
data.items.add(new File([bytes], arguments[0]));
const target = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
const fire = (name) => target.dispatchEvent(
  new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: data }));
const taken = !fire('dragover');
fire('drop');
return taken;
"""


class FilesTest(PagesTest):
    def drop(self, name, content):
        taken = self.script(DROP, name, base64.b64encode(content).decode())
        self.assertTrue(taken, "the browser would open the file in place of the page")

    def choose_file(self, path):
        self.driver.find_element(By.CSS_SELECTOR, ".drop input").send_keys(path)

    def example(self, name="busy-checkout.yaml", **changes):
        with open(EXAMPLE, encoding="utf-8") as file:
            text = file.read()
        for old, new in changes.items():
            old = old.replace("_", "-")
            self.assertIn(old, text)
            text = text.replace(old, new)
        return self.write(name, text)


class Evidence(FilesTest):
    def setUp(self):
        super().setUp()
        # Sealed by another installation.
        other = tempfile.mkdtemp(dir=self.home)
        lines = "show incident\nclassify no-fault --because 'a guess'\nclose --summary done\n"
        self.drill("--seed", "8", "--io", "jsonl", "--evidence", self.path("other.bundle"),
                   stdin=lines, home=other)
        self.run_name = os.listdir(os.path.join(other, "runs"))[0]
        with open(self.path("other.bundle"), "rb") as file:
            self.content = file.read()
        self.open("progress")
        self.wait_for(".drop")

    def test_a_dropped_bundle_is_read_as_a_debrief_and_not_stored(self):
        self.requests()
        self.drop("other.bundle", self.content)
        self.wait_for(".bar", "both chains and the seal are valid")
        bar = self.text(".bar")
        self.assertIn(self.run_name, bar)
        self.assertIn("another installation", bar)
        self.wait_for(".verdict h1", "Failed")
        # Nothing in it acts, or asks the home for that run.
        self.assertEqual([], self.all("button.practise, .bar a"))
        self.click(".timeline .entry")
        self.wait_for(".answers pre", "rel-")
        self.assertEqual([], self.shown("#then button", "Practise"))
        self.click("#then button", "Later")
        self.wait_for(".answers pre")
        asked = {path.split("?")[0] for _, path in self.requests() if path.startswith("/api/")}
        self.assertLessEqual({"/api/v1/evidence", "/api/v1/evidence/platform"}, asked)
        self.assertEqual(set(), {path for path in asked
                                 if path.startswith("/api/v1/runs") or self.run_name in path})
        for size, scheme in ((WIDE, "dark"), (MEDIUM, "light"), (SMALL, "dark")):
            self.resize(size)
            self.scheme(scheme)
            self.expect_no_overflow(f"evidence at {size[0]}")
            self.expect_accessible(f"evidence at {size[0]}, {scheme}")
        self.click(".bar button", "Close the evidence")
        self.wait_for("main h1", "Progress")
        self.assertEqual([], self.runs())
        self.assertEqual([], self.errors())

    def test_what_is_wrong_with_a_bundle_is_said(self):
        changed = bytearray(self.content)
        changed[len(changed) // 2] ^= 1
        self.drop("changed.bundle", bytes(changed))
        self.wait_for("[role=alert]", "changed.bundle was not read: ")
        self.assertRegex(self.text("[role=alert]"), r"(platform entry-\d+|lab entry \d+): \w")
        self.assertEqual([], self.all(".verdict"))
        self.drop("large.bundle", b"x" * (8 * 1024 * 1024 + 1))
        self.wait_for("[role=alert]", "at most 8,388,608 are accepted")
        self.drop("notes.txt", b"not a bundle")
        self.wait_for("[role=alert]", "notes.txt was not read: header: ")

    def test_a_bundle_is_chosen_with_the_keyboard(self):
        for _ in range(40):
            focused = self.driver.switch_to.active_element
            if focused.get_attribute("type") == "file":
                break
            focused.send_keys(Keys.TAB)
        else:
            self.fail("Tab does not reach the choice of a file")
        outline = self.script("return getComputedStyle(arguments[0].parentElement).outlineStyle",
                              focused)
        self.assertEqual("solid", outline)
        # What the browser's own dialogue would do.
        self.choose_file(self.path("other.bundle"))
        self.wait_for(".verdict h1", "Failed")


class ExamResults(FilesTest):
    EXAM = """exam: A small exam
operator: expert
drills:
  - {drill: bad-deploy, seeds: 1..3}
  - {drill: route-gap, seeds: [3], level: easy}
"""

    def conduct(self, *words):
        exam = self.write("small.yaml", self.EXAM)
        results = self.path("small.results")
        done = self.run_program("exam", exam, "--results", results, "--json", *words)
        self.assertEqual(0, done.returncode, done.stderr)
        with open(results, "rb") as file:
            return json.loads(done.stdout), file.read()

    def rows(self, number):
        return [[cell.text for cell in row.find_elements(By.TAG_NAME, "td")]
                for row in self.all("table")[number].find_elements(By.CSS_SELECTOR, "tbody tr")]

    def test_dropped_results_are_counted_as_the_exam_counts_them(self):
        document, content = self.conduct("--operator", "idle")
        self.open("progress")
        self.wait_for(".drop")
        self.requests()
        self.drop("small.results", content)
        self.wait_for("main h1", "A small exam")
        self.wait_for(".chip.good", "4 of 4 runs")
        counted = [[row["drill"].replace("-", " ") + ", " + row["level"], str(row["runs"]),
                    str(row["passed"]), f"{row['pass_rate']['value']:.0%}".replace("%", " %"),
                    f"{row['score']['mean']:.1f}", ""] for row in document["drills"]]
        self.assertEqual(counted, self.rows(1))
        lost = sorted([row["rule"], f"{row['points_lost']:,}", str(row["runs"])]
                      for row in document["rules"])
        self.assertEqual(lost, sorted(self.rows(3)))
        # It is read in the browser.
        self.assertEqual([], [one for one in self.requests() if one[0] == "POST"])
        self.expect_accessible("results of an exam")
        self.resize(SMALL)
        self.expect_no_overflow("results of an exam")
        self.click("main button", "Close the exam")
        self.wait_for("main h1", "Progress")
        self.assertEqual([], self.errors())

    def test_an_exam_that_was_interrupted_and_other_files_are_said_to_be_so(self):
        _, content = self.conduct()
        self.open("progress")
        self.wait_for(".drop")
        self.drop("notes.results", b"not an exam\n")
        self.wait_for("[role=alert]", "line 1 is not part of an exam's results")
        self.drop("cut.results", content[:-20])
        self.wait_for(".chip.warn", "3 of 4 runs")


class OwnDrill(FilesTest):
    def setUp(self):
        super().setUp()
        self.wait_for("label.drill")

    def test_a_drill_file_is_checked_added_and_started(self):
        self.choose_file(self.example("wrong.yaml", failing_release="failing-relese"))
        self.wait_for(".problem", "wrong.yaml has")
        self.assertRegex(self.text(".problem li"),
                         r"wrong.yaml:\d+:\d+ variants\.\d+\.fault\.is: 'failing-relese' is not")
        self.expect_accessible("a drill file with mistakes")
        with open(self.example(), "rb") as file:
            self.drop("busy-checkout.yaml", file.read())
        chosen = self.wait_for("label.drill.chosen", "your own")
        self.assertIn("Checkout fails on the busiest evening", chosen.text)
        self.assertEqual([], self.shown(".problem"))
        self.click("main .go", "Start the drill")
        self.wait_for(".alert", "The sale ends at midnight.")
        self.query("show incident")
        self.click("aside button", "End the run")
        self.click("aside button", "End without close")
        self.wait_for(".verdict h1", "Failed")
        self.click("a.go", "Again with another seed")
        self.wait_for("label.drill.chosen", "your own")
        self.assertEqual(["busy-checkout"], [one["drill"] for one in self.history()])

    def test_a_drill_that_was_played_at_the_terminal_is_offered(self):
        self.run_program("drill", self.example(), "--operator", "idle", "--seed", "1")
        self.driver.refresh()
        self.wait_for("label.drill", "your own")


class Next(PagesTest):
    def test_what_to_practise_next_is_proposed_with_its_reason(self):
        self.wait_for(".next", "This home has no graded run of it")
        order = self.ask("/next")
        chosen = self.wait_for("label.drill:has(:checked)")
        self.assertIn(order[0]["drill"].replace("-", " "), chosen.text)
        self.click("label.drill:not(:has(:checked))")
        self.click(".next button", "Choose it")
        chosen = self.wait_for("label.drill:has(:checked)")
        self.assertIn(order[0]["drill"].replace("-", " "), chosen.text)


if __name__ == "__main__":
    unittest.main()
