#pragma once

#include <span>
#include <string>

#include <boost/json/object.hpp>

#include "lab/exam/exam.h"
#include "lab/exam/result.h"

// What an exam found, for programs and for people. Both depend on the exam and its results alone.
namespace studylab::exam {

boost::json::object document(Exam const& exam, std::span<Result const> results);

// Tables of lines of at most 100 columns, without a final line end.
std::string text(Exam const& exam, std::span<Result const> results);

}  // namespace studylab::exam
