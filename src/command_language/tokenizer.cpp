#include "command_language/tokenizer.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "command_language/characters.h"
#include "command_language/parse.h"

namespace studylab::language {
namespace {

std::uint32_t column_of(std::size_t offset) { return static_cast<std::uint32_t>(offset) + 1; }

constexpr std::string_view between_words = " \t";

UsageError control_character(char last_byte, std::size_t at) {
  return {
      fmt::format("control character U+{:04X}", unsigned{static_cast<unsigned char>(last_byte)}),
      column_of(at), "use printable characters and spaces"};
}

std::optional<UsageError> bad_bytes(std::string_view line) {
  if (line.size() > max_line_length) return line_too_long(line.size());
  for (std::size_t at = 0; at < line.size();) {
    bool const printable = line[at] >= ' ' && line[at] <= '~';
    if (printable || line[at] == '\t') {  // a tab separates words like a space
      ++at;
      continue;
    }
    auto const length = character_length(line, at);
    if (length == 0) {
      return UsageError{
          fmt::format("byte 0x{:02x} is not valid UTF-8", static_cast<unsigned char>(line[at])),
          column_of(at), "a line must be UTF-8 text"};
    }
    if (is_control(line, at)) {
      return control_character(line[at + length - 1], at);
    }
    at += length;
  }
  return std::nullopt;
}

// Reads one word after the other; sets `problem` if it cannot continue.
class Splitter {
 public:
  explicit Splitter(std::string_view line) : line_(line) {}

  std::expected<std::vector<Word>, UsageError> all() {
    words_.reserve(12);
    while (skip_spaces()) {
      words_.push_back(Word{{}, column_of(at_), Word::Quoted::no});
      if (!take_option_name(words_.back())) take_word(words_.back());
      if (problem_) return std::unexpected(std::move(*problem_));
    }
    return std::move(words_);
  }

 private:
  bool skip_spaces() {
    at_ = std::min(line_.find_first_not_of(between_words, at_), line_.size());
    return at_ < line_.size();
  }

  // `--ref=VALUE` is `--ref VALUE` for any value.
  bool take_option_name(Word& word) {
    if (!line_.substr(at_).starts_with("--")) return false;
    auto const in_name = [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; };
    auto end = at_ + 2;
    while (end < line_.size() && in_name(line_[end])) ++end;
    if (end == line_.size() || end == at_ + 2 || line_[end] != '=') return false;
    word.text = line_.substr(at_, end - at_);
    at_ = end + 1;
    words_.push_back(Word{{}, column_of(at_), Word::Quoted::yes});
    take_word(words_.back());
    return true;
  }

  void take_word(Word& word) {
    while (at_ < line_.size() && !between_words.contains(line_[at_]) && !problem_) {
      auto const c = line_[at_];
      if (c == '"' || c == '\'') {
        word.quoted = Word::Quoted::yes;
        take_quoted(word.text);
      } else if (c == '\\') {
        word.quoted = Word::Quoted::yes;
        take_escaped(word.text);
      } else {
        take_plain(word.text);
      }
    }
  }

  void take_plain(std::string& text) {
    auto const is_plain = [](char c) {
      return c != ' ' && c != '\t' && c != '"' && c != '\'' && c != '\\';
    };
    auto end = at_;
    while (end < line_.size() && is_plain(line_[end])) ++end;
    text.append(line_.substr(at_, end - at_));
    at_ = end;
  }

  void take_escaped(std::string& text) {
    if (at_ + 1 == line_.size()) {
      problem_ = UsageError{"a backslash with nothing after it", column_of(at_),
                            "write \\\\ for a backslash"};
      return;
    }
    if (line_[at_ + 1] == '\t') return no_tab(at_ + 1);
    text.push_back(line_[at_ + 1]);
    at_ += 2;
  }

  void take_quoted(std::string& text) {
    auto const opened = at_;
    auto const quote = line_[at_++];
    while (at_ < line_.size() && line_[at_] != quote) {
      bool const escaped = quote == '"' && line_[at_] == '\\' && at_ + 1 < line_.size() &&
                           (line_[at_ + 1] == '"' || line_[at_ + 1] == '\\');
      if (escaped) ++at_;
      if (line_[at_] == '\t') return no_tab(at_);
      text.push_back(line_[at_++]);
    }
    if (at_ == line_.size()) {
      problem_ = UsageError{fmt::format("the quote {} is not closed", quote), column_of(opened),
                            fmt::format("end the text with {}", quote)};
      return;
    }
    ++at_;
  }

  void no_tab(std::size_t at) { problem_ = control_character('\t', at); }

  std::string_view line_;
  std::size_t at_ = 0;
  std::vector<Word> words_;
  std::optional<UsageError> problem_;
};

bool needs_no_quotes(std::string_view text) {
  auto const plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"._:/@+-,=%~"}.find(c) != std::string_view::npos;
  };
  return !text.empty() && !text.starts_with("-") && std::ranges::all_of(text, plain);
}

}  // namespace

std::expected<std::vector<Word>, UsageError> split_words(std::string_view line) {
  if (auto problem = bad_bytes(line)) return std::unexpected(std::move(*problem));
  return Splitter{line}.all();
}

bool has_option(std::string_view line, std::string_view option) {
  auto const words = split_words(line);
  return words && std::ranges::any_of(*words, [&](Word const& word) {
           return word.is_option() && word.text == option;
         });
}

std::string as_word(std::string_view text) {
  if (needs_no_quotes(text)) return std::string{text};
  std::string word = "\"";
  for (char const c : text) {
    if (c == '"' || c == '\\') word.push_back('\\');
    word.push_back(c);
  }
  return word + '"';
}

}  // namespace studylab::language
