"""The pages are correct: links, named commands and options, lists, transcripts, line length."""

import os
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
STUDYLAB = os.environ.get("STUDYLAB") or os.path.join(ROOT, "build", "release", "studylab")

# Commands that ./lab handles itself.
LAB_COMMANDS = {"test", "soak", "help"}
COMMAND = re.compile(r"(?<![\"\w./-])(studylab|\./lab) ((?:[a-z][a-z-]*)[^`]*)")
FACT = re.compile(r"`([A-Z][a-z]+(?:[A-Z][a-z]+)*)(?:\{[^`]*\}|\.\w+)?`")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.S | re.M)


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def pages():
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders
                      if name not in ("build", "node_modules") and not name.startswith(".")]
        found += [os.path.relpath(os.path.join(folder, name), ROOT)
                  for name in files if name.endswith(".md")]
    return sorted(found)


def without_code(text):
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", text))


def anchors(text):
    """The anchors of a page's headings: lower case, words joined by hyphens."""
    found = set()
    for heading in re.findall(r"^#{1,6} +(.+?) *$", FENCE.sub("", text), re.M):
        heading = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        found.add(re.sub(r"[^\w\- ]", "", heading).replace(" ", "-"))
    return found


def code_of(text):
    """Code spans of a page and the lines of its code blocks, except transcripts."""
    blocks = [block.group(0) for block in FENCE.finditer(text)]
    lines = [line for block in blocks if not block.startswith("```text")
             for line in block.splitlines()]
    return lines + re.findall(r"`([^`]+)`", FENCE.sub("", text))


RUNBOOKS = ("bad_deploy", "stuck_wake", "route_gap", "database_restore", "host_upgrade",
            "provider_outage")


def kinds_of(path):
    """The kinds of operators in a source file; empty: there is no such file."""
    if not os.path.exists(os.path.join(ROOT, path)):
        return set()
    return set(re.findall(r'\{\{"([^"]+)",', read(path)))


def results_of(code):
    """The exploits in rows of the grader's tables, by name: the result as shortcuts.md words it."""
    found = {}
    row = re.compile(r'(?:list\.|^  )(fails|loses|costs_nothing)\(\s*"([^"]+)",(.*?)\);',
                     re.S | re.M)
    for call, name, rest in row.findall(code):
        if call == "loses":
            rule, points = re.search(r'("[A-Z]+\d"|class_rule),\s*(\d+)', rest).groups()
            rule = "the rule of the class" if rule == "class_rule" else rule.strip('"')
            found[name] = f"loses {'points' if points == '0' else points} under {rule}"
        else:
            found[name] = call.replace("_", " ")
    return found


def rows_by_name(section):
    """The results in a table of shortcuts.md whose first cell is a name in code."""
    found = {}
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if len(cells) == 5 and re.fullmatch(r"`[^`]+`", cells[0]):
            found.setdefault(cells[0].strip("`"), []).append(cells[3])
    return found


class Links(unittest.TestCase):
    def test_every_relative_link_has_a_target(self):
        for page in pages():
            for target in re.findall(r"\]\(([^)\s]+)\)", without_code(read(page))):
                if re.match(r"[a-z]+:", target):
                    continue
                with self.subTest(page=page, target=target):
                    path, _, anchor = target.partition("#")
                    to = os.path.normpath(os.path.join(ROOT, os.path.dirname(page),
                                                       urllib.parse.unquote(path))) if path else \
                        os.path.join(ROOT, page)
                    self.assertTrue(os.path.exists(to), f"{page}: {target} does not exist")
                    if anchor:
                        self.assertIn(anchor, anchors(read(os.path.relpath(to, ROOT))), page)

    def test_the_index_lists_every_page(self):
        index = read("docs/README.md")
        for page in pages():
            if page.startswith("docs/") and page != "docs/README.md":
                self.assertIn(page.removeprefix("docs/"), index)


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.helps = {}

    def help_of(self, *words):
        if words not in self.helps:
            done = subprocess.run([STUDYLAB, *words, "--help"], capture_output=True, text=True,
                                  check=False)
            self.assertEqual(0, done.returncode, done.stderr)
            self.helps[words] = done.stdout
        return self.helps[words]

    def subcommands(self, *words):
        text = self.help_of(*words).partition("Subcommands:")[2]
        return set(re.findall(r"^  ([a-z][a-z-]*)", text, re.M))

    def test_every_named_command_exists_with_its_options(self):
        known = self.subcommands()
        self.assertIn("drill", known)
        named = 0
        for page in pages():
            for line in code_of(read(page)):
                for by, words in COMMAND.findall(line):
                    first, *rest = words.split()
                    if by == "./lab" and first in LAB_COMMANDS:
                        continue
                    named += 1
                    with self.subTest(page=page, line=line):
                        self.assertIn(first, known)
                        path = (first,)
                        if rest and rest[0] in self.subcommands(first):
                            path += (rest[0],)
                        for option in re.findall(r"(?<!\S)--[a-z][a-z-]*", words):
                            self.assertRegex(self.help_of(*path), re.escape(option) + r"\b")
        self.assertGreater(named, 10)


class Lists(unittest.TestCase):
    def test_operators_match_the_catalogue(self):
        code = read("src/lab/operators/catalogue.cpp")
        for runbook in ("bad_deploy", "route_gap", "stuck_wake", "host_upgrade"):
            code += read(f"src/lab/operators/{runbook}/cheats.cpp")
        rows = re.findall(r'\{\{"([^"]+)",\s*"([^"]+)"\}', code)
        self.assertGreater(len(rows), 10)
        listed = re.findall(r"^\| `([^`]+)` \| (.+?) \|$", read("docs/operators.md"), re.M)
        self.assertEqual(["human", "program", "script:FILE", "exec:COMMAND"],
                         [kind for kind, _ in listed[:4]])
        self.assertEqual(rows, listed[4:])

    def test_named_facts_exist_in_the_model(self):
        code = "".join(read(os.path.join("src/model", name))
                       for name in sorted(os.listdir(os.path.join(ROOT, "src/model"))))
        facts = set(re.findall(r'FactKind fact_kind\{\d+, \d+, "(\w+)"\}', code))
        others = {"Proceed"}
        for page in ("docs/flow.md", "docs/decisions.md"):
            for name in FACT.findall(read(page)):
                if name not in others and name != "Verifier":
                    with self.subTest(page=page):
                        self.assertIn(name, facts)

    def test_shortcuts_match_the_rows_of_the_graders_tables(self):
        page = read("docs/shortcuts.md")
        shared = kinds_of("src/lab/operators/catalogue.cpp")
        sections = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", page, re.S | re.M))
        everywhere = rows_by_name(sections["In every drill"])
        table = read("src/lab/fuzz/table_rows.cpp")
        hints = results_of(read("src/lab/fuzz/row_list.cpp"))
        wanted = set(re.findall(r'"(cheat:[a-z-]+|reckless)"', table)) | set(hints)
        wanted.add("cheat:all-refs")  # added by the runbooks
        self.assertLessEqual(wanted, shared | set(hints))
        self.assertEqual(wanted, set(everywhere))
        for runbook in RUNBOOKS:
            with self.subTest(runbook=runbook):
                named = rows_by_name(sections[runbook.replace("_", " ").capitalize()])
                folder = f"src/lab/fuzz/{runbook}"
                results = results_of(read(f"{folder}/rows.cpp") +
                                     read(f"{folder}/exploit_rows.cpp"))
                cheats = kinds_of(f"src/lab/operators/{runbook}/cheats.cpp")
                self.assertGreaterEqual(len(results) + len(cheats), 10)
                self.assertEqual(set(results) | cheats, set(named))
                for name, expected in results.items():
                    for found in named[name]:
                        self.assertRegex(found, rf"^{expected}( \(|$)", name)

    def test_outcomes_are_pieces_of_the_grader(self):
        grader = os.path.join(ROOT, "src/lab/grade")
        code = "".join(read(os.path.join(folder, name)) for folder, _, names in os.walk(grader)
                       for name in sorted(names) if name.endswith(".cpp"))
        words = re.findall(r"^\| `([a-z-]+)` \|", read("docs/grading.md"), re.M)
        self.assertGreater(len(words), 3)
        for word in words:
            self.assertIn(f'.name = "{word}"', code)


class Diagrams(unittest.TestCase):
    """Life cycles in other pages equal those of state-machines.md, which the code writes.
    `UPDATE_GOLDEN=1` copies them again."""

    MARKED = re.compile(r"<!-- life cycle of ([^\n]+) -->\n(```mermaid\n.*?^```)", re.S | re.M)

    def test_they_are_those_of_the_code(self):
        drawn = dict(re.findall(r"^## ([^\n]+)\n(```mermaid\n.*?^```)",
                                read("docs/state-machines.md"), re.S | re.M))
        runbooks = [page for page in pages() if page.startswith("docs/runbook-")]
        self.assertEqual(6, len(runbooks))
        for page in runbooks:
            with self.subTest(page=page):
                text = read(page)
                marked = self.MARKED.findall(text)
                self.assertTrue(marked, "no life cycle of the code's tables")
                if os.environ.get("UPDATE_GOLDEN"):
                    with open(os.path.join(ROOT, page), "w", encoding="utf-8") as file:
                        file.write(self.MARKED.sub(
                            lambda one: f"<!-- life cycle of {one[1]} -->\n{drawn[one[1]]}", text))
                    continue
                for name, diagram in marked:
                    self.assertEqual(drawn[name], diagram)


class Lines(unittest.TestCase):
    def test_prose_has_at_most_100_columns(self):
        """Tables, headings, code and generated pages are exempt."""
        generated = {"docs/queries.md", "docs/refusals.md", "docs/soak.md"}
        long = [f"{page}: {line}" for page in pages() if page not in generated
                for line in FENCE.sub("", read(page)).splitlines()
                if len(line) > 100 and not line.startswith(("|", "#", "    "))]
        self.assertEqual([], long)


class Transcripts(unittest.TestCase):
    def test_they_match_the_output_of_the_program(self):
        with tempfile.TemporaryDirectory() as home:
            done = subprocess.run([sys.executable, os.path.join(ROOT, "tools", "readme-transcript"),
                                   "--check"], capture_output=True, text=True, check=False,
                                  env={**os.environ, "STUDYLAB": STUDYLAB, "STUDYLAB_HOME": home})
        self.assertEqual(0, done.returncode, done.stdout[-6000:] + done.stderr)


if __name__ == "__main__":
    unittest.main()
