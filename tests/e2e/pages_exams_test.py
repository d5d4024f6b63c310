"""Exams on the pages: started from a form, followed, interrupted, continued, read."""
import json
import os
import unittest

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from _browser import MEDIUM, SMALL, WIDE, PagesTest

LONG = "1..10000"  # it takes longer than the test


class ExamsTest(PagesTest):
    def open_form(self):
        self.open("exams")
        self.wait_for("fieldset")

    def fill(self, css, text):
        field = self.wait_for(css)
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(text)

    def row(self, number, drill, level, seeds):
        fieldset = self.all("fieldset")[number]
        drills, levels = fieldset.find_elements(By.TAG_NAME, "select")
        Select(drills).select_by_value(drill)
        Select(levels).select_by_visible_text(level)
        field = fieldset.find_element(By.TAG_NAME, "input")
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(seeds)

    def choose_operator(self, name):
        Select(self.wait_for(".options select")).select_by_value(name)

    def expect_good_everywhere(self, where):
        for size, scheme in ((WIDE, "dark"), (MEDIUM, "light"), (SMALL, "dark"), (SMALL, "light")):
            self.resize(size)
            self.scheme(scheme)
            self.expect_no_overflow(f"{where} at {size[0]}")
            self.expect_accessible(f"{where} at {size[0]}, {scheme}")
        self.resize(self.size)


class Exams(ExamsTest):
    def test_one_is_started_from_the_form_and_its_results_are_those_of_the_command(self):
        self.open("progress")
        self.click("a.button", "Start an exam")
        self.wait_for("fieldset")
        self.fill(".options input", "Monday: \"first\" #1")
        self.row(0, "bad-deploy", "normal", "1..3, 7")
        self.click("button", "Add a row")
        self.row(1, "route-gap", "easy", "3")
        self.choose_operator("idle")
        self.expect_good_everywhere("the form of an exam")
        self.click("form .go")
        self.wait_for("main h1", "Monday: \"first\" #1")
        self.wait_for(".chip.good", "5 of 5 runs")
        self.expect_good_everywhere("the results of an exam")
        found = self.ask("/exams/exam-1/results")
        exam = self.path("exams", "exam-1", "exam.yaml")
        command = self.run_program("exam", exam, "--results", self.path("again"), "--json")
        self.assertEqual(found, json.loads(command.stdout), command.stderr)
        low, high = (round(100 * found["pass_rate"][end]) for end in ("low", "high"))
        self.assertIn(f"{low}–{high}", self.text("table"))
        self.assertIn(f"{found['score']['mean']:.1f}", self.text("table"))
        self.click(".top a", "Progress")
        self.wait_for("[aria-label=Exams] .chip.good", "complete")
        self.assertIn("5 of 5", self.text("[aria-label=Exams]"))
        self.click("[aria-label=Exams] a", "Monday")
        self.wait_for(".chip.good", "5 of 5 runs")
        self.assertEqual([], self.errors())

    def test_one_is_followed_interrupted_and_continued(self):
        self.open_form()
        self.row(0, "bad-deploy", "normal", LONG)
        self.click("form .go")
        self.wait_for("button", "Interrupt it")
        self.expect_good_everywhere("an exam that is running")
        self.until(lambda: self.done() >= 2, "no progress is shown")
        # A second one has to wait.
        self.open_form()
        self.click("form .go")
        self.wait_for("[role=alert]", "exam-1 is running")
        self.open("progress")
        self.wait_for("[aria-label=Exams] .chip.acc", "running")
        self.expect_good_everywhere("progress while an exam is running")
        self.click("[aria-label=Exams] a")
        self.click("button", "Interrupt it")
        self.wait_for(".chip.warn", "interrupted")
        stopped = self.done()
        self.assertEqual(stopped, self.ask("/exams/exam-1")["done"])
        self.expect_good_everywhere("an exam that was interrupted")
        self.click("button", "Continue it")
        self.until(lambda: self.done() > stopped, "it does not continue")
        self.driver.refresh()
        self.wait_for("button", "Interrupt it")
        self.assertEqual([], [line for line in self.errors() if "409" not in line])

    def done(self):
        return int(self.script("return document.querySelector('progress')?.value ?? 0"))

    def test_the_keyboard_suffices(self):
        self.open_form()
        self.press_until("Start the exam")
        self.driver.switch_to.active_element.send_keys(Keys.ENTER)
        self.wait_for(".chip.good", "10 of 10 runs")

    def press_until(self, words):
        for _ in range(40):
            focused = self.driver.switch_to.active_element
            if focused.tag_name == "button" and words in focused.text:
                return
            focused.send_keys(Keys.TAB)
        self.fail(f"Tab does not reach '{words}'")

    def test_a_mistake_is_shown_with_its_row(self):
        self.open_form()
        self.row(0, "bad-deploy", "normal", "1..3")
        self.click("button", "Add a row")
        self.row(1, "route-gap", "hard", "9..x")
        self.click("form .go")
        self.wait_for("[role=alert] li", "row 2, seeds: '9..x' is not a valid seed or range")
        self.row(1, "route-gap", "hard", "1..20000")
        self.click("form .go")
        self.wait_for("[role=alert] li", "row 2, seeds: the exam would have more than 10000 runs")
        self.expect_good_everywhere("the form with a mistake")
        self.click("[aria-label='Remove row 2']")
        self.assertEqual(1, len(self.all("fieldset")))
        self.assertFalse(os.path.exists(self.path("exams")))

    def test_one_that_the_home_does_not_have_is_said_to_be_missing(self):
        self.open("exams/exam-7")
        self.wait_for("[role=alert]", "this home has no exam exam-7")
        self.expect_accessible("an exam that does not exist")


if __name__ == "__main__":
    unittest.main()
