"""How a browser logs in, and when the program opens one."""
import os
import re
import select
import subprocess
import unittest

from _api import API, ApiTest
from _program import PROGRAM, ProgramTest


class Login(ApiTest):
    def test_a_link_logs_one_browser_in_once(self):
        if self.link is None:
            self.assertEqual(self.request("GET", "/", token=False)[0], 404)  # built without pages
            return
        path = self.link.group(0)
        status, headers, _ = self.request("GET", path, token=False)
        self.assertEqual((status, headers["Location"]), (303, "/"))
        cookie = headers["Set-Cookie"]
        self.assertIn("HttpOnly", cookie)
        self.assertIn("SameSite=Strict", cookie)
        value = {"Cookie": cookie.split(";")[0]}
        self.assertEqual(self.request("GET", API + "/drills", headers=value, token=False)[0], 200)
        self.assertEqual(self.request("GET", path, token=False)[0], 403)
        status, headers, page = self.request("GET", "/", token=False)
        self.assertEqual(status, 200)
        self.assertIn("default-src 'self'", headers["Content-Security-Policy"])
        self.assertNotIn("<style", page)
        self.assertNotRegex(page, r"<script(?![^>]* src=)")


class Browser(ProgramTest):
    def opened(self, terminal, **more):
        """What `xdg-open` is given when the app starts with --browser; empty: nothing."""
        fifo = self.path("opened")
        os.mkfifo(fifo)
        # Open for reading and writing, so that neither side waits for the other.
        reader = os.open(fifo, os.O_RDWR | os.O_NONBLOCK)
        self.addCleanup(os.close, reader)
        opener = self.write("xdg-open", f'#!/bin/sh\necho "$1" >{fifo}\n')
        os.chmod(opener, 0o755)
        environment = {**self.environment(), **more}
        environment["PATH"] = self.home + ":" + environment["PATH"]
        end, other = os.openpty() if terminal else os.pipe()
        self.addCleanup(os.close, end)
        # Every process that the server starts inherits this: its end is the end of all of them.
        lives, life = os.pipe()
        self.addCleanup(os.close, lives)
        server = subprocess.Popen([PROGRAM, "serve", "--browser", "--listen", "127.0.0.1:0"],
                                  stdout=other, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                  env=environment, pass_fds=(life,))
        os.close(other)
        os.close(life)
        self.addCleanup(self.end, server)
        printed = b""
        while b"Ctrl-C" not in printed:
            printed += os.read(end, 4096)
        server.terminate()
        server.wait(timeout=60)
        self.assertEqual(b"", os.read(lives, 1))
        link = re.search(rb"http://\S+/login\?key=\w+", printed)
        if link is None:
            return b"", b""  # built without pages
        ready = select.select([reader], [], [], 0)[0]
        return link.group(0), os.read(reader, 4096).strip() if ready else b""

    def without_desktop(self):
        for name in ("DISPLAY", "WAYLAND_DISPLAY"):
            value = os.environ.pop(name, None)
            if value is not None:
                self.addCleanup(os.environ.__setitem__, name, value)

    def test_on_a_desktop_the_link_is_opened(self):
        self.without_desktop()
        link, opened = self.opened(True, DISPLAY=":0")
        self.assertEqual(link, opened)

    def test_elsewhere_it_is_only_printed(self):
        self.without_desktop()
        self.assertEqual(b"", self.opened(True)[1])

    def test_a_program_that_reads_the_output_opens_nothing(self):
        self.without_desktop()
        self.assertEqual(b"", self.opened(False, DISPLAY=":0")[1])


if __name__ == "__main__":
    unittest.main()
