"""What the pages look like for everyone: on each screen, at 200 %, without motion, and with old
runs."""
import shutil
import subprocess
import unittest

from _browser import MEDIUM, SMALL, WIDE, PagesTest
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

    def test_every_page_can_be_read(self):
        for path, css in self.pages(self.end_a_run()).items():
            self.open(path)
            self.wait_for(css)
            self.expect_no_overflow(f"{path} at 200 %")
            self.assertEqual([], self.cut(), f"{path} at 200 %")
            self.expect_accessible(f"{path} at 200 %")

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


class OneScreen(PagesTest):
    """An open run does not scroll as a whole."""
    LAPTOPS = ((1366, 768), (1280, 720), MEDIUM)

    def open_bad_deploy(self):
        self.open_run(seed=12, variant="runtime-service")
        environment = self.ask(f"/runs/{self.run_name}")["incident"]["environment"]
        for word in ("incident", "releases", "errors", "allocations", "bindings"):
            self.command(f"show {word} {'' if word == 'incident' else environment}".strip())
        return environment

    def command(self, line):
        """Carried out beside the page, which shows the answer."""
        before = self.answers()
        answer = self.ask(f"/runs/{self.run_name}/commands", {"command": line})
        self.assertEqual("done", answer["kind"], f"{line}: {answer['text']}")
        self.until(lambda: self.answers() > before, f"no answer to '{line}'")

    def height(self, css):
        return self.script("return document.querySelector(arguments[0]).clientHeight", css)

    def expect_one_screen(self, where):
        for css in ("header .clock", ".alert", ".map .box", ".chart", ".chart .plot",
                    ".console .out", ".offers", "#prompt", ".prompt .go"):
            self.expect_reachable(css, where)
        for css, least in ((".chart .plot", 70), (".map .scroll", 160), (".console .out", 160)):
            self.assertGreaterEqual(self.height(css), least, f"{css} {where}")
        self.expect_no_overflow(where)

    def test_what_a_drill_needs_is_visible_at_once_on_a_laptop(self):
        environment = self.open_bad_deploy()
        for size in (WIDE, *self.LAPTOPS):
            self.resize(size)
            self.expect_one_screen(f"at {size}")
        # A plan opens beside it.
        self.command(f"rollback {environment} --to rel-19 --plan")
        for size in (WIDE, *self.LAPTOPS):
            self.resize(size)
            self.wait_for(".plan")
            self.expect_one_screen(f"with a plan at {size}")
            self.expect_accessible(f"with a plan at {size}")
        self.click(".pull", "Close")
        self.assertEqual([], self.shown("#drawer"))
        self.expect_one_screen(f"with a closed drawer at {MEDIUM}")
        self.click(".pull", "Plan and evidence")
        self.wait_for("#drawer")

    def test_what_is_offered_does_not_move_when_there_is_more_of_it(self):
        self.open_run(seed=8)
        for size in (WIDE, SMALL):
            self.resize(size)
            self.area("Console")
            heights = set()
            for line in ("", "show ", "freeze ", "note "):
                self.script("const one = document.querySelector('#prompt');"
                            "one.value = arguments[0]; one.dispatchEvent(new Event('input'))", line)
                self.until(lambda: self.line() == line, f"'{line}' was not typed")
                heights.add(self.script(
                    "return document.querySelector('.offers').getBoundingClientRect().height"))
            self.assertEqual(1, len(heights), f"{heights} at {size}")

    def scroll_drawer(self, to):
        self.script("for (const one of document.querySelectorAll('#drawer, #drawer *'))"
                    "one.scrollTo(0, arguments[0])", to)

    def test_a_plan_can_be_run_and_put_away_on_every_screen(self):
        environment = self.open_bad_deploy()
        self.command(f"rollback {environment} --to rel-19 --plan")
        for size in (WIDE, *self.LAPTOPS, SMALL, (WIDE[0] // 2, WIDE[1] // 2)):
            self.resize(size)
            self.area("Evidence")
            self.scroll_drawer(0)
            for nth in (1, 2, 3):
                self.expect_reachable(f".plan .acts button:nth-child({nth})", f"at {size}")
            self.assertEqual(["Run it", "Edit", "Discard"],
                             [one.text for one in self.shown(".plan .acts button")])
            self.scroll_drawer(9999)
            self.expect_reachable(".plan .go", f"at {size}, scrolled")
        self.click(".plan .acts button", "Discard")
        self.until(lambda: not self.all(".plan"), "the plan was not put away")
        self.assertEqual([], self.errors())

    def test_no_value_in_the_picture_is_cut_off(self):
        for drill in [one["id"] for one in self.ask("/drills")]:
            self.open_run(drill, seed=8)
            self.wait_for(".offers button", "show incident")
            lines = self.script("""
                return [...document.querySelectorAll('.offers button')]
                  .map((one) => one.innerText)
                  .filter((one) => /^show (?!runbook|…)/.test(one))""")
            self.assertGreater(len(lines), 10)
            for line in lines:
                self.command(line)
            for size in (WIDE, *self.LAPTOPS):
                self.resize(size)
                where = f"{drill} at {size}"
                self.assertEqual([], self.cut(".map, .map *"), where)
                self.assertLessEqual(self.script(
                    "const one = document.querySelector('.map .scroll');"
                    "return one.scrollWidth - one.clientWidth"), 0, f"{where} scrolls sideways")
            self.resize(WIDE)
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
