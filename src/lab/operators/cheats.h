#pragma once

#include <memory>

#include "lab/operators/expert.h"
#include "lab/operators/simple.h"

// Cheats that need more than the expert with a part left out. Each of them must fail.
namespace studylab::lab {

// States every class in turn, then continues like the expert.
class AllClasses final : public Operator {
 public:
  explicit AllClasses(language::Opening const& opening) : expert_(opening) {}
  void watch(language::Answer const& answer) override { expert_.watch(answer); }
  std::optional<std::string> next() override;

 private:
  Expert expert_;
  std::size_t stated_ = 0;
};

// Rolls back before the first query and infers the class from the refusal.
class RefusalOracle final : public Operator {
 public:
  explicit RefusalOracle(language::Opening const& opening) : opening_(opening), notes_(opening) {}
  void watch(language::Answer const& answer) override;
  std::optional<std::string> next() override;

 private:
  language::Opening opening_;
  Notes notes_;
  std::unique_ptr<Expert> expert_;
  std::vector<language::Answer> earlier_;
  std::uint32_t step_ = 0;
};

// Rolls back first, to one release after another until one is accepted; queries, classifies and
// closes like the expert afterwards.
class RepairFirst final : public Operator {
 public:
  explicit RepairFirst(language::Opening const& opening)
      : expert_(opening, {.without = {Part::repair, Part::freeze}}) {}
  void watch(language::Answer const& answer) override { expert_.watch(answer); }
  std::optional<std::string> next() override;

 private:
  enum class Stage : std::uint8_t { query, repair, expert };
  std::string next_target() const;

  Expert expert_;
  Stage stage_ = Stage::query;
  std::set<std::string> tried_;
};

class Shotgun final : public Scripted {
 public:
  explicit Shotgun(language::Opening const& opening)
      : Scripted(opening, {"show environments", "show edges", "show releases {environment}",
                           "show bindings {environment}",
                           "classify app-only --because \"most are\" --ref {operation}"}) {}

 private:
  std::vector<std::string> more() override;
  bool announced_ = false;
};

class AllRefs final : public Operator {
 public:
  explicit AllRefs(language::Opening const& opening)
      : expert_(opening, {.without = {Part::class_refs}}) {}
  void watch(language::Answer const& answer) override;
  std::optional<std::string> next() override;

 private:
  Expert expert_;
  Seen seen_;
  bool tried_ = false;
};

// Derives a number from what it was shown, states the class of that number, and ends.
class NamesByTypo final : public Scripted {
 public:
  explicit NamesByTypo(language::Opening const& opening)
      : Scripted(opening, {"show binding x", "rollback {environment} --to rel-9999 --plna",
                           "repair-propagation edge-zz", "show database {environment}-dbx",
                           "notify-owner {environment} --repair bindng"}) {}
  void watch(language::Answer const& answer) override;

 private:
  std::vector<std::string> more() override;
  std::uint64_t reported_ = 0;
  bool announced_ = false;
};

class EntryCounting final : public Scripted {
 public:
  explicit EntryCounting(language::Opening const& opening)
      : Scripted(opening,
                 {"note \"one\" --ref {incident}", "wait 30s", "note \"two\" --ref {incident}",
                  "wait 30s", "note \"three\" --ref {incident}"}) {}
  void watch(language::Answer const& answer) override;

 private:
  std::vector<std::string> more() override;
  std::uint64_t reported_ = 0;
  bool announced_ = false;
};

}  // namespace studylab::lab
