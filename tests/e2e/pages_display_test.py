"""What the pages look like for everyone: at 200 %, without motion, and with old runs."""
import shutil
import subprocess
import unittest

from _browser import WIDE, PagesTest
from _program import PROGRAM

# What moves: an element with a transition or animation that takes time, or a smooth scroll.
MOVING = """
const lengths = (text) => text.split(',').map((one) => parseFloat(one) || 0);
const moves = (style) => [...lengths(style.transitionDuration), ...lengths(style.animationDuration)]
  .some((seconds) => seconds > 0) || style.scrollBehavior === 'smooth';
const found = [...document.querySelectorAll('*')].filter((one) => moves(getComputedStyle(one)));
return [...found.map((one) => one.outerHTML.slice(0, 80)), ...document.getAnimations().map(String)];
"""


class EndedRun(PagesTest):
    def end_a_run(self):
        lines = "show incident\nshow errors\nclassify no-fault --because 'a guess'\n"
        self.drill("--seed", "8", "--io", "jsonl", stdin=lines + "close --summary done\n")
        return self.runs()[0]

    def pages(self, ended):
        return {"practise": "label.drill", "runbooks/BDN1": "li.named dd",
                "decisions/rollback": ".given", "decisions/rollback?quiz": "legend",
                "lifecycles": "section svg", "progress": "td a", "glossary": "dt",
                f"debrief/{ended}": ".verdict h1"}


class WithoutMotion(EndedRun):
    def expect_still(self, where):
        self.assertEqual([], self.script(MOVING), where)

    def test_nothing_moves_for_who_prefers_reduced_motion(self):
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-reduced-motion", "value": "reduce"}]})
        self.assertTrue(self.script("return matchMedia('(prefers-reduced-motion)').matches"))
        # The check finds what moves.
        self.script("document.body.style.transition = 'color 1s'")
        self.assertNotEqual([], self.script(MOVING))
        self.script("document.body.style.transition = ''")
        for path, css in self.pages(self.end_a_run()).items():
            self.open(path)
            self.wait_for(css)
            self.expect_still(path)
        self.click(".timeline .entry")
        self.wait_for(".answers pre")
        self.expect_still("the platform at an entry")
        self.open_run(seed=8)
        self.query("show errors")
        self.step("Take the smallest")
        self.expect_still("an open run")


class AtTwiceTheSize(EndedRun):
    """A window of 1440 by 900 whose pages are enlarged to 200 %."""

    def setUp(self):
        super().setUp()
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": WIDE[0] // 2, "height": WIDE[1] // 2, "deviceScaleFactor": 2,
            "mobile": False})
        self.size = (WIDE[0] // 2, WIDE[1] // 2)

    def cut(self):
        """Texts that are cut off: wider or higher than what shows them, which does not scroll."""
        return self.script("""
            const cuts = (style) => ['hidden', 'clip'].includes(style);
            return [...document.querySelectorAll('main *, header *')].filter((one) => {
              const style = getComputedStyle(one);
              if (one.closest('.hidden, svg, .ghost') || one.clientWidth < 2) return false;
              return (cuts(style.overflowX) && one.scrollWidth > one.clientWidth + 1) ||
                (cuts(style.overflowY) && one.scrollHeight > one.clientHeight + 1);
            }).map((one) => one.outerHTML.slice(0, 100))""")

    def test_every_page_can_be_read(self):
        for path, css in self.pages(self.end_a_run()).items():
            self.open(path)
            self.wait_for(css)
            self.expect_no_overflow(f"{path} at 200 %")
            self.assertEqual([], self.cut(), f"{path} at 200 %")
            self.expect_accessible(f"{path} at 200 %")

    def in_window(self, css):
        return self.script("""
            const box = document.querySelector(arguments[0]).getBoundingClientRect();
            return box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight &&
              box.right <= innerWidth""", css)

    def test_a_drill_is_operated(self):
        self.open_run(seed=8)
        for area, css in (("Alert", ".alert"), ("Platform", ".box"), ("Evidence", "#drawer"),
                          ("Console", ".prompt")):
            self.area(area)
            self.wait_for(css)
            self.expect_no_overflow(f"{area} at 200 %")
            self.expect_accessible(f"{area} at 200 %")
        self.step("Find truth")
        self.query("show incident")
        for css in (".prompt", ".areas", ".offers"):
            self.assertTrue(self.in_window(css), f"{css} is outside of the window")
        self.choose("show incident")
        self.step("Classify")
        self.point("classify no-fault")
        self.run_line()
        self.assertEqual(2, self.answers())
        self.assertEqual([], self.errors())


class OfAnotherVersion(PagesTest):
    """Runs of this home that another version of the program has made."""

    def other_program(self):
        """This program with another version."""
        version = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True,
                                 check=True).stdout.strip()
        other = "0" * (len(version) - 2) + ".0"
        with open(PROGRAM, "rb") as file:
            code = file.read()
        self.assertIn(version.encode(), code)
        path = self.path("other-studylab")
        with open(path, "wb") as file:
            file.write(code.replace(version.encode(), other.encode()))
        shutil.copymode(PROGRAM, path)
        shown = subprocess.run([path, "--version"], capture_output=True, text=True, check=True)
        self.assertEqual(other, shown.stdout.strip())
        return path, other

    def play(self, program, lines, **options):
        return subprocess.run([program, "drill", "bad-deploy", "--seed", "8", "--io", "jsonl"],
                              input=lines, text=True, capture_output=True, check=False,
                              env=self.environment(), **options)

    def test_it_is_listed_read_and_not_continued(self):
        program, version = self.other_program()
        lines = "show incident\nset-route edge-a shop.example rel-1\nwait 30s\n"
        self.play(program, lines)
        ended = self.runs()[0]
        self.open("progress")
        self.click("td a", ended)
        self.wait_for(".verdict h1", "Failed")
        self.wait_for("main p.made", version)
        self.click(".timeline .entry")
        self.wait_for(".answers pre", "rel-")
        self.assertEqual([], self.shown("button", "Practise from here"))
        self.expect_accessible("a debrief of another version")
        self.open(f"practise/{ended}")
        self.wait_for(".verdict h1", "Failed")
        self.assertEqual([], self.errors())

    def test_one_that_was_cut_off_says_why_it_cannot_be_continued(self):
        program, version = self.other_program()
        other = subprocess.Popen([program, "drill", "bad-deploy", "--seed", "8", "--io", "jsonl"],
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 stderr=subprocess.DEVNULL, text=True, env=self.environment())
        self.addCleanup(self.end, other)
        other.stdout.readline()
        other.kill()
        other.wait()
        # A server seals what was cut off, or says why not, when it starts.
        self.end(self.server)
        self.serve()
        self.driver.get(self.link)
        self.wait_for("main h1", "Practise")
        self.open("progress")
        self.wait_for("td", f"it is of version {version}")
        name = self.runs()[0]
        self.open(f"practise/{name}")
        self.wait_for("main h1", "This run is not open here")
        self.open(f"debrief/{name}")
        self.wait_for("[role=alert]", version)


if __name__ == "__main__":
    unittest.main()
