"""The prompt, at a terminal of its own."""
import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
from _program import PROGRAM, ProgramTest  # noqa: E402


class Prompt(ProgramTest):
    def begin(self, columns=80):
        """The banner, up to the first prompt."""
        child, self.terminal = pty.fork()
        if child == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
            os.execve(PROGRAM, [PROGRAM, "drill", "bad-deploy", "--seed", "7"],
                      {**self.environment(), "TERM": "xterm"})
        self.child = child
        self.addCleanup(os.close, self.terminal)
        return self.until("worst edge> ")

    def until(self, text, again=""):
        """Everything printed up to this text. `again` is typed once more if nothing comes: what is
        typed while the editor takes over the terminal may be lost."""
        printed, give_up = "", time.monotonic() + 60
        while text not in printed and time.monotonic() < give_up:
            if select.select([self.terminal], [], [], 1)[0]:
                try:
                    more = os.read(self.terminal, 65536)
                except OSError:
                    break
                printed += more.decode(errors="replace")
            elif again:
                self.say(again)
        self.assertIn(text, printed)
        return printed

    def say(self, text):
        os.write(self.terminal, text.encode())

    def end(self, again=""):
        self.until("Ledger: ", again)
        return os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])

    def test_the_banner_states_how_and_when_the_run_ends(self):
        banner = " ".join(self.begin().split())
        for part in ("`close`", "Ctrl-D", "time limit, 1h after the call"):
            self.assertIn(part, banner)
        self.say("quit\n")
        self.assertIn("Ctrl-D", self.until("worst edge> "))
        self.say("help\n")
        self.assertNotIn("each)", self.until("worst edge> "))
        self.say("\x04")
        self.until("The run ended with its input", again="\x04")
        self.assertEqual(self.end(), 1)

    def test_ctrl_c_discards_a_line_and_twice_ends_the_run(self):
        self.begin()
        self.say("show inci")
        self.until("show inci")
        self.say("\x03")
        self.assertNotIn("again", self.until("worst edge> "))
        self.say("\x03")
        self.until("Ctrl-C again")
        self.say("\x03")
        self.until("was interrupted")
        self.end()

    def test_tab_offers_words_that_fit_the_place(self):
        self.begin()
        self.say("rollback \t")
        self.until("docs/production")
        self.say("\x15classify \t")
        self.assertNotIn("artifact-pull", self.until("runtime-service"))
        self.say("\x15\x04")
        self.end(again="\x04")

    def test_pages_are_as_wide_as_the_terminal(self):
        self.begin(columns=60)
        self.say("show operations\n")
        text = self.until("as of entry-") + self.until("worst edge> ")
        text = text.replace("\r", "")
        for line in text.split("\n")[1:-1]:
            self.assertTrue(len(line) <= 60 or " " not in line.strip(), line)
        self.say("\x04")
        self.end(again="\x04")


if __name__ == "__main__":
    unittest.main()
