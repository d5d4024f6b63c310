# Each fuzz/NAME.cpp (an LLVMFuzzerTestOneInput) is a program fuzz_NAME, and a test of a few seconds
# from its corpus in fuzz/corpus/NAME/. New inputs stay in the build folder.
set(STUDYLAB_FUZZ_SECONDS 15 CACHE STRING "How long each fuzz target runs as a test")
file(GLOB fuzzers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/fuzz/*.cpp")
foreach(source IN LISTS fuzzers)
  get_filename_component(name "${source}" NAME_WE)
  set(corpus "${PROJECT_SOURCE_DIR}/fuzz/corpus/${name}")
  if(NOT IS_DIRECTORY "${corpus}")
    message(FATAL_ERROR "fuzz/${name}.cpp has no corpus: ${corpus} is missing")
  endif()
  studylab_program(fuzz_${name} SOURCES "${source}" LINKS cli lab_runbooks)
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  set_target_properties(fuzz_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY
                        "${PROJECT_BINARY_DIR}/fuzzers")
  set(learned "${PROJECT_BINARY_DIR}/corpus/${name}")
  file(MAKE_DIRECTORY "${learned}")
  add_test(NAME fuzz.${name}
           COMMAND fuzz_${name} -max_total_time=${STUDYLAB_FUZZ_SECONDS} -timeout=10
                   -rss_limit_mb=2048 -max_len=65536 -seed=1
                   "-artifact_prefix=${PROJECT_BINARY_DIR}/found-${name}-" "${learned}" "${corpus}")
  math(EXPR seconds "${STUDYLAB_FUZZ_SECONDS} + 120")
  set_tests_properties(fuzz.${name} PROPERTIES LABELS fuzz TIMEOUT ${seconds})
endforeach()
