"""The prompt at a terminal, as a person uses it. Every step waits for output."""
import os
import re
import signal
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
from _terminal import READY, TerminalTest  # noqa: E402


class Prompt(TerminalTest):
    def test_the_banner_states_how_to_pass_and_how_the_run_ends(self):
        banner = " ".join(self.begin().split())
        for part in ("80 are needed to pass", "half of every phase", "`show runbook`", "`help`",
                     "`close`",
                     "Ctrl-D", "1h after the alert"):
            self.assertIn(part, banner)
        self.assertIn("Ctrl-D", self.ask("quit"))
        self.assertNotIn("each)", self.ask("help"))
        self.assertEqual(self.leave(), 1)

    def test_one_ctrl_d_never_ends_the_run(self):
        self.begin()
        self.say("\x04")
        self.until("End it? [y/N]")
        self.say("n\n")
        self.until(READY)
        self.assertIn("entry", self.ask("show incident"))
        self.say("\x04")
        self.until("End it? [y/N]")
        self.say("\x04")
        self.assertEqual(self.exit_status(), 1)

    def test_close_asks_once(self):
        self.begin()
        self.assertIn("impact", self.ask("close --summary early --ref docs/production"))
        self.ask("show incident")
        self.ask("impact --users 1 --minutes 1 --because counted")
        self.assertIn("class", self.ask("close --plan"))
        self.say("close --summary early --ref .\n")
        self.until("Close it? [y/N]")
        self.say("\n")
        self.until(READY)
        self.say("!!\n")
        self.until("Close it? [y/N]")
        self.say("y\n")
        self.assertEqual(self.exit_status(), 1)

    def test_the_pager_names_its_keys_and_writes_no_file(self):
        self.begin(lines=10, PAGER="sh -c 'cat >/dev/null; echo \"<$LESS|$LESSSECURE>\"'")
        shown = " ".join(self.ask("show runbook").split())
        self.assertIn("q\\: back to the drill", shown)
        self.assertIn("|1>", shown)

    def test_the_last_line_of_an_answer_is_seen_after_the_pager(self):
        self.begin(lines=6, PAGER="cat >/dev/null")
        self.assertIn("entry ", self.ask("show incident"))

    def test_a_repair_without_a_class_is_warned_of_once(self):
        self.begin()
        self.assertIn("No class is in force", self.ask("restart docs/production"))
        self.assertNotIn("No class is in force", self.ask("!!"))

    def test_ctrl_c_discards_a_line_and_twice_ends_the_run(self):
        self.begin()
        self.say("show inci")
        self.until("show inci")
        self.say("\x03")
        self.assertNotIn("again", self.until(READY))
        self.say("\x03")
        self.until("Ctrl-C again")
        self.say("\x03")
        self.assertIn("was interrupted", self.until("Ledger: "))
        os.waitpid(self.child, 0)

    def test_after_ctrl_z_the_prompt_and_the_line_are_drawn_again(self):
        self.begin()
        self.say("show inci")
        self.until("show inci")
        self.say("\x1a")
        status = os.waitpid(self.child, os.WUNTRACED)[1]
        self.assertTrue(os.WIFSTOPPED(status))
        os.kill(self.child, signal.SIGCONT)
        self.assertIn(READY + "show inci", self.until("show inci"))
        self.say("dent\n")
        self.assertIn("entry", self.until(READY))
        self.leave()

    def test_a_resize_draws_the_whole_line_again(self):
        self.begin(columns=40)
        line = "note 'a line that is longer than forty columns'"
        self.say(line)
        self.until("columns'")
        self.resize(24, 120)
        self.assertIn(READY + line, self.until(READY + line))
        self.leave()

    def test_tab_completes_what_the_place_accepts(self):
        self.begin()
        self.say("rollback \t")
        self.until("docs/production")
        self.say("\x15classify \t")
        self.assertNotIn("artifact-pull", self.until("runtime-service"))
        self.say("\x15")
        self.ask("show incident")
        self.ask("show edges")
        self.say("note x --ref \t")
        self.assertIn("show edges", self.until("show incident"))
        self.leave()

    def test_short_input_is_recorded_in_full(self):
        self.begin()
        self.ask("sh inc")
        self.assertIn("ambiguous", self.ask("show e"))
        self.ask("note x --ref .")
        self.leave()
        run = self.runs()[0]
        with open(self.path("runs", run, "platform.ledger"), "rb") as file:
            ledger = file.read()
        self.assertIn(b"show incident", ledger)
        self.assertRegex(ledger, rb"note x --ref entry-\d+")
        self.assertNotIn(b"sh inc", ledger)

    def test_watch_repeats_until_a_key_is_pressed(self):
        self.begin("--speed", "600")
        self.say("sh err --watch\n")
        self.until("press a key to stop")
        self.until("press a key to stop")
        self.say("q")
        self.until(READY)
        self.leave()
        ledger = self.run_program("history", self.runs()[0], "--json").stdout
        self.assertTrue(ledger)

    def test_a_long_answer_goes_through_the_pager(self):
        self.begin(PAGER="sed s/^/paged:/")
        self.assertIn("paged:", self.ask("help --all"))
        self.assertNotIn("paged:", self.ask("help --all --no-pager"))
        self.assertNotIn("paged:", self.ask("help freeze"))
        self.leave()

    def test_pages_are_as_wide_as_the_terminal(self):
        self.begin(columns=60)
        text = self.ask("show operations")
        for line in text.split("\n")[1:-1]:
            self.assertLessEqual(len(line), 60, line)
        self.leave()

    def test_a_history_file_without_an_end_is_not_read(self):
        os.symlink("/dev/zero", os.path.join(self.home, "prompt-history"))
        self.begin()
        self.assertIn("severity", self.ask("show incident"))
        self.leave()

    def test_a_history_file_over_its_limit_is_not_read(self):
        up = "\x1b[A"
        for lines, read in ((10, True), (100_000, False)):
            with open(os.path.join(self.home, "prompt-history"), "w", encoding="utf-8") as file:
                file.write("_HiStOrY_V2_\n" + "show\\040status\n" * lines)
            self.begin()
            self.ask("")
            self.assertEqual("control plane" in self.ask(up), read)
            self.leave()

    def test_help_does_not_stop_the_clock(self):
        began = time.monotonic()
        self.begin("--speed", "100")
        shown = time.monotonic()
        passed = 0.0
        while passed < 0.5:
            self.ask("help scoring")
            passed = time.monotonic() - shown
        prompt = self.ask("help scoring")
        seconds = re.search(r"\+(?:(\d+)m)?(\d+)s  err", prompt[prompt.rindex("+"):])
        drill_seconds = 60 * int(seconds.group(1) or 0) + int(seconds.group(2))
        self.assertGreaterEqual(drill_seconds, 100 * passed - 1)
        self.assertLessEqual(drill_seconds, 100 * (time.monotonic() - began) + 1)
        self.leave()

    def test_recall_and_the_runbook_are_free(self):
        self.begin("--clock", "commands")
        self.assertIn("BDN1", self.ask("show runbook"))
        before = self.ask("show incident").splitlines()[-1].split()[0]
        self.assertIn("incident", self.ask("recall"))
        self.assertEqual(self.ask("recall incident").splitlines()[-1].split()[0], before)
        self.leave()


if __name__ == "__main__":
    unittest.main()
