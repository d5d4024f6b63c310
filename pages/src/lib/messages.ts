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
  observed_permille: number | null
  threshold_permille: number | null
  alert: string
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
  passed: boolean
  score: number
  phases: Record<string, { score: number; of: number }>
  unmet: string[]
  cost_most: string | null
  next_time: string | null
  deductions: Deduction[]
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
  timeline: TimelineRow[]
  ledger: { entries: number; head: string; lab_head: string }
}
