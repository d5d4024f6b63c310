#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace studylab::bench {

enum class Met : std::uint8_t { yes, no, no_goal };

// One line of the table of figures.
struct Row {
  std::string part;  // drills, simulator, environments, ledger, edge, gate, process, server, counts
  std::string what;
  double value = 0;
  std::string unit;
  std::optional<double> peer;  // of the same unit, measured in alternation with `value`
  std::string peer_is;
  double ratio = 0;  // of value to peer; 0 without a peer
  std::string goal;  // as text; empty if there is none
  Met met = Met::no_goal;
};
inline Met met_if(bool reached) { return reached ? Met::yes : Met::no; }

// Receives a line about what is being measured.
using Progress = std::function<void(std::string_view)>;

}  // namespace studylab::bench
