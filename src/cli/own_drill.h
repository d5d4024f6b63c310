#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/problem.h"
#include "evidence/bundle.h"
#include "lab/runs/own_drills.h"

// Drills that a command line names: the program's, and users' own.
namespace studylab::cli {

struct NamedDrill {
  drill::Drill const* drill = nullptr;
  std::optional<runs::OwnDrill> file;  // if it was named by its file
};

// The drill of this name, or of this file: a word with a slash, or one that ends with .yaml. A name
// that is not one of the program's can be that of an own drill of the home.
std::expected<NamedDrill, Problem> read_drill(std::string const& word);

// The drills for `all` (or nothing), or the one that is named.
std::expected<std::vector<drill::Drill const*>, Problem> read_drills(std::string const& word);

// Makes the drill of a bundle's run known, if it is a user's own: from `file` (--drill-file; empty:
// not given), else from the home's copy. Returns the drill of `file`, which must be the run's.
std::expected<std::optional<runs::OwnDrill>, Problem> know_drill_of(
    evidence::Bundle const& bundle, std::filesystem::path const& home,
    std::filesystem::path const& file);

}  // namespace studylab::cli
