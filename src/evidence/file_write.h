#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/limits.h"

namespace studylab::evidence {

// `cannot DOING PATH: reason`, the form of every error about a file.
std::string failure(std::string_view doing, std::filesystem::path const& path, int number);

// `PATH is too long; the limit is 1 MiB`.
std::string too_long_text(std::filesystem::path const& path, std::uint64_t limit);

// Writes all bytes, despite interrupts and short writes. If it fails, errno has the reason.
bool write_all(int file, std::string_view bytes);

// Creates a folder, mode 0700, and those above it. An existing one stays as it is.
std::expected<void, std::string> make_folder(std::filesystem::path const& folder);

// Syncs a folder: its list of files then survives a stop of the machine.
std::expected<void, std::string> sync_folder(std::filesystem::path const& folder);

// Who can read a new file: those whom the umask allows, or its owner alone (mode 0600).
enum class Readers : std::uint8_t { as_umask, owner };

// Writes a whole file: afterwards `path` has all of `bytes` or its old content, even if the disk is
// full or the machine stops. A link is followed, also to a file that does not exist yet. A file
// that is not regular (a pipe, a terminal) is written directly. An existing file keeps its mode,
// except with `owner`. The error is one line with the path and the reason.
std::expected<void, std::string> write_file(std::filesystem::path const& path,
                                            std::string_view bytes,
                                            Readers readers = Readers::as_umask);

// Whether write_file could write there; writes nothing. The error is the one of write_file.
std::expected<void, std::string> check_writable(std::filesystem::path const& path);

// Whether both paths lead to the same file, which need not exist.
bool same_file(std::filesystem::path const& one, std::filesystem::path const& other);

// Like write_file with `owner`, but never replaces an existing file.
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

// Reads a whole file of at most `limit` bytes. Of a longer file, or of one that never ends, it
// reads no more than that.
std::expected<std::string, ReadFailure> read_file(std::filesystem::path const& path,
                                                  std::size_t limit = limits::small_file);

}  // namespace studylab::evidence
