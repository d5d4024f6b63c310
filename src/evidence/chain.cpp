#include "evidence/chain.h"

#include <type_traits>
#include <utility>

namespace studylab::evidence {

void ChainBytes::reserve() {
  constexpr std::size_t entry_bytes = 384;
  bytes_.reserve(usual_size_ * entry_bytes);
  starts_.reserve(usual_size_);
}

Bytes ChainBytes::entry(std::uint64_t sequence) const {
  STUDYLAB_CHECK(sequence > before_.size && sequence <= head_.size);
  auto const place = sequence - before_.size - 1;
  auto const start = starts_[place];
  auto const end = sequence == head_.size ? bytes_.size() : starts_[place + 1];
  return as_bytes(bytes_).subspan(start, end - start);
}

template <class Entry>
void ChainOf<Entry>::begin_term(Term term) {
  STUDYLAB_CHECK(term > term_);
  term_ = term;
}

template <class Entry>
typename ChainOf<Entry>::Id ChainOf<Entry>::append(Instant at, AnyFact&& fact) {
  STUDYLAB_CHECK(entries_.empty() || at >= entries_.back().at);
  if (entries_.empty()) entries_.reserve(usual_size);
  Id const id{size() + 1};
  auto const write = [&](auto const& f) { chain_.append(term_, at, f); };
  if constexpr (std::is_same_v<AnyFact, Fact>) {
    visit_fact(fact, write);
  } else {
    std::visit(write, fact);
  }
  entries_.emplace_back(id, at, std::move(fact));
  return id;
}

template <class Entry>
RawEntry ChainOf<Entry>::raw(Id id) const {
  auto rest = chain_.entry(id.number);
  return to_raw(take_entry(rest).value());
}

template class ChainOf<FactEntry>;
template class ChainOf<LabEntry>;

}  // namespace studylab::evidence
