"""Operating a drill in the pages by pointing alone: a line is put together from what is offered."""
import json
import re

from _browser import PagesTest

FINDING = {"show", "logs", "hint", "recall"}
EVIDENCE = {"wait", "impact", "note", "close"}
STEPS = ("Find truth", "Classify", "Take the smallest", "Leave evidence")


def words_of(line):
    return re.findall(r'"[^"]*"|\S+', line)


class Line:
    """The words of a command, and its options in any order. Texts are not compared: the pages offer
    prepared ones, and the mouse types none of its own."""

    def __init__(self, line):
        self.words, self.options, self.open_option = [], {}, ""
        name = ""
        for word in words_of(line):
            if word.startswith("--"):
                name = word
                self.options[name] = []
            elif name:
                self.options[name].append('""' if word.startswith('"') else word)
            else:
                self.words.append('""' if word.startswith('"') else word)
        self.refs = [ref.removeprefix("entry-") for ref in self.options.pop("--ref", [])]
        if name in self.options and not self.options[name]:
            self.open_option = name

    def __eq__(self, other):
        return (self.words, self.options, self.refs) == (other.words, other.options, other.refs)

    def begins(self, whole):
        options = all(whole.options.get(name) == values or
                      (name == self.open_option and name in whole.options)
                      for name, values in self.options.items())
        return whole.words[:len(self.words)] == self.words and options

    def next_word(self, whole):
        """The word that has to follow for the line to become the whole one."""
        if self.open_option and whole.options[self.open_option]:
            return whole.options[self.open_option][0]
        if len(self.words) < len(whole.words):
            return whole.words[len(self.words)]
        missing = [name for name in whole.options if name not in self.options]
        return missing[0] if missing else "--ref" if self.refs != whole.refs else ""


class PointingTest(PagesTest):
    def expert_lines(self, drill, variant, seed):
        """What the expert runs instead of a wrong class as the first command."""
        run = self.run_program("drill", drill, "--variant", variant, "--seed", str(seed), "--io",
                               "jsonl", stdin="classify no-fault --because 'a guess'\n")
        debrief = json.loads(run.stdout.splitlines()[-1])["debrief"]
        return debrief["counterfactual"]["commands"]

    def labels(self):
        return self.script("return [...document.querySelectorAll('.offers button')].map((one) => "
                           "one.childNodes[0].textContent.trim())")

    def click_label(self, number):
        self.all(".offers button")[number].click()

    def choose_refs(self, refs):
        """Chooses those of the entries that the console or the list beside it shows as rows. The
        expert also refers to entries that only the messages have."""
        code = self.all("#drawer .chosen code")
        chosen = code[0].get_attribute("textContent").split()[1:] if code else []
        if chosen and chosen != refs:
            self.area("Evidence")
            self.click("#drawer .chosen button", "none")
        elif chosen:
            return refs
        found = [ref for ref in refs if self.choose_ref(ref)]
        self.assertTrue(found or not refs, f"none of {refs} was shown as a row")
        self.area("Console")
        return found

    def choose_ref(self, ref):
        rows = f".console button.entry[aria-label='entry {ref} as evidence']"
        listed = f"#drawer button[aria-label='ref {ref} as evidence']"
        for area, css in (("Console", rows), ("Evidence", listed)):
            if self.all(css):
                self.area(area)
                button = self.all(css)[-1]
                self.script("arguments[0].scrollIntoView({ block: 'center' })", button)
                button.click()
                return True
        return False

    def as_a_person(self, line):
        """`show operations` of a person is of the alert's environment, and the expert's is of all:
        what only that shows is replaced by an operation that was shown."""
        if line == "show operations":
            return f"{line} {self.environment_of_alert}"
        if line.startswith("show operation "):
            known = [one["word"] for one in self.ask(
                f"/runs/{self.run_name}/completions?line=show%20operation%20")]
            return line if line.split()[2] in known else f"show operation {known[0]}"
        return line

    def point_line(self, line):
        """Puts the line together by pointing, and runs it. The text of its answer."""
        whole = Line(self.as_a_person(line))
        whole.refs = self.choose_refs(whole.refs)
        verb = whole.words[0]
        step = 0 if verb in FINDING else 1 if verb == "classify" else 3 if verb in EVIDENCE else 2
        self.step(STEPS[step])
        self.area("Console")
        while Line(self.line()) != whole or not self.line():
            self.point_further(whole)
        return self.run_line()

    def point_further(self, whole):
        line = self.line()
        typed = Line(line)
        self.assertTrue(typed.begins(whole), f"'{line}' does not begin {vars(whole)}")

        def found():
            labels = self.labels()
            if line:
                wanted = typed.next_word(whole)
                if wanted == "--ref" and line.rstrip().endswith("--ref"):
                    wanted = " ".join(whole.refs)
                fits = [n for n, label in enumerate(labels)
                        if label == wanted or (wanted == '""' and label.startswith('"'))]
            else:
                fits = [n for n, label in enumerate(labels)
                        if Line(label.removesuffix(" …")).begins(whole)]
                fits.sort(key=lambda n: -len(labels[n]))
            return [fits[0]] if fits else []

        number = self.until(found, f"after '{line}' nothing leads to {vars(whole)}; "
                                   f"offered: {self.labels()}")
        self.click_label(number[0])
        self.until(lambda: self.line() != line, f"a click typed nothing after '{line}'")

    def pass_by_pointing(self, drill, variant, seed):
        lines = self.expert_lines(drill, variant, seed)
        self.open_run(drill, seed=seed, variant=variant)
        self.environment_of_alert = self.ask(f"/runs/{self.run_name}")["incident"]["environment"]
        for line in lines:
            self.point_line(line)
        debrief = self.debrief()
        self.assertTrue(debrief["passed"], json.dumps(debrief["deductions"], indent=1))
        self.assertEqual([], self.errors())
        return debrief
