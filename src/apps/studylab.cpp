#include "face/command_line.h"

int main(int count, char** words) { return studylab::face::run_program(count, words); }
