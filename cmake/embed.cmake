# studylab_embed(TARGET): drills/*.yaml become part of the program; their texts are read through
# src/lab/embedded.h. Run as a script (-DROOT=… -DOUT=…), this file writes the source that holds
# them.
if(CMAKE_SCRIPT_MODE_FILE)
  set(code "#include \"lab/embedded.h\"\n\n#include <array>\n\nnamespace studylab::embedded {\n")
  file(GLOB files "${ROOT}/drills/*.yaml")
  list(SORT files)
  list(LENGTH files count)
  string(APPEND code "namespace {\nconstexpr std::array<File, ${count}> files{{\n")
  foreach(path IN LISTS files)
    get_filename_component(name "${path}" NAME_WE)
    file(READ "${path}" text)
    string(APPEND code "{\"${name}\", R\"studylab(${text})studylab\"},\n")
  endforeach()
  string(APPEND code "}};\n}\nstd::span<const File> drills() { return files; }\n")
  string(APPEND code "}\n")
  file(WRITE "${OUT}" "${code}")
  return()
endif()

function(studylab_embed target)
  file(GLOB data CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/drills/*.yaml")
  # The list of files is part of the command, so that removing a file generates the source again.
  set(list "${PROJECT_BINARY_DIR}/generated/embedded.list")
  file(CONFIGURE OUTPUT "${list}" CONTENT "${data}\n")
  set(source "${PROJECT_BINARY_DIR}/generated/embedded.cpp")
  add_custom_command(
    OUTPUT "${source}"
    COMMAND "${CMAKE_COMMAND}" "-DROOT=${PROJECT_SOURCE_DIR}" "-DOUT=${source}"
            -P "${PROJECT_SOURCE_DIR}/cmake/embed.cmake"
    DEPENDS ${data} "${list}" "${PROJECT_SOURCE_DIR}/cmake/embed.cmake"
    COMMENT "Embedding drills"
    VERBATIM)
  set_source_files_properties("${source}" PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON
                              COMPILE_OPTIONS "-Wno-overlength-strings")
  add_library(embedded STATIC "${source}")
  target_link_libraries(embedded PRIVATE studylab_flags)
  get_target_property(type ${target} TYPE)
  if(type STREQUAL "INTERFACE_LIBRARY")
    target_link_libraries(${target} INTERFACE embedded)
  else()
    target_link_libraries(${target} PUBLIC embedded)
  endif()
endfunction()
