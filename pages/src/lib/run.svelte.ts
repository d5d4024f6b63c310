import * as api from './api'
import { entryNumber, secondsBetween } from './format'
import { learn, ofKind, type Knowledge, type Known } from './knowledge'
import type { Answer, Debrief, Opening, RunState } from './messages'
import { isPreview } from './planned'
import { symptomOf, type Symptom } from './symptom'

/** What this tab keeps of a run over a reload: nothing of it is sent before a command uses it. */
interface Draft {
  line: string
  refs: number[]
  dismissed: number
}
const max_refs = 6
const reconnect_ms = 2000

/** One run as this page knows it: everything comes from the messages that the operator was sent. */
export class Run {
  opening = $state.raw<Opening>()
  state = $state.raw<RunState>()
  answers = $state.raw<Answer[]>([])
  debrief = $state.raw<Debrief>()
  connected = $state(true)
  busy = $state(false)
  error = $state('')
  missing = $state('')
  /** The prompt's line, and the entries chosen as references for the next command. */
  line = $state('')
  refs = $state<number[]>([])
  /** The number of answers when a plan was last put away. */
  dismissed = $state(0)
  /** The number of answers that existed when this page was opened: later ones are new. */
  replayed = 0

  readonly known: Knowledge = $derived(learn(this.answers))
  readonly symptom: Symptom | undefined = $derived(
    this.opening && symptomOf(this.opening.runbook, this.answers, this.opening.incident),
  )

  #source: EventSource | undefined
  #last = 0
  #closed = false
  /** The latest drill time that was heard of, and when, by this browser's clock. */
  #heard = $state.raw({ clock: '', at: 0 })
  #tick = $state(0)
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(readonly id: string) {
    this.#restore()
    this.#listen()
    void this.#loadState()
  }

  async #loadState() {
    try {
      this.state = await api.runState(this.id)
      this.replayed = Math.max(this.replayed, (this.state.events ?? 1) - 1)
      if (this.state.clock) this.#hear(this.state.clock)
      if (!this.state.open && this.state.events === undefined) this.missing = 'It has ended.'
      if (this.state.clock_kind === 'wall') this.#timer ??= setInterval(() => (this.#tick += 1), 1000)
    } catch (problem) {
      const failed = problem as api.Problem
      if (failed.status !== 0) this.missing = failed.message
    }
  }

  #listen() {
    if (this.#closed) return
    const source = new EventSource(api.eventsPath(this.id, this.#last))
    this.#source = source
    source.onopen = () => (this.connected = true)
    source.onerror = () => {
      this.connected = this.debrief !== undefined
      // The browser tries again by itself, unless the server refused the stream.
      if (source.readyState !== EventSource.CLOSED || this.debrief) return
      setTimeout(() => {
        void this.#loadState()
        if (!this.missing) this.#listen()
      }, reconnect_ms)
    }
    const on = <T>(name: string, take: (data: T) => void) =>
      source.addEventListener(name, (event) => {
        const message = event as MessageEvent<string>
        const id = Number(message.lastEventId)
        if (id <= this.#last) return
        this.#last = id
        take(JSON.parse(message.data) as T)
      })
    on<Opening>('opening', (data) => {
      // A server that continues the run sends its messages from the first on.
      this.answers = []
      this.announced = []
      this.#heard = { clock: '', at: 0 }
      this.opening = data
      this.#hear(data.clock)
    })
    on<Answer>('answer', (data) => {
      this.answers = [...this.answers, data]
      this.#hear(data.clock)
    })
    on<{ notice: string }>('reply', ({ notice }) => (this.announced = [...this.announced, notice]))
    on<{ debrief: Debrief }>('debrief', (data) => {
      this.debrief = data.debrief
      this.close()
    })
  }

  /** Notices that were answered, on the wall clock. */
  announced = $state.raw<string[]>([])
  /** Those whose answer was not read yet. */
  get replies(): string[] {
    return this.announced.filter((name) => this.known.get(`notice ${name}`)?.values[0]?.text !== 'answered')
  }

  close() {
    this.#closed = true
    this.#source?.close()
    clearInterval(this.#timer)
  }

  // --- what this tab keeps ---

  get #key() {
    return `studylab ${this.id}`
  }
  #restore() {
    const kept = sessionStorage.getItem(this.#key)
    if (!kept) return
    const draft = JSON.parse(kept) as Draft
    this.line = draft.line
    this.refs = draft.refs
    this.dismissed = draft.dismissed
  }
  keep() {
    const draft: Draft = { line: this.line, refs: this.refs, dismissed: this.dismissed }
    sessionStorage.setItem(this.#key, JSON.stringify(draft))
  }

  // --- time ---

  /** The drill's time as of the last answer. */
  get clock(): string {
    return this.answers.at(-1)?.clock ?? this.opening?.clock ?? ''
  }
  /** Messages that are read again after a reload are older than the state of the run. */
  #hear(clock: string) {
    const later = !this.#heard.clock || secondsBetween(this.#heard.clock, clock) >= 0
    if (later) this.#heard = { clock, at: Date.now() }
  }
  get onWallClock(): boolean {
    return this.state?.clock_kind === 'wall'
  }
  #passed(): number {
    void this.#tick
    const speed = this.state?.speed ?? 1
    const runs = this.onWallClock && this.#heard.clock && !this.debrief
    return runs ? (speed * (Date.now() - this.#heard.at)) / 1000 : 0
  }
  /** Seconds since the alert; on the wall clock they pass by themselves. */
  get sinceAlert(): number {
    return this.opening ? secondsBetween(this.opening.clock, this.#heard.clock) + this.#passed() : 0
  }
  /** The age in seconds of what was shown at this drill time. */
  ageOf(at: string): number {
    return Math.max(0, secondsBetween(at, this.#heard.clock) + this.#passed())
  }

  // --- acts ---

  async execute(line: string, width: number): Promise<Answer | undefined> {
    this.busy = true
    this.error = ''
    try {
      return await api.giveCommand(this.id, line, width)
    } catch (problem) {
      this.error = (problem as Error).message
    } finally {
      this.busy = false
    }
  }

  async end() {
    try {
      this.debrief = await api.endRun(this.id)
    } catch (problem) {
      this.error = (problem as Error).message
    }
  }

  toggleRef(entry: number) {
    if (this.refs.includes(entry)) this.refs = this.refs.filter((one) => one !== entry)
    else if (this.refs.length < max_refs) this.refs = [...this.refs, entry]
  }

  // --- what is known ---

  named(kind: string): Known[] {
    return ofKind(this.known, kind)
  }

  /** The latest plan, until it is put away or another command changed the platform. */
  get plan(): Answer | undefined {
    for (let n = this.answers.length - 1; n >= this.dismissed; n--) {
      const answer = this.answers[n]
      if (!answer || answer.kind !== 'done') continue
      if (Array.isArray(answer.data.lines) && isPreview(answer.command)) return answer
      // A record changes nothing about which a plan was made.
      if (Array.isArray(answer.data.done) && !/^(classify|note|impact|wait) /.test(answer.command)) return undefined
    }
    return undefined
  }

  /** The step of the operator's path that comes next: 0 to 3, and 4 after the end. */
  get phase(): number {
    if (this.debrief) return 4
    const done = this.answers.filter((answer) => answer.kind === 'done' && answer.entries.length > 0)
    const facts = done.flatMap((answer) => (Array.isArray(answer.data.done) ? answer.data.done : []) as { fact: string }[])
    const classified = facts.some(({ fact }) => fact === 'Classified')
    const repaired = facts.some(({ fact }) => fact === 'OperationRequested' || fact === 'RepairRequested')
    const noFault = done.some((answer) => answer.command.startsWith('classify no-fault'))
    if (facts.some(({ fact }) => fact === 'ImpactStated')) return 3
    if (classified) return repaired || noFault ? 3 : 2
    return done.length >= 3 ? 1 : 0
  }

  /** The entry of an answer itself, the last that it left. */
  static entryOf(answer: Answer): number {
    return entryNumber(answer.entries.at(-1) ?? '')
  }
}
