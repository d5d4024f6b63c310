// The behaviour of every ledger, tested in memory and in a file.

#include <algorithm>
#include <cerrno>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "evidence/file_ledger.h"
#include "evidence/folder_testing.h"
#include "evidence/memory_ledger_testing.h"

namespace studylab::evidence {
namespace {

// The storage of a ledger, which can fail and can be opened again.
class Store {
 public:
  virtual ~Store() = default;
  virtual Ledger& ledger() = 0;
  virtual void no_room_next() = 0;      // the next append runs out of space half way
  virtual void answer_lost_next() = 0;  // the next append's outcome is unknown
  virtual void crash_and_open_again() = 0;
};

class MemoryStore final : public Store {
 public:
  explicit MemoryStore(MemoryLedger::Fault unknown) : unknown_(unknown) {}
  Ledger& ledger() override { return ledger_; }
  void no_room_next() override { ledger_.fail_next(MemoryLedger::Fault::refuse); }
  void answer_lost_next() override { ledger_.fail_next(unknown_); }
  void crash_and_open_again() override { ASSERT_TRUE(ledger_.resolve_unknown()); }

 private:
  MemoryLedger::Fault unknown_;
  MemoryLedger ledger_;
};

class FileStore final : public Store {
 public:
  // What makes an outcome unknown: the batch's sync fails, or the disk is full and then the removal
  // of the written half fails.
  enum class Unknown { sync, take_back };

  explicit FileStore(Unknown unknown) : unknown_(unknown) { open(); }
  Ledger& ledger() override { return *ledger_; }
  void no_room_next() override { room_ = 40; }
  void answer_lost_next() override {
    if (unknown_ == Unknown::sync) {
      syncs_to_fail_ = 1;
    } else {
      room_ = 40;
      truncates_to_fail_ = 1;
    }
  }
  void crash_and_open_again() override {
    ledger_.reset();
    room_ = std::string::npos;
    syncs_to_fail_ = truncates_to_fail_ = 0;
    open();
  }

 private:
  void open() {
    auto calls = FileCalls::system();
    calls.write = [this, write = calls.write](int file, void const* data, std::size_t size,
                                              off_t at) {
      auto const fits = std::min(size, room_);
      if (fits == 0) {
        room_ = std::string::npos;
        errno = ENOSPC;
        return ssize_t{-1};
      }
      if (room_ != std::string::npos) room_ -= fits;
      return write(file, data, fits, at);
    };
    calls.sync = [this, sync = calls.sync](int file) {
      if (syncs_to_fail_ == 0) return sync(file);
      --syncs_to_fail_;
      errno = EIO;
      return -1;
    };
    calls.truncate = [this, truncate = calls.truncate](int file, off_t size) {
      if (truncates_to_fail_ == 0) return truncate(file, size);
      --truncates_to_fail_;
      errno = EIO;
      return -1;
    };
    auto opened = FileLedger::open(folder_.path() / "ledger", calls);
    ASSERT_TRUE(opened) << opened.error();
    ledger_ = std::move(opened->ledger);
  }

  Unknown unknown_;
  Folder folder_;
  std::size_t room_ = std::string::npos;
  int syncs_to_fail_ = 0;
  int truncates_to_fail_ = 0;
  std::unique_ptr<FileLedger> ledger_;
};

struct Kind {
  std::string name;
  std::function<std::unique_ptr<Store>()> make;
};

class LedgerConformance : public ::testing::TestWithParam<Kind> {
 protected:
  // The next `count` entries after those made so far.
  std::vector<RawEntry> batch(int count) {
    std::vector<RawEntry> entries;
    for (int i = 0; i < count; ++i) {
      ++made_.size;
      Instant const at{Duration{static_cast<std::int64_t>(made_.size)}};
      RawEntry entry{{1005, 1, Term{1}, made_.size, at, made_.hash},
                     std::string(made_.size % 7 * 10, 'x')};
      made_.hash = hash_of(entry);
      entries.push_back(entry);
    }
    return entries;
  }
  // Appends, and expects the outcome `durable`.
  void keep(std::vector<RawEntry> const& entries) {
    auto const result = ledger().append(ledger().head().hash, entries);
    ASSERT_EQ(result.appended, Appended::durable) << result.why;
    kept_.insert(kept_.end(), entries.begin(), entries.end());
  }
  void expect_kept() {
    EXPECT_EQ(ledger().head().size, kept_.size());
    EXPECT_EQ(ledger().head().hash, kept_.empty() ? Hash{} : hash_of(kept_.back()));
    EXPECT_EQ(ledger().read(1, 1000).value(), kept_);
  }
  Ledger& ledger() { return store_->ledger(); }

  std::unique_ptr<Store> store_ = GetParam().make();
  Head made_;
  std::vector<RawEntry> kept_;
};

TEST_P(LedgerConformance, BeginsEmpty) { expect_kept(); }

TEST_P(LedgerConformance, KeepsBatchesInOrder) {
  keep(batch(1));
  keep(batch(3));
  keep(batch(2));
  expect_kept();
  EXPECT_EQ(ledger().read(3, 2).value(), (std::vector<RawEntry>{kept_[2], kept_[3]}));
  EXPECT_EQ(ledger().read(6, 5).value(), (std::vector<RawEntry>{kept_[5]}));
  EXPECT_TRUE(ledger().read(7, 5).value().empty());
  EXPECT_TRUE(ledger().read(0, 5).value().empty());
}

TEST_P(LedgerConformance, KeepsDurableEntriesWhenOpenedAgain) {
  keep(batch(2));
  keep(batch(1));
  store_->crash_and_open_again();
  expect_kept();
  keep(batch(1));
  store_->crash_and_open_again();
  expect_kept();
}

TEST_P(LedgerConformance, RefusesADifferentHead) {
  keep(batch(2));
  auto const next = batch(1);
  EXPECT_EQ(ledger().append(kept_[0].previous, next).appended, Appended::refused);
  EXPECT_EQ(ledger().append(hash_of(kept_[0]), next).appended, Appended::refused);
  expect_kept();
  keep(next);
  EXPECT_EQ(ledger().append(hash_of(kept_[1]), next).appended, Appended::refused);
  expect_kept();
}

TEST_P(LedgerConformance, RefusesEntriesThatDoNotFollowTheHead) {
  keep(batch(2));
  auto const good = batch(3);
  auto const refused = [&](std::vector<RawEntry> const& entries) {
    auto const result = ledger().append(ledger().head().hash, entries);
    EXPECT_EQ(result.appended, Appended::refused);
    EXPECT_NE(result.why, "");
    expect_kept();
  };
  refused({});
  refused({good[1]});
  refused({good[0], good[2]});
  refused({good[0], good[0]});
  auto changed = good;
  changed[0].payload += "more";
  refused(changed);
  changed = good;
  changed[1].previous = Hash{};
  refused(changed);
  keep(good);
  expect_kept();
}

TEST_P(LedgerConformance, KeepsNoPartOfABatchWhenOutOfSpace) {
  keep(batch(2));
  auto const next = batch(3);
  store_->no_room_next();
  auto const result = ledger().append(ledger().head().hash, next);
  EXPECT_EQ(result.appended, Appended::refused);
  EXPECT_NE(result.why, "");
  expect_kept();
  store_->crash_and_open_again();
  expect_kept();
  keep(next);
  expect_kept();
}

TEST_P(LedgerConformance, ResolvesAnUnknownOutcomeOnRequest) {
  keep(batch(2));
  auto const next = batch(3);
  store_->answer_lost_next();
  auto const result = ledger().append(ledger().head().hash, next);
  ASSERT_EQ(result.appended, Appended::unknown);
  EXPECT_EQ(ledger().append(ledger().head().hash, next).appended, Appended::refused)
      << "nothing is appended before the outcome is known";
  auto const head = ledger().resolve_unknown();
  ASSERT_TRUE(head) << head.error();
  EXPECT_EQ(*head, ledger().head());
  if (head->hash == hash_of(next.back())) {
    kept_.insert(kept_.end(), next.begin(), next.end());
  } else {
    keep(next);
  }
  expect_kept();
  store_->crash_and_open_again();
  expect_kept();
}

TEST_P(LedgerConformance, ResolvesAnUnknownOutcomeAfterACrash) {
  keep(batch(2));
  auto const next = batch(3);
  store_->answer_lost_next();
  ASSERT_EQ(ledger().append(ledger().head().hash, next).appended, Appended::unknown);
  store_->crash_and_open_again();
  if (ledger().head().size == 5) {
    kept_.insert(kept_.end(), next.begin(), next.end());
  } else {
    keep(next);
  }
  expect_kept();
}

TEST_P(LedgerConformance, ResolvingAKnownOutcomeChangesNothing) {
  keep(batch(2));
  EXPECT_EQ(ledger().resolve_unknown(), ledger().head());
  expect_kept();
}

using Fault = MemoryLedger::Fault;
template <class Which>
Kind memory(std::string name, Which fault) {
  return {std::move(name), [fault] { return std::make_unique<MemoryStore>(fault); }};
}
Kind file(std::string name, FileStore::Unknown unknown) {
  return {std::move(name), [unknown] { return std::make_unique<FileStore>(unknown); }};
}

INSTANTIATE_TEST_SUITE_P(All, LedgerConformance,
                         ::testing::Values(memory("MemoryKept", Fault::unknown_kept),
                                           memory("MemoryLost", Fault::unknown_lost),
                                           memory("MemoryTorn", Fault::torn),
                                           file("FileNotSynced", FileStore::Unknown::sync),
                                           file("FileNotTakenBack", FileStore::Unknown::take_back)),
                         [](auto const& info) { return info.param.name; });

}  // namespace
}  // namespace studylab::evidence
