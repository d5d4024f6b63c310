#pragma once

namespace studylab::cli {

// The program: reads the words, carries the command out, gives the exit status.
int run_program(int count, char** words);

}  // namespace studylab::cli
