"""tools/run-tests in a small repository of its own: a test that was not run does not pass."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))

PRESETS = """\
{"version": 6,
 "configurePresets": [
   {"name": "release", "generator": "Ninja", "binaryDir": "${sourceDir}/build/release"}],
 "testPresets": [{"name": "release", "configurePreset": "release"}]}
"""

CMAKE = """\
cmake_minimum_required(VERSION 3.25)
project(small NONE)
enable_testing()
"""

PYTHON = """\
import unittest


class Some(unittest.TestCase):
    def test_right(self):
        pass

    def test_wrong(self):
        self.assertEqual(1, 2)

    @unittest.skip("not here")
    def test_skipped(self):
        pass


unittest.main()
"""


class RunTests(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="run tests ")
        self.addCleanup(scratch.cleanup)
        self.repository = scratch.name
        os.makedirs(os.path.join(self.repository, "tools"))
        for name in ("tools/run-tests", "tools/build"):
            shutil.copy(os.path.join(ROOT, name), os.path.join(self.repository, name))
        self.write("CMakePresets.json", PRESETS)

    def write(self, path, text):
        with open(os.path.join(self.repository, path), "w", encoding="utf-8") as file:
            file.write(text)

    def run_tests(self, *words, tests=""):
        self.write("CMakeLists.txt", CMAKE + tests)
        done = subprocess.run([sys.executable, os.path.join(self.repository, "tools", "run-tests"),
                               *words], capture_output=True, text=True, check=False, timeout=120)
        return done.returncode, done.stdout.splitlines()[-1], done.stdout

    def test_it_counts_and_names_what_failed(self):
        tests = ("add_test(NAME Some.Right COMMAND true)\n"
                 "add_test(NAME Some.Wrong COMMAND false)\n")
        status, last, said = self.run_tests(tests=tests)
        self.assertEqual((1, "1 passed, 1 failed"), (status, last))
        self.assertIn("FAILED release: Some.Wrong", said)
        self.assertEqual((0, "1 passed, 0 failed"), self.run_tests("right", tests=tests)[:2])

    def test_the_tests_of_a_python_file_are_counted(self):
        self.write("some_test.py", PYTHON)
        tests = (f'add_test(NAME some COMMAND "{sys.executable}"'
                 ' "${PROJECT_SOURCE_DIR}/some_test.py")\n')
        self.assertEqual((1, "1 passed, 1 failed"), self.run_tests(tests=tests)[:2])

    def test_a_missing_program_counts_as_failed(self):
        tests = "add_test(NAME gone COMMAND /nonexistent/program)\n"
        self.assertEqual((1, "0 passed, 1 failed"), self.run_tests(tests=tests)[:2])

    def test_a_test_that_takes_too_long_counts_as_failed(self):
        tests = ("add_test(NAME endless COMMAND sleep 1000)\n"
                 "set_tests_properties(endless PROPERTIES TIMEOUT 1)\n")
        self.assertEqual((1, "0 passed, 1 failed"), self.run_tests(tests=tests)[:2])

    def test_a_failed_build_counts_as_failed(self):
        status, last, said = self.run_tests(tests="add_custom_target(broken ALL COMMAND false)\n")
        self.assertEqual((1, "0 passed, 1 failed"), (status, last))
        self.assertIn("FAILED release: the build", said)

    def test_running_no_test_is_not_a_success(self):
        self.assertEqual((2, "0 passed, 0 failed"), self.run_tests()[:2])
        tests = "add_test(NAME Some.Right COMMAND true)\n"
        self.assertEqual((2, "0 passed, 0 failed"), self.run_tests("nothing", tests=tests)[:2])


if __name__ == "__main__":
    unittest.main()
