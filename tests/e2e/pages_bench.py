"""Measures the pages in Debian's Chromium: `./lab bench pages [--json]` runs it. Tests do not check
speeds, so this is none."""
import gzip
import json
import os
import re
import statistics
import sys
import urllib.request

from _browser import PagesTest

FIRST_VIEW = 150  # kB, compressed
INTERACTIVE = 1000  # ms
ROWS = 5000
FRAME = 1000 / 60  # ms
LATE = 0.05  # of the frames of a scroll
ROUNDS = 9

# Notes when an element can be used, and the end of the last task before that which kept the browser
# from answering for more than 50 ms.
WATCH = """
(() => {
  window.__usable = 0;
  window.__tasks = [];
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) window.__tasks.push(one.startTime + one.duration);
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    if (!window.__usable && document.querySelector(%(css)s)) window.__usable = performance.now();
    if (!window.__usable) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""
# The debrief has more rows than a run of an hour can leave: those of its timeline are repeated, as
# entries of the platform.
LENGTHEN = """
(() => {
  const real = window.fetch;
  window.fetch = async (path, request) => {
    const response = await real(path, request);
    if (!/\\/debrief$/.test(String(path))) return response;
    const debrief = await response.json();
    const rows = debrief.timeline;
    debrief.timeline = Array.from({ length: %(rows)d }, (_, n) => n < rows.length ? rows[n]
      : { ...rows[n %% rows.length], entry: `entry-${debrief.ledger.entries + n}`,
          by_operator: false });
    const headers = { 'Content-Type': 'application/json' };
    return new Response(JSON.stringify(debrief), { headers });
  };
})();
"""
# Scrolls by `arguments[0]` pixels in each frame, from the top to the end: the times of the frames.
SCROLL = """
const [step, done] = arguments;
const times = [];
const area = document.scrollingElement;
area.scrollTop = 0;
const next = (now) => {
  times.push(now);
  const before = area.scrollTop;
  area.scrollTop = before + step;
  if (area.scrollTop > before) requestAnimationFrame(next);
  else done(times);
};
requestAnimationFrame(next);
"""


class PagesBench(PagesTest):
    def runTest(self):
        """Only for its set-up."""

    def on_new_document(self, code):
        added = self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument",
                                            {"source": code})
        return added["identifier"]

    def remove(self, identifier):
        self.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument",
                                    {"identifier": identifier})

    def first_view(self):
        """kB of the files that the first view loads, compressed."""
        with urllib.request.urlopen(self.base + "/", timeout=60) as response:
            html = response.read()
        files = [html]
        for path in re.findall(r'(?:src|href)="(/[^"]+)"', html.decode()):
            with urllib.request.urlopen(self.base + path, timeout=60) as response:
                files.append(response.read())
        return sum(len(gzip.compress(one)) for one in files) / 1000

    def interactive(self, path, css):
        """ms from the request to the page being usable, without the browser's cache."""
        watch = self.on_new_document(WATCH % {"css": json.dumps(css)})
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.driver.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})
        measured = []
        for _ in range(ROUNDS + 1):
            self.driver.get("about:blank")
            self.open(path)
            self.until(lambda: self.script("return window.__usable > 0"), f"{path}: no {css}")
            # A task that began before the element could be used may end after it.
            self.until(lambda: self.script("return performance.now() > window.__usable + 300"), "")
            measured.append(self.script("""
                const busy = window.__tasks.filter((end) => end < window.__usable + 300);
                return Math.max(window.__usable, ...busy)"""))
        self.remove(watch)
        self.driver.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": False})
        return statistics.median(measured[1:])

    def long_run(self):
        """A run that went on for the whole hour."""
        lines = "show incident\n" + "show errors\nshow edges\nshow hosts\nshow incident\n" * 400
        before = self.runs()
        self.drill("--seed", "8", "--io", "jsonl", stdin=lines)
        return next(run for run in self.runs() if run not in before)

    def scroll(self, run):
        """The times in ms between the frames of a scroll over the whole debrief, and of its rows
        being laid out."""
        lengthen = self.on_new_document(LENGTHEN % {"rows": ROWS})
        self.driver.get("about:blank")
        self.open(f"debrief/{run}")
        self.wait_for(".timeline .entry")
        began = self.script("return performance.now()")
        while self.shown("main button", "Show more"):
            self.click("main button", "Show more")
        ready = self.script("return performance.now()") - began
        rows = len(self.all(".timeline li"))
        assert rows == ROWS, f"{rows} rows"
        self.driver.set_script_timeout(120)
        gaps = []
        for step in (60, 120, 400):  # pixels in a frame: 3,600 to 24,000 in a second
            times = self.driver.execute_async_script(SCROLL, step)
            gaps += [after - before for before, after in zip(times, times[1:])]
        self.remove(lengthen)
        return gaps, ready

    def measure(self):
        rows = [("first view, compressed", self.first_view(), "kB", FIRST_VIEW),
                ("practise page until it can be used",
                 self.interactive("practise", "main .go:not([disabled])"), "ms", INTERACTIVE)]
        run = self.ask("/runs", {"drill": "bad-deploy", "seed": 8})["run"]
        rows.append(("open drill until a command can be pointed at",
                     self.interactive(f"practise/{run}", ".offers button"), "ms", INTERACTIVE))
        gaps, ready = self.scroll(self.long_run())
        late = sum(gap > 1.5 * FRAME for gap in gaps) / len(gaps)
        rows += [(f"frames shown late while {ROWS:,} rows of a debrief scroll", 100 * late, "%",
                  100 * LATE),
                 ("the longest frame of it", max(gaps), "ms", None),
                 (f"all {ROWS:,} rows shown, in clicks of 500", ready, "ms", None)]
        return [{"part": "pages", "what": what, "value": round(value, 2), "unit": unit,
                 **({} if goal is None else {"goal": f"under {goal:g} {unit}",
                                             "met": value < goal})}
                for what, value, unit, goal in rows]


def main():
    if sys.argv[1:] not in ([], ["--json"]):
        sys.exit("usage: lab bench pages [--json]")
    bench = PagesBench()
    try:
        bench.setUp()
        rows = bench.measure()
    finally:
        bench.doCleanups()
    if sys.argv[1:]:
        print(json.dumps({"rows": rows}))
        return
    for row in rows:
        value = f"{row['value']:,g} {row['unit']}"
        met = {True: "yes", False: "NO"}.get(row.get("met"), "")
        print(f"{row['what']:<58} {value:>12}  {row.get('goal', ''):<16} {met}".rstrip())
    print(f"Medians of {ROUNDS} loads without a cache; {os.cpu_count()} processors.")


if __name__ == "__main__":
    main()
