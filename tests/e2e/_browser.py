"""Shared by tests of the pages: the program's server, and Debian's Chromium, driven by Selenium."""
import json
import os
import re
import subprocess
import urllib.request

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from _program import PROGRAM, ProgramTest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
AXE = os.path.join(ROOT, "pages", "node_modules", "axe-core", "axe.min.js")
SECONDS = 60  # after which a page that does not change has failed
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A command was answered since the last call of performance.clearResourceTimings().
ANSWERED = """
return performance.getEntriesByType('resource').some((one) => one.name.endsWith('/commands'))"""
WIDE, MEDIUM, SMALL = (1440, 900), (1024, 768), (390, 844)


def chromium():
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for word in ("--headless=new", "--disable-dev-shm-usage", "--disable-gpu", "--lang=en-US",
                 "--no-first-run", "--disable-background-networking",
                 # Root may not use the sandbox; the pages are this repository's own.
                 *(["--no-sandbox"] if os.geteuid() == 0 else [])):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    return webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)


class PagesTest(ProgramTest):
    """One browser that has logged in; each test has a home and a server of its own."""
    size = WIDE

    def setUp(self):
        super().setUp()
        self.serve()
        self.driver = chromium()
        self.addCleanup(self.driver.quit)
        self.resize(self.size)
        self.driver.get(self.link)
        self.wait_for("main h1")

    def serve(self, port=0):
        self.server = subprocess.Popen([PROGRAM, "serve", "--listen", f"127.0.0.1:{port}"],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                       env=self.environment())
        self.addCleanup(self.end, self.server)
        self.link = None
        for line in self.server.stdout:
            link = re.search(r"http://\S+/login\?key=\w+", line)
            self.link = link.group(0) if link else self.link
            address = re.search(r"API: (http://127\.0\.0\.1:\d+)", line)
            if address:
                self.base = address.group(1)
                break
        self.assertIsNotNone(self.link, "the program was built without pages")
        with open(os.path.join(self.home, "token"), encoding="ascii") as file:
            self.token = file.read().strip()

    def ask(self, path, body=None):
        request = urllib.request.Request(
            self.base + "/api/v1" + path, json.dumps(body).encode() if body is not None else None,
            {"Authorization": "Bearer " + self.token, "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.load(response)

    # --- the page ---

    def resize(self, size):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False})

    def scheme(self, name):
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": name}]})

    def open(self, path):
        self.driver.get(f"{self.base}/#/{path}")

    def until(self, found, what):
        """What `found` returns once it is true; elements may be replaced meanwhile."""
        def attempt(_):
            try:
                return found()
            except StaleElementReferenceException:
                return False
        return WebDriverWait(self.driver, SECONDS, 0.05).until(attempt, what)

    def all(self, css):
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def shown(self, css, words=""):
        # One request for all: Selenium's own sends its whole code for each element, so that a drill
        # takes many minutes on a busy machine.
        return self.script("""
            return [...document.querySelectorAll(arguments[0])].filter((one) => {
              const box = one.getBoundingClientRect();
              return one.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }) &&
                box.width > 0 && box.height > 0 &&
                (one.innerText ?? one.textContent).includes(arguments[1]);
            })""", css, words)

    def wait_for(self, css, words=""):
        return self.until(lambda: self.shown(css, words), f"no {css} with '{words}'")[0]

    def click(self, css, words=""):
        self.wait_for(css, words).click()

    def text(self, css):
        return "\n".join(one.text for one in self.shown(css))

    def script(self, code, *values):
        return self.driver.execute_script(code, *values)

    def errors(self):
        """What the browser reported as an error since the last call."""
        return [line["message"] for line in self.driver.get_log("browser")
                if line["level"] == "SEVERE" and "favicon" not in line["message"]]

    def requests(self):
        """Method and path of each request since the last call."""
        found = []
        for line in self.driver.get_log("performance"):
            message = json.loads(line["message"])["message"]
            if message["method"] != "Network.requestWillBeSent":
                continue
            request = message["params"]["request"]
            if request["url"].startswith("http"):
                found.append((request["method"], request["url"].removeprefix(self.base)))
        return found

    def expect_accessible(self, where):
        with open(AXE, encoding="utf-8") as file:
            self.script(file.read())
        violations = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "axe.run(document, { runOnly: arguments[0] }).then((r) => done(JSON.stringify("
            "r.violations.map((v) => [v.id, v.nodes.slice(0, 3).map((n) => n.html)]))))", RULES)
        self.assertEqual([], json.loads(violations), where)

    def expect_no_overflow(self, where):
        over = self.script("return document.documentElement.scrollWidth - window.innerWidth")
        self.assertLessEqual(over, 0, f"{where} is wider than the window")

    def cut(self, within="main *, header *"):
        """Texts that are cut off: wider or higher than what shows them, which does not scroll."""
        return self.script("""
            const cuts = (style) => ['hidden', 'clip'].includes(style);
            return [...document.querySelectorAll(arguments[0])].filter((one) => {
              const style = getComputedStyle(one);
              if (one.closest('.hidden, svg, .ghost') || one.clientWidth < 2) return false;
              return (cuts(style.overflowX) && one.scrollWidth > one.clientWidth + 1) ||
                (cuts(style.overflowY) && one.scrollHeight > one.clientHeight + 1);
            }).map((one) => one.outerHTML.slice(0, 100))""", within)

    def in_window(self, css):
        return self.script("""
            const box = document.querySelector(arguments[0]).getBoundingClientRect();
            return box.width > 0 && box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight &&
              box.right <= innerWidth""", css)

    def expect_reachable(self, css, where):
        """All of the element is in the window, and nothing is before its corners and middle."""
        self.assertTrue(self.in_window(css), f"{css} is outside of the window {where}")
        before = self.script("""
            const one = document.querySelector(arguments[0]);
            const { left, right, top, bottom } = one.getBoundingClientRect();
            const points = [[left + 3, top + 3], [right - 3, top + 3], [left + 3, bottom - 3],
              [right - 3, bottom - 3], [(left + right) / 2, (top + bottom) / 2]];
            return points.map(([x, y]) => document.elementFromPoint(x, y))
              .filter((found) => !one.contains(found))
              .map((found) => found?.outerHTML.slice(0, 100) ?? 'nothing')""", css)
        self.assertEqual([], before, f"{css} is covered {where}")

    # --- a drill ---

    def open_run(self, drill="bad-deploy", **options):
        self.run_name = self.ask("/runs", {"drill": drill, **options})["run"]
        self.open(f"practise/{self.run_name}")
        self.wait_for(".alert" if self.size[0] > 860 else ".console")
        return self.run_name

    def start_run(self, drill, variant, seed, level):
        """As a person does, with the form; only commands advance its clock."""
        self.open("practise")
        self.click(f"label.drill:has(input[value='{drill}'])")
        self.wait_for(f"label.drill.chosen input[value='{drill}']")
        for label, value in (("Level", level), ("Clock", "commands"), ("Fault", variant)):
            options = self.wait_for(".options label", label).find_elements(By.TAG_NAME, "option")
            next(one for one in options if one.get_attribute("value") == value).click()
        self.wait_for("input[placeholder=random]").send_keys(str(seed))
        before = set(self.runs())
        self.click("main .go", "Start the drill")
        self.wait_for(".alert")
        [self.run_name] = set(self.runs()) - before
        return self.run_name

    def type_line(self, line):
        """Types it and presses Enter. The page keeps a line with a mistake, and clears others."""
        prompt = self.wait_for("#prompt")
        prompt.send_keys(Keys.ESCAPE)
        self.until(lambda: self.line() == "", "Escape does not clear the line")
        self.script("performance.clearResourceTimings()")
        prompt.send_keys(line)
        self.until(lambda: self.all(".prompt .go")[0].is_enabled(), "the line cannot be run")
        prompt.send_keys(Keys.ENTER)
        self.until(lambda: self.script(ANSWERED) or self.all(".closing"), f"no answer to {line}")

    def answers(self):
        return len(self.all(".console article"))

    def area(self, name):
        """On a small screen the four areas are tabs."""
        for tab in self.shown(".areas button", name):
            tab.click()

    def line(self):
        return self.script("return document.querySelector('#prompt').value")

    def point(self, *words):
        """Chooses what begins with each of the words above the prompt, one after the other."""
        self.area("Console")
        for word in words:
            before = self.line()
            self.until(lambda: self.offer(word), f"'{word}' is not offered; {self.text('.offers')}")
            self.until(lambda: self.line() != before, f"'{word}' typed nothing")

    def offer(self, word):
        for button in self.shown(".offers button"):
            if button.text.startswith(word):
                button.click()
                return True
        return False

    def step(self, name):
        self.area("Alert")
        self.click("ol button", name)

    def run_line(self):
        """Runs the prompt's line; the text of its answer."""
        self.area("Console")
        before = self.answers()
        # The answer before can be shown a moment before the page takes the next line.
        self.until(lambda: self.all(".prompt .go")[0].is_enabled(), "the line cannot be run")
        self.click(".prompt .go")
        self.until(lambda: self.answers() > before or self.all(".verdict, .closing"), "no answer")
        self.confirm_close()
        # After a close the debrief takes the console's place at any moment.
        return self.script("return [...document.querySelectorAll('.console article')].at(-1)"
                           "?.innerText ?? ''")

    def confirm_close(self):
        """A line that would close the incident is asked about once."""
        if self.all(".closing"):
            self.click(".closing button", "Close the incident")

    def query(self, word):
        self.point(word)
        return self.run_line()

    def choose(self, words):
        """Chooses the first row of what was seen that contains the words as evidence."""
        self.area("Evidence")
        row = self.wait_for("#drawer li", words)
        toggle = row.find_elements(By.CSS_SELECTOR, ".ref")[0]
        if toggle.get_attribute("aria-pressed") != "true":
            toggle.click()
        self.area("Console")

    def debrief(self):
        self.until(lambda: self.all(".verdict h1"), "no debrief")
        return self.ask(f"/runs/{self.run_name}/debrief")
