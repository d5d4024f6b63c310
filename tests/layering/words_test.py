"""No file uses a word that docs/glossary.md has replaced.

    tests/layering/words_test.py --count [PATH…]    matches per folder
    tests/layering/words_test.py --list [PATH…]     every match

A pattern in OLD is unambiguous: it has no other meaning in this project. EXCEPTIONS lists the
lines that may use one.
"""

import collections
import fnmatch
import os
import re
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
SELF = "tests/layering/words_test.py"


def name(word):
    """A word in prose, in snake_case and in CamelCase."""
    capital = word[0].upper() + word[1:]
    return rf"(?:(?<![A-Za-z]){word}|{capital})(?![a-z])"


# pattern, what to write instead
OLD = [
    (name("mend(?:s|ed|ing)?"), "resolved (an incident), repair (anything else)"),
    (r"(?i:wrong[ _-]?hand)", "prohibited command"),
    (r"\b(?:a|one|every|other|whose|no) hand\b|\bhands\b|(?i:hand_edit)", "manual edit; by"),
    (r"(?i:answer[ _-]?sheet)", "answer key"),
    (r"(?i:\bdue[ _-]?(?:step|fact))", "required step"),
    (name("parting"), "divergence"),
    (r"Looked|LookKind|(?:\b|_)looked(?! up)(?:\b|_)", "queried, Queried"),
    (r"\b(?:a|an|the|each|every|any|one|no|other|first|last|which|that|these|those|by|of|its|two|"
     r"three|six) looks?\b(?! like| up)|\blooks (?:and|or|are|print|show|answer|were)\b",
     "query"),
    (r"\b(?:most|least|longest|largest|widest|fewest)_[a-z]", "max_, min_"),
    (name("tells?") + "|" + name("telling") + "|" + name("told"),
     "clue (noun); report, print, notify, distinguish (verb)"),
    (name("desk"), "console"),
    (r"(?<![a-z])face/|\bface::|(?<![A-Za-z])face(?![a-z])", "cli"),
    (name("nobody") + "|" + name("whoever"), "say who, or use the passive"),
    (r"(?<![Tt]here )\b(?:is|are|was|were) no "
     r"(?!longer|more|fewer|less|better|worse|later|earlier)|"
     r"(?<!There)(?:Is|Are|Was|Were)No(?=[A-Z])(?!Longer)", "is not a"),
    (name("stands?") + "|" + name("stood") + "|" + name("standing"),
     "is, lies, means, holds, is in force"),
    (r"\bfull marks\b|\b(?:the|its|a run's|same|of) marks\b", "score, points"),
    (r"(?i:what would have been)", "counterfactual"),
    (r"\b(?:the|THE|a|The|at|to|up to|before|after) (?:call|CALL)\b(?! (?:site|stack|to|of|graph))",
     "the alert"),
    (r"(?i:right would be)", "expected: …"),
    (name("anew"), "again"),
    (r"vocabulary\.md|looks\.md", "glossary.md, queries.md"),
]

# file (a glob), pattern of the line, reason
EXCEPTIONS = [
    ("fuzz/corpus/*", r".*", "input of fuzz targets"),
    ("tests/golden/heads*.txt", r".*", "hexadecimal digits"),
    ("*", r"skip-looks", "the name of an operator"),
    ("src/lab/drill/*", r'"standing"', "a random stream of every seed"),
]

TEXT = (".h", ".cpp", ".py", ".md", ".txt", ".yaml", ".cmake", ".svg", ".in", ".json", ".sh",
        ".svelte", ".ts")
TEXT_NAMES = ("lab", "soak", "check-includes", "readme-transcript", "run-tests", "run", "LICENSE",
              ".clang-format", ".clang-tidy")


def files(under=("",)):
    for folder, folders, names in os.walk(ROOT):
        inner = os.path.relpath(folder, ROOT)
        folders[:] = sorted(name for name in folders
                            if name not in ("build", "node_modules", ".git"))
        for file in sorted(names):
            path = os.path.normpath(os.path.join(inner, file))
            if path != SELF and path.startswith(tuple(under)) and (
                    file.endswith(TEXT) or file in TEXT_NAMES):
                yield path


def excepted(path, line):
    return any(fnmatch.fnmatch(path, glob) and re.search(pattern, line)
               for glob, pattern, _ in EXCEPTIONS)


def matches(under=("",)):
    """Path, line number, the word, what to write instead, the line."""
    any_old = re.compile("|".join(f"(?:{pattern})" for pattern, _ in OLD))
    for path in files(under):
        with open(os.path.join(ROOT, path), encoding="utf-8", errors="replace") as file:
            text = file.read()
        seen = 0
        for found in any_old.finditer(text):
            begin = text.rfind("\n", 0, found.start()) + 1
            line = text[begin:text.find("\n", found.end())]
            if excepted(path, line):
                continue
            instead = next(word for pattern, word in OLD if re.search(pattern, line))
            number = text.count("\n", 0, found.start()) + 1
            if number != seen:
                yield path, number, found.group(0), instead, line.strip()
            seen = number


class Words(unittest.TestCase):
    def test_old_words_are_gone(self):
        found = [f"{path}:{number}: '{word}': use {instead}"
                 for path, number, word, instead, _ in matches()]
        self.assertEqual([], found[:40], f"{len(found)} old words")

    def test_file_names_use_no_old_words(self):
        bad = [path for path in files() for pattern, _ in OLD
               if re.search(pattern, path) and not excepted(path, path)]
        self.assertEqual([], bad)

    def test_a_pattern_matches_what_it_should(self):
        for line in ("is mended", "IsMended", "the answer sheet", "most_refs", "a tell", "TellFact",
                     "AHandStands", "nobody", "x is no edge", "the call", "wrong_hand"):
            self.assertTrue(any(re.search(pattern, line) for pattern, _ in OLD), line)
        for line in ("recommended", "is no longer", "interface", "understand", "a call site",
                     "almost_", "standard", "shandy", "there is no room", "IsNoLonger"):
            self.assertFalse(any(re.search(pattern, line) for pattern, _ in OLD), line)


def main(arguments):
    rest = tuple(arguments[1:]) or ("",)
    if arguments[0] == "--list":
        for path, number, word, _, line in matches(rest):
            print(f"{path}:{number}: [{word}] {line}")
        return
    counts = collections.Counter()
    for path, *_ in matches(rest):
        counts["/".join(path.split("/")[:3 if path.startswith("src/lab") else 2])
               if path.startswith("src/") else path.split("/")[0]] += 1
    for folder, count in sorted(counts.items()):
        print(f"{count:5} {folder}")
    print(f"{sum(counts.values()):5} in all")


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] in ("--count", "--list"):
        main(sys.argv[1:])
    else:
        unittest.main()
