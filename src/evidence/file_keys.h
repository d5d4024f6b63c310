#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "evidence/seal.h"

namespace studylab::evidence {

// The key of this installation: `home`/keys/seal.key, mode 0600, created at the first use. Two
// processes that create it at once end up with the same key. `home` is $STUDYLAB_HOME. The error is
// one line: the folder cannot be written, the file is not a key, or others can read it.
std::expected<SigningKey, std::string> installation_key(std::filesystem::path const& home);

// Another key file, such as an examiner's: the secret seed as 64 hex digits and a newline.
std::expected<SigningKey, std::string> load_key(std::filesystem::path const& path);

}  // namespace studylab::evidence
