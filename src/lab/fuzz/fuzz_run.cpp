#include "lab/fuzz/fuzz_run.h"

#include "base/check.h"
#include "lab/debrief/reference.h"
#include "lab/operators/catalogue.h"

namespace studylab::fuzz {
namespace {

// More than any operator of the catalogue needs; a defect in one does not make the run endless.
constexpr std::size_t max_lines = 400;

class Saying final : public lab::Operator {
 public:
  explicit Saying(std::vector<std::string> lines) : lines_(std::move(lines)) {}
  void watch(language::Answer const&) override {}
  std::optional<std::string> next() override {
    return at_ < lines_.size() ? std::optional{lines_[at_++]} : std::nullopt;
  }

 private:
  std::vector<std::string> lines_;
  std::size_t at_ = 0;
};

void grade_it(Played& played, drill::Drill const& drill) {
  auto const key = drill::answer_key_of(drill, *played.variant);
  played.score = grade::grade({played.entries(), played.lab()}, key);
}

// Time is graded against the expert's; without a reference the run stays as it is.
void measure_reference(Played& played, References& references) {
  auto const key = debrief::reference_key(*played.session, played.score);
  auto found = references.find(key);
  if (found == references.end()) {
    auto reference = debrief::reference_of(*played.session);
    if (!reference) {
      played.failed = "no reference: " + reference.error();
      return;
    }
    found = references.emplace(key, std::move(*reference)).first;
  }
  played.session->append_lab(LabFact{found->second});
}

}  // namespace

Make by_kind(std::string kind) {
  return [kind = std::move(kind)](language::Opening const& opening, Seed const& seed) {
    auto made = lab::make_operator(kind, opening, seed);
    STUDYLAB_CHECK(made.has_value());
    return std::move(*made);
  };
}

Make expert_with(lab::ExpertOptions options) {
  return [options = std::move(options)](language::Opening const& opening, Seed const&) {
    return std::make_unique<lab::Expert>(opening, options);
  };
}

Make saying(std::vector<std::string> lines) {
  return [lines = std::move(lines)](language::Opening const&, Seed const&) {
    return std::make_unique<Saying>(lines);
  };
}

Played play(Game const& game, Make const& make, References* references) {
  console::RunOptions options;
  options.drill = game.drill->id;
  options.seed = game.seed;
  if (!game.variant.empty()) options.variant = game.variant;
  options.operator_kind = "fuzz";
  options.level = game.level;
  options.topology = game.topology;
  Played played;
  auto session = console::Session::open(*game.drill, options, "run-fuzz", game.text, game.schedule);
  if (!session) {
    played.failed = session.error();
    return played;
  }
  played.session = std::move(*session);
  auto const by = make(played.session->opening(), Seed{game.seed, {}});
  while (!played.session->ended() && played.lines.size() < max_lines) {
    auto line = by->next();
    if (!line) break;
    by->watch(played.session->execute(*line));
    played.lines.push_back(std::move(*line));
  }
  played.session->finish(RunEnding::end_of_input);
  played.lab_head = played.session->lab_chain().head();
  auto const* opened = std::get_if<LabOpened>(&played.lab().front().fact);
  played.variant = game.drill->find(opened->variant);
  grade_it(played, *game.drill);
  if (references == nullptr || played.score.outcome == grade::Outcome::invalid) return played;
  measure_reference(played, *references);
  grade_it(played, *game.drill);
  return played;
}

}  // namespace studylab::fuzz
