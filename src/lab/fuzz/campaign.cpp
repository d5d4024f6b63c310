#include "lab/fuzz/campaign.h"

#include "lab/fuzz/table.h"

namespace studylab::fuzz {

void Tally::add(Tally const& part) {
  seeds += part.seeds;
  runs += part.runs;
  entries += part.entries;
  faulty_runs += part.faulty_runs;
  random_runs += part.random_runs;
  random_passed += part.random_passed;
  for (auto const& [row, count] : part.by_row) by_row[row] += count;
  findings.insert(findings.end(), part.findings.begin(), part.findings.end());
}

Tally fuzz_seed(drill::Drill const& drill, std::uint64_t seed, Every every) {
  Tally tally;
  tally.seeds = 1;
  References references;
  Random random{Seed{seed, {}}, "fuzz/rows"};
  auto const first = random.below(table().size());
  for (std::size_t i = 0; i < table().size(); ++i) {
    bool const drawn = (i + table().size() - first) % table().size() < 3;
    if (i > 1 && !drawn && every == Every::no) continue;
    auto const& row = table()[i];
    auto const played = play({&drill, seed, {}, desk::Text::no, {}}, row.make, &references);
    ++tally.runs;
    ++tally.by_row[row.name];
    if (auto why = wrong(row, played)) {
      tally.findings.push_back({seed, played.variant ? played.variant->name : "", row.name, "table",
                                *why, played.lines, {}});
    }
    if (!played.failed.empty()) continue;
    tally.entries += played.entries().size();
    for (auto const& violation : evidence::violations(played.entries())) {
      tally.findings.push_back({seed, played.variant->name, row.name, std::string{violation.rule},
                                violation.what, played.lines, {}});
    }
  }
  return tally;
}

}  // namespace studylab::fuzz
