import type {
  Access,
  Answer,
  Board,
  Chain,
  Completion,
  Debrief,
  Decision,
  Drill,
  Evaluation,
  Evidence,
  ExamDocument,
  HomeExam,
  InputValue,
  Invitation,
  Invited,
  LifeCycle,
  ListedOpenRun,
  Mistake,
  Opening,
  PlatformAt,
  Proposal,
  Runbook,
  RunState,
  StoredRun,
  Truth,
} from './messages'

const root = '/api/v1'

/** The server's error for a request that it does not carry out. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    detail: string,
    /** Of a drill file or an exam file. */
    readonly mistakes: Mistake[] = [],
  ) {
    super(detail)
  }
}

function ask<T>(path: string, body?: object): Promise<T> {
  return body === undefined ? send<T>(path, {}) : post<T>(path, 'application/json', JSON.stringify(body))
}
const post = <T>(path: string, type: string, body: BodyInit) =>
  send<T>(path, { method: 'POST', headers: { 'Content-Type': type }, body })

async function send<T>(path: string, request: RequestInit): Promise<T> {
  let response: Response
  try {
    response = await fetch(root + path, request)
  } catch {
    throw new Problem(0, 'Study Lab does not answer. Is `./lab` still running?')
  }
  const value = await response.json()
  if (!response.ok) throw new Problem(response.status, value.detail ?? response.statusText, value.mistakes)
  return value as T
}

const of = (run: string) => `/runs/${encodeURIComponent(run)}`

export interface NewRun {
  drill: string
  seed?: number
  variant?: string
  level?: string
  clock?: 'commands' | 'wall'
  speed?: number
  as?: string
}

export const drills = () => ask<Drill[]>('/drills')
export const next = () => ask<Proposal[]>('/next')
/** What the server reads of a file; larger ones are not sent. */
export const max_drill_file = 256 * 1024
export const max_evidence = 8 * 1024 * 1024
export const addDrill = (file: File) => post<Drill>(`/drills?file=${encodeURIComponent(file.name)}`, 'application/yaml', file)
export const readEvidence = (file: File) => post<Evidence>('/evidence', 'application/octet-stream', file)
export const platformOfEvidence = (file: File, entry: number, width: number) =>
  post<PlatformAt>(`/evidence/platform?entry=${entry}&width=${width}`, 'application/octet-stream', file)
export const runbooks = () => ask<Runbook[]>('/runbooks')
export const operatorPath = () => ask<Runbook>('/operator-path')
export const storedRuns = () => ask<StoredRun[]>('/runs')
/** Those that this server has open. */
export const openRuns = () => ask<ListedOpenRun[]>('/runs?state=open')
export const openRun = (options: NewRun) => ask<Opening>('/runs', options)
/** A run that repeats the commands of another before this entry; without one, up to its divergence. */
export const practiseFrom = (run: string, entry?: number) =>
  ask<Opening>('/runs', { from: entry ? `${run}@entry-${entry}` : run })
const ofExam = (exam: string) => `/exams/${encodeURIComponent(exam)}`
export const exams = () => ask<HomeExam[]>('/exams')
/** `text` is an exam file. */
export const startExam = (text: string) => post<HomeExam>('/exams', 'application/yaml', text)
export const examState = (exam: string) => ask<HomeExam>(ofExam(exam))
export const examResults = (exam: string) => ask<ExamDocument>(`${ofExam(exam)}/results`)
export const interruptExam = (exam: string) => ask<HomeExam>(`${ofExam(exam)}/interrupt`, {})
export const continueExam = (exam: string) => ask<HomeExam>(`${ofExam(exam)}/continue`, {})

export interface NewGroup {
  drill: string
  /** Separated by commas. */
  names: string
  level: string
  clock: 'commands' | 'wall'
  seed?: number
}
export const openGroup = (options: NewGroup) => ask<Invitation>('/groups', options)
export const makeLink = (role: 'observer' | 'instructor', run?: string) => ask<Invited>('/links', { role, run })
export const access = () => ask<Access>('/access')
export const begin = () => ask<Opening>('/begin', {})
export const board = () => ask<Board>('/board')
export const truthOf = (run: string) => ask<Truth>(`${of(run)}/truth`)
export const chainOf = (run: string, after: number) => ask<Chain>(`${of(run)}/chain?after=${after}`)
export const pictureOf = (run: string) => ask<Record<string, unknown>>(`${of(run)}/picture`)
export const runState = (run: string) => ask<RunState>(of(run))
export const giveCommand = (run: string, command: string, width: number) =>
  ask<Answer>(`${of(run)}/commands`, { command, typed: true, width, colour: true })
export const fullLine = (run: string, line: string) =>
  ask<{ line: string }>(`${of(run)}/expansion?line=${encodeURIComponent(line)}`)
export const completions = (run: string, line: string) =>
  ask<Completion[]>(`${of(run)}/completions?line=${encodeURIComponent(line)}`)
export const endRun = (run: string) => ask<Debrief>(`${of(run)}/end`, {})
export const debriefOf = (run: string) => ask<Debrief>(`${of(run)}/debrief`)
export const reportPath = (run: string) => `${root}${of(run)}/report`
export const bundlePath = (run: string) => `${root}${of(run)}/bundle`
export const eventsPath = (run: string, after: number) => `${root}${of(run)}/events?after=${after}`
export const lifeCycles = () => ask<LifeCycle[]>('/lifecycles')
export const decisions = () => ask<Decision[]>('/decisions')
export const evaluate = (decision: string, inputs: Record<string, InputValue>) =>
  ask<Evaluation>(`/decisions/${encodeURIComponent(decision)}`, { inputs })
export const platformAt = (run: string, entry: number, width: number) =>
  ask<PlatformAt>(`${of(run)}/platform?entry=${entry}&width=${width}`)
