#include "evidence/file_keys.h"

#include <sys/stat.h>

#include <string_view>

#include <fmt/format.h>
#include <sodium.h>

#include "base/hash.h"
#include "evidence/file_write.h"

namespace studylab::evidence {

namespace fs = std::filesystem;

std::expected<SigningKey, std::string> load_key(fs::path const& path) {
  struct stat about{};
  if (::stat(path.c_str(), &about) == 0 && (about.st_mode & 0077) != 0) {
    return std::unexpected(
        fmt::format("{} can be read by other users; run 'chmod 600' on it", path.string()));
  }
  auto text = read_file(path);
  if (!text) return std::unexpected(text.error().text);
  std::string_view digits = *text;
  if (digits.ends_with('\n')) digits.remove_suffix(1);
  auto seed = parse_hash(digits);
  sodium_memzero(text->data(), text->size());
  if (!seed) return std::unexpected(fmt::format("{} is not a key", path.string()));
  auto const key = signing_key(seed->bytes);
  sodium_memzero(seed->bytes.data(), seed->bytes.size());
  return key;
}

std::expected<SigningKey, std::string> installation_key(fs::path const& home) {
  auto const path = home / "keys" / "seal.key";
  struct stat about{};
  if (::stat(path.c_str(), &about) == 0) return load_key(path);
  if (auto const made = make_folder(path.parent_path()); !made)
    return std::unexpected(made.error());
  auto text = to_hex(new_signing_key().seed) + "\n";
  auto const made = make_secret_file(path, text);
  sodium_memzero(text.data(), text.size());
  if (!made) return std::unexpected(made.error());
  return load_key(path);
}

}  // namespace studylab::evidence
