"""Shared code names no runbook: no id in any spelling, no line, no class and no variant.

    tests/layering/runbooks_test.py --list [FOLDER…]    every name in the shared code of these
                                                        folders of src/; default: all of src/

What is about one runbook lies in a folder of its name (src/lab/grade/bad_deploy/), and a part's
runbooks.cpp lists the folders.
"""

import fnmatch
import glob
import os
import re
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))

# The texts of the runbooks, and tables of the platform in which each row names a rule or a class.
NAMING = [
    "src/command_language/classes.cpp",
    "src/command_language/runbook_lines.cpp",
    "src/base/planted.h",
    "src/command_language/runbooks.cpp",
    "src/evidence/invariants/*",
    "src/model/enums.*",
    "src/model/refusals.cpp",
]

# file (a glob), pattern of the line, reason
EXCEPTIONS = [
    ("*", r"\bGuard::[a-z0-9]+", "a guard has the name of its rule"),
    ("src/command_language/verb_table.cpp", r"classify app-only", "the example of a verb's help"),
    ("src/lab/console/queries/databases_fields.cpp", r"object-store", "kinds of providers"),
]


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


LINES = read("src/command_language/runbook_lines.cpp")
RUNBOOKS = re.findall(r'^    \{"([a-z-]+)", "([^"]+)", "', LINES, re.M)  # id, title
IDS = [runbook for runbook, _ in RUNBOOKS]
PREFIXES = sorted(set(re.findall(r'\{"([A-Z]{2})N?\d+", ', LINES)) - {"OP"})
CLASSES = sorted(set(re.findall(
    r'"([a-z-]+)"', re.search(r"to_text\(FaultClass v\) \{(.*?)\n\}", read("src/model/enums.cpp"),
                              re.S).group(1))) - {"no-fault"})
DRILLS = [read(path) for path in glob.glob(os.path.join(ROOT, "drills", "*.yaml"))]
VARIANTS = sorted({name for drill in DRILLS
                   for name in re.findall(r"^  - name: ([a-z-]+)", drill, re.M)} - {"no-fault"})


def any_spelling(words):
    """bad-deploy, bad_deploy, BadDeploy, bad deploy."""
    return r"[-_ ]?".join(re.escape(word) for word in re.split(r"[- ]", words))


# A class of one word, such as `queue`, also has other meanings; as an enumerator it does not.
NAMES = [
    "(?i:" + "|".join(any_spelling(words) for runbook in RUNBOOKS for words in runbook) + ")",
    r"\b(?i:" + "|".join(PREFIXES) + r")(?i:N)?\d+\b",
    '"(?:[^"\n]*[^"a-z-])?(?:' + "|".join(
        name for name in sorted({*CLASSES, *VARIANTS}) if "-" in name) + ')(?![a-z-])[^"\n]*"',
    r"\bFaultClass::(?:" + "|".join(name.replace("-", "_") for name in CLASSES) + r")\b",
    r"\busing enum (?:\w+::)*FaultClass\b",
]
NAMED = re.compile("|".join(f"(?:{name})" for name in NAMES))


def is_shared(path):
    if re.search(r"_test(ing)?\.(h|cpp)$", path) or path.endswith("/runbooks.cpp"):
        return False
    if any(folder.replace("_", "-") in IDS for folder in path.split("/")):
        return False
    return not any(fnmatch.fnmatch(path, naming) for naming in NAMING)


def names(text, path="src/a.cpp"):
    """Line number and name of each match in a shared file."""
    for number, line in enumerate(text.splitlines(), 1):
        for found in NAMED.finditer(line):
            if not any(fnmatch.fnmatch(path, file) and re.search(pattern, line)
                       for file, pattern, _ in EXCEPTIONS):
                yield number, found.group(0)


def shared_files(folders):
    for folder in folders:
        for kind in ("h", "cpp"):
            for path in sorted(glob.glob(os.path.join(ROOT, folder, "**", f"*.{kind}"),
                                         recursive=True)):
                path = os.path.relpath(path, ROOT)
                if is_shared(path):
                    yield path


def found_in(folders):
    return [f"{path}:{number}: {name}" for path in shared_files(folders)
            for number, name in names(read(path), path)]


class Runbooks(unittest.TestCase):
    def test_shared_code_names_no_runbook(self):
        found = found_in(["src"])
        self.assertEqual([], found[:40], f"{len(found)} names")

    def test_the_names_are_known(self):
        self.assertEqual(6, len(IDS))
        self.assertEqual(6, len(PREFIXES))
        self.assertIn("app-only", CLASSES)
        self.assertIn("app-only", VARIANTS)

    def test_every_part_is_checked(self):
        parts = {path.split("/")[1] for path in shared_files(["src"])}
        self.assertEqual(set(os.listdir(os.path.join(ROOT, "src"))) - {"README.md"}, parts)

    def test_a_name_is_found_in_any_spelling(self):
        for line in ('if (runbook == "bad-deploy") {', "namespace bad_deploy {",
                     "class BadDeploy {",
                     "// As in bad deploy.", "// Bad Deploy", 'rule == "BD1"', "// BDN3 forbids it",
                     "StuckWake", '"PO4"', 'if (name == "app-only")',
                     'f("classify app-only --ref")',
                     "case FaultClass::app_only:", "FaultClass::queue", "database_restore",
                     "using enum FaultClass;"):
            self.assertTrue(list(names(line)), line)

    def test_other_words_are_not_names(self):
        for line in ('"no-fault"', "FaultClass::no_fault", '"OP1"', "a bad operation", '"queue"',
                     "the database is restored", "// app-only", '"missing"', "RG", "ABD1",
                     '"stale-snapshots"', "if (!planted(Guard::bdn3)) {"):
            self.assertEqual([], list(names(line)), line)

    def test_a_runbooks_own_files_are_not_checked(self):
        for path in ("src/lab/grade/bad_deploy/steps.cpp", "src/lab/fuzz/runbooks.cpp",
                     "src/lab/fuzz/table_test.cpp", "src/command_language/classes.cpp"):
            self.assertFalse(is_shared(path), path)
        for path in ("src/lab/grade/steps.cpp", "src/lab/operators/runbook.h",
                     "src/control/operations/bad.cpp"):
            self.assertTrue(is_shared(path), path)


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] == "--list":
        print("\n".join(found_in(sys.argv[2:] or ["src"])))
    else:
        unittest.main()
