#pragma once

#include "lab/grade/pieces.h"

namespace studylab::grade::database_restore {

// What checks of the incident's database found. Carrier of each: DatabaseChecked that says so.
extern Clue const damaged_by_release;
extern Clue const rows_gone;
extern Clue const writes_missing;
extern Clue const foreign_rows;
extern Clue const rows_doubled;
extern Clue const check_passes;
// A consumer's position was moved back. Carrier: DatabaseChecked that says so.
extern Clue const consumer_went_back;
// The newest backup has another environment's data. Carrier: its BackupRecorded.
extern Clue const newest_backup_foreign;
// A plan's point-in-time restore keeps the RPO, or does not. Carrier: RestorePlanned that says so.
extern Clue const pitr_within_rpo;
extern Clue const pitr_over_rpo;

}  // namespace studylab::grade::database_restore
