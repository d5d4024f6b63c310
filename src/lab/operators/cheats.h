#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lab/operators/expert.h"
#include "lab/operators/simple_operators.h"

// Cheats that need more than the expert with a part left out. Each of them must fail.
namespace studylab::lab {

// States every class in turn, then continues like the expert.
class AllClasses final : public Operator {
 public:
  explicit AllClasses(language::Opening const& opening);
  void watch(language::Answer const& answer) override { expert_.watch(answer); }
  std::optional<std::string> next() override;

 private:
  Expert expert_;
  std::string runbook_;
  std::span<FaultClass const> classes_;
  std::size_t stated_ = 0;
};

class Shotgun final : public Scripted {
 public:
  explicit Shotgun(language::Opening const& opening)
      : Scripted(opening, {"show environments", "show edges", "show releases {environment}",
                           "show bindings {environment}",
                           "classify {class} --because \"most are\" --ref {subject}"}) {}

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

// Gives these lines first, then continues like the expert; the names of the alert are filled in.
class ActsFirst final : public Operator {
 public:
  ActsFirst(language::Opening const& opening, std::vector<std::string> lines,
            ExpertOptions options = {});
  void watch(language::Answer const& answer) override { expert_.watch(answer); }
  std::optional<std::string> next() override;

 private:
  Expert expert_;
  std::vector<std::string> lines_;
  std::size_t at_ = 0;
};

// Runs its lines without reading the answers, and closes.
class Blind : public Scripted {
 public:
  Blind(language::Opening const& opening, std::vector<std::string> lines);

 protected:
  // What it does once the script has ended.
  virtual std::vector<std::string> then() { return {}; }
  // The entries that it closes with; none: it refers to the incident.
  virtual std::vector<std::string> evidence() const { return {}; }

 private:
  std::vector<std::string> more() override;

  bool ended_ = false;
};

// The lines of holds and repairs that have no reason get one.
std::vector<std::string> with_reasons(std::vector<std::string> lines);

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
