// The messages of the API, as the server's OpenAPI document describes them.

export interface Incident {
  entry: string
  id: string
  what: string
  at: string
  severity: string
  environment: string
  route?: string | null
  operation?: string | null
  edge?: string | null
  host?: string | null
  database?: string | null
  observed_permille: number | null
  threshold_permille: number | null
  alert: string
  /** What people said when the alert opened, without being asked. It is not evidence. */
  statements?: Statement[]
}

export interface Statement {
  entry: string
  who: string
  role: 'colleague' | 'executive' | 'support'
  at: string
  text: string
}

export interface Opening {
  incident: Incident
  runbook: string
  run: string
  clock: string
}

export interface Answer {
  command: string
  kind: 'done' | 'refused' | 'usage'
  code: string
  rule: string
  text: string
  data: Record<string, unknown>
  clock: string
  entries: string[]
  ended: boolean
}

/** A run, whether it is open, and, if this server operates it, where it is. */
export interface RunState {
  run: string
  open: boolean
  drill?: string
  level?: string
  practice?: boolean
  /** The beginning that the run repeats: `run-…@entry-57`. */
  repeated?: string | null
  clock_kind?: 'commands' | 'wall'
  speed?: number
  clock?: string
  deadline?: string
  /** The number of messages so far. */
  events?: number
}

export interface Completion {
  word: string
  note: string
}

export interface Drill {
  id: string
  title: string
  runbook: string
  variants: string[]
  worlds: string[]
  /** Those of the program that can operate it. */
  operators: string[]
  /** Whether it is a drill of the user's own. */
  own: boolean
}

/** One mistake in a drill file or an exam file; line and column count from 1. */
export interface Mistake {
  line: number
  column: number
  key: string
  what: string
  expected: string
}

/** A drill in the order in which to practise. */
export interface Proposal {
  drill: string
  why: 'never-practised' | 'failed-last' | 'due' | 'weakest'
  reason: string
  score: number | null
  passes: number
  last: string | null
  due: string | null
}

export interface RunbookLine {
  id: string
  kind: 'step' | 'prohibition'
  by: string
  words: string
  meaning: string
  verbs: string
  refusals: { code: string; meaning: string }[]
}

export interface Runbook {
  id: string
  title: string
  about: string
  classes: string[]
  lines: RunbookLine[]
}

export interface StoredRun {
  run: string
  began: string
  drill: string
  level: string
  state: string
  verified: boolean
  note: string | null
  score: number | null
  practice: boolean
  variant: string | null
  seed: number | null
  operator: string
  operator_name: string
  seconds_to_mitigate: number | null
  /** The points that each rule cost. */
  points_lost: Record<string, number>
  /** Whether each required step was done. */
  steps: Record<string, boolean>
}

/** A run that the server has open. */
export interface ListedOpenRun {
  run: string
  drill: string
  level: string
  operator_name: string
  open: boolean
  clock: string
  since_alert: number
}

export interface LifeCycle {
  name: string
  first: string
  rows: { from: string; event: string; to: string }[]
}

/** An entry of a run that has ended, and the platform as it then was. */
export interface PlatformAt {
  entry: string
  entries: number
  at: string
  fact: string
  answers: { query: string; text: string }[]
}

export interface Impact {
  failed_requests: number
  refused_requests: number
  lost_writes: number
  writes_given_up: number
  killed_sessions: number
  seconds_to_mitigate: number | null
  failed_seconds: number
}

export interface Deduction {
  points: number
  rule: string
  entry: string
  why: string
  next_time: string
  phase: string
}

export interface TimelineRow {
  entry: string
  at: string
  by_operator: boolean
  what: string
}

export interface Debrief {
  run: string
  drill: string
  runbook: string
  variant: string
  seed: number
  level: string
  operator: string
  practice: boolean
  outcome: 'passed' | 'failed' | 'invalid'
  ended: 'closed' | 'end-of-input' | 'time-limit' | 'interrupted' | 'crashed'
  passed: boolean
  /** Whether the symptom is gone by an accepted repair. */
  resolved: boolean
  score: number
  phases: Record<string, { score: number; of: number }>
  unmet: string[]
  cost_most: string | null
  next_time: string | null
  deductions: Deduction[]
  /** The beginning of another run that this one repeats, and what it lost: not counted. */
  repeated: { run: string; entry: string } | null
  repeated_deductions: Deduction[]
  /** Since that entry the operator could know the truth, through an instructor's link. */
  truth_shown: string | null
  impact: Impact
  reference: (Impact & { repair?: string }) | null
  untouched: (Impact & { until: string; symptom_present: boolean }) | null
  steps: { id: string; by: string; due: boolean; done: boolean; entry: string | null }[]
  prohibitions: { id: string; how: string; entry: string | null }[]
  counterfactual: {
    from_entry: string
    commands: string[]
    /** When each of them was answered. */
    answered: string[]
    score: number
    saves: { points: number; failed_requests: number; minutes: number; seconds: number }
  } | null
  point_of_no_return: string | null
  alert: string | null
  /** The version that made the run, if it is not the server's. */
  other_version?: string
  timeline: TimelineRow[]
  ledger: { entries: number; head: string; lab_head: string }
}

/** A verified evidence bundle. */
export interface Evidence {
  run: string
  /** Of the program that made it. */
  version: string
  platform_entries: number
  lab_entries: number
  /** The beginning of the public key. */
  sealed_by: string
  /** Whether that is this installation's key. */
  sealed_here: boolean
  debrief: Debrief
}

/** An exam of this home, and how many of its runs are done. */
export interface HomeExam {
  exam: string
  title: string
  operator: string
  version: string
  began: string
  state: 'running' | 'interrupted' | 'complete'
  done: number
  planned: number
  /** Why it stopped before its end, if no interrupt was wanted. */
  problem: string
}

/** A share from 0 to 1, with its interval. */
export interface ExamShare {
  value: number | null
  low: number | null
  high: number | null
}

export interface ExamMean {
  mean: number | null
  low: number | null
  high: number | null
}

/** Runs that are counted together; `runs` are the valid ones. */
export interface ExamGroup {
  runs: number
  passed: number
  pass_rate: ExamShare
  score: ExamMean
}

export interface ExamDocument {
  exam: string
  operator: string
  version: string
  planned: number
  complete: boolean
  runs: number
  passed: number
  pass_rate: ExamShare
  score: ExamMean
  drills: (ExamGroup & { drill: string; level: string; invalid: number })[]
  classes: (ExamGroup & { drill: string; class: string; invalid: number })[]
  rules: { rule: string; runs: number; points_lost: number }[]
  invalid_runs: { drill: string; level: string; seed: number; why: string }[]
}

/** What an invited person gets: the link works once, in one browser. */
export interface Invited {
  name: string
  token: string
  link: string
}

export interface Invitation {
  group: number
  drill: string
  instructor: Invited
  participants: Invited[]
}

export type InputValue = boolean | string | number

/** One input of a decision. `duration` is in whole seconds. */
export interface DecisionInput {
  id: string
  label: string
  kind: 'boolean' | 'choice' | 'duration' | 'count'
  default: InputValue
  choices?: string[]
  min?: number
  max?: number
  step?: number
}

export interface Decision {
  id: string
  kind: 'decision' | 'guard'
  /** Of a guard of one runbook; empty: it is shared. */
  runbook: string
  title: string
  about: string
  /** The function that decides. */
  function: string
  /** The lines of runbooks that it shows. */
  lines: string[]
  inputs: DecisionInput[]
  answers: { id: string; words: string }[]
}

/** A change of one input alone that changes the answer. */
export interface Flip {
  input: string
  from: InputValue
  to: InputValue
  text: string
  answer: string
}

export interface Evaluation {
  decision: string
  inputs: Record<string, InputValue>
  answer: string
  reasons: string[]
  flips: Flip[]
}

/** Who this browser is for the server, and the run of a participant. */
export interface Access {
  role: 'owner' | 'participant' | 'observer' | 'instructor'
  name: string | null
  run: string | null
  drill: string | null
  level: string | null
  clock: 'commands' | 'wall' | null
}

export interface BoardRow {
  run: string
  drill: string
  level: string
  operator_name: string
  open: boolean
  clock: string
  since_alert: number
  phase: string
  error_permille: number | null
  symptom_present: boolean
  commands: number
  last_command: string
  score: number | null
  outcome: string | null
}

/** The runs of an instructor, and the participants who have not begun. */
export interface Board {
  runs: BoardRow[]
  waiting: string[]
}

/** What the lab knows of a run. */
export interface Truth {
  run: string
  seed: number
  variant: string
  entries: { at: string; fact: string; what: string }[]
}

/** Entries of a run's platform chain; `what` is empty for what is not part of the story. */
export interface Chain {
  run: string
  open: boolean
  alert: string
  size: number
  entries: { entry: string; at: string; fact: string; by_operator: boolean; what: string }[]
}
