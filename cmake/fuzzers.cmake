# Each fuzz/NAME.cpp (an LLVMFuzzerTestOneInput) is a program fuzz_NAME; its corpus, where there is
# one, lies in fuzz/corpus/NAME/.
file(GLOB fuzzers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/fuzz/*.cpp")
add_custom_target(fuzzers)
foreach(source IN LISTS fuzzers)
  get_filename_component(name "${source}" NAME_WE)
  add_executable(fuzz_${name} "${source}")
  target_link_libraries(fuzz_${name} PRIVATE studylab_flags cli)
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  set_target_properties(fuzz_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY
                        "${PROJECT_BINARY_DIR}/fuzzers")
  add_dependencies(fuzzers fuzz_${name})
endforeach()
