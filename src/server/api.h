#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/limits.h"
#include "lab/runs/interrupted.h"
#include "lab/runs/store.h"
#include "server/exams.h"
#include "server/grants.h"
#include "server/groups.h"
#include "server/open_run.h"
#include "server/route.h"

namespace studylab::server {

// Open runs are kept in memory, about 2 MiB each.
inline constexpr std::size_t max_open_runs = 200;
// So are the latest runs that have ended, for the board and for their event streams; others are
// read from the home.
inline constexpr std::size_t max_ended_runs = 60;
// Grants of a server: links and tokens of participants, observers and instructors.
inline constexpr std::size_t max_grants = 1000;
// Bytes of an evidence bundle that is sent to be read; that of an hour's run has less than 4 MiB.
inline constexpr std::size_t max_evidence = 8 * limits::mib;
// Events that one server sends of a run: the next server's have higher ids.
inline constexpr std::size_t max_events = 1'000'000;
// Columns of texts.
inline constexpr std::uint64_t usual_columns = 100;
inline constexpr std::uint64_t min_columns = 40;
inline constexpr std::uint64_t max_columns = 400;
// Drill seconds per second on the wall clock.
inline constexpr std::uint64_t max_speed = 3600;

// How a server differs from the usual one.
struct ApiSettings {
  runs::WallClock::Now now = std::chrono::steady_clock::now;
  std::size_t kept_ended_runs = max_ended_runs;
  std::filesystem::path program = "/proc/self/exe";  // runs exams
};

// The operations of the HTTP API, without the network. One thread calls it.
class Api {
 public:
  // The grants must outlive it.
  Api(runs::Store store, Grants& grants, ApiSettings settings = {})
      : store_(std::move(store)),
        now_(std::move(settings.now)),
        grants_(grants),
        kept_ended_runs_(settings.kept_ended_runs),
        exams_(store_.home(), std::move(settings.program)) {}

  // The answer to a request of this sender.
  Reply answer(Request const& request, Sender const& sender);

  // The run, if it is in memory; otherwise nullptr.
  std::shared_ptr<OpenRun> find(std::string const& run) const;
  // Runs in memory: the open ones and the latest that have ended.
  std::size_t kept_runs() const { return runs_.size(); }
  // Lets the drill time of every open run pass, and notices that an exam has ended. The error is
  // the last one of a run or an exam that cannot be stored.
  std::expected<void, std::string> tick();
  // Seals every open run as interrupted, and interrupts an exam.
  std::expected<void, std::string> stop();

  // Continues a run that a killed server operated.
  void go_on(runs::ContinuedRun run);

  // Called with each run that is open, and with each that is opened later.
  void on_open(std::function<void(std::string const& run, OpenRun&)> listener) {
    listener_ = std::move(listener);
    for (auto const& [name, run] : runs_) listener_(name, *run);
  }

  // --- one function per route ---
  Reply openapi(Call const& call);
  Reply drills(Call const& call);
  Reply add_drill(Call const& call);
  Reply next(Call const& call);
  Reply read_evidence(Call const& call);
  Reply platform_of_evidence(Call const& call);
  Reply runbooks(Call const& call);
  Reply operator_path(Call const& call);
  Reply life_cycles(Call const& call);
  Reply decisions(Call const& call);
  Reply evaluate(Call const& call);
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
  Reply open_group(Call const& call);
  Reply make_link(Call const& call);
  Reply own_access(Call const& call);
  Reply begin(Call const& call);
  Reply board(Call const& call);
  Reply chain(Call const& call);
  Reply truth(Call const& call);
  Reply list_exams(Call const& call);
  Reply start_exam(Call const& call);
  Reply exam_state(Call const& call);
  Reply exam_results(Call const& call);
  Reply interrupt_exam(Call const& call);
  Reply continue_exam(Call const& call);

 private:
  std::size_t open_count() const;
  // A new run, or the problem with it.
  using Opened = std::expected<std::shared_ptr<OpenRun>, Response>;
  // What the next server does with the run if this one is killed: grants end with the server, so
  // participants cannot return to theirs.
  enum class AfterKill : std::uint8_t { continued, sealed };
  Opened open_new(console::RunOptions const& options, std::uint32_t speed, AfterKill after_kill);
  Opened open_repeated(std::string const& place, std::uint32_t speed);
  std::shared_ptr<OpenRun> keep(runs::ContinuedRun opened);
  // Why a run that is not in memory cannot be operated here.
  Response not_here(std::string const& run) const;
  void forget_ended();
  // What is known of an exam of the home, or the problem that it has none of this name.
  Reply exam_or_missing(std::string const& name);
  // Why no exam can be started now; none: one can.
  std::optional<Response> cannot_start_exam() const;

  runs::Store store_;
  runs::WallClock::Now now_;
  Grants& grants_;
  std::size_t kept_ended_runs_;
  Exams exams_;
  std::map<std::uint32_t, Group> groups_;
  std::map<std::string, std::shared_ptr<OpenRun>> runs_;
  std::uint64_t opened_ = 0;       // runs so far
  std::deque<std::string> ended_;  // those in memory that have ended, oldest first
  std::function<void(std::string const&, OpenRun&)> listener_;
};

// The answer to a request that has opened this run: its alert.
Response alert_response(OpenRun const& run);

}  // namespace studylab::server
