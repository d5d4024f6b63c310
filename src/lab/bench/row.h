#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace studylab::bench {

enum class Met : std::uint8_t { yes, no, no_goal };

// One line of the table of speeds.
struct Row {
  std::string part;  // drills, simulator, ledger, edge, process, counts
  std::string what;
  double value = 0;
  std::string unit;
  std::optional<double> peer;  // of the same unit, measured in turns with `value`
  std::string peer_is;
  double ratio = 0;  // value to peer; 0 where there is no peer
  std::string goal;  // in words; empty where the figure is only stated
  Met met = Met::no_goal;
};
inline Met met_if(bool reached) { return reached ? Met::yes : Met::no; }

// Receives a line on what is being measured.
using Progress = std::function<void(std::string_view)>;

}  // namespace studylab::bench
