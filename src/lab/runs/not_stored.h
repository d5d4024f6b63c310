#pragma once

#include <memory>
#include <string>

#include "lab/runs/storage.h"

namespace studylab::runs {

// The storage of a run that only its caller reads: a run of a sweep, a reference, a replay. It has
// no key, so the run cannot be sealed.
std::unique_ptr<Storage> not_stored(std::string run);
// The same with a key: the caller keeps the sealed bundle, if it wants to.
std::unique_ptr<Storage> not_stored(std::string run, evidence::SigningKey const& key);

}  // namespace studylab::runs
