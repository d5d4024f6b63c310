#pragma once

#include <charconv>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "command_language/grammar.h"
#include "command_language/names.h"
#include "command_language/tokenizer.h"
#include "command_language/usage.h"
#include "command_language/verbs.h"

namespace studylab::language {

// Fills a command from the words after its verb, as grammar.h asks for them. Every word must be
// used; the first error is kept.
class Reader {
 public:
  template <class T>
  using Of = T;

  // `runbook`: the runbook whose classes are accepted; empty: those of all runbooks.
  Reader(std::span<Word> words, VerbRow const& row, ShownNames const& shown,
         std::string_view runbook)
      : words_(words), taken_(words.size(), 0), row_(row), shown_(shown), runbook_(runbook) {
    options_.reserve(12);
  }

  template <class T>
  void option(std::string_view name, T& value, NameForm form, Need need) {
    auto const at = value_of(name, need);
    if (at) read(*at, name, value, form);
  }
  template <class E>
  void choice(std::string_view name, E& value) {
    auto const at = value_of(name, Need::no);
    if (at) read_choice(*at, name, value);
  }
  template <class T>
  void flag(std::string_view name, T& value) {
    if (find(name)) value = static_cast<T>(1);
  }
  void literal(std::string_view name, std::string_view word, bool& value);
  void many(std::string_view name, std::vector<std::string>& values, NameForm form,
            std::size_t most = std::numeric_limits<std::size_t>::max());
  void repair(std::string_view name, std::optional<RepairKind>& kind, std::string& object);

  template <class T>
  void place(std::string_view label, T& value, NameForm form, Need need) {
    bool const first = !first_place_;
    if (first) first_place_ = form;
    auto const at = next_place(label, need);
    if (at) read(*at, label, value, form);
    if (!at && first && need == Need::no) left_out_ = form;
  }
  template <class E>
  void place_choice(std::string_view label, E& value) {
    auto const at = next_place(label, Need::yes);
    if (at) read_choice(*at, label, value);
  }
  void require(bool holds, std::string_view what);
  void done() { check_options(); }
  void anything(ProhibitedCommand& command);

  // --because, --ref and --plan, which any verb may have.
  void common(OperatorCommand& command);

  // The class of an outage is stated with its scope. Call it after the grammar, which reads both.
  void require_scope(Classify const& classify);
  // The error, after the grammar has asked for everything.
  std::optional<UsageError> finish();

  // The form of the verb's first place if exactly one required place has no word, or if a query
  // has no word for its optional one; otherwise none.
  std::optional<NameForm> missing_object() const;

 private:
  using Index = std::size_t;

  std::optional<Index> find(std::string_view name);
  std::optional<Index> value_of(std::string_view name, Need need);
  std::optional<Index> next_place(std::string_view label, Need need);
  void plan_flag(OperatorCommand& command);
  void common_of_prohibited(OperatorCommand& command);
  void check_options();
  bool is_free_value(Index at) const;

  void fail(Index at, std::string what, std::string right);
  void wrong_value(Index at, std::string_view label, NameForm form);
  void wrong_choice(Index at, std::string_view label, std::span<std::string_view const> words);

  void read(Index at, std::string_view label, std::string& value, NameForm form);
  template <class Tag>
  void read(Index at, std::string_view label, Named<std::string, Tag>& value, NameForm form) {
    std::string text;
    read(at, label, text, form);
    value = Named<std::string, Tag>{std::move(text)};
  }
  void read(Index at, std::string_view label, std::optional<Duration>& value, NameForm form);
  std::uint64_t read_number(Index at, std::string_view label, std::uint64_t most);
  void read(Index at, std::string_view label, std::uint32_t& value, NameForm) {
    constexpr auto most = std::numeric_limits<std::uint32_t>::max();
    value = static_cast<std::uint32_t>(read_number(at, label, most));
  }
  void read(Index at, std::string_view label, RouteSequence& value, NameForm) {
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    value = RouteSequence{read_number(at, label, most)};
  }

  template <class E>
  void read_choice(Index at, std::string_view label, E& value) {
    auto const found = parse_enum<E>(words_[at].text);
    bool const not_typed = std::same_as<E, Scope> && found == E{};
    if (!found || not_typed) return wrong_choice(at, label, words_of_enum<E>());
    value = *found;
  }
  void read_choice(Index at, std::string_view label, FaultClass& value);
  template <class E>
  void read_choice(Index at, std::string_view label, std::optional<E>& value) {
    E one{};
    read_choice(at, label, one);
    value = one;
  }

  std::span<Word> words_;
  std::vector<std::uint8_t> taken_;
  VerbRow const& row_;
  ShownNames const& shown_;
  std::vector<std::string_view> options_;  // asked for
  bool options_checked_ = false;
  std::string_view runbook_;
  bool only_a_plan_ = false;         // the plan of a record lists what is missing
  std::optional<UsageError> error_;  // the first word that is wrong
  std::optional<NameForm> first_place_;
  std::optional<NameForm> left_out_;  // an optional first place without a word
  std::vector<std::string_view> missing_places_;
  std::vector<std::string_view> missing_options_;
};

}  // namespace studylab::language
