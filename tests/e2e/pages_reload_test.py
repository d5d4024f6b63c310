"""Reloads, lost connections, a killed server and a second tab: a run loses nothing."""
import unittest

from _browser import PagesTest


class NothingIsLost(PagesTest):
    def test_a_reload_keeps_answers_line_and_references(self):
        self.open_run(seed=8)
        self.query("show incident")
        self.query("show errors")
        chosen = int(self.shown(".console .entry")[-1].text)
        self.shown(".console .entry")[-1].click()
        self.point("show edges")
        shown = self.text(".console article")
        self.requests()
        self.driver.refresh()
        self.until(lambda: self.answers() == 2, "the answers are gone")
        self.assertEqual(shown, self.text(".console article"))
        self.assertEqual("show edges", self.line())
        self.wait_for("#drawer .chosen", f"--ref {chosen}")
        self.assertEqual([], [one for one in self.requests() if one[0] == "POST"])

    def test_a_lost_connection_keeps_the_line_and_the_run_goes_on(self):
        self.open_run(seed=8)
        self.query("show incident")
        offline = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.driver.execute_cdp_cmd("Network.emulateNetworkConditions",
                                    {"offline": True, **offline})
        self.point("show edges")
        self.click(".prompt .go")
        self.wait_for(".console [role=alert]", "does not answer")
        self.assertEqual("show edges", self.line())
        self.driver.execute_cdp_cmd("Network.emulateNetworkConditions",
                                    {"offline": False, **offline})
        self.assertIn("edges", self.run_line())
        self.assertEqual(2, self.answers())

    def test_a_killed_server_is_started_again_and_the_page_goes_on(self):
        self.open_run(seed=8)
        self.query("show incident")
        self.query("show errors")
        shown = self.ask(f"/runs/{self.run_name}")["clock"]
        self.server.kill()
        self.server.wait(timeout=60)
        self.wait_for("header [role=alert]", "connection lost")
        self.serve(port=int(self.base.rsplit(":", 1)[1]))
        self.until(lambda: not self.shown("header [role=alert]"), "no new connection")
        self.until(lambda: self.answers() == 2, "the answers are not shown again")
        self.assertEqual(shown, self.ask(f"/runs/{self.run_name}")["clock"])
        self.query("show edges")
        self.assertEqual(3, self.answers())

    def test_two_tabs_show_the_same_run_and_back_returns_to_it(self):
        run = self.open_run(seed=8)
        first = self.driver.current_window_handle
        self.query("show incident")
        self.driver.switch_to.new_window("tab")
        self.open(f"practise/{run}")
        self.until(lambda: self.answers() == 1, "the second tab does not show the run")
        self.query("show errors")
        self.driver.switch_to.window(first)
        self.until(lambda: self.answers() == 2, "the first tab does not show the answer")
        self.click("nav a", "Glossary")
        self.wait_for("dt")
        self.driver.back()
        self.until(lambda: self.answers() == 2, "Back does not show the run")


if __name__ == "__main__":
    unittest.main()
