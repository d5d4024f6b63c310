#pragma once

#include "lab/embedded.h"

// The files src/server/openapi/*.json, which are part of the program: the schemas of answers.
namespace studylab::embedded {

std::span<const File> openapi_components();

}  // namespace studylab::embedded
