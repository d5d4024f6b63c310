// What an exam found: from the document of the server, or from a results file, which has one line of
// JSON that identifies the exam, then one for each run.
import { inWords } from './format'
import type { ExamDocument, ExamGroup } from './messages'

export interface ExamRun {
  drill: string
  level: string
  seed: number
  class: string
  outcome: 'passed' | 'failed' | 'invalid'
  score: number
  /** The points that each rule cost. */
  lost: Record<string, number>
  invalid_because: string
}

export interface Exam {
  exam: string
  operator: string
  /** Of the program that ran it. */
  version: string
  /** The runs that it plans. */
  planned: number
  runs: ExamRun[]
}

/** Runs that are counted together; invalid ones have no score. */
export interface Group {
  name: string
  runs: number
  passed: number
  invalid: number
  /** The mean; none if no run is valid. */
  score: number | undefined
  /** The intervals of the share that passed and of the mean, if they are known. */
  passes?: Interval
  scores?: Interval
}

/** For a confidence of 95 %. */
export interface Interval {
  low: number
  high: number
}

export interface InvalidRun {
  drill: string
  level: string
  seed: number
  why: string
}

/** What is shown of an exam. */
export interface ExamSummary {
  title: string
  operator: string
  /** Of the program that ran it. */
  version: string
  done: number
  planned: number
  all: Group
  drills: Group[]
  classes: Group[]
  /** The dearest first. */
  rules: RuleLosses[]
  invalid: InvalidRun[]
}

export interface RuleLosses {
  rule: string
  points: number
  /** The valid runs that lost points by it. */
  runs: number
}

type Fields = Record<string, unknown>

function fieldsOf(line: string, number: number): Fields {
  try {
    const fields: unknown = JSON.parse(line)
    if (typeof fields === 'object' && fields !== null) return fields as Fields
  } catch {
    // Said below.
  }
  throw new Error(`line ${number} is not part of an exam's results`)
}

/** The error says which line is wrong. */
export function readExam(text: string): Exam {
  // The last line of an exam that was interrupted can be a part of one.
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n').slice(0, -1)
  const head = fieldsOf(lines[0] ?? '', 1)
  if (typeof head.exam !== 'string' || typeof head.runs !== 'number') throw new Error("line 1 is not the beginning of an exam's results")
  const runs = lines.slice(1).map((line, n) => {
    const fields = fieldsOf(line, n + 2)
    if (typeof fields.drill !== 'string' || typeof fields.outcome !== 'string') throw new Error(`line ${n + 2} is not a run`)
    return fields as unknown as ExamRun
  })
  return { exam: head.exam, operator: String(head.operator), version: String(head.version), planned: head.runs, runs }
}

const meanOf = (numbers: number[]) => (numbers.length > 0 ? numbers.reduce((sum, one) => sum + one, 0) / numbers.length : undefined)

/** The runs in groups of equal `name`, in the order of each group's first run. */
export function groupsBy(runs: ExamRun[], name: (run: ExamRun) => string): Group[] {
  const found = new Map<string, ExamRun[]>()
  for (const run of runs) {
    const all = found.get(name(run))
    if (all) all.push(run)
    else found.set(name(run), [run])
  }
  return [...found].map(([key, all]) => {
    const valid = all.filter((run) => run.outcome !== 'invalid')
    return {
      name: key,
      runs: valid.length,
      passed: valid.filter((run) => run.outcome === 'passed').length,
      invalid: all.length - valid.length,
      score: meanOf(valid.map((run) => run.score)),
    }
  })
}

/** What each rule cost in valid runs, the dearest first. */
export function lossesOf(runs: ExamRun[]): RuleLosses[] {
  const found = new Map<string, RuleLosses>()
  for (const run of runs) {
    if (run.outcome === 'invalid') continue
    for (const [rule, points] of Object.entries(run.lost)) {
      const before = found.get(rule) ?? { rule, points: 0, runs: 0 }
      found.set(rule, { rule, points: before.points + points, runs: before.runs + 1 })
    }
  }
  return [...found.values()].toSorted((a, b) => b.points - a.points)
}

const drillName = (of: { drill: string; level: string }) => `${inWords(of.drill)}, ${of.level}`
const className = (of: { drill: string; class: string }) => `${inWords(of.drill)}: ${inWords(of.class) || 'not opened'}`

export function summaryOfRuns(exam: Exam): ExamSummary {
  const none: Group = { name: 'all runs', runs: 0, passed: 0, invalid: 0, score: undefined }
  return {
    title: exam.exam,
    operator: exam.operator,
    version: exam.version,
    done: exam.runs.length,
    planned: exam.planned,
    all: groupsBy(exam.runs, () => none.name)[0] ?? none,
    drills: groupsBy(exam.runs, drillName),
    classes: groupsBy(exam.runs, className),
    rules: lossesOf(exam.runs),
    invalid: exam.runs.filter((run) => run.outcome === 'invalid').map((run) => ({ ...run, why: run.invalid_because })),
  }
}

const intervalOf = (of: { low: number | null; high: number | null }): Interval | undefined =>
  of.low === null || of.high === null ? undefined : { low: of.low, high: of.high }

const groupOf = (name: string, of: ExamGroup, invalid: number): Group => ({
  name,
  runs: of.runs,
  passed: of.passed,
  invalid,
  score: of.score.mean ?? undefined,
  passes: intervalOf(of.pass_rate),
  scores: intervalOf(of.score),
})

export function summaryOfDocument(found: ExamDocument): ExamSummary {
  const invalid = found.invalid_runs
  return {
    title: found.exam,
    operator: found.operator,
    version: found.version,
    done: found.runs + invalid.length,
    planned: found.planned,
    all: groupOf('all runs', found, invalid.length),
    drills: found.drills.map((one) => groupOf(drillName(one), one, one.invalid)),
    classes: found.classes.map((one) => groupOf(className(one), one, one.invalid)),
    rules: found.rules
      .map((one) => ({ rule: one.rule, points: one.points_lost, runs: one.runs }))
      .toSorted((a, b) => b.points - a.points),
    invalid,
  }
}

/** One line of an exam form: seeds are `1..10`, one seed, or several of both with commas. */
export interface ExamEntry {
  drill: string
  level: string
  seeds: string
}

/** The exam file of a form. A text in JSON is one in YAML too, whatever is in it. */
export function examFile(title: string, operator: string, entries: ExamEntry[]): string {
  const quoted = (text: string) => JSON.stringify(text)
  const rows = entries.map(({ drill, level, seeds }) => {
    const list = seeds.split(',').map((one) => quoted(one.trim()))
    return `  - {drill: ${quoted(drill)}, level: ${quoted(level)}, seeds: [${list.join(', ')}]}\n`
  })
  return `exam: ${quoted(title)}\noperator: ${quoted(operator)}\ndrills:\n${rows.join('')}`
}
