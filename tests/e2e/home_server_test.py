"""A home has one server at a time."""
import os
import signal
import subprocess
import unittest

from _api import ApiTest
from _program import PROGRAM


class HomeServer(ApiTest):
    def published(self):
        with open(self.path("server"), encoding="ascii") as file:
            return file.read()

    def second(self):
        return self.run_program("serve", "--listen", "127.0.0.1:0")

    def test_a_second_server_is_refused_and_the_first_goes_on(self):
        run, before = self.open_run(), self.published()
        result = self.second()
        self.one_line(result, 3, self.origin, self.home, "STUDYLAB_HOME", "Ctrl-C", "Enter")
        self.assertEqual(result.stdout, "")
        self.assertEqual(self.published(), before)
        self.assertEqual(self.run_program("ctl", "show", "incident").returncode, 0)
        self.assertEqual(self.get(f"/runs/{run}")["events"], 2)

    def test_one_that_does_not_answer_is_alive(self):
        self.server.send_signal(signal.SIGSTOP)
        self.one_line(self.second(), 3, self.origin)
        self.server.send_signal(signal.SIGCONT)
        self.get("/drills")

    def test_one_that_was_killed_or_stopped_keeps_no_other_from_serving(self):
        for how in (signal.SIGKILL, signal.SIGTERM):
            self.stop(how)
            self.assertEqual(os.path.exists(self.path("server")), how == signal.SIGKILL)
            self.serve()
            self.assertIn(self.origin, self.published())

    def test_of_several_that_start_at_once_one_serves(self):
        self.stop()
        servers = [subprocess.Popen([PROGRAM, "serve", "--listen", "127.0.0.1:0"],
                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                    env=self.environment()) for _ in range(4)]
        for server in servers:
            self.addCleanup(self.end, server)
        # Those that are refused end at once; the other one prints its address.
        printed = [server.stdout.readline() for server in servers]
        self.assertEqual(sum(bool(line) for line in printed), 1, printed)
        for server, line in zip(servers, printed):
            if not line:
                self.assertEqual(server.wait(timeout=60), 3)
                self.assertIn("already serves", server.stderr.read())

    def test_other_homes_are_served_at_the_same_time(self):
        first = self.server
        self.home = self.path("other")
        self.serve()
        self.get("/drills")
        self.assertIsNone(first.poll())


if __name__ == "__main__":
    unittest.main()
