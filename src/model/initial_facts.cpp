#include "model/initial_facts.h"

namespace studylab {

InitialFact::InitialFact() noexcept = default;
InitialFact::InitialFact(InitialFact const& other) = default;
InitialFact::InitialFact(InitialFact&& other) noexcept = default;
InitialFact& InitialFact::operator=(InitialFact const& other) = default;
InitialFact& InitialFact::operator=(InitialFact&& other) noexcept = default;
InitialFact::~InitialFact() = default;

}  // namespace studylab
