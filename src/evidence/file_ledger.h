#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <memory>

#include "evidence/ledger.h"

namespace studylab::evidence {

// The system calls that write a ledger. Tests replace them with failing ones.
struct FileCalls {
  std::function<ssize_t(int, void const*, std::size_t, off_t)> write;
  std::function<int(int)> sync;
  std::function<int(int, off_t)> truncate;

  static FileCalls system();
};

// What stopped while a ledger was being written. A killed process leaves a batch that is too short;
// a stopped machine can leave any part of it.
enum class Stopped : std::uint8_t { process, machine };

// A ledger in one append-only file; docs/ledger-format.md has the format. A batch is written after
// the last one and synced once (fdatasync); then it is durable. A batch that does not fit is
// removed again before `refused` is returned. If that or the sync fails, the outcome is unknown,
// and resolve_unknown() removes the batch.
//
// The file is locked (flock) as long as the object lives.
class FileLedger final : public Ledger {
 public:
  struct Opened;
  // Opens the file, or creates it (mode 0600). Cuts off a torn batch at the end. The error is one
  // line: another process has the file open, it is not a ledger, or a batch is damaged in a way
  // that a crash does not cause.
  static std::expected<Opened, std::string> open(std::filesystem::path const& path,
                                                 FileCalls calls = FileCalls::system(),
                                                 Stopped stopped = Stopped::machine);
  ~FileLedger() override;
  FileLedger(FileLedger const&) = delete;
  FileLedger& operator=(FileLedger const&) = delete;

  AppendResult append(Hash const& expected_head, std::span<RawEntry const> batch) override;
  std::expected<Head, std::string> resolve_unknown() override;
  Head head() const override { return head_; }
  std::expected<std::vector<RawEntry>, std::string> read(std::uint64_t from,
                                                         std::size_t at_most) const override;

 private:
  FileLedger(std::filesystem::path path, int file, FileCalls calls);
  std::expected<void, std::string> lock();
  std::expected<std::uint64_t, std::string> recover(Stopped stopped);
  std::expected<std::string, std::string> read_from(off_t start, std::size_t size) const;
  std::expected<void, std::string> begin_file();
  std::expected<void, std::string> cut_to_end();
  AppendResult take_back(std::string why);

  struct Place {
    off_t start = 0;
    std::size_t size = 0;  // with the length before the entry
  };
  void add_places(Bytes entries, off_t start);

  std::filesystem::path path_;
  int file_;
  FileCalls calls_;
  std::vector<Place> places_;  // of entry N at N - 1
  off_t end_ = 0;              // of what is durable
  Head head_;
  std::string buffer_;
  enum class State : std::uint8_t { known, unknown } state_ = State::known;
};

struct FileLedger::Opened {
  std::unique_ptr<FileLedger> ledger;
  std::uint64_t dropped_bytes = 0;  // of a torn batch after the last whole one
};

}  // namespace studylab::evidence
