import * as api from './api'
import type { Answer, Debrief, Opening, Thing } from './messages'
import { secondsBetween } from './format'

export interface Observation {
  entry: string
  edge: string
  until: string
  requests: number
  errors: number
  over: boolean
}

/** One run as this page knows it: everything comes from the messages that the operator was sent. */
export class Run {
  opening = $state<Opening>()
  answers = $state<Answer[]>([])
  replies = $state<string[]>([])
  things = $state<Thing[]>([])
  debrief = $state<Debrief>()
  connected = $state(true)
  busy = $state(false)
  error = $state('')
  clockKind = $state<'commands' | 'wall'>('commands')
  /** Entries chosen as evidence, at most six. */
  refs = $state<number[]>([])

  #source: EventSource | undefined
  #seenAt = 0
  #tick = $state(0)
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(readonly id: string) {
    this.#source = new EventSource(api.eventsPath(id))
    this.#source.onopen = () => (this.connected = true)
    this.#source.onerror = () => (this.connected = this.debrief !== undefined)
    this.#on('opening', (data: Opening) => (this.opening = data))
    this.#on('answer', (data: Answer) => {
      this.answers.push(data)
      this.#seenAt = Date.now()
      void this.refreshThings()
    })
    this.#on('reply', (data: { notice: string }) => this.replies.push(data.notice))
    this.#on('debrief', (data: { debrief: Debrief }) => {
      this.debrief = data.debrief
      this.close()
    })
    void api.runState(id).then((state) => {
      if (state.clock_kind === 'wall') {
        this.clockKind = 'wall'
        this.#timer = setInterval(() => (this.#tick += 1), 1000)
      }
    })
  }

  #on<T>(name: string, take: (data: T) => void) {
    this.#source?.addEventListener(name, (event) => take(JSON.parse((event as MessageEvent<string>).data) as T))
  }

  close() {
    this.#source?.close()
    clearInterval(this.#timer)
  }

  /** The drill's time as of the last answer. */
  get clock(): string {
    return this.answers.at(-1)?.clock ?? this.opening?.clock ?? ''
  }

  /** Seconds since the alert; on the wall clock they pass by themselves. */
  get sinceAlert(): number {
    void this.#tick
    if (!this.opening) return 0
    const known = secondsBetween(this.opening.clock, this.clock)
    const passed = this.clockKind === 'wall' && this.#seenAt > 0 && !this.debrief ? (Date.now() - this.#seenAt) / 1000 : 0
    return known + passed
  }

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

  async refreshThings() {
    const { recalled } = await api.picture(this.id)
    this.things = recalled
  }

  toggleRef(entry: number) {
    if (this.refs.includes(entry)) this.refs = this.refs.filter((one) => one !== entry)
    else if (this.refs.length < 6) this.refs = [...this.refs, entry]
  }

  named(kind: string): Thing[] {
    return this.things.filter((thing) => thing.kind === kind)
  }

  /** What `show errors` has printed, each observation once, in the order of time. */
  get observations(): Observation[] {
    const found = new Map<string, Observation>()
    for (const answer of this.answers) {
      const rows = answer.data.observations
      if (!Array.isArray(rows)) continue
      const threshold = answer.data.threshold as { environment?: string } | undefined
      if (threshold?.environment !== this.opening?.incident.environment) continue
      for (const row of rows as Observation[]) found.set(row.entry, row)
    }
    return [...found.values()].sort((a, b) => a.until.localeCompare(b.until))
  }

  get phase(): number {
    const done = (test: (command: string) => boolean) =>
      this.answers.some((answer) => answer.kind === 'done' && test(answer.command))
    if (this.debrief) return 4
    const verbs = /^(rollback|deploy|repair-propagation|resume|restart|wake|retry|uncordon|notify-owner .*--repair)/
    if (done((c) => /^(impact|close)/.test(c))) return 3
    if (done((c) => verbs.test(c) && !c.includes('--plan'))) return 3
    if (done((c) => c.startsWith('classify'))) return 2
    return this.answers.length > 0 ? 1 : 0
  }
}
