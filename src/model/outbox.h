#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/messages.h"

namespace studylab {

// Reports of one process that the leading control plane has not acknowledged yet, oldest first.
// Each is sent until it is acknowledged: the control plane accepts (process, boot, number) once.
class Outbox {
 public:
  struct Waiting {
    Boot boot;
    ReportNumber number;
    Report report;
  };

  void add(Boot boot, ReportNumber number, Report report) {
    waiting_.push_back({boot, number, std::move(report)});
  }
  std::vector<Waiting> const& waiting() const { return waiting_; }
  bool empty() const { return waiting_.empty(); }

  Report const* find(Boot boot, ReportNumber number) const {
    auto const at = place(boot, number);
    return at == waiting_.end() ? nullptr : &at->report;
  }
  // Acknowledges it and returns it, so that delivery in the same step does not need a copy.
  std::optional<Report> take(Boot boot, ReportNumber number) {
    auto const at = place(boot, number);
    if (at == waiting_.end()) return std::nullopt;
    auto const index = at - waiting_.begin();
    auto report = std::move(waiting_[index].report);
    waiting_.erase(waiting_.begin() + index);
    return report;
  }

 private:
  std::vector<Waiting>::const_iterator place(Boot boot, ReportNumber number) const {
    return std::ranges::find_if(
        waiting_, [&](Waiting const& w) { return w.boot == boot && w.number == number; });
  }

  std::vector<Waiting> waiting_;
};

}  // namespace studylab
