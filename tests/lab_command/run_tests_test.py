"""tools/run-tests, over a small repository of its own: nothing passes that was not tested."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))

TESTS = """\
import unittest


class Some(unittest.TestCase):
    def test_right(self):
        pass

    def test_wrong(self):
        self.assertEqual(1, 2)
"""


class RunTests(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="run tests ")
        self.addCleanup(scratch.cleanup)
        self.repository = scratch.name
        os.makedirs(os.path.join(self.repository, "tools"))
        shutil.copy(os.path.join(ROOT, "tools", "run-tests"),
                    os.path.join(self.repository, "tools"))

    def write(self, path, text):
        path = os.path.join(self.repository, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def run_tests(self, *words):
        done = subprocess.run([sys.executable, os.path.join(self.repository, "tools", "run-tests"),
                               *words], capture_output=True, text=True, check=False, timeout=120)
        return done.returncode, done.stdout.splitlines()[-1], done.stdout

    def test_it_counts(self):
        self.write("tests/e2e/some_test.py", TESTS)
        status, last, said = self.run_tests()
        self.assertEqual((1, "1 passed, 1 failed"), (status, last))
        self.assertIn("FAILED e2e: some_test.Some.test_wrong", said)
        self.assertEqual((0, "1 passed, 0 failed"), self.run_tests("test_right")[:2])

    def test_a_file_without_a_test_has_failed(self):
        self.write("tests/e2e/empty_test.py", "print('nothing')\n")
        status, last, said = self.run_tests()
        self.assertEqual((1, "0 passed, 1 failed"), (status, last))
        self.assertIn("there is no test in it", said)

    def test_a_file_that_cannot_be_read_has_failed(self):
        self.write("tests/e2e/broken_test.py", "import nothing_of_this_name\n")
        self.assertEqual((1, "0 passed, 1 failed"), self.run_tests()[:2])

    def test_no_test_at_all_is_no_success(self):
        self.assertEqual((2, "0 passed, 0 failed"), self.run_tests()[:2])


if __name__ == "__main__":
    unittest.main()
