#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lab/fuzz/table.h"

namespace studylab::fuzz {

using Variants = std::vector<std::string_view>;  // by name; empty: all
using Lines = std::vector<std::string>;

// Collects rows. Each function adds one.
class RowList {
 public:
  // An operator of the catalogue.
  void by(std::string_view kind, Must must, Variants variants = {});
  // The operator has this result in place of the one that every runbook has.
  void instead(std::string_view kind, Must must, Variants variants = {});
  void by_losing(std::string_view kind, std::string_view rule, std::uint32_t points,
                 Variants variants = {});
  // The expert with another strategy, which must have the full score.
  void strategy(std::string_view name, Variants variants);
  // The expert without a part.
  void without(lab::Part part, std::string_view rule, std::uint32_t points, Variants variants);
  // The expert with a prohibited command before the repair.
  void prohibited(std::string_view rule, std::string_view code, std::string line,
                  Variants variants);
  // Ways to get points, or to pass, without the work that the points are for; and lines that must
  // cost nothing.
  void fails(std::string_view name, lab::ExpertOptions options, Variants variants);
  void loses(std::string_view name, lab::ExpertOptions options, std::string_view rule,
             std::uint32_t points, Variants variants);
  void costs_nothing(std::string_view name, lab::ExpertOptions options, Variants variants);

  // Two hints about the class, the repair and the evidence; none of a phase has more to say. They
  // cost five points each, which is half of the smaller phases: with all of them the expert fails.
  void hints(std::string_view class_rule, Variants const& variants);

  std::vector<Row> rows;

 private:
  void exploit(std::string_view name, lab::ExpertOptions options, Must must, std::string_view rule,
               std::uint32_t points, Variants variants);
};

}  // namespace studylab::fuzz
