// The log lines of programs, generated when they are read, from the seed and the outcomes of
// requests.
#include <algorithm>
#include <string>
#include <tuple>

#include "world/sim/sim_world_impl.h"

namespace studylab::world::sim {
namespace {

// Random numbers are drawn for each page, so that a line is the same in every part that is read.
constexpr Duration page = std::chrono::minutes{1};
constexpr int noise_lines = 3;
constexpr int failing_lines = 8;
// The range of request numbers in log lines.
constexpr std::int64_t first_request = 100'000;
constexpr std::int64_t last_request = 999'999;

bool ran_at(Instance const& instance, Instant at) {
  return std::ranges::any_of(instance.ran,
                             [&](Instance::Span const& s) { return s.from <= at && at < s.until; });
}

std::string with_number(std::string line, std::int64_t number) {
  auto const place = line.find("{}");
  if (place != std::string::npos) line.replace(place, 2, std::to_string(number));
  return line;
}

class Writer {
 public:
  Writer(Plan const& plan, std::vector<Traffic::FailingSpan> const& failing, Span wanted,
         std::vector<LogLine>& out)
      : plan_(plan), failing_(failing), wanted_(wanted), out_(out) {}

  void write(Instance const& instance) {
    auto const first = (wanted_.from - plan_.began) / page;
    auto const last = (wanted_.until - plan_.began) / page;
    for (auto number = first; number <= last; ++number) write_page(instance, number);
  }

 private:
  void write_page(Instance const& instance, std::int64_t number) {
    Random random{plan_.seed,
                  "logs/" + to_text(instance.allocation) + "/" + std::to_string(number)};
    auto const begins = plan_.began + number * page;
    // Every line's random numbers are drawn, even if the line is then omitted.
    for (int i = 0; i < noise_lines; ++i) {
      auto const at = begins + Duration{random.between(0, page.count() - 1)};
      auto const pick = random.bits();
      auto const request = random.between(first_request, last_request);
      if (plan_.log_noise.empty()) continue;
      put(instance, at, plan_.log_noise[pick % plan_.log_noise.size()], request);
    }
    for (int i = 0; i < failing_lines; ++i) {
      auto const at = begins + Duration{random.between(0, page.count() - 1)};
      auto const pick = random.bits();
      auto const request = random.between(first_request, last_request);
      auto const* how = failing_at(instance.release, at);
      if (how == nullptr || how->log_lines.empty()) continue;
      put(instance, at, how->log_lines[pick % how->log_lines.size()], request);
    }
  }

  Behaviour const* failing_at(ReleaseId release, Instant at) const {
    for (auto const& failing : failing_) {
      bool const then = failing.span.from <= at && at < failing.span.until;
      if (then && failing.release == release) return failing.how;
    }
    return nullptr;
  }

  void put(Instance const& instance, Instant at, std::string const& line, std::int64_t request) {
    if (at < wanted_.from || at >= wanted_.until || !ran_at(instance, at)) return;
    out_.push_back(LogLine{at, instance.allocation, with_number(line, request)});
  }

  Plan const& plan_;
  std::vector<Traffic::FailingSpan> const& failing_;
  Span wanted_;
  std::vector<LogLine>& out_;
};

}  // namespace

Reply<std::vector<LogLine>> SimWorld::logs(EnvironmentName const& environment,
                                           AllocationId allocation, Instant from) {
  auto const& site = impl_->site;
  Span const wanted{std::max(from, site.plan.began), now()};
  std::vector<LogLine> lines;
  std::vector<Traffic::FailingSpan> failing;
  auto const declared = platform().environments.find(environment);
  if (declared != platform().environments.end() && wanted.from < wanted.until) {
    for (auto const& edge : impl_->edges) {
      edge.traffic().failing_spans(declared->second.declared.route, wanted, failing);
    }
  }
  Writer writer{site.plan, failing, wanted, lines};
  for (auto const& instance : site.instances.all()) {
    bool const asked =
        allocation ? instance.allocation == allocation : instance.environment == environment;
    if (asked && wanted.from < wanted.until) writer.write(instance);
  }
  std::ranges::sort(
      lines, {}, [](LogLine const& line) { return std::tie(line.at, line.allocation, line.text); });
  Reply<std::vector<LogLine>> reply;
  reply.give(std::move(lines));
  return reply;
}

}  // namespace studylab::world::sim
