#pragma once

namespace studylab::cli {

// The program: parses the arguments, runs the command, returns the exit status.
int run_program(int count, char** words);

}  // namespace studylab::cli
