"""tools/check-includes passes on this tree, and finds violations that are planted in another."""

import importlib.machinery
import importlib.util
import os
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
CHECK = os.path.join(ROOT, "tools", "check-includes")


def load():
    loader = importlib.machinery.SourceFileLoader("check_includes", CHECK)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


CHECKER = load()


def check(root):
    """Exit status and output, as the program would give them."""
    _, problems = CHECKER.check(root)
    return (1 if problems else 0), "".join(line + "\n" for line in problems)


class ThisTree(unittest.TestCase):
    def test_every_include_is_allowed(self):
        done = subprocess.run([CHECK], capture_output=True, text=True, check=False)
        self.assertEqual("", done.stdout)
        self.assertEqual(0, done.returncode)

    def test_the_program_fails_if_there_is_a_violation(self):
        with tempfile.TemporaryDirectory() as root:
            os.makedirs(os.path.join(root, "src", "base"))
            with open(os.path.join(root, "src", "base", "a.h"), "w", encoding="utf-8") as file:
                file.write("#include <thread>\n")
            done = subprocess.run([CHECK, "--root", root], capture_output=True, text=True,
                                  check=False)
        self.assertEqual("src/base/a.h:1: base is pure and may not include <thread>\n", done.stdout)
        self.assertEqual(1, done.returncode)


class PlantedViolations(unittest.TestCase):
    TREE = {
        "base/ids.h": "#pragma once\n#include <string>\n",
        "model/facts.h": '#pragma once\n#include "base/ids.h"\n',
        "model/enums.h": '#pragma once\n#include "base/ids.h"\n',
        "control/control.h": '#include "model/facts.h"\n#include <fmt/format.h>\n',
        "edge/edge.h": '#include "model/facts.h"\n',
        "evidence/ledger.h": '#include "model/facts.h"\n#include <sodium.h>\n',
        "evidence/file_ledger.h": '#include "evidence/ledger.h"\n#include <fstream>\n'
                                  "#include <fcntl.h>\n",
        "evidence/ledger_test.cpp": '#include "evidence/file_ledger.h"\n#include <gtest/gtest.h>\n',
        "command_language/parse.h": '#include "model/facts.h"\n#include <boost/json.hpp>\n',
        "world/world.h": '#include "control/control.h"\n#include "edge/edge.h"\n'
                         '#include "evidence/file_ledger.h"\n',
        "world/sim/clock.h": '#include "world/world.h"\n#include <chrono>\n',
        "lab/embedded.h": "#pragma once\n",
        "lab/grade/answer_key.h": '#include "model/facts.h"\n',
        "lab/drill/drill.h": '#include "lab/grade/answer_key.h"\n#include "world/world.h"\n',
        "world/worlds.cpp": '#include "world/world.h"\n#include "world/sim/clock.h"\n',
        "lab/bench/bench.h": '#include "world/sim/clock.h"\n',
        "lab/lab.h": '#include "world/world.h"\n#include "command_language/parse.h"\n'
                     '#include "lab/grade/grade.h"\n#include "lab/embedded.h"\n',
        "lab/grade/grade.h": '#include "evidence/ledger.h"\n#include "lab/grade/answer_key.h"\n',
        "lab/operators/operator.h": '#include "command_language/parse.h"\n',
        "lab/operators/expert.h": '#include "lab/operators/operator.h"\n#include "model/enums.h"\n',
        "cli/cli.h": '#include "lab/lab.h"\n#include <CLI/CLI.hpp>\n#include <histedit.h>\n',
        "apps/studylab.cpp": '#include "cli/cli.h"\nint main() {}\n',
    }

    def plant(self, files):
        with tempfile.TemporaryDirectory() as root:
            for path, text in {**self.TREE, **files}.items():
                path = os.path.join(root, "src", path)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
            return check(root)

    def finds(self, path, text, words, line=1):
        status, out = self.plant({path: text})
        self.assertEqual(1, status, f"{path} passed: {text}")
        self.assertEqual(1, len(out.splitlines()), out)
        self.assertIn(f"src/{path}:{line}: ", out)
        self.assertIn(words, out)

    def passes(self, path, text):
        status, out = self.plant({path: text})
        self.assertEqual("", out)
        self.assertEqual(0, status)

    def test_the_tree_is_clean_before_anything_is_planted(self):
        status, out = self.plant({})
        self.assertEqual("", out)
        self.assertEqual(0, status)

    def test_components_do_not_include_each_other(self):
        for one in ("control", "runner", "provider"):
            self.finds(f"{one}/a.cpp", '#include "edge/edge.h"\n',
                       f"{one} may not include edge/edge.h")
        self.finds("control/a.cpp", '#include "evidence/ledger.h"\n', "may not include")
        self.finds("control/a.cpp", '#include "command_language/parse.h"\n', "may not include")

    def test_includes_never_go_up(self):
        self.finds("base/a.h", '#include "model/facts.h"\n', "base may not include")
        self.finds("model/a.h", '#include "control/control.h"\n', "model may not include")
        self.finds("edge/a.h", '#include "world/world.h"\n', "edge may not include")
        self.finds("evidence/a.h", '#include "control/control.h"\n', "evidence may not include")
        self.finds("command_language/a.h", '#include "evidence/ledger.h"\n',
                   "command_language may not include")
        self.finds("world/sim/a.h", '#include "command_language/parse.h"\n',
                   "sim may not include")
        self.finds("world/a.h", '#include "lab/lab.h"\n', "world may not include")
        self.finds("lab/a.h", '#include "cli/cli.h"\n', "lab may not include")

    def test_a_run_does_not_know_who_judges_it(self):
        files = {"lab/debrief/a.h": '#include "lab/runs/run.h"\n',
                 "lab/runs/finish.h": '#include "lab/debrief/a.h"\n#include "lab/runs/run.h"\n',
                 "lab/runs/run.h": '#include "lab/lab.h"\n',
                 "lab/fuzz/a.h": '#include "lab/debrief/a.h"\n#include "lab/runs/run.h"\n'}
        self.assertEqual((0, ""), self.plant(files))
        for path in ("lab/runs/run.h", "lab/runs/drive.cpp", "lab/runs/not_stored.cpp",
                     "lab/lab.h"):
            status, out = self.plant({**files, path: '#include "lab/debrief/a.h"\n'})
            self.assertEqual(1, status, path)
            self.assertIn("may not include lab/debrief/a.h of debrief", out)
        status, out = self.plant({**files, "lab/debrief/a.h": '#include "lab/runs/finish.h"\n'})
        self.assertEqual(1, status)
        self.assertIn("debrief may not include lab/runs/finish.h of runs", out)

    def test_the_simulator_is_behind_the_port(self):
        for path in ("lab/a.h", "lab/runs/a.cpp", "cli/a.h", "world/a.h"):
            self.finds(path, '#include "world/sim/clock.h"\n', "may not include")

    def test_the_grader_includes_evidence_only(self):
        for header in ("world/world.h", "control/control.h", "command_language/parse.h",
                       "lab/lab.h", "lab/drill/drill.h",
                       "evidence/file_ledger.h", "lab/operators/expert.h"):
            self.finds("lab/grade/a.cpp", f'#include "{header}"\n', "grade may not include")

    def test_operators_include_only_the_language(self):
        for header in ("world/world.h", "control/control.h", "model/facts.h", "lab/lab.h",
                       "evidence/ledger.h", "lab/grade/grade.h"):
            self.finds("lab/operators/bad_deploy/expert.cpp", f'#include "{header}"\n',
                       "operators may not include")

    def test_what_operators_include_is_as_limited_as_they_are(self):
        self.finds("lab/operators/notes/notes.h", '#include "world/world.h"\n',
                   "operators may not include")
        self.finds("lab/grade/answer_key.cpp", '#include "world/world.h"\n',
                   "grade may not include")

    def test_pure_evidence_has_no_files(self):
        self.finds("evidence/a.h", '#include "evidence/file_ledger.h"\n',
                   "evidence may not include")
        self.finds("evidence/a.h", "#include <fstream>\n", "pure")

    def test_pure_libraries_include_no_clock_chance_thread_or_file(self):
        for header in ("random", "thread", "fstream", "iostream", "unordered_map", "unordered_set",
                       "mutex", "filesystem", "cmath", "ctime", "atomic", "future"):
            self.finds("control/a.cpp", f"#include <{header}>\n", f"<{header}>")
        for header in ("sys/socket.h", "unistd.h", "time.h", "boost/json.hpp", "boost/asio.hpp",
                       "yaml-cpp/yaml.h", "libpq-fe.h", "gtest/gtest.h"):
            self.finds("edge/a.cpp", f"#include <{header}>\n", f"<{header}>")

    def test_pure_libraries_use_no_clock_chance_thread_or_float(self):
        for code in ("double rate = 0;", "float f;", "auto t = std::chrono::system_clock::now();",
                     "auto t = std::chrono::steady_clock::now();", "std::random_device d;",
                     "int r = rand();", "long t = time(nullptr);", "randombytes_buf(p, 8);",
                     "crypto_sign_detached(s, nullptr, m, 1, k);", "char* home = getenv(name);",
                     "std::unordered_map<int, int> m;", "auto h = std::hash<int>{}(1);",
                     "thread_local int n;"):
            self.finds("runner/a.cpp", f"// a line before\n{code}\n", "is pure", line=2)

    def test_words_in_comments_and_literals_do_not_count(self):
        self.passes("runner/a.cpp", '// a double\n/* float\n double */\n'
                                    'auto s = "a double time(0)";\nauto r = R"x(float)x";\n'
                                    "bool b = crypto_sign_verify_detached(s, m, 1, k) == 0;\n"
                                    "auto d = std::chrono::milliseconds{1};\n"
                                    "int x = 1'000'000; char c = '\"'; // double\n"
                                    "auto time = state.time();\n")
        self.finds("runner/a.cpp", "char c = '\"'; double d; char e = '\"';\n", "is pure")

    def test_tests_may_use_more_but_follow_the_same_direction(self):
        self.passes("control/a_test.cpp", '#include <gtest/gtest.h>\n#include <rapidcheck.h>\n'
                                          '#include <unordered_map>\ndouble d;\n')
        self.finds("control/a_test.cpp", '#include "edge/edge.h"\n', "control may not include")

    def test_a_test_helper_stays_in_tests(self):
        helper = {"control/fixture_testing.h": "#pragma once\n"}
        includes = '#include "control/fixture_testing.h"\n'
        status, out = self.plant({**helper, "control/a_test.cpp": includes})
        self.assertEqual((0, ""), (status, out))
        status, out = self.plant({**helper, "control/a.cpp": includes})
        self.assertEqual(1, status)
        self.assertIn("for tests only", out)

    def test_an_include_names_a_file_of_the_tree_or_of_a_known_library(self):
        self.finds("control/a.cpp", '#include "control.h"\n', "no file src/control.h")
        self.finds("control/a.cpp", "#include HEADER\n", "must name its file")
        self.finds("cli/a.cpp", "#include <boost/asio.hpp>\n", "cli may not include")
        self.finds("lab/a.cpp", "#include <CLI/CLI.hpp>\n", "lab may not include")
        self.finds("control/a.cpp", "#include <edge/edge.h>\n", "control may not include")
        self.finds("control/a.cpp", "# include  \"edge/edge.h\"  // why\n",
                   "control may not include")

    def test_an_include_in_a_comment_does_not_count(self):
        self.passes("control/a.cpp", '// #include "edge/edge.h"\n/*\n#include "edge/edge.h"\n*/\n')

    def test_a_folder_outside_the_table_is_found(self):
        self.finds("misc/a.cpp", "int x;\n", "not in the table")


if __name__ == "__main__":
    unittest.main()
