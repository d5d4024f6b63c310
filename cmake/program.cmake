# studylab_program(NAME SOURCES … LINKS …): adds a program. With STUDYLAB_SYNTAX_ONLY there is
# nothing to link.
function(studylab_program name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINKS" ${ARGN})
  if(STUDYLAB_SYNTAX_ONLY)
    add_library(${name} OBJECT ${arg_SOURCES})
    list(REMOVE_ITEM arg_LINKS mimalloc)
  else()
    add_executable(${name} ${arg_SOURCES})
  endif()
  target_link_libraries(${name} PRIVATE ${arg_LINKS} studylab_flags)
endfunction()
