#include "lab/fuzz/row_list.h"

#include <fmt/format.h>

namespace studylab::fuzz {

void RowList::by(std::string_view kind, Must must, Variants variants) {
  rows.push_back(
      {std::string{kind}, by_kind(std::string{kind}), must, {}, {}, 0, std::move(variants)});
}

void RowList::instead(std::string_view kind, Must must, Variants variants) {
  std::erase_if(rows, [&](Row const& row) { return row.name == kind; });
  by(kind, must, std::move(variants));
}

void RowList::by_losing(std::string_view kind, std::string_view rule, std::uint32_t points,
                        Variants variants) {
  rows.push_back({std::string{kind},
                  by_kind(std::string{kind}),
                  Must::lose_only,
                  rule,
                  {},
                  points,
                  std::move(variants)});
}

void RowList::strategy(std::string_view name, Variants variants) {
  rows.push_back({fmt::format("strategy:{}", name),
                  expert_with({.strategy = name}),
                  Must::full_score,
                  {},
                  {},
                  0,
                  std::move(variants)});
}

void RowList::without(lab::Part part, std::string_view rule, std::uint32_t points,
                      Variants variants) {
  rows.push_back({fmt::format("without:{}", part.name),
                  expert_with({.without = {part}}),
                  Must::lose_only,
                  rule,
                  {},
                  points,
                  std::move(variants)});
}

void RowList::prohibited(std::string_view rule, std::string_view code, std::string line,
                         Variants variants) {
  rows.push_back({fmt::format("prohibited:{}", rule),
                  expert_with({.before_repair = {std::move(line)}}), Must::be_refused, rule, code,
                  10, std::move(variants)});
}

void RowList::fails(std::string_view name, lab::ExpertOptions options, Variants variants) {
  exploit(name, std::move(options), Must::fail, {}, 0, std::move(variants));
}

void RowList::loses(std::string_view name, lab::ExpertOptions options, std::string_view rule,
                    std::uint32_t points, Variants variants) {
  exploit(name, std::move(options), Must::lose_only, rule, points, std::move(variants));
}

void RowList::costs_nothing(std::string_view name, lab::ExpertOptions options, Variants variants) {
  exploit(name, std::move(options), Must::full_score, {}, 0, std::move(variants));
}

void RowList::hints(std::string_view class_rule, Variants const& variants) {
  Lines const two(2, "hint");
  loses("hints-about-the-class", {.before_class = two}, class_rule, 10, variants);
  loses("hints-about-the-repair", {.before_repair = two}, "OP3", 10, variants);
  loses("hints-about-the-evidence", {.before_close = two}, "OP4", 10, variants);
  fails("every-hint", {.before_class = two, .before_repair = two, .before_close = two}, variants);
}

void RowList::exploit(std::string_view name, lab::ExpertOptions options, Must must,
                      std::string_view rule, std::uint32_t points, Variants variants) {
  rows.push_back({fmt::format("exploit:{}", name),
                  expert_with(std::move(options)),
                  must,
                  rule,
                  {},
                  points,
                  std::move(variants)});
}

}  // namespace studylab::fuzz
