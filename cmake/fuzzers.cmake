# Each fuzz/NAME.cpp (an LLVMFuzzerTestOneInput) is a program fuzz_NAME, and a test from its corpus in
# fuzz/corpus/NAME/. As a test it runs a fixed number of inputs from a fixed seed and learns nothing
# from earlier tests, so that the same program always sees the same inputs. With
# STUDYLAB_FUZZ_SECONDS it runs for that time instead, from a new seed, and keeps what it learns in
# the build folder.
set(STUDYLAB_FUZZ_RUNS 20000 CACHE STRING "How many inputs each fuzz target runs as a test")
set(STUDYLAB_FUZZ_SECONDS 0 CACHE STRING "If not 0, how long each fuzz target runs instead")
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
  set(options -timeout=60 -rss_limit_mb=2048 -max_len=65536
      "-artifact_prefix=${PROJECT_BINARY_DIR}/found-${name}-")
  if(STUDYLAB_FUZZ_SECONDS GREATER 0)
    set(learned "${PROJECT_BINARY_DIR}/corpus/${name}")
    file(MAKE_DIRECTORY "${learned}")
    add_test(NAME fuzz.${name}
             COMMAND fuzz_${name} ${options} -max_total_time=${STUDYLAB_FUZZ_SECONDS}
                     "${learned}" "${corpus}")
    math(EXPR seconds "${STUDYLAB_FUZZ_SECONDS} + 120")
  else()
    # libFuzzer writes new inputs to the first folder: an empty one, each time.
    set(learned "${PROJECT_BINARY_DIR}/corpus-of-test/${name}")
    add_test(NAME fuzz.${name}
             COMMAND sh -c "rm -rf -- \"$1\" && mkdir -p -- \"$1\" && shift && exec \"$@\"" sh
                     "${learned}" "$<TARGET_FILE:fuzz_${name}>" ${options}
                     -runs=${STUDYLAB_FUZZ_RUNS} -seed=1 "${learned}" "${corpus}")
    set(seconds 900)
  endif()
  set_tests_properties(fuzz.${name} PROPERTIES LABELS fuzz TIMEOUT ${seconds})
endforeach()
