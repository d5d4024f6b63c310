"""An instructor's pages: a group and its links, links of those who watch a run."""
import json
import unittest
import urllib.error
import urllib.request

from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from _browser import MEDIUM, SMALL, WIDE, PagesTest, chromium


class LinksTest(PagesTest):
    def expect_good_everywhere(self, where):
        for size, scheme in ((WIDE, "dark"), (MEDIUM, "light"), (SMALL, "dark"), (SMALL, "light")):
            self.resize(size)
            self.scheme(scheme)
            self.expect_no_overflow(f"{where} at {size[0]}")
            self.expect_accessible(f"{where} at {size[0]}, {scheme}")
        self.resize(self.size)

    def links(self):
        return [one.text for one in self.shown(".once code")]

    def in_another_browser(self, link):
        """From here on the test's browser is this one, which opened the link."""
        self.driver = chromium()
        self.addCleanup(self.driver.quit)
        self.resize(self.size)
        self.driver.get(link)


class Groups(LinksTest):
    def invite(self, names):
        self.open("practise")
        self.click("a", "Invite a group")
        self.wait_for("textarea").send_keys(names)
        self.until(lambda: self.all("form .go")[0].is_enabled(), "nothing to choose from")
        Select(self.all(".options select")[0]).select_by_value("route-gap")
        Select(self.all(".options select")[1]).select_by_visible_text("easy")
        self.all(".options input")[0].send_keys("8")
        self.expect_good_everywhere("the form of a group")
        self.click("form .go")
        self.wait_for("h1", "Group 1: route gap")

    def test_a_group_is_made_its_links_work_and_the_board_opens(self):
        self.invite("ada, ben\ncem\n")
        self.expect_good_everywhere("the links of a group")
        self.assertEqual(["ada", "ben", "cem"],
                         [one.text for one in self.shown("td:first-child")])
        links = self.links()
        self.assertEqual(4, len(set(links)))
        self.assertTrue(all(one.startswith(self.base + "/login?key=") for one in links), links)
        self.assertEqual([], self.errors())
        instructor = self.driver
        # A participant, elsewhere.
        self.in_another_browser(links[0])
        self.wait_for("main h1", "Welcome, ada")
        self.assertIn("route gap, level easy", self.text("main p"))
        self.click("main .go", "Begin")
        self.wait_for(".alert")
        self.open("groups")
        self.wait_for("textarea").send_keys("dan")
        self.until(lambda: self.all("form .go")[0].is_enabled(), "nothing to choose from")
        self.click("form .go")
        self.wait_for("[role=alert]", "this operation is not for participants")
        # The instructor.
        self.driver = instructor
        self.click("a.go", "Open the board here")
        self.wait_for("td", "ada")
        self.wait_for("main p", "Not begun: ben, cem")
        self.click("td a", "ada")
        self.wait_for(".beside p", "seed 8")

    def test_the_links_are_shown_once(self):
        self.invite("ada")
        self.assertEqual(2, len(self.links()))
        self.click("a", "Practise")
        self.wait_for("main h1", "Practise an incident")
        self.driver.back()
        self.wait_for("textarea")
        self.assertEqual([], self.links())
        self.assertNotIn("login", self.driver.page_source)

    def test_names_that_are_none_are_explained(self):
        self.open("groups")
        self.until(lambda: self.all("form .go") and self.all("form .go")[0].is_enabled(), "no form")
        self.click("form .go")
        self.wait_for("[role=alert]", "No name is given")
        self.wait_for("textarea").send_keys("ada, ada")
        self.click("form .go")
        self.wait_for("[role=alert]", "'ada' occurs twice")
        self.expect_accessible("a group that is refused")

    def test_the_keyboard_suffices(self):
        self.open("groups")
        self.wait_for("textarea").send_keys("ada", Keys.TAB)
        self.until(lambda: self.all("form .go")[0].is_enabled(), "nothing to choose from")
        self.all("textarea")[0].send_keys(Keys.TAB)
        self.driver.switch_to.active_element.send_keys(Keys.ENTER)
        self.wait_for("h1", "Group 1")
        self.assertEqual(2, len(self.links()))


class Watchers(LinksTest):
    def test_a_run_gets_links_for_an_observer_and_an_instructor(self):
        self.open_run(seed=8)
        self.requests()
        self.click(".status button", "Watchers")
        self.click("dialog button", "Make an observer's link")
        self.until(lambda: len(self.links()) == 1, "no link")
        self.click("dialog button", "Make an instructor's link")
        self.until(lambda: len(self.links()) == 2, "no second link")
        self.assertEqual(["/api/v1/links"] * 2, [path for method, path in self.requests()
                                                 if method == "POST"])
        self.expect_good_everywhere("the links of a run")
        observer, instructor = self.links()
        self.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
        self.until(lambda: not self.all("dialog"), "Escape does not close it")
        self.assertEqual([], self.errors())
        self.in_another_browser(observer)
        self.wait_for("main h1", f"Observe {self.run_name}")
        self.in_another_browser(instructor)
        self.wait_for("td a", self.run_name)

    def test_on_a_small_screen(self):
        self.size = SMALL
        self.resize(SMALL)
        self.open_run(seed=8)
        self.click(".status button", "Watchers")
        self.click("dialog button", "Make an observer's link")
        self.until(lambda: len(self.links()) == 1, "no link")
        self.expect_no_overflow("the links of a run on a small screen")
        inside = self.script("const box = document.querySelector('dialog').getBoundingClientRect();"
                             "return box.left >= 0 && box.right <= innerWidth")
        self.assertTrue(inside)

    def test_a_participant_makes_none(self):
        group = self.ask("/groups", {"drill": "bad-deploy", "names": "ada"})
        self.driver.get(self.base + group["participants"][0]["link"])
        self.click("main .go", "Begin")
        self.click(".status button", "Watchers")
        self.wait_for("dialog p", "made by the owner")
        self.assertEqual([], self.shown("dialog button", "Make"))
        request = urllib.request.Request(
            self.base + "/api/v1/links", json.dumps({"role": "instructor"}).encode(),
            {"Authorization": "Bearer " + group["participants"][0]["token"],
             "Content-Type": "application/json"})
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=60)
        self.assertEqual(403, refused.exception.code)


if __name__ == "__main__":
    unittest.main()
