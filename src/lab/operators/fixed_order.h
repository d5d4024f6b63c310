#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lab/operators/simple_operators.h"

namespace studylab::lab {

// A script that gives the same commands in the same order whatever the answers say: what somebody
// would write who has seen the drill once. Names that it cannot know are filled in as a shell
// script would take them over from earlier answers, without a decision:
//
//   {environment}, {route}, … the names of the alert
//   {NAME}       the entry of the line that begins with `NAME: `
//   {earlier}    the release that served before the present one
//   {newest}     the release that was registered last
//   {brought}    the release that the app owner's answer names
//   {digest}     of the release that serves, or of the newest
//   {first-binding}, {last-binding}  of the bindings that were listed
//   {cordoned}   the first cordoned host that was listed
//   {drifted}    the first changed file that was listed
//   {least}      the least drain time that was printed
//   {consumer-1} … the consumers, as they were listed; the last one again if there are fewer
//   {next}       the sequence after the edge's latest snapshot
//   {plan}       the restore that was planned
//   {repair}     the operation that the script requested last, or else the app owner's answer
//   {users}, {minutes}  as `show incident` counted them
//
// It consists of pieces, in this order, that scripts of a runbook share.
struct FixedScript {
  static constexpr std::size_t max_pieces = 9;

  std::string_view name;
  std::array<std::span<std::string_view const>, max_pieces> pieces;
};

class FixedOrder final : public Scripted {
 public:
  FixedOrder(language::Opening const& opening, FixedScript const& script);
  void watch(language::Answer const& answer) override;
  std::optional<std::string> next() override;

 private:
  std::string filled(std::string line) const;
  void fill_captures(std::string& line) const;

  std::vector<std::string> labels_;  // of its lines, in order; empty: none
  std::size_t answered_ = 0;
  std::map<std::string, std::string> entries_;  // by label
  std::string digest_;                          // `{digest}`; empty: none was listed yet
};

// The ten scripts of the runbook; none if the program has none.
std::span<FixedScript const> fixed_scripts(std::string_view runbook);

}  // namespace studylab::lab
