#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/limits.h"

namespace studylab::evidence {

// `cannot DOING PATH: what the system said`: how every call on a file says that it failed.
std::string failure(std::string_view doing, std::filesystem::path const& path, int number);

// `PATH is too long; at most 1 MiB are read`.
std::string too_long_text(std::filesystem::path const& path, std::uint64_t limit);

// Writes all of it, over interrupts and short writes; where not, errno says why.
bool write_all(int file, std::string_view bytes);

// A folder, mode 0700, with those above it; one that is there stays as it is.
std::expected<void, std::string> make_folder(std::filesystem::path const& folder);

// What a folder lists outlives a stop of the machine from here on.
std::expected<void, std::string> sync_folder(std::filesystem::path const& folder);

// Who may read a file that is made: whom the umask lets, or its owner alone (mode 0600).
enum class Readers : std::uint8_t { as_umask, owner };

// Writes a whole file: afterwards `path` holds all of `bytes`, or what it held before, and nothing
// in between, also when the disk is full or the machine stops. A link is followed, also to a file
// that is not there yet; what is no regular file (a pipe, a terminal) is written as it is. A file
// that is there keeps its mode, but for `owner`. The error is one line with the path and the
// reason.
std::expected<void, std::string> write_file(std::filesystem::path const& path,
                                            std::string_view bytes,
                                            Readers readers = Readers::as_umask);

// Whether write_file would find a place that may be written; writes nothing. The error is the line
// that write_file would end with.
std::expected<void, std::string> check_writable(std::filesystem::path const& path);

// Whether both paths lead to one file, there already or not yet.
bool same_file(std::filesystem::path const& one, std::filesystem::path const& other);

// As write_file with `owner`, and only where there is no such file yet: `path` then holds what it
// held.
enum class Made : bool { no, yes };
std::expected<Made, std::string> make_secret_file(std::filesystem::path const& path,
                                                  std::string_view bytes);

// Why a file was not read: it is missing or may not be read, or it is longer than the limit. `text`
// is one line with the path.
struct ReadFailure {
  enum class Why : std::uint8_t { unreadable, too_long };
  Why why = Why::unreadable;
  std::string text;
};

// A whole file of at most `limit` bytes; of a longer one, or of one that never ends, no more than
// that is read.
std::expected<std::string, ReadFailure> read_file(std::filesystem::path const& path,
                                                  std::size_t limit = limits::small_file);

}  // namespace studylab::evidence
