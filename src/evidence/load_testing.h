#pragma once

#include <expected>
#include <utility>

#include "base/check.h"
#include "evidence/verify_chain.h"

namespace studylab::evidence {

// Loads a written chain to continue it. An unknown kind is an error: only a program that knows all
// kinds may append.
template <class Loaded, class Facts>
std::expected<Loaded, ChainError> carry_on(Head const& verified, Facts facts) {
  Loaded chain;
  for (auto& entry : facts) {
    if (entry.id.number != chain.size() + 1) break;
    chain.append(entry.at, std::move(entry.fact));
  }
  if (chain.size() != verified.size) {
    return std::unexpected(
        ChainError{chain.size() + std::uint64_t{1}, "this program does not know its kind"});
  }
  STUDYLAB_CHECK(chain.head() == verified.hash);
  return chain;
}

inline std::expected<Chain, ChainError> load_chain(Bytes bytes) {
  auto const head = verify_chain(bytes, ChainKind::platform);
  if (!head) return std::unexpected(head.error());
  return carry_on<Chain>(*head, platform_facts(bytes));
}

inline std::expected<LabChain, ChainError> load_lab_chain(Bytes bytes) {
  auto const head = verify_chain(bytes, ChainKind::lab);
  if (!head) return std::unexpected(head.error());
  return carry_on<LabChain>(*head, lab_facts(bytes));
}

}  // namespace studylab::evidence
