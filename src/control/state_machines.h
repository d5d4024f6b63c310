#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace studylab::control {

// A life cycle in words, for pages that draw it.
struct StateMachine {
  struct Row {
    std::string_view from;
    std::string_view event;
    std::string_view to;
  };
  std::string name;
  std::string_view first;
  std::vector<Row> rows;
};

// Of each kind of operation that has stages during a run, of an allocation and of the incident,
// from the tables that the control plane uses.
std::vector<StateMachine> state_machines();

// The page docs/state-machines.md.
std::string state_machines_markdown();

}  // namespace studylab::control
