#include "command_language/parse.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "base/check.h"
#include "command_language/characters.h"
#include "command_language/grammar.h"
#include "command_language/option_lister.h"
#include "command_language/reader.h"
#include "command_language/tokenizer.h"
#include "command_language/verbs.h"
#include "command_language/writer.h"

namespace studylab::language {
namespace {

// A verb's words with the empty command that its grammar fills.
struct Known {
  std::string_view words;
  VerbRow const* row;
  Verb verb;
};

std::vector<Verb> empty_verbs() {
  std::vector<Verb> verbs{Hint{},           Classify{},       Note{},           StateImpact{},
                          Close{},          Wait{},           Freeze{},         Unfreeze{},
                          Cancel{},         Rollback{},       Deploy{},         RepairPropagation{},
                          Wake{},           Retry{},          NotifyOwner{},    Escalate{},
                          SetGapPolicy{},   TakeSnapshot{},   VerifySnapshot{}, Resume{},
                          Restart{},        PublishStatus{},  ResolveStatus{},  RotateSecret{},
                          Cordon{},         Uncordon{},       Headroom{},       Postcheck{},
                          Replace{},        Drain{},          Rebuild{},        RecordDrift{},
                          FenceWriters{},   UnfenceWriters{}, PlanRestore{},    RunRestore{},
                          CutOverRestore{}, Reconcile{},      Pause{},          Unpause{},
                          FailOver{}};
  for (std::uint32_t n = 0; n < enum_size<QueryKind>; ++n) {
    Query query;
    query.query = static_cast<QueryKind>(n);
    verbs.emplace_back(std::move(query));
  }
  for (std::uint32_t n = 0; n < enum_size<ProhibitedVerb>; ++n) {
    verbs.emplace_back(ProhibitedCommand{static_cast<ProhibitedVerb>(n), {}, {}});
  }
  return verbs;
}

std::vector<Known> const& known_verbs() {
  static std::vector<Known> const sorted = [] {
    std::vector<Known> all;
    for (auto& verb : empty_verbs()) {
      OperatorCommand command;
      command.verb = std::move(verb);
      auto const& row = row_of(command);
      all.push_back(Known{row.words, &row, std::move(command.verb)});
    }
    std::ranges::sort(all, {}, &Known::words);
    return all;
  }();
  return sorted;
}

Known const* find_known(std::string_view words) {
  auto const& sorted = known_verbs();
  auto const at = std::ranges::lower_bound(sorted, words, {}, &Known::words);
  return at != sorted.end() && at->words == words ? &*at : nullptr;
}

std::string_view first_word(std::string_view words) { return words.substr(0, words.find(' ')); }

// The verbs of two words by their first: `show`, `restore`, `status`. Empty: there is none.
std::vector<std::string_view> second_words(std::string_view first) {
  std::vector<std::string_view> words;
  for (auto const& row : verb_rows()) {
    if (row.words.size() > first.size() && row.words.starts_with(first) &&
        row.words[first.size()] == ' ') {
      words.push_back(row.words.substr(first.size() + 1));
    }
  }
  if (first == "show") words.emplace_back("runbook");
  return words;
}

// A prohibited command is never suggested.
UsageError unknown_verb(Word const& word) {
  std::vector<std::string_view> firsts;
  for (auto const& row : free_rows()) firsts.push_back(first_word(row.words));
  for (auto const& row : verb_rows()) {
    if (!is_prohibited(row)) firsts.push_back(first_word(row.words));
  }
  auto const near = nearest(word.text, firsts);
  auto right = near ? fmt::format("did you mean '{}'? `help` lists the verbs", *near)
                    : std::string{"`help` lists the verbs"};
  constexpr std::array<std::string_view, 4> leaving{"quit", "exit", "logout", "q"};
  if (std::ranges::find(leaving, word.text) != leaving.end()) {
    right = "`close` ends the run with its evidence; the end of input (Ctrl-D) ends it without";
  }
  return {fmt::format("unknown verb '{}'", word.text), word.column, std::move(right)};
}

UsageError unknown_second(std::span<Word const> words, std::span<std::string_view const> seconds) {
  auto const& first = words[0].text;
  auto const list = fmt::format("`help {}` lists what it takes", first);
  if (words.size() == 1 || words[1].is_option()) {
    return {fmt::format("{} needs a word after it", first), words[0].column, list};
  }
  auto const near = nearest(words[1].text, seconds);
  return {fmt::format("unknown words '{} {}'", first, words[1].text), words[1].column,
          near ? fmt::format("did you mean '{} {}'? {}", first, *near, list) : list};
}

// The verb that a line begins with, and how many words it has.
struct Begun {
  Known const* known = nullptr;
  std::size_t length = 1;
};

std::expected<Begun, UsageError> begun_verb(std::span<Word const> words) {
  if (auto const* known = find_known(words[0].text)) return Begun{known, 1};
  if (words.size() > 1) {
    auto const* known = find_known(words[0].text + ' ' + words[1].text);
    if (known != nullptr) return Begun{known, 2};
  }
  auto const seconds = second_words(words[0].text);
  if (seconds.empty()) return std::unexpected(unknown_verb(words[0]));
  return std::unexpected(unknown_second(words, seconds));
}

bool asks_for_help(std::span<Word const> words) {
  return std::ranges::any_of(
      words, [](Word const& word) { return word.is_option() && word.text == "--help"; });
}

std::expected<ParsedLine, UsageError> parse_help(std::span<Word const> words) {
  HelpRequest request;
  if (words.empty() || asks_for_help(words)) return request;
  bool const whole_group = words.size() == 1 && !second_words(words[0].text).empty();
  constexpr std::array<std::string_view, 4> topics{"help", "recall", "scoring", "--all"};
  if (std::ranges::find(topics, words[0].text) != topics.end() || whole_group) {
    request.verb = words[0].text;
    return request;
  }
  if (words.size() == 2 && words[0].text == "show" && words[1].text == "runbook") {
    request.verb = "show runbook";
    return request;
  }
  auto begun = begun_verb(words);
  if (!begun) return std::unexpected(std::move(begun.error()));
  request.verb = begun->known->words;
  return request;
}

UsageError unexpected_argument(Word const& word, std::string_view usage) {
  return {fmt::format("unexpected argument '{}'", word.text), word.column, std::string{usage}};
}

std::expected<ParsedLine, UsageError> parse_recall(std::span<Word> words) {
  if (asks_for_help(words)) return HelpRequest{"recall"};
  if (words.size() > 1) return std::unexpected(unexpected_argument(words[1], "recall [WORD]"));
  return RecallRequest{words.empty() ? std::string{} : std::move(words[0].text)};
}

std::expected<ParsedLine, UsageError> parse_runbook(std::span<Word const> words) {
  if (asks_for_help(words)) return HelpRequest{"show runbook"};
  if (!words.empty()) return std::unexpected(unexpected_argument(words[0], "show runbook"));
  return RunbookRequest{};
}

std::expected<ParsedLine, UsageError> parse_verb(std::span<Word> words, std::string_view line,
                                                 ShownNames const& shown,
                                                 std::string_view runbook) {
  auto begun = begun_verb(words);
  auto const whole = words;
  if (!begun && whole.size() > 1 && asks_for_help(whole)) {
    return parse_help(whole.first(1));
  }
  if (!begun) return std::unexpected(std::move(begun.error()));
  auto const rest = words.subspan(begun->length);
  if (asks_for_help(rest)) return HelpRequest{std::string{begun->known->words}};

  OperatorCommand command;
  command.verb = begun->known->verb;
  command.line = line;
  Reader reader{rest, *begun->known->row, shown, runbook};
  reader.common(command);
  std::visit([&](auto& verb) { grammar(reader, verb); }, command.verb);
  auto const* classify = std::get_if<Classify>(&command.verb);
  if (classify != nullptr) reader.require_scope(*classify);
  if (auto error = reader.finish()) return std::unexpected(std::move(*error));
  command.kind = kind_of(command);
  command.reach = reach_of(command);
  return command;
}

}  // namespace

std::expected<ParsedLine, UsageError> parse_line(std::string_view line, ShownNames const& shown,
                                                 std::string_view runbook) {
  line = without_line_end(line);
  auto words = split_words(line);
  if (!words) return std::unexpected(std::move(words.error()));
  if (words->empty())
    return std::unexpected(UsageError{"the line is empty", 0, "`help` lists the verbs"});
  std::span<Word> const all{*words};
  if (all[0].text == "help") return parse_help(all.subspan(1));
  if (all[0].text == "recall") return parse_recall(all.subspan(1));
  bool const runbook_asked = all.size() > 1 && all[0].text == "show" && all[1].text == "runbook";
  if (runbook_asked) return parse_runbook(all.subspan(2));
  return parse_verb(all, line, shown, runbook);
}

std::expected<OperatorCommand, UsageError> parse_command(std::string_view line,
                                                         ShownNames const& shown) {
  auto parsed = parse_line(line, shown);
  if (!parsed) return std::unexpected(std::move(parsed.error()));
  if (auto* command = std::get_if<OperatorCommand>(&*parsed)) return std::move(*command);
  return std::unexpected(
      UsageError{"this is not a command", 0, "help, recall and show runbook are not recorded"});
}

std::optional<MissingObject> missing_object(std::string_view line) {
  auto words = split_words(line);
  if (!words || words->empty()) return std::nullopt;
  std::span<Word> const all{*words};
  auto const begun = begun_verb(all);
  auto const rest = begun ? all.subspan(begun->length) : all;
  if (!begun || asks_for_help(rest)) return std::nullopt;
  OperatorCommand command;
  command.verb = begun->known->verb;
  ShownNames const none;
  Reader reader{rest, *begun->known->row, none, {}};
  reader.common(command);
  std::visit([&](auto& verb) { grammar(reader, verb); }, command.verb);
  auto const form = reader.missing_object();
  if (!form) return std::nullopt;
  return MissingObject{*form, kind_of(command), command.plan};
}

std::string line_of(OperatorCommand const& command) {
  Writer writer;
  std::visit([&](auto const& verb) { grammar(writer, verb); }, command.verb);
  writer.common(command);
  return writer.line(words_of(command));
}

namespace {

// Prohibited forms, and verbs that few platforms have objects for, are recognized by their words
// alone, whatever names follow them.
bool comes_before_names(OperatorCommand const& command) {
  if (auto const* rollback = std::get_if<Rollback>(&command.verb)) {
    return rollback->as_data_repair || rollback->without_database_check;
  }
  if (auto const* query = std::get_if<Query>(&command.verb)) {
    using enum QueryKind;
    return query->query == gate || query->query == sessions || query->query == backups ||
           query->query == consumers || query->query == plan;
  }
  bool const on_database = std::holds_alternative<FenceWriters>(command.verb) ||
                           std::holds_alternative<UnfenceWriters>(command.verb) ||
                           std::holds_alternative<PlanRestore>(command.verb) ||
                           names_plan(command.verb);
  return is_prohibited(command) || on_database || std::holds_alternative<FailOver>(command.verb);
}

}  // namespace

std::optional<UsageError> name_not_shown(OperatorCommand const& command, ShownNames const& shown,
                                         IsOfKind const& is_of_kind) {
  if (comes_before_names(command)) return std::nullopt;
  NameCheck check{shown};
  std::visit([&](auto const& verb) { grammar(check, verb); }, command.verb);
  if (!check.unknown) return std::nullopt;
  auto const& name = check.unknown->name;
  bool const is_notice =
      check.unknown->form == NameForm::operation_or_notice && has_form(name, NameForm::notice);
  auto const form = is_notice ? NameForm::notice : check.unknown->form;
  auto const query = listed_by(form);
  auto const lists = query.empty() ? std::string{"use a name that a query printed"}
                                   : fmt::format("`{}` lists them", query);
  auto const near = nearest_name(name, form, shown, is_of_kind);
  return UsageError{fmt::format("'{}' has not been shown", name), 0,
                    near ? fmt::format("did you mean '{}'? {}", *near, lists) : lists};
}

std::vector<Slots::Slot> slots_of(VerbRow const& row) {
  using Takes = Slots::Slot::Takes;
  Slots slots;
  std::visit([&](auto const& verb) { grammar(slots, verb); }, find_known(row.words)->verb);
  slots.slots.push_back({"--because", NameForm::text, {}, Takes::one});
  slots.slots.push_back({"--ref", NameForm::reference, {}, Takes::many});
  if (takes_plan(row)) slots.slots.push_back({"--plan", {}, {}, Takes::nothing});
  return std::move(slots.slots);
}

std::vector<std::string_view> options_of(std::string_view verb_words) {
  auto const* known = find_known(verb_words);
  if (known == nullptr) return {};
  Lister lister;
  std::visit([&](auto const& verb) { grammar(lister, verb); }, known->verb);
  lister.names.insert(lister.names.end(), {"--because", "--ref"});
  bool const listed = std::ranges::find(lister.names, "--plan") != lister.names.end();
  if (takes_plan(*known->row) && !listed) lister.names.push_back("--plan");
  return lister.names;
}

}  // namespace studylab::language
