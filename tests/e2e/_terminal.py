"""Shared by tests of the prompt: a drill at a terminal of its own. Every step waits for output."""
import fcntl
import os
import pty
import re
import select
import struct
import termios
import time

from _program import PROGRAM, ProgramTest

READY = "▸ "
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\r")


class TerminalTest(ProgramTest):
    usual = ("bad-deploy", "--seed", "7")

    def begin(self, *options, drill=usual, columns=80, lines=24, **environment):
        """The banner, up to the first prompt."""
        child, self.terminal = pty.fork()
        if child == 0:
            self.resize(lines, columns, terminal=0)
            os.execve(PROGRAM, [PROGRAM, "drill", *drill, *options],
                      {**self.environment(), "TERM": "xterm", "LC_ALL": "C.UTF-8",
                       "PAGER": "", **environment})
        self.child = child
        self.addCleanup(os.close, self.terminal)
        return self.until(READY)

    def resize(self, lines, columns, terminal=None):
        fcntl.ioctl(self.terminal if terminal is None else terminal, termios.TIOCSWINSZ,
                    struct.pack("HHHH", lines, columns, 0, 0))

    def until(self, text):
        """The output up to this text. When its prompt is visible, the editor is reading."""
        return self.until_matching(re.escape(text))

    def until_matching(self, pattern):
        printed, give_up = "", time.monotonic() + 60
        while not re.search(pattern, ESCAPES.sub("", printed)) and time.monotonic() < give_up:
            if select.select([self.terminal], [], [], 1)[0]:
                try:
                    more = os.read(self.terminal, 65536)
                except OSError:
                    break
                printed += more.decode(errors="replace")
        printed = ESCAPES.sub("", printed)
        self.assertRegex(printed, pattern)
        return printed

    def say(self, text):
        os.write(self.terminal, text.encode())

    def ask(self, line):
        """What is printed between this line and the next prompt."""
        self.say(line + "\n")
        return self.until(READY)

    def exit_status(self):
        self.until("Ledger: ")
        return os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])

    def leave(self):
        """Ctrl-D, and yes."""
        self.say("\x15\x04")
        self.until("End it? [y/N]")
        self.say("y\n")
        return self.exit_status()
