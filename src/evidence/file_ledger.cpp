#include "evidence/file_ledger.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/codec.h"
#include "evidence/file_write.h"

namespace studylab::evidence {
namespace {

// A file is the magic and then batches: size:u32 head:32 bytes entries. `size` counts the entries'
// bytes; `head` is the hash of the last entry, which confirms all of them through the chain.
constexpr std::string_view file_magic = "studylab ledger 1\n";
constexpr std::size_t batch_head_size = 4 + 32;

struct Batch {
  Bytes entries;
  Head head;
  std::size_t size = 0;  // with its own head
};

// The batch at the front of `bytes`, if it is whole and its entries follow each other and, with
// `after`, the head before.
std::optional<Batch> take_batch(Bytes bytes, Head const* after) {
  std::uint32_t size = 0;
  Hash head;
  Decoder decoder{bytes};
  decoder.take(size);
  decoder.take(head);
  if (!decoder.ok() || size == 0 || size > decoder.left()) return std::nullopt;
  Batch batch{bytes.subspan(batch_head_size, size), {}, batch_head_size + size};
  bool first = true;
  for (auto rest = batch.entries; !rest.empty();) {
    auto const entry = take_entry(rest);
    if (!entry) return std::nullopt;
    if (first && after) batch.head = *after;
    bool const free = first && !after;
    if (!free && (entry->sequence != batch.head.size + 1 || entry->previous != batch.head.hash)) {
      return std::nullopt;
    }
    batch.head = {entry->sequence, hash_of(*entry)};
    first = false;
  }
  return batch.head.hash == head ? std::optional{batch} : std::nullopt;
}

// Whether fewer bytes are left than the size of the batch at their front.
bool too_short(Bytes bytes) {
  std::uint32_t size = 0;
  Decoder decoder{bytes};
  decoder.take(size);
  return !decoder.ok() || bytes.size() < batch_head_size + size;
}

// Whether there is a whole batch anywhere in `bytes`: then the bytes before it are not a torn end.
bool any_batch_in(Bytes bytes) {
  for (; bytes.size() > batch_head_size + length_size + body_head_size; bytes = bytes.subspan(1)) {
    if (take_batch(bytes, nullptr)) return true;
  }
  return false;
}

}  // namespace

FileCalls FileCalls::system() { return {::pwrite, ::fdatasync, ::ftruncate}; }

FileLedger::FileLedger(std::filesystem::path path, int file, FileCalls calls)
    : path_(std::move(path)), file_(file), calls_(std::move(calls)) {}

FileLedger::~FileLedger() { ::close(file_); }

std::expected<FileLedger::Opened, std::string> FileLedger::open(std::filesystem::path const& path,
                                                                FileCalls calls, Stopped stopped) {
  int const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return std::unexpected(failure("open", path, errno));
  Opened opened{std::unique_ptr<FileLedger>{new FileLedger{path, file, std::move(calls)}}, 0};
  if (auto const locked = opened.ledger->lock(); !locked) return std::unexpected(locked.error());
  auto const dropped = opened.ledger->recover(stopped);
  if (!dropped) return std::unexpected(dropped.error());
  opened.dropped_bytes = *dropped;
  return opened;
}

std::expected<void, std::string> FileLedger::lock() {
  if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return {};
  if (errno == EWOULDBLOCK) {
    return std::unexpected(fmt::format("{} is in use by another process", path_.string()));
  }
  return std::unexpected(failure("lock", path_, errno));
}

// Reads the whole file, records the place of each entry and cuts off a torn batch at the end.
// Returns the number of bytes cut off.
std::expected<std::uint64_t, std::string> FileLedger::recover(Stopped stopped) {
  struct stat about{};
  if (::fstat(file_, &about) != 0) return std::unexpected(failure("read", path_, errno));
  if (static_cast<std::uint64_t>(about.st_size) > limits::bundle) {
    return std::unexpected(too_long_text(path_, limits::bundle));
  }
  auto const read = read_from(0, static_cast<std::size_t>(about.st_size));
  if (!read) return std::unexpected(read.error());
  auto const all = as_bytes(*read);
  if (all.size() < file_magic.size() && file_magic.starts_with(*read)) {
    // The file was just created, or its creation was interrupted: it never held a batch.
    if (auto const begun = begin_file(); !begun) return std::unexpected(begun.error());
    return 0;
  }
  if (!read->starts_with(file_magic)) {
    return std::unexpected(fmt::format("{} is not a ledger of this program", path_.string()));
  }
  end_ = static_cast<off_t>(file_magic.size());
  auto rest = all.subspan(file_magic.size());
  while (auto const batch = take_batch(rest, &head_)) {
    add_places(batch->entries, end_ + static_cast<off_t>(batch_head_size));
    head_ = batch->head;
    end_ += static_cast<off_t>(batch->size);
    rest = rest.subspan(batch->size);
  }
  if (rest.empty()) {
    // A crash of the process can leave a whole last batch unsynced. It counts as durable from here
    // on.
    if (calls_.sync(file_) != 0) return std::unexpected(failure("sync", path_, errno));
    return 0;
  }
  // A batch begins only after the one before it is durable, so only the last one can be torn.
  bool const more = any_batch_in(rest.subspan(1));
  if (more || (stopped == Stopped::process && !too_short(rest))) {
    return std::unexpected(fmt::format("{} is damaged: entry {} cannot be read{}", path_.string(),
                                       head_.size + 1, more ? ", and more entries follow it" : ""));
  }
  auto const dropped = rest.size();
  if (auto const cut = cut_to_end(); !cut) return std::unexpected(cut.error());
  return dropped;
}

std::expected<void, std::string> FileLedger::begin_file() {
  if (calls_.truncate(file_, 0) != 0) return std::unexpected(failure("write", path_, errno));
  auto const wrote = calls_.write(file_, file_magic.data(), file_magic.size(), 0);
  if (wrote != static_cast<ssize_t>(file_magic.size())) {
    return std::unexpected(failure("write", path_, wrote < 0 ? errno : ENOSPC));
  }
  if (calls_.sync(file_) != 0) return std::unexpected(failure("sync", path_, errno));
  // The file's name, too, must survive a crash.
  auto const parent = path_.has_parent_path() ? path_.parent_path() : std::filesystem::path{"."};
  if (auto const synced = sync_folder(parent); !synced) return synced;
  end_ = static_cast<off_t>(file_magic.size());
  return {};
}

std::expected<void, std::string> FileLedger::cut_to_end() {
  if (calls_.truncate(file_, end_) != 0 || calls_.sync(file_) != 0) {
    return std::unexpected(failure("write", path_, errno));
  }
  return {};
}

std::expected<std::string, std::string> FileLedger::read_from(off_t start, std::size_t size) const {
  std::string bytes(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    auto const got =
        ::pread(file_, bytes.data() + done, size - done, start + static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::unexpected(failure("read", path_, errno));
    if (got == 0) return std::unexpected(fmt::format("{} was cut short", path_.string()));
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

void FileLedger::add_places(Bytes entries, off_t start) {
  for (auto rest = entries; !rest.empty();) {
    auto const before = rest.size();
    take_entry(rest).value();
    auto const size = before - rest.size();
    places_.push_back({start, size});
    start += static_cast<off_t>(size);
  }
}

AppendResult FileLedger::append(Hash const& expected_head, std::span<RawEntry const> batch) {
  if (state_ == State::unknown) {
    return {Appended::refused, "the outcome of the last append is unknown"};
  }
  buffer_.assign(batch_head_size, '\0');
  auto const after = put_batch(buffer_, head_, expected_head, batch);
  if (!after) return {Appended::refused, after.error()};
  if (buffer_.size() > std::numeric_limits<std::uint32_t>::max()) {
    return {Appended::refused, "the batch is larger than 4 GiB"};
  }
  std::string head;
  Encoder encoder{head};
  encoder.put(static_cast<std::uint32_t>(buffer_.size() - batch_head_size));
  encoder.put(after->hash);
  buffer_.replace(0, batch_head_size, head);

  std::size_t done = 0;
  while (done < buffer_.size()) {
    auto const wrote = calls_.write(file_, buffer_.data() + done, buffer_.size() - done,
                                    end_ + static_cast<off_t>(done));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return take_back(failure("write", path_, wrote < 0 ? errno : ENOSPC));
    done += static_cast<std::size_t>(wrote);
  }
  if (calls_.sync(file_) != 0) {
    state_ = State::unknown;
    return {Appended::unknown, failure("sync", path_, errno)};
  }
  add_places(as_bytes(buffer_).subspan(batch_head_size),
             end_ + static_cast<off_t>(batch_head_size));
  end_ += static_cast<off_t>(buffer_.size());
  head_ = *after;
  return {};
}

// The whole batch does not fit: remove the part that was written.
AppendResult FileLedger::take_back(std::string why) {
  if (cut_to_end()) return {Appended::refused, std::move(why)};
  state_ = State::unknown;
  return {Appended::unknown, std::move(why)};
}

// After a failed sync the kernel may have dropped pages that it could not write, so that a read
// returns bytes that are not on the disk. Only removing the batch and syncing the removal gives a
// certain result.
std::expected<Head, std::string> FileLedger::resolve_unknown() {
  if (state_ == State::unknown) {
    if (auto const cut = cut_to_end(); !cut) return std::unexpected(cut.error());
    state_ = State::known;
  }
  return head_;
}

std::expected<std::vector<RawEntry>, std::string> FileLedger::read(std::uint64_t from,
                                                                   std::size_t at_most) const {
  std::vector<RawEntry> entries;
  for (auto n = from; n >= 1 && n <= head_.size && entries.size() < at_most; ++n) {
    auto const& place = places_[n - 1];
    auto const bytes = read_from(place.start, place.size);
    if (!bytes) return std::unexpected(bytes.error());
    auto rest = as_bytes(*bytes);
    auto const entry = take_entry(rest);
    if (!entry || entry->sequence != n) {
      return std::unexpected(fmt::format("entry {} of {} cannot be read", n, path_.string()));
    }
    entries.push_back(to_raw(*entry));
  }
  return entries;
}

}  // namespace studylab::evidence
