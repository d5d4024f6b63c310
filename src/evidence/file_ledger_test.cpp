#include "evidence/file_ledger.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include <gtest/gtest.h>

#include "evidence/file_write.h"
#include "evidence/folder_testing.h"
#include "evidence/run_testing.h"

namespace studylab::evidence {
namespace {

std::vector<RawEntry> entries_of(Chain const& chain) {
  std::vector<RawEntry> entries;
  for (auto const& entry : chain.entries()) entries.push_back(chain.raw(entry.id));
  return entries;
}

class FileLedgerTest : public ::testing::Test {
 protected:
  std::unique_ptr<FileLedger> open(std::uint64_t expected_drop = 0) {
    auto opened = FileLedger::open(path_);
    EXPECT_TRUE(opened) << opened.error();
    if (!opened) return nullptr;
    EXPECT_EQ(opened->dropped_bytes, expected_drop);
    return std::move(opened->ledger);
  }
  std::string bytes() { return read_file(path_).value(); }
  void put(std::string const& bytes) { std::ofstream{path_, std::ios::binary} << bytes; }
  std::string error() {
    auto const opened = FileLedger::open(path_);
    return opened ? "" : opened.error();
  }

  Folder folder_;
  std::filesystem::path path_ = folder_.path() / "ledger";
  SmallRun run_;
  std::vector<RawEntry> entries_ = entries_of(run_.platform);
};

// A crash can leave any part of the batch that was being written. In every case the earlier durable
// batches are kept, the torn batch is removed, and the same batch can be appended again.
TEST_F(FileLedgerTest, ACrashAtAnyByteLeavesWholeBatches) {
  std::vector<std::size_t> ends;  // of the file after each batch
  std::vector<std::size_t> counts{0};
  {
    auto const ledger = open();
    ends.push_back(bytes().size());
    for (auto const& [from, size] : {std::pair{0, 1}, {1, 3}, {4, 1}}) {
      auto const batch = std::span{entries_}.subspan(static_cast<std::size_t>(from),
                                                     static_cast<std::size_t>(size));
      ASSERT_EQ(ledger->append(ledger->head().hash, batch).appended, Appended::durable);
      ends.push_back(bytes().size());
      counts.push_back(counts.back() + batch.size());
    }
  }
  auto const whole = bytes();
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    put(whole.substr(0, size));
    std::size_t batches = 0;
    while (batches + 1 < ends.size() && ends[batches + 1] <= size) ++batches;
    auto const ledger = open(size < ends[0] ? 0 : size - ends[batches]);
    ASSERT_TRUE(ledger) << size;
    ASSERT_EQ(ledger->head().size, counts[batches]) << size;
    auto const kept = counts[batches];
    if (kept < entries_.size()) {
      auto const rest = std::span{entries_}.subspan(kept);
      ASSERT_EQ(ledger->append(ledger->head().hash, rest).appended, Appended::durable) << size;
    }
    ASSERT_EQ(ledger->read(1, 100).value(), entries_) << size;
  }
}

// Blocks of a file may reach the disk in any order: the end may be there and the middle zeros.
TEST_F(FileLedgerTest, ATornBatchOfZerosIsCutOff) {
  std::size_t before = 0;
  {
    auto const ledger = open();
    ASSERT_EQ(ledger->append({}, std::span{entries_}.first(3)).appended, Appended::durable);
    before = bytes().size();
    ASSERT_EQ(ledger->append(ledger->head().hash, std::span{entries_}.subspan(3)).appended,
              Appended::durable);
  }
  auto const whole = bytes();
  for (std::size_t hole = before; hole < whole.size(); ++hole) {
    auto torn = whole;
    torn.replace(before, hole + 1 - before, hole + 1 - before, '\0');
    put(torn);
    auto const ledger = open(whole.size() - before);
    ASSERT_EQ(ledger->head().size, 3u) << hole;
  }
}

TEST_F(FileLedgerTest, DamageInTheMiddleIsNotATornEnd) {
  {
    auto const ledger = open();
    for (auto const& entry : entries_) {
      ASSERT_EQ(ledger->append(ledger->head().hash, {&entry, 1}).appended, Appended::durable);
    }
  }
  auto const whole = bytes();
  auto damaged = whole;
  auto const at = whole.find("note 2");
  damaged[at] = 'N';
  put(damaged);
  EXPECT_EQ(error(),
            path_.string() + " is damaged: entry 3 cannot be read, and more entries follow it");
  EXPECT_EQ(bytes(), damaged) << "and the file is not changed";
  put(whole);
  EXPECT_EQ(open()->head().size, entries_.size());
}

// A batch whose append returned was written completely: if it cannot be read after a kill, it was
// damaged later.
TEST_F(FileLedgerTest, AnUnreadableCompleteBatchIsDamageAfterAKill) {
  std::size_t before = 0;
  {
    auto const ledger = open();
    ASSERT_EQ(ledger->append({}, std::span{entries_}.first(3)).appended, Appended::durable);
    before = bytes().size();
    ASSERT_EQ(ledger->append(ledger->head().hash, std::span{entries_}.subspan(3)).appended,
              Appended::durable);
  }
  auto const whole = bytes();
  auto const open_after_kill = [&] {
    return FileLedger::open(path_, FileCalls::system(), Stopped::process);
  };
  for (std::size_t size = before; size < whole.size(); ++size) {
    put(whole.substr(0, size));
    auto const opened = open_after_kill();
    ASSERT_TRUE(opened) << size << ": " << opened.error();
    ASSERT_EQ(opened->ledger->head().size, 3u);
  }
  constexpr std::size_t length = 4;  // of the length before a batch
  for (std::size_t place = before + length; place < whole.size(); ++place) {
    auto damaged = whole;
    damaged[place] = static_cast<char>(damaged[place] ^ 1);
    put(damaged);
    auto const opened = open_after_kill();
    ASSERT_FALSE(opened) << place;
    ASSERT_EQ(opened.error(), path_.string() + " is damaged: entry 4 cannot be read");
    ASSERT_EQ(bytes(), damaged) << "and the file is not changed";
  }
}

// The writer may have crashed before the sync.
TEST_F(FileLedgerTest, EntriesFoundAtOpenAreSyncedBeforeUse) {
  ASSERT_EQ(open()->append({}, entries_).appended, Appended::durable);
  int synced = 0;
  auto calls = FileCalls::system();
  calls.sync = [&](int file) {
    ++synced;
    return ::fdatasync(file);
  };
  ASSERT_TRUE(FileLedger::open(path_, calls));
  EXPECT_EQ(synced, 1);
  calls.sync = [](int) {
    errno = EIO;
    return -1;
  };
  auto const opened = FileLedger::open(path_, calls);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error(), "cannot sync " + path_.string() + ": Input/output error");
}

TEST_F(FileLedgerTest, AnotherFileIsNotTouched) {
  put("something else entirely\n");
  EXPECT_EQ(error(), path_.string() + " is not a ledger of this program");
  EXPECT_EQ(bytes(), "something else entirely\n");
}

TEST_F(FileLedgerTest, ASecondProcessIsRefused) {
  auto const ledger = open();
  EXPECT_EQ(error(), path_.string() + " is in use by another process");
}

TEST_F(FileLedgerTest, AMissingFolderIsReported) {
  path_ = folder_.path() / "none" / "ledger";
  EXPECT_EQ(error(), "cannot open " + path_.string() + ": No such file or directory");
}

TEST_F(FileLedgerTest, OnlyItsOwnerCanReadTheFile) {
  open();
  struct stat about{};
  ASSERT_EQ(::stat(path_.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
}

// The limit on a file's size imitates a disk that becomes full in the middle of a batch. The test
// uses a separate process, because not every user can raise the limit again.
TEST_F(FileLedgerTest, AFullDiskRefusesTheBatchAndKeepsNoPartOfIt) {
  auto const child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    auto opened = FileLedger::open(path_);
    if (!opened) ::_exit(1);
    auto& ledger = *opened->ledger;
    if (ledger.append({}, std::span{entries_}.first(2)).appended != Appended::durable) ::_exit(2);
    auto const before = std::filesystem::file_size(path_);
    rlimit const limit{before + 70, before + 70};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) ::_exit(3);
    auto const result = ledger.append(ledger.head().hash, std::span{entries_}.subspan(2));
    if (result.appended != Appended::refused) ::_exit(4);
    if (result.why != "cannot write " + path_.string() + ": File too large") ::_exit(5);
    ::_exit(std::filesystem::file_size(path_) == before ? 0 : 6);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 0);
  EXPECT_EQ(open()->read(1, 9).value(), (std::vector<RawEntry>{entries_[0], entries_[1]}));
}

}  // namespace
}  // namespace studylab::evidence
