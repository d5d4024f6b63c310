# studylab_embed_pages(TARGET): the files of build/pages, which tools/build-pages makes, become part of
# the program; they are read through src/server/pages.h. Without them, the program has no pages. Run
# as a script (-DPAGES=… -DOUT=…), this file writes the source that holds them.
if(CMAKE_SCRIPT_MODE_FILE)
  file(GLOB_RECURSE files RELATIVE "${PAGES}" "${PAGES}/*")
  list(SORT files)
  list(LENGTH files count)
  # A literal with a suffix has its length; to count it exceeds what Clang evaluates as a constant.
  set(code "#include \"server/pages.h\"\n\n#include <array>\n\nnamespace studylab::server {\nnamespace {\nusing namespace std::string_view_literals;\n")
  string(APPEND code "constexpr std::array<PageFile, ${count}> files{{\n")
  foreach(name IN LISTS files)
    file(READ "${PAGES}/${name}" text)
    string(APPEND code "{\"/${name}\", R\"studylab(${text})studylab\"sv},\n")
  endforeach()
  string(APPEND code "}};\n}\nstd::span<PageFile const> page_files() { return files; }\n}\n")
  file(WRITE "${OUT}" "${code}")
  return()
endif()

function(studylab_embed_pages target)
  set(pages "${PROJECT_SOURCE_DIR}/build/pages")
  file(GLOB_RECURSE data CONFIGURE_DEPENDS "${pages}/*")
  set(list "${PROJECT_BINARY_DIR}/generated/pages.list")
  file(CONFIGURE OUTPUT "${list}" CONTENT "${data}\n")
  set(source "${PROJECT_BINARY_DIR}/generated/pages.cpp")
  add_custom_command(
    OUTPUT "${source}"
    COMMAND "${CMAKE_COMMAND}" "-DPAGES=${pages}" "-DOUT=${source}"
            -P "${PROJECT_SOURCE_DIR}/cmake/pages.cmake"
    DEPENDS ${data} "${list}" "${PROJECT_SOURCE_DIR}/cmake/pages.cmake"
    COMMENT "Embedding pages"
    VERBATIM)
  set_source_files_properties("${source}" PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON
                              COMPILE_OPTIONS "-Wno-overlength-strings")
  add_library(embedded_pages STATIC "${source}")
  target_link_libraries(embedded_pages PRIVATE studylab_flags)
  target_link_libraries(${target} PUBLIC embedded_pages)
endfunction()
