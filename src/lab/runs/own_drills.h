#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "lab/drill/drill.h"
#include "lab/runs/problem.h"

// The files of users' own drills. A home keeps a copy of each that was played there, as
// drills/NAME-DIGEST.yaml, so that a run can be replayed, graded and listed whatever has become of
// the file. DIGEST is the first half of the drill's digest, in hexadecimal.
namespace studylab::runs {

// A drill whose file was read, and its text.
struct OwnDrill {
  drill::Drill const* drill = nullptr;  // valid until the process ends
  std::string text;
};

// Whether a word in place of a drill's name is a path: it has a slash, or ends with .yaml or .yml.
bool names_drill_file(std::string_view word);

// Reads the file and makes its drill known to this process. The error is one line: `missing` if the
// file cannot be read, `usage` if it has mistakes, or if its name is that of a drill of the
// program.
std::expected<OwnDrill, Problem> read_own_drill(std::filesystem::path const& file);
// The same for the text of a file; `file` is only for messages.
std::expected<OwnDrill, Problem> take_own_drill(std::string text, std::string const& file);

// Keeps a copy in the home, as the latest one with its name.
std::expected<void, std::string> keep_drill(std::filesystem::path const& home,
                                            OwnDrill const& drill);
// Makes the drill of a run known to this process, if the home has its copy.
void know_drill(std::filesystem::path const& home, std::string_view id, Digest const& file);
// The own drills of a home by name, each as it was kept last.
std::vector<OwnDrill> kept_own_drills(std::filesystem::path const& home);
std::vector<drill::Drill const*> kept_drills(std::filesystem::path const& home);
// The program's drills, then the own ones of a home.
std::vector<drill::Drill const*> all_drills(std::filesystem::path const& home);
// The one of them with this name; nullptr: none.
drill::Drill const* named_drill(std::filesystem::path const& home, std::string_view name);
// Their names, each after a space.
std::string drill_names(std::filesystem::path const& home);

}  // namespace studylab::runs
