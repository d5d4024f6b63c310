#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "command_language/grammar.h"
#include "command_language/verbs.h"

namespace studylab::language {

// Collects the names of a verb's options from grammar.h.
class Lister {
 public:
  template <class T>
  using Of = T const;

  template <class T>
  void option(std::string_view name, T const&, NameForm, Need) {
    names.push_back(name);
  }
  template <class E>
  void choice(std::string_view name, E const&) {
    names.push_back(name);
  }
  template <class T>
  void flag(std::string_view name, T const&) {
    names.push_back(name);
  }
  void literal(std::string_view name, std::string_view, bool) { names.push_back(name); }
  void many(std::string_view name, std::vector<std::string> const&, NameForm) {
    names.push_back(name);
  }
  void repair(std::string_view name, std::optional<RepairKind> const&, std::string const&) {
    names.push_back(name);
  }
  template <class T>
  void place(std::string_view, T const&, NameForm, Need) {}
  template <class E>
  void place_choice(std::string_view, E const&) {}
  void require(bool, std::string_view) {}
  void done() {}
  void anything(ProhibitedCommand const&) {}

  std::vector<std::string_view> names;
};

// Collects what may follow at each place and after each option of a verb, from grammar.h.
class Slots {
 public:
  struct Slot {
    std::string_view name;  // an option's; empty: a place
    std::optional<NameForm> form;
    std::vector<std::string_view> words;  // of a closed set
    enum class Takes : std::uint8_t { nothing, one, many } takes = Takes::one;
  };

  template <class T>
  using Of = T const;

  template <class T>
  void option(std::string_view name, T const&, NameForm form, Need) {
    slots.push_back({name, form, {}});
  }
  template <class E>
  void choice(std::string_view name, E const&) {
    slots.push_back({name, {}, words_of_set<E>()});
  }
  template <class T>
  void flag(std::string_view name, T const&) {
    slots.push_back({name, {}, {}, Slot::Takes::nothing});
  }
  void literal(std::string_view name, std::string_view word, bool) {
    slots.push_back({name, {}, {word}});
  }
  void many(std::string_view name, std::vector<std::string> const&, NameForm form) {
    slots.push_back({name, form, {}, Slot::Takes::many});
  }
  // The name follows the word for what to repair.
  void repair(std::string_view name, std::optional<RepairKind> const&, std::string const&) {
    slots.push_back({name, NameForm::binding, words_of_set<RepairKind>(), Slot::Takes::many});
  }
  template <class T>
  void place(std::string_view, T const&, NameForm form, Need) {
    slots.push_back({{}, form, {}});
  }
  template <class E>
  void place_choice(std::string_view, E const&) {
    slots.push_back({{}, {}, words_of_set<E>()});
  }
  void require(bool, std::string_view) {}
  void done() {}
  void anything(ProhibitedCommand const&) {}

  std::vector<Slot> slots;

 private:
  template <class T>
  struct Plain {
    using Type = T;
  };
  template <class T>
  struct Plain<std::optional<T>> {
    using Type = T;
  };
  template <class T>
  static std::vector<std::string_view> words_of_set() {
    return words_of_enum<typename Plain<T>::Type>();
  }
};

// Those of a verb, with the options that every verb has.
std::vector<Slots::Slot> slots_of(VerbRow const& row);

// Finds the first name in a command that was not shown.
class NameCheck {
 public:
  template <class T>
  using Of = T const;

  explicit NameCheck(ShownNames const& shown) : shown_(shown) {}

  template <class T>
  void option(std::string_view, T const& value, NameForm form, Need) {
    see(value, form);
  }
  template <class E>
  void choice(std::string_view, E const&) {}
  template <class T>
  void flag(std::string_view, T const&) {}
  void literal(std::string_view, std::string_view, bool) {}
  void many(std::string_view, std::vector<std::string> const& values, NameForm form) {
    for (auto const& value : values) see(value, form);
  }
  void repair(std::string_view, std::optional<RepairKind> const&, std::string const& object) {
    see(object, NameForm::binding);
  }
  template <class T>
  void place(std::string_view, T const& value, NameForm form, Need) {
    see(value, form);
  }
  template <class E>
  void place_choice(std::string_view, E const&) {}
  void require(bool, std::string_view) {}
  void done() {}
  void anything(ProhibitedCommand const&) {}

  struct Unknown {
    std::string name;
    NameForm form;
  };
  std::optional<Unknown> unknown;

 private:
  static bool is_of_the_platform(std::string const& text, NameForm form) {
    switch (form) {
      case NameForm::environment:
      case NameForm::operation:
      case NameForm::release:
      case NameForm::allocation:
      case NameForm::edge:
      case NameForm::host:
      case NameForm::hold:
      case NameForm::notice:
      case NameForm::operation_or_notice:
      case NameForm::route:
      case NameForm::digest:
      case NameForm::database:
      case NameForm::provider:
      case NameForm::binding:
      case NameForm::allocation_or_environment:
      case NameForm::host_or_environment:
      case NameForm::word: return true;
      case NameForm::any_release: return has_form(text, NameForm::release);
      case NameForm::reference:
      case NameForm::label:
      case NameForm::cause:
      case NameForm::target:
      case NameForm::method:
      case NameForm::event_choice:
      case NameForm::duration:
      case NameForm::text: return false;
    }
    return false;
  }
  void see(std::string const& text, NameForm form) {
    bool const fine = unknown || text.empty() || !is_of_the_platform(text, form);
    if (!fine && !shown_.contains(text)) unknown = Unknown{text, form};
  }
  template <class Tag>
  void see(Named<std::string, Tag> const& name, NameForm form) {
    see(name.value(), form);
  }
  void see(std::optional<Duration> const&, NameForm) {}
  void see(std::uint32_t, NameForm) {}
  void see(RouteSequence, NameForm) {}

  ShownNames const& shown_;
};

}  // namespace studylab::language
