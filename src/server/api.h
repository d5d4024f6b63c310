#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "lab/runs/store.h"
#include "server/open_run.h"
#include "server/route.h"

namespace studylab::server {

// Open runs are kept in memory, about 2 MiB each.
inline constexpr std::size_t max_open_runs = 200;
// Columns of texts.
inline constexpr std::uint64_t usual_columns = 100;
inline constexpr std::uint64_t min_columns = 40;
inline constexpr std::uint64_t max_columns = 400;

// The operations of the HTTP API, without the network. One thread calls it.
class Api {
 public:
  explicit Api(runs::Store store, runs::WallClock::Now now = std::chrono::steady_clock::now)
      : store_(std::move(store)), now_(std::move(now)) {}

  // The answer to a request whose sender may use the API.
  Reply answer(Request const& request);

  // The run, if this process operates it or has since it started.
  OpenRun* find(std::string const& run);
  // Lets the drill time of every open run pass. The error is the last one of a run that cannot be
  // stored.
  std::expected<void, std::string> tick();
  // Seals every open run as interrupted.
  std::expected<void, std::string> stop();

  // Called with each run that is opened.
  void on_open(std::function<void(std::string const& run, OpenRun&)> listener) {
    listener_ = std::move(listener);
  }

  // --- one function per route ---
  Reply openapi(Call const& call);
  Reply drills(Call const& call);
  Reply runbooks(Call const& call);
  Reply operator_path(Call const& call);
  Reply life_cycles(Call const& call);
  Reply open_run(Call const& call);
  Reply list_runs(Call const& call);
  Reply run_state(Call const& call);
  Reply command(Call const& call);
  Reply expand(Call const& call);
  Reply complete(Call const& call);
  Reply picture(Call const& call);
  Reply finish(Call const& call);
  Reply events(Call const& call);
  Reply debrief(Call const& call);
  Reply platform(Call const& call);
  Reply report(Call const& call);
  Reply bundle(Call const& call);

 private:
  std::size_t open_count() const;

  runs::Store store_;
  runs::WallClock::Now now_;
  std::map<std::string, std::unique_ptr<OpenRun>> runs_;
  std::function<void(std::string const&, OpenRun&)> listener_;
};

}  // namespace studylab::server
