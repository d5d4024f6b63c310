#pragma once

#include <string>
#include <string_view>

#include "lab/drill/drill.h"

// Drills that users wrote, read from their files while the program runs, beside those that are part
// of the program. A run states the name of its drill and the digest of its file, by which the drill
// is found as long as the process lives.
namespace studylab::drill {

// Makes an own drill known to this process. One with the same name and digest is known once. Valid
// until the process ends; may be called from any thread. The program must not have a drill with
// that name.
Drill const& add_own(Drill drill);

// The drill of a run: the program's with that name, or the own drill with that name and digest.
// nullptr: not known.
Drill const* find_drill(std::string_view id, Digest const& file);

// Why find_drill found nothing, in one line.
std::string unknown_drill(std::string_view id, Digest const& file);

// Whether the drill is not one of the program's.
bool is_own(Drill const& drill);

}  // namespace studylab::drill
