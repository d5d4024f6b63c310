#include "lab/operators/route_gap/cheats.h"

#include "lab/operators/expert.h"

namespace studylab::lab::route_gap {
namespace {

// Gives these lines first, then continues like the expert; `{edge}` is the alert's.
class ActsFirst final : public Operator {
 public:
  ActsFirst(language::Opening const& opening, std::vector<std::string> lines, ExpertOptions options)
      : expert_(opening, std::move(options)), lines_(std::move(lines)) {}
  void watch(language::Answer const& answer) override { expert_.watch(answer); }
  Line next() override {
    if (at_ == lines_.size()) return expert_.next();
    auto line = lines_[at_] + expert_.notes().alert.edge;
    if (at_ == 0) line += " --because \"it helps\"";
    ++at_;
    return line;
  }

 private:
  Expert expert_;
  std::vector<std::string> lines_;
  std::size_t at_ = 0;
};

constexpr OperatorKind kinds[] = {
    {{"cheat:repair-first", "repairs the edge, then queries and classifies like the expert"},
     [](language::Opening const& opening, Seed const&) -> std::unique_ptr<Operator> {
       return std::make_unique<ActsFirst>(opening, std::vector<std::string>{"repair-propagation "},
                                          ExpertOptions{});
     }},
    {{"cheat:refusal-oracle", "infers the class from the end of a repair instead of queries"},
     [](language::Opening const& opening, Seed const&) -> std::unique_ptr<Operator> {
       return std::make_unique<ActsFirst>(
           opening, std::vector<std::string>{"repair-propagation ", "show snapshot "},
           ExpertOptions{.without = {Part::route_query}});
     }},
    {{"cheat:names-the-alert", "classifies missing-event whatever the edge shows"},
     [](language::Opening const& opening, Seed const&) -> std::unique_ptr<Operator> {
       return std::make_unique<Expert>(opening,
                                       ExpertOptions{.fault_class = FaultClass::missing_event});
     }},
};

}  // namespace

std::span<OperatorKind const> cheats() { return kinds; }

}  // namespace studylab::lab::route_gap
