#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "evidence/seal.h"

namespace studylab::evidence {

// The key of this installation: `home`/keys/seal.key, mode 0600, made at the first use; two
// processes that make it at once end up with the same one. `home` is $STUDYLAB_HOME. The error is
// one line: the folder cannot be written, the file is no key, others may read it.
std::expected<SigningKey, std::string> installation_key(std::filesystem::path const& home);

// A key file somebody else handed over, such as an examiner's: the secret seed as 64 hex digits and
// a line end.
std::expected<SigningKey, std::string> load_key(std::filesystem::path const& path);

}  // namespace studylab::evidence
