#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/random.h"
#include "lab/operators/notes/notes.h"
#include "lab/operators/operator.h"

// Simple operators. A drill must distinguish them from experts.
namespace studylab::lab {

// Collects what answers print: every name and entry, in order of appearance.
class Seen {
 public:
  void take(language::Answer const& answer);
  std::vector<std::string> const& environments() const { return environments_; }
  std::vector<std::string> const& edges() const { return edges_; }
  std::vector<std::string> const& releases() const { return releases_; }
  std::vector<std::string> const& operations() const { return operations_; }
  std::vector<std::string> const& allocations() const { return allocations_; }
  std::vector<std::string> const& bindings() const { return bindings_; }
  std::vector<std::string> const& all() const { return all_; }  // every text that looks like a name

 private:
  void name(std::string_view text, std::string_view key);

  std::vector<std::string> environments_, edges_, releases_, operations_, allocations_, bindings_,
      all_;
};

// Any verb, with names that were shown, drawn from its seed.
class RandomOperator final : public Operator {
 public:
  RandomOperator(language::Opening const& opening, Seed const& seed);
  void watch(language::Answer const& answer) override;
  std::optional<std::string> next() override;

 private:
  std::string fill(std::string line);
  Notes notes_;
  Seen seen_;
  std::vector<std::string> lines_;
  Random random_;
  std::uint32_t left_;
};

// Runs its lines in order, then the lines of more(). Names in braces are replaced by names from the
// alert and from answers; `{class}` is the first class of the runbook.
class Scripted : public Operator {
 public:
  Scripted(language::Opening const& opening, std::vector<std::string> lines);
  void watch(language::Answer const& answer) override;
  std::optional<std::string> next() override;

 protected:
  Notes const& notes() const { return notes_; }
  Seen const& seen() const { return seen_; }
  std::string const& runbook() const { return runbook_; }
  // Further lines at the end of the script; none: the script is done.
  virtual std::vector<std::string> more() { return {}; }
  std::string fill(std::string line) const;

 private:
  Notes notes_;
  Seen seen_;
  std::vector<std::string> lines_;
  std::string runbook_;
  std::size_t at_ = 0;
};

}  // namespace studylab::lab
