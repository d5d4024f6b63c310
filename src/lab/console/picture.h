#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

#include "base/ids.h"
#include "base/instant.h"
#include "command_language/message.h"
#include "lab/console/render/screen.h"
#include "model/commands.h"

namespace studylab::console {

// What the operator has been shown so far, for `recall` and the prompt. Everything in it comes from
// answers, so it is never newer than the answer that showed it.

// An object of the platform with its last known state.
struct KnownThing {
  std::string kind;   // edge, operation, errors, …
  std::string name;   // edge-b
  std::string state;  // in a few words
  Instant at;         // when it was shown
  EntryId entry;      // the entry from which the state comes
};

// The error rate of the incident's environment, at the edge with the most errors.
struct KnownRate {
  std::uint64_t permille = 0;
  bool over = false;                 // over the threshold of the environment
  Instant until;                     // the end of the observation
  std::vector<std::uint64_t> trend;  // the rates of that edge, oldest first
};

// Kind and name of a thing; things of a kind are in the order of their numbers.
struct ByNumber {
  using Key = std::pair<std::string, std::string>;
  bool operator()(Key const& a, Key const& b) const;
};

class Picture {
 public:
  explicit Picture(std::string environment) : environment_(std::move(environment)) {}

  void alert(std::uint64_t permille, Instant at) { rate_ = {permille, true, at, {}}; }
  // Takes in the answer to a command that was carried out.
  void see(OperatorCommand const& command, language::Answer const& answer);

  KnownRate const& rate() const { return rate_; }
  // This operator's operations that are not known to have ended.
  std::vector<std::string> open_operations() const;
  // Whether there is an answer about the command of this entry: `show errors shop/production`.
  std::string_view command_of(EntryId entry) const;
  // The entries of the latest answers, newest first, at most `at_most` of them.
  std::vector<EntryId> latest_entries(std::size_t at_most) const;

  // What `recall` prints: one line per object, or the latest answers about `word`.
  std::string list(Screen const& screen, Instant now) const;
  std::string recall(std::string_view word, Instant now) const;
  // The same for programs: objects or answers, with entries and ages.
  language::Data data(std::string_view word, Instant now) const;

 private:
  struct Shown {
    std::string command;  // without its reason and references
    std::string text;
    Instant at;
    EntryId own;
  };

  std::vector<Shown const*> about(std::string_view word) const;
  void know(std::string_view kind, std::string name, std::string state, Instant at, EntryId entry);
  void know_rows(boost::json::object const& data, Instant at);
  void know_edges(boost::json::object const& data, Instant at);
  void know_done(boost::json::object const& data, Instant at);
  void know_wait(boost::json::object const& data, Instant at);
  void know_errors(boost::json::object const& data, Instant at);

  std::string environment_;  // the incident's
  KnownRate rate_;
  std::map<ByNumber::Key, KnownThing, ByNumber> things_;  // by kind and name
  std::vector<std::string> requested_;                    // operations of this operator, in order
  std::vector<Shown> shown_;  // the latest answer to each query and plan, oldest first
  std::vector<std::pair<EntryId, std::string>> commands_;  // by the answer's own entry, ascending
};

}  // namespace studylab::console
