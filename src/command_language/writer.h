#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "command_language/grammar.h"
#include "command_language/tokenizer.h"

namespace studylab::language {

// Writes a command's words in the order of grammar.h: places first, then options.
class Writer {
 public:
  template <class T>
  using Of = T const;

  template <class T>
  void option(std::string_view name, T const& value, NameForm, Need) {
    put_option(name, word(value));
  }
  template <class E>
  void choice(std::string_view name, E const& value) {
    if (value != E{}) put_option(name, word(value));
  }
  template <class T>
  void flag(std::string_view name, T const& value) {
    if (value == static_cast<T>(1)) append(options_, name);
  }
  void literal(std::string_view name, std::string_view text, bool value) {
    if (value) put_option(name, std::string{text});
  }
  void many(std::string_view name, std::vector<std::string> const& values, NameForm) {
    if (values.empty()) return;
    append(options_, name);
    for (auto const& value : values) append(options_, as_word(value));
  }
  void repair(std::string_view name, std::optional<RepairKind> const& kind,
              std::string const& object) {
    if (!kind) return;
    put_option(name, word(*kind));
    if (wants_name(*kind)) append(options_, as_word(object));
  }
  template <class T>
  void place(std::string_view, T const& value, NameForm, Need) {
    put_place(word(value));
  }
  template <class E>
  void place_choice(std::string_view, E const& value) {
    put_place(word(value));
  }
  void require(bool, std::string_view) {}
  void done() {}

  // A prohibited command's own option is written bare; every other word is read back as a plain
  // word.
  void anything(ProhibitedCommand const& command) {
    put_place(word(command.object));
    for (auto const& argument : command.arguments) {
      append(places_, is_bare_option(argument) ? argument : as_word(argument));
    }
  }

  void common(OperatorCommand const& command) {
    put_option("--because", word(command.because));
    many("--ref", command.refs, NameForm::reference);
    flag("--plan", command.plan);
  }

  std::string line(std::string_view verb) const { return std::string{verb} + places_ + options_; }

 private:
  static void append(std::string& to, std::string_view text) {
    to += ' ';
    to += text;
  }
  void put_place(std::string const& text) {
    if (!text.empty()) append(places_, text);
  }
  void put_option(std::string_view name, std::string const& value) {
    if (value.empty()) return;
    append(options_, name);
    append(options_, value);
  }
  static bool is_bare_option(std::string_view text) {
    bool const common =
        text == "--because" || text == "--ref" || text == "--plan" || text == "--help";
    return text.starts_with("--") && !common &&
           text.find_first_of(" \t\"'\\=") == std::string_view::npos;
  }

  // The word that a value is written as; empty: absent.
  static std::string word(std::string const& value) {
    return value.empty() ? value : as_word(value);
  }
  template <class Tag>
  static std::string word(Named<std::string, Tag> const& value) {
    return word(value.value());
  }
  static std::string word(RouteSequence value) { return fmt::to_string(value.value()); }
  static std::string word(std::uint32_t value) { return fmt::to_string(value); }
  static std::string word(Duration value) { return to_text(value); }
  template <class E>
    requires std::is_enum_v<E>
  static std::string word(E value) {
    return std::string{to_text(value)};
  }
  template <class T>
  static std::string word(std::optional<T> const& value) {
    return value ? word(*value) : std::string{};
  }

  std::string places_;
  std::string options_;
};

}  // namespace studylab::language
