"""Every C++ file is formatted by .clang-format (with clang-format 19; other versions differ). A
file has at most 500 lines, a function 60, and a line of a Python test 100 columns."""

import glob
import os
import re
import shutil
import subprocess
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
FORMATTER = "clang-format-19"
FILE_LINES = 500
FUNCTION_LINES = 60
NO_FUNCTION = re.compile(r" *(namespace|class|struct|enum|return|match|if|for|while|switch)\b")


def cpp_files():
    return [file for folder in ("src", "tests", "fuzz") for kind in ("h", "cpp")
            for file in glob.glob(os.path.join(ROOT, folder, "**", f"*.{kind}"), recursive=True)]


def long_functions(text):
    """The first lines, counted from 1, of functions that are too long. In formatted code, a
    function ends at the first brace with the indentation of its first line."""
    lines = text.split("\n")
    found = []
    for indentation in range(0, 10, 2):
        first = None
        for number, line in enumerate(lines, 1):
            code = line.lstrip()
            if not code or code.startswith(("//", "#")) or len(line) - len(code) != indentation:
                continue
            if not code.startswith("}"):
                first = number
            elif first and number - first >= FUNCTION_LINES:
                head = lines[first - 1]
                if "(" in head and not NO_FUNCTION.match(head):
                    found.append(first)
    return found


class Format(unittest.TestCase):
    def test_files_are_formatted(self):
        self.assertIsNotNone(shutil.which(FORMATTER), f"{FORMATTER} is not installed")
        files = cpp_files()
        self.assertGreater(len(files), 100)
        done = subprocess.run([FORMATTER, "--dry-run", "--Werror", *files], capture_output=True,
                              text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr[:4000])

    def test_files_and_functions_are_short(self):
        long = []
        for path in cpp_files():
            with open(path, encoding="utf-8") as file:
                text = file.read()
            name = os.path.relpath(path, ROOT)
            if text.count("\n") > FILE_LINES:
                long.append(name)
            long += [f"{name}:{line}" for line in long_functions(text)]
        self.assertEqual([], long)

    def test_a_long_function_is_found(self):
        for indentation in ("", "  "):
            for extra, found in ((0, []), (1, [2])):
                body = f"{indentation}  call();\n" * (FUNCTION_LINES - 2 + extra)
                text = f"\n{indentation}int f(int a) {{\n{body}{indentation}}}\n"
                self.assertEqual(found, long_functions(text))

    def test_python_has_at_most_100_columns(self):
        files = glob.glob(os.path.join(ROOT, "tests", "**", "*.py"), recursive=True)
        self.assertGreater(len(files), 10)
        long = []
        for path in files:
            with open(path, encoding="utf-8") as file:
                long += [f"{os.path.relpath(path, ROOT)}:{number}"
                         for number, line in enumerate(file, 1) if len(line.rstrip("\n")) > 100]
        self.assertEqual([], long)


if __name__ == "__main__":
    unittest.main()
