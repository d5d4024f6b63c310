"""Lines that a person types in the pages make the run that they make at a terminal."""
import unittest

from _browser import PagesTest
from _chains import DRILLS, Script, expect_same_run, options_of


class TypedLines(PagesTest):
    def expect_the_run_of_a_terminal(self, drill):
        script = Script(self, self.ask, drill)
        self.start_run(*drill)
        for line in script.lines:
            self.type_line(line.typed)
            if line.answer["kind"] != "usage" and not line.answer["ended"]:
                self.until(lambda: self.line() == "", f"{line.typed} was not run")
        self.confirm_close()
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
