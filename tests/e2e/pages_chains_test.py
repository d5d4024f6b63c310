"""Lines that a person types in the pages make the run that they make at a terminal."""
import unittest

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from _browser import PagesTest
from _chains import DRILLS, Script, expect_same_run, options_of

# A command has been answered since the last call of performance.clearResourceTimings().
ANSWERED = """
return performance.getEntriesByType('resource').some((one) => one.name.endsWith('/commands'))
"""


class TypedLines(PagesTest):
    def start(self, drill):
        """As a person does: with the form of the page."""
        self.click(f"label.drill:has(input[value='{drill.id}'])")
        self.wait_for(f"label.drill.chosen input[value='{drill.id}']")
        for label, value in (("Level", drill.level), ("Clock", "commands"),
                             ("Fault", drill.variant)):
            field = self.wait_for(".options label", label)
            next(one for one in field.find_elements(By.TAG_NAME, "option")
                 if one.get_attribute("value") == value).click()
        self.wait_for("input[placeholder=random]").send_keys(str(drill.seed))
        before = set(self.runs())
        self.click("main .go", "Start the drill")
        self.wait_for(".alert")
        [self.run_name] = set(self.runs()) - before

    def type_line(self, line):
        prompt = self.wait_for("#prompt")
        prompt.send_keys(Keys.ESCAPE)
        self.until(lambda: self.line() == "", "Escape does not clear the line")
        self.script("performance.clearResourceTimings()")
        prompt.send_keys(line.typed)
        self.until(lambda: self.all(".prompt .go")[0].is_enabled(), "the line cannot be run")
        prompt.send_keys(Keys.ENTER)
        if line.answer["ended"]:
            self.click(".closing button", "Close the incident")
            return
        self.until(lambda: self.script(ANSWERED), f"no answer to {line.typed}")
        # The page keeps a line with a mistake.
        if line.answer["kind"] != "usage":
            self.until(lambda: self.line() == "", f"{line.typed} was not run")

    def expect_the_run_of_a_terminal(self, drill):
        script = Script(self, self.ask, drill)
        self.start(drill)
        for line in script.lines:
            self.type_line(line)
        self.debrief()
        before = set(self.runs())
        self.run_program(*options_of(drill, "--io", "jsonl", "--operator", "human"),
                         stdin="".join(one.full + "\n" for one in script.lines))
        [terminal] = set(self.runs()) - before
        expect_same_run(self, terminal, self.run_name, f"{drill.id}, typed in the page")
        self.assertEqual([], self.errors())


def test_of(drill):
    return lambda self: self.expect_the_run_of_a_terminal(drill)


for one_drill in DRILLS:
    setattr(TypedLines, f"test_{one_drill.id.replace('-', '_')}_has_the_chains_of_a_terminal",
            test_of(one_drill))


if __name__ == "__main__":
    unittest.main()
