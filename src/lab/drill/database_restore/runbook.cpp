#include "lab/drill/database_restore/runbook.h"

#include <array>

#include "lab/drill/database_restore/draw.h"
#include "lab/drill/database_restore/faults.h"
#include "lab/drill/symptoms.h"

namespace studylab::drill::database_restore {
namespace {

constexpr std::array<FaultKind const*, 6> faults{&corrupting_release, &destructive_migration,
                                                 &unclean_failover,   &foreign_restore,
                                                 &replayed_events,    &lagging_replica};

constexpr std::array<Decoy const*, 5> decoys{
    &artifact_gone, &ranges_unrecorded, &served_with_symptoms, &promotions_elsewhere, &log_noise};

// A check of the database's replica finds rows that differ.
constexpr SymptomKind data_damaged{"data-damaged", 1, nullptr};
constexpr std::array<SymptomKind const*, 1> symptoms{&data_damaged};

constexpr std::array<std::string_view, 1> placeholders{"{database}"};

}  // namespace

constexpr RunbookDrawing runbook{.id = "database-restore",
                                 .faults = faults,
                                 .decoys = decoys,
                                 .symptoms = symptoms,
                                 .placeholders = placeholders,
                                 .has_checks = true,
                                 .classes = {},
                                 .draw = draw_restore};

}  // namespace studylab::drill::database_restore
