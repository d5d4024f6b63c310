#include "lab/grade/answer_key.h"

#include "base/check.h"

namespace studylab::grade {

std::string_view to_text(StatusCause cause) {
  switch (cause) {
    case StatusCause::app: return "app";
    case StatusCause::platform: return "platform";
    case StatusCause::provider: return "provider";
  }
  check_failed("a status cause", __FILE__, __LINE__);
}

std::string_view to_text(End end) {
  switch (end) {
    case End::resolved: return "resolved";
    case End::handed_over: return "handed-over";
  }
  check_failed("an end", __FILE__, __LINE__);
}

}  // namespace studylab::grade
