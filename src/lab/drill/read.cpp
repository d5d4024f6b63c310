#include "lab/drill/read.h"

#include <algorithm>
#include <charconv>
#include <sstream>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>

#include "command_language/names.h"

namespace studylab::drill {
namespace {

std::optional<std::uint32_t> whole_number(std::string_view text) {
  std::uint32_t number = 0;
  auto const* const end = text.data() + text.size();
  auto const [rest, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc{} || rest != end) return std::nullopt;
  return number;
}

// The two ends of `a..b`; for `a`, the same value twice.
std::pair<std::string_view, std::string_view> ends(std::string_view text) {
  auto const dots = text.find("..");
  if (dots == std::string_view::npos) return {text, text};
  return {text.substr(0, dots), text.substr(dots + 2)};
}

std::string_view kind_of(YAML::Node const& node) {
  switch (node.Type()) {
    case YAML::NodeType::Scalar: return "a single value";
    case YAML::NodeType::Sequence: return "a list";
    case YAML::NodeType::Map: return "a map";
    case YAML::NodeType::Undefined:
    case YAML::NodeType::Null: return "nothing";
  }
  return "nothing";
}

std::string_view line_of(std::string_view text, int number) {
  for (; number > 0 && !text.empty(); --number) {
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  return text.substr(0, text.find('\n'));
}

bool has_tab_in_indentation(std::string_view line) {
  return line.substr(0, line.find_first_not_of(" \t")).contains('\t');
}

// The parser's messages are about YAML's grammar; this is about what an author types.
std::string_view what_is_accepted(std::string_view message) {
  if (message.contains("anchor")) return "*NAME after an &NAME further up";
  if (message.contains("flow")) return "a closing ] or } for each [ or {";
  bool const structure = message.contains("map") || message.contains("sequence");
  if (!structure) return "well-formed YAML";
  return "`KEY: VALUE`, the keys of a map and the items of a list each in one column, and quotes "
         "around a text that contains ': ' or begins with a special character";
}

Mistake syntax_mistake(YAML::Exception const& error, std::string_view text, std::string file) {
  auto const line = std::max(error.mark.line, 0);
  auto const column = std::max(error.mark.column, 0);
  Mistake mistake{std::move(file),
                  static_cast<std::uint32_t>(line + 1),
                  static_cast<std::uint32_t>(column + 1),
                  "",
                  error.msg,
                  std::string{what_is_accepted(error.msg)}};
  if (!has_tab_in_indentation(line_of(text, line))) return mistake;
  mistake.what = "a tab in the indentation";
  mistake.right = "spaces";
  return mistake;
}

// Where the second document of a file begins.
class SecondDocument : public YAML::EventHandler {
 public:
  std::optional<YAML::Mark> const& begins() const { return begins_; }

  void OnDocumentStart(YAML::Mark const& mark) override {
    if (++documents_ == 2) begins_ = mark;
  }
  void OnDocumentEnd() override {}
  void OnNull(YAML::Mark const&, YAML::anchor_t) override {}
  void OnAlias(YAML::Mark const&, YAML::anchor_t) override {}
  void OnScalar(YAML::Mark const&, std::string const&, YAML::anchor_t,
                std::string const&) override {}
  void OnSequenceStart(YAML::Mark const&, std::string const&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(YAML::Mark const&, std::string const&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}

 private:
  int documents_ = 0;
  std::optional<YAML::Mark> begins_;
};

// YAML::LoadAll does not end on some texts: the parser finds documents without getting further.
std::optional<YAML::Mark> second_document(std::string const& text) {
  std::istringstream stream{text};
  YAML::Parser parser{stream};
  SecondDocument second;
  while (!second.begins() && parser.HandleNextDocument(second)) {
  }
  return second.begins();
}

}  // namespace

std::vector<Mistake> read_yaml(std::string_view text, std::string file,
                               std::function<void(Reading&, YAML::Node const&)> const& read) {
  Reading reading{std::move(file), {}};
  try {
    std::string const whole{text};
    auto const second = second_document(whole);
    read(reading, YAML::Load(whole));
    if (second) {
      reading.mistakes.push_back({reading.file, static_cast<std::uint32_t>(second->line + 1),
                                  static_cast<std::uint32_t>(second->column + 1), "",
                                  "another document begins here",
                                  "one document, without a line of ---"});
    }
  } catch (YAML::Exception const& error) {
    reading.mistakes.push_back(syntax_mistake(error, text, reading.file));
  }
  std::ranges::stable_sort(reading.mistakes, {},
                           [](Mistake const& m) { return std::pair{m.line, m.column}; });
  return std::move(reading.mistakes);
}

std::string joined(std::span<std::string_view const> words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

void check_placeholders(Value const& value, std::string_view text,
                        std::vector<std::string_view> names) {
  for (std::size_t at = 0; (at = text.find_first_of("{}", at)) != std::string_view::npos; ++at) {
    auto const rest = text.substr(at);
    auto const known =
        std::ranges::find_if(names, [&](auto const name) { return rest.starts_with(name); });
    if (known == names.end()) {
      auto const last = names.back();
      names.pop_back();
      return value.wrong("unknown placeholder or unmatched brace",
                         fmt::format("{} and {}, and no other braces", joined(names), last));
    }
    at += known->size() - 1;
  }
}

std::string to_text(Range range) { return fmt::format("{}..{}", range.low, range.high); }

void Value::wrong(std::string what, std::string right) const {
  // An empty file has no place.
  reading_->mistakes.push_back(Mistake{reading_->file,
                                       static_cast<std::uint32_t>(std::max(place_.line, 0) + 1),
                                       static_cast<std::uint32_t>(std::max(place_.column, 0) + 1),
                                       key_, std::move(what), std::move(right)});
}

void Value::unknown(std::string_view text, std::string_view noun,
                    std::span<std::string_view const> words) const {
  auto right = fmt::format("one of {}", joined(words));
  if (auto const near = language::nearest(text, words)) {
    right = fmt::format("'{}', {}", *near, right);
  }
  wrong(fmt::format("'{}' is not a valid {}", text, noun), right);
}

std::optional<std::string> Value::text() const {
  auto const is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (node_.IsScalar() && !node_.Scalar().empty()) {
    if (std::ranges::none_of(node_.Scalar(), is_control)) return node_.Scalar();
    wrong("the text contains a control character", "one line of text");
    return std::nullopt;
  }
  wrong(fmt::format("found {}", node_.IsScalar() ? "nothing" : kind_of(node_)), "text");
  return std::nullopt;
}

std::optional<std::string> Value::id() const {
  auto const given = text();
  if (!given) return std::nullopt;
  auto const is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  auto const is_part = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; };
  bool const well_formed =
      given->size() <= 40 && is_letter(given->front()) && std::ranges::all_of(*given, is_part);
  if (well_formed) return given;
  wrong(fmt::format("'{}' is not a valid name", *given),
        "a lower-case letter, then lower-case letters, digits and hyphens, at most 40");
  return std::nullopt;
}

std::optional<std::uint32_t> Value::number(Range bounds) const {
  auto const number = node_.IsScalar() ? whole_number(node_.Scalar()) : std::nullopt;
  if (number && bounds.low <= *number && *number <= bounds.high) return number;
  wrong(node_.IsScalar() ? fmt::format("'{}' is not in bounds", node_.Scalar())
                         : fmt::format("found {}", kind_of(node_)),
        fmt::format("a whole number, {}", to_text(bounds)));
  return std::nullopt;
}

std::optional<Range> Value::range(Range bounds) const {
  auto const right = fmt::format("LOW..HIGH or one number, within {}", to_text(bounds));
  if (!node_.IsScalar()) {
    wrong(fmt::format("found {}", kind_of(node_)), right);
    return std::nullopt;
  }
  auto const [first, last] = ends(node_.Scalar());
  auto const low = whole_number(first);
  auto const high = whole_number(last);
  if (!low || !high) {
    wrong(fmt::format("'{}' is not a valid range", node_.Scalar()), right);
  } else if (*low > *high) {
    wrong(fmt::format("'{}' ends before it begins", node_.Scalar()), right);
  } else if (*low < bounds.low || *high > bounds.high) {
    wrong(fmt::format("'{}' is not in bounds", node_.Scalar()), right);
  } else {
    return Range{*low, *high};
  }
  return std::nullopt;
}

std::optional<DurationRange> Value::durations() const {
  constexpr std::string_view right =
      "a duration (90s, 5m, 250ms) or two with .. between, more than zero, at most 24h";
  if (!node_.IsScalar()) {
    wrong(fmt::format("found {}", kind_of(node_)), std::string{right});
    return std::nullopt;
  }
  auto const [first, last] = ends(node_.Scalar());
  auto const low = parse_duration(first);
  auto const high = parse_duration(last);
  bool const rising = low && high && Duration{} < *low && *low <= *high;
  if (rising && *high <= language::max_duration) return DurationRange{*low, *high};
  wrong(fmt::format("'{}' is not a valid duration", node_.Scalar()), std::string{right});
  return std::nullopt;
}

std::optional<Duration> Value::duration() const {
  auto const range = durations();
  if (!range) return std::nullopt;
  if (range->low == range->high) return range->low;
  wrong(fmt::format("'{}' is a range", node_.Scalar()), "one duration (90s, 5m, 250ms)");
  return std::nullopt;
}

std::optional<std::size_t> Value::word(std::string_view noun,
                                       std::span<std::string_view const> words) const {
  auto const given = text();
  if (!given) return std::nullopt;
  auto const found = std::ranges::find(words, std::string_view{*given});
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  unknown(*given, noun, words);
  return std::nullopt;
}

std::vector<Value> Value::items() const {
  std::vector<Value> items;
  if (!node_.IsSequence() || node_.size() == 0) {
    wrong(fmt::format("found {}", node_.IsSequence() ? "an empty list" : kind_of(node_)),
          "a list with at least one item");
    return items;
  }
  for (std::size_t i = 0; i < node_.size(); ++i) {
    items.emplace_back(*reading_, node_[i], fmt::format("{}.{}", key_, i));
  }
  return items;
}

std::vector<std::string> Value::texts() const {
  std::vector<std::string> texts;
  for (auto const& item : items()) {
    if (auto text = item.text()) texts.push_back(std::move(*text));
  }
  return texts;
}

std::optional<Value> Value::peek(std::string_view name) const {
  if (!node_.IsMap()) return std::nullopt;
  for (auto const& entry : node_) {
    if (!entry.first.IsScalar() || entry.first.Scalar() != name) continue;
    return Value{*reading_, entry.second,
                 key_.empty() ? std::string{name} : fmt::format("{}.{}", key_, name),
                 entry.first.Mark()};
  }
  return std::nullopt;
}

Fields::Fields(Value const& map, std::initializer_list<FieldName> names) {
  std::span<FieldName const> const known{names.begin(), names.size()};
  if (!map.node_.IsMap()) {
    std::vector<std::string_view> words;
    for (auto const& field : known) words.push_back(field.name);
    map.wrong(fmt::format("found {}", kind_of(map.node_)),
              fmt::format("a map with {}", joined(words)));
    return;
  }
  for (auto const& entry : map.node_) {
    auto const name = entry.first.IsScalar() ? entry.first.Scalar() : std::string{"?"};
    auto const path = map.key_.empty() ? name : fmt::format("{}.{}", map.key_, name);
    Value const at_key{*map.reading_, entry.first, path};
    std::vector<std::string_view> words;
    for (auto const& field : known) words.push_back(field.name);
    if (std::ranges::find(words, std::string_view{name}) == words.end()) {
      at_key.unknown(name, "key here", words);
    } else if ((*this)[name]) {
      at_key.wrong("appears twice", "once");
    } else {
      found_.emplace_back(name, Value{*map.reading_, entry.second, path, entry.first.Mark()});
    }
  }
  check_names(map, known);
}

void Fields::check_names(Value const& map, std::span<FieldName const> names) const {
  for (auto const& field : names) {
    if (field.needed == Needed::no || (*this)[field.name]) continue;
    map.wrong(fmt::format("'{}' is missing", field.name), fmt::format("the key '{}'", field.name));
  }
}

std::optional<Value> Fields::operator[](std::string_view name) const {
  auto const found = std::ranges::find(found_, name, &std::pair<std::string, Value>::first);
  return found == found_.end() ? std::nullopt : std::optional{found->second};
}

}  // namespace studylab::drill
