#pragma once

#include <string>
#include <utility>

#include "control/control.h"

// The three forms of a decision.
namespace studylab::control {

inline std::unexpected<Refusal> refuse(RefusalCode code, std::string why, std::string right) {
  return std::unexpected(Refusal{code, std::move(why), std::move(right)});
}

template <class F>
Decision single(F fact) {
  std::vector<Fact> facts;
  facts.push_back(make_fact(std::move(fact)));
  return facts;
}

inline Decision no_facts() { return std::vector<Fact>{}; }

}  // namespace studylab::control
