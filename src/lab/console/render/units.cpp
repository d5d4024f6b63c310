#include "lab/console/render/units.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace studylab::console {

using std::chrono::days;
using std::chrono::seconds;

std::string counted(std::uint64_t number) {
  auto text = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) {
    text.insert(static_cast<std::size_t>(at), ",");
  }
  return text;
}

std::string counted(std::uint64_t number, std::string_view noun, std::string_view plural) {
  if (number == 1) return fmt::format("1 {}", noun);
  if (!plural.empty()) return fmt::format("{} {}", counted(number), plural);
  return fmt::format("{} {}s", counted(number), noun);
}

Duration age(Instant since, Instant now) {
  return std::chrono::floor<seconds>(std::max(now - since, Duration{}));
}

std::string percent(std::uint64_t permille) {
  return fmt::format("{}.{}%", permille / 10, permille % 10);
}

std::uint64_t permille_of(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : (part * 1000 + whole / 2) / whole;
}

std::string share(std::uint64_t part, std::uint64_t whole) {
  auto const permille = permille_of(part, whole);
  if (permille == 0 && part > 0) return "<0.1%";
  if (permille >= 1000 && part < whole) return ">99.9%";
  return percent(permille);
}

std::string in_short(Duration length) {
  auto const all = std::max<std::int64_t>(0, std::chrono::floor<seconds>(length).count());
  if (all < 60) return fmt::format("{}s", all);
  if (all < 3600) {
    return all % 60 == 0 ? fmt::format("{}m", all / 60)
                         : fmt::format("{}m{:02}s", all / 60, all % 60);
  }
  if (all < 48 * 3600) {
    auto const minutes = all % 3600 / 60;
    return minutes == 0 ? fmt::format("{}h", all / 3600)
                        : fmt::format("{}h{:02}m", all / 3600, minutes);
  }
  return fmt::format("{}d", all / (24 * 3600));
}

std::string ago(Duration age) {
  return age < seconds{1} ? std::string{"just now"} : in_short(age) + " ago";
}

std::string if_old(Duration age) {
  return age > std::chrono::minutes{5} ? fmt::format(" ({})", ago(age)) : std::string{};
}

std::string time_of(Instant at, Instant reference) {
  if (!is_date(at)) return to_text(at);
  auto const day = std::chrono::floor<days>(at);
  auto const rest = std::chrono::floor<seconds>(at - day).count();
  auto const clock = fmt::format("{:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60);
  if (day == std::chrono::floor<days>(reference)) return clock;
  static constexpr std::array<char const*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::chrono::year_month_day const date{
      std::chrono::sys_days{days{day.time_since_epoch().count()}}};
  auto const distance = at > reference ? at - reference : reference - at;
  return fmt::format("{} {:02} {}", months[static_cast<unsigned>(date.month()) - 1],
                     static_cast<unsigned>(date.day()),
                     distance < std::chrono::hours{1} ? clock : clock.substr(0, 5));
}

}  // namespace studylab::console
