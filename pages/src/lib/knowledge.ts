import { entryNumber, inWords, percent, timeOfDay } from './format'
import type { Answer } from './messages'

// What the operator has been shown: objects of the platform, each value with the entry from which it
// comes and the time at which it was shown. Everything is read from answers, so nothing here is
// newer than the answer that showed it.

export type Tone = '' | 'red' | 'amber'

/** A value that was shown. */
export interface Value {
  text: string
  tone: Tone
  entry: number
  at: string // the drill time at which it was shown, or of which it is
}

export interface Known {
  kind: string
  name: string
  values: Value[]
  /** Names of related objects: `host`, `release`, `environment`, `provider`, … */
  links: Record<string, string>
  /** The place among everything shown: the answer that showed it last. */
  shownBy: number
}

export type Knowledge = Map<string, Known>

type Row = Record<string, unknown>

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)
const rowsOf = (value: unknown): Row[] => (Array.isArray(value) ? value.filter(isRow) : isRow(value) ? [value] : [])
const text = (row: Row | undefined, key: string): string => {
  const value = row?.[key]
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}
const sub = (row: Row | undefined, key: string): Row | undefined => {
  const value = row?.[key]
  return isRow(value) ? value : undefined
}

const badStage = /^(failed|gone|expired|missing|down|unreachable|damaged|rejected)$/
const busyStage =
  /^(waiting|requested|unknown|degraded|policy_check|route_cas|edge_propagating|running|placing|starting|readiness_wait|planned|draining|cordoned)$/
const toneOf = (word: string): Tone => (badStage.test(word) ? 'red' : busyStage.test(word) ? 'amber' : '')

class Learner {
  readonly known: Knowledge = new Map()
  #answer = 0
  #at = ''

  take(answer: Answer, index: number) {
    if (answer.kind !== 'done' || answer.entries.length === 0) return
    this.#answer = index
    this.#at = answer.clock
    const data = answer.data
    this.#environments(data)
    this.#routes(data)
    this.#edges(data)
    this.#operations(data)
    this.#allocations(data)
    this.#releases(data)
    this.#hosts(data)
    this.#bindings(data)
    this.#databases(data)
    const object = answer.command.split(' ')[2] ?? ''
    this.#backups(data, object)
    this.#consumers(data, object)
    this.#providers(data)
    this.#regions(data)
    this.#quorum(data)
    this.#sessions(data)
    this.#health(data)
    this.#gates(data)
    this.#errors(data)
    this.#incident(data)
    this.#holds(data)
    this.#done(data)
    this.#waited(data)
  }

  #value(words: string, source: Row | undefined, tone: Tone = '', at = this.#at): Value[] {
    const entry = entryNumber(text(source, 'entry'))
    return words && entry ? [{ text: words, tone, entry, at }] : []
  }

  #know(kind: string, name: string, values: Value[], links: Record<string, string> = {}) {
    if (!name) return
    const key = `${kind} ${name}`
    const before = this.known.get(key)
    const kept = Object.fromEntries(Object.entries(links).filter(([, to]) => to))
    this.known.set(key, {
      kind,
      name,
      // An answer that shows an object without its state does not discard the known state.
      values: values.length > 0 ? values : (before?.values ?? []),
      links: { ...before?.links, ...kept },
      shownBy: this.#answer,
    })
  }

  /** The rows of a list, or the one object with the sections beside it. */
  #rows(data: Row, many: string, one: string): Row[] {
    const single = sub(data, one)
    return [...rowsOf(data[many]), ...(single ? [{ ...data, ...single }] : [])]
  }

  #environments(data: Row) {
    for (const row of this.#rows(data, 'environments', 'environment')) {
      const owner = sub(row, 'owner')
      const frozen = sub(row, 'freeze')
      const symptom = sub(row, 'symptom')
      this.#know(
        'environment',
        text(row, 'name'),
        [
          ...this.#value(owner ? `owner ${text(owner, 'release')}` : '', owner),
          ...this.#value(frozen?.frozen === true ? 'frozen' : '', frozen, 'amber'),
          ...this.#value(symptom?.present === true ? 'over the threshold' : '', symptom, 'red'),
        ],
        { route: text(row, 'route'), database: text(row, 'database') },
      )
    }
  }

  #routes(data: Row) {
    for (const row of this.#rows(data, 'routes', 'route')) {
      this.#know(
        'route',
        text(row, 'route'),
        [
          ...this.#value(`owner ${text(row, 'release')} · epoch ${text(row, 'epoch')}${text(row, 'operation') ? `, ${text(row, 'operation')}` : ''}`, row),
        ],
        { environment: text(row, 'environment'), release: text(row, 'release'), operation: text(row, 'operation'), since: text(row, 'since') },
      )
    }
  }

  #edges(data: Row) {
    const ledger = new Map(rowsOf(data.ledger).map((row) => [text(row, 'partition'), Number(row.sequence)]))
    const know = (name: string, view: Row) => {
      if (view.answered === false) {
        this.#know('edge', name, this.#value('does not answer', view, 'red'))
        return
      }
      const parts = Array.isArray(view.partitions) ? rowsOf(view.partitions) : [view]
      const gap = parts.find((part) => text(part, 'gap') && text(part, 'gap') !== 'none')
      const behind = parts.find(
        (part) => part.behind === true || Number(part.applied) < (ledger.get(text(part, 'partition')) ?? 0),
      )
      const odd = parts.find((part) => text(part, 'computed') !== text(part, 'expected'))
      const words: [string, Row | undefined, Tone] = gap
        ? [`in a gap: ${inWords(text(gap, 'gap'))}`, gap, 'red']
        : odd
          ? ['its checksum differs', odd, 'red']
          : behind
            ? ['behind', behind, 'amber']
            : ['current', parts[0], '']
      this.#know('edge', name, this.#value(words[0], words[1], words[2]))
    }
    for (const row of rowsOf(data.edges)) {
      // `show errors` lists edges too, but not what they have applied.
      const view = sub(row, 'view') ?? ('applied' in row || row.answered === false ? row : undefined)
      if (view) know(text(row, 'id') || text(row, 'edge'), view)
    }
    const edge = sub(data, 'edge')
    const view = sub(data, 'view')
    if (edge && view) know(text(edge, 'id'), view)
  }

  #operations(data: Row) {
    const rows = [...this.#rows(data, 'operations', 'operation'), ...rowsOf(data.open_operations)]
    for (const row of rows) {
      const stage = sub(row, 'stage')
      const word = text(stage, 'stage')
      this.#know(
        'operation',
        text(row, 'id'),
        [
          ...this.#value(inWords(word), stage, toneOf(word)),
          ...this.#value(`${inWords(text(row, 'kind'))} ${text(row, 'release') || text(row, 'edge')}`.trim(), row),
        ],
        { environment: text(row, 'environment'), release: text(row, 'release'), kind: text(row, 'kind'), stage: word },
      )
    }
  }

  #allocations(data: Row) {
    for (const row of this.#rows(data, 'allocations', 'allocation')) {
      const stage = sub(row, 'stage')
      const word = text(stage, 'stage')
      const probe = text(stage, 'probe_status')
      const failed = text(stage, 'failed_at')
      const words = [inWords(word), failed ? `at ${inWords(failed)}` : '', word === 'ready' && probe ? `probe ${probe}` : '']
      this.#know('allocation', text(row, 'id'), this.#value(words.filter(Boolean).join(', '), stage, toneOf(word)), {
        environment: text(row, 'environment'),
        release: text(row, 'release'),
        host: text(row, 'host'),
        stage: word,
      })
    }
  }

  #releases(data: Row) {
    for (const row of this.#rows(data, 'releases', 'release')) {
      const serving = sub(row, 'serving')
      const manifest = sub(row, 'manifest')
      const store = sub(row, 'store')
      const served = rowsOf(row.served)
      const over = served.reduce((sum, one) => sum + Number(one.symptoms ?? 0), 0)
      this.#know(
        'release',
        text(row, 'id'),
        [
          ...this.#value(serving ? 'serving' : served.length > 0 ? 'served before' : 'never served', serving ?? row),
          ...this.#value(manifest ? `reads ${text(manifest, 'reads') || 'unknown'}` : '', manifest),
          ...this.#value(store?.in_store === false ? 'artifact gone' : '', store, 'amber'),
          ...this.#value(over > 0 ? `over the threshold ${over} times` : '', row, 'amber'),
        ],
        { environment: text(row, 'environment') },
      )
    }
  }

  #hosts(data: Row) {
    for (const row of this.#rows(data, 'hosts', 'host')) {
      const load = sub(row, 'load')
      const cordon = sub(row, 'cordon')
      const postcheck = sub(row, 'postcheck')
      const stage = text(row, 'upgrade') || (cordon ? 'cordoned' : '')
      this.#know(
        'host',
        text(row, 'id'),
        [
          ...this.#value(load ? `${text(load, 'used')} of ${text(row, 'slots')} slots used` : '', load),
          ...this.#value(stage, cordon ?? load, 'amber'),
          ...this.#value(postcheck ? (postcheck.passed === true ? 'postcheck passed' : 'postcheck failed') : '', postcheck, postcheck?.passed === true ? '' : 'red'),
          ...this.#drift(row),
        ],
        // Whatever shows a host shows whether it is out of service.
        { stage: 'cordon' in row ? stage || 'in_service' : '' },
      )
    }
  }

  /** What the latest check found changed on a host. */
  #drift(row: Row): Value[] {
    const found = rowsOf(row.drift)
    const open = found.filter((one) => !one.recorded)
    const words = open.length > 0 ? `${open.length} ${open.length === 1 ? 'change' : 'changes'} not recorded` : 'drift recorded'
    return this.#value(found.length > 0 ? words : '', found[0], open.length > 0 ? 'red' : '')
  }

  #bindings(data: Row) {
    for (const row of this.#rows(data, 'bindings', 'binding')) {
      const probe = sub(row, 'probe')
      const secret = sub(row, 'secret')
      const state = text(probe, 'state')
      const kept = text(secret, 'state')
      this.#know(
        'binding',
        text(row, 'name'),
        [
          ...this.#value(inWords(state), probe, state && state !== 'answers' ? 'red' : ''),
          ...this.#value(kept ? `secret ${inWords(kept)}` : '', secret, kept && kept !== 'present' ? 'red' : ''),
          ...this.#calls(sub(row, 'calls')),
        ],
        { environment: text(row, 'environment'), provider: text(row, 'provider') },
      )
    }
  }

  /** What the proxies counted of a binding's calls. */
  #calls(calls: Row | undefined): Value[] {
    const all = Number(calls?.calls)
    if (!calls || !all) return []
    const part = (key: string, words: string): Value[] => {
      const some = Number(calls[key] ?? 0)
      return this.#value(some > 0 ? `${percent((1000 * some) / all)} ${words}` : '', calls, 'red')
    }
    const credential = text(calls, 'credential')
    const odd = credential && credential !== 'present' ? `credential ${credential}` : ''
    const found = [...part('failed', 'failed'), ...part('rejected', 'rejected'), ...this.#value(odd, calls, 'red')]
    return found.length > 0 ? found : this.#value('calls answered', calls)
  }

  #databases(data: Row) {
    for (const row of this.#rows(data, 'databases', 'database')) {
      const schema = sub(row, 'schema')
      const check = sub(row, 'check')
      const damage = rowsOf(row.damage)
      const fence = sub(row, 'fence')
      const rows = damage.reduce((sum, one) => sum + Number(one.rows ?? 0), 0)
      this.#know(
        'database',
        text(row, 'name'),
        [
          ...this.#value(schema ? `schema ${text(schema, 'version')}` : '', schema),
          ...this.#value(check ? (rows > 0 ? `${rows} rows damaged` : 'no damage found') : '', rows > 0 ? damage[0] : check, rows > 0 ? 'red' : ''),
          ...this.#value(fence ? (fence.in_force === true ? 'fenced' : 'fence ordered') : '', fence, 'amber'),
        ],
        { environment: text(row, 'environment'), provider: text(row, 'provider') },
      )
    }
  }

  #backups(data: Row, database: string) {
    for (const row of rowsOf(data.backups)) {
      this.#know('backup', text(row, 'name'), this.#value(`of ${text(row, 'source')} at ${timeOfDay(text(row, 'taken_at'))}`, row), { database })
    }
  }

  #consumers(data: Row, database: string) {
    for (const row of rowsOf(data.consumers)) {
      const settled = sub(row, 'settled')
      const past = sub(row, 'past_restore')
      const words = settled ? `settled: ${text(settled, 'choice')}` : past ? 'not settled' : ''
      this.#know(
        'consumer',
        text(row, 'name'),
        [
          ...this.#value(words, settled ?? past, settled ? '' : 'amber'),
          ...this.#value(`effect ${text(row, 'effect') === 'outside' ? 'outside' : 'in rows'}, ${text(row, 'idempotency') === 'by-key' ? 'by key' : 'no keys'}`, row),
        ],
        { database },
      )
    }
  }

  #providers(data: Row) {
    for (const row of this.#rows(data, 'providers', 'provider')) {
      const watch = sub(row, 'watch')
      const state = text(watch, 'state')
      const estimate = sub(row, 'estimate')
      const expects = text(estimate, 'expects')
      this.#know('provider', text(row, 'name'), [
        ...this.#value(state || inWords(text(row, 'kind')), watch ?? row, toneOf(state)),
        ...this.#value(estimate ? (expects ? `expects to be well at ${timeOfDay(expects)}` : 'cannot say until when') : '', estimate),
      ])
    }
  }

  #regions(data: Row) {
    for (const row of rowsOf(data.regions)) this.#know('region', text(row, 'name'), this.#value(row.home === true ? 'home' : '', row))
    for (const row of rowsOf(data.replicas)) {
      const proofs = rowsOf(row.proofs)
      const lacking = proofs.filter((proof) => text(proof, 'verdict') !== 'holds')
      this.#know(
        'region',
        text(row, 'region'),
        row.serves === true
          ? this.#value(`serves ${text(row, 'database')}`, row)
          : lacking.length > 0
            ? lacking.flatMap((proof) => this.#value(`${text(proof, 'proof')} ${text(proof, 'verdict')}`, proof, 'amber'))
            : this.#value('every proof holds', proofs[0]),
        { database: text(row, 'database') },
      )
    }
  }

  #quorum(data: Row) {
    for (const row of rowsOf(data.environments)) {
      const ready = sub(row, 'allocations')
      if (!('quorum' in row) || !ready) continue
      const left = Number(ready.ready) - Number(row.quorum)
      const tone = left < 0 ? 'red' : left === 0 ? 'amber' : ''
      this.#know('quorum', text(row, 'environment'), this.#value(`${text(ready, 'ready')} ready, quorum ${text(row, 'quorum')}`, ready, tone))
    }
  }

  #sessions(data: Row) {
    const ages = new Map(rowsOf(data.ages).map((row) => [text(row, 'allocation'), row]))
    for (const row of rowsOf(data.sessions)) {
      const name = text(row, 'allocation')
      const age = ages.get(name)
      this.#know(
        'sessions',
        name,
        [...this.#value(`${text(row, 'sessions')} live`, row), ...this.#value(age ? inWords(text(age, 'continuity')) : '', age)],
        { environment: text(row, 'environment'), host: text(row, 'host'), drainTime: text(age, 'min_drain_time') },
      )
    }
  }

  /** The two trees of `show status`. */
  #health(data: Row) {
    const plane = sub(data, 'control_plane')
    const know = (name: string, row: Row) => {
      const state = text(row, 'health')
      this.#know('health', name, this.#value(state, row, toneOf(state)))
    }
    if (plane) know('control plane', plane)
    for (const row of rowsOf(data.environments)) if ('health' in row) know(text(row, 'environment'), row)
  }

  #gates(data: Row) {
    const environment = text(sub(data, 'policy'), 'environment')
    for (const row of rowsOf(data.gates)) {
      const classes = rowsOf(row.classes)
      const sum = (key: string) => classes.reduce((total, one) => total + Number(one[key] ?? 0), 0)
      const waiting = sum('waiting')
      const refused = sum('refused') + sum('expired')
      this.#know(
        'gate',
        text(row, 'edge'),
        [
          ...this.#value(`${waiting.toLocaleString('en-US')} waiting`, row, waiting > 0 ? 'amber' : ''),
          ...this.#value(refused > 0 ? `${refused.toLocaleString('en-US')} refused` : '', row, 'red'),
        ],
        { environment, operation: text(row, 'operation') },
      )
    }
  }

  #errors(data: Row) {
    const environment = text(sub(data, 'threshold'), 'environment')
    for (const row of rowsOf(data.observations)) {
      const requests = Number(row.requests)
      if (!requests) continue
      const rate = percent((1000 * Number(row.errors)) / requests)
      const name = `${environment} ${text(row, 'edge')}`
      const before = this.known.get(`errors ${name}`)?.values[0]
      const until = text(row, 'until')
      if (before && before.at > until) continue
      this.#know('errors', name, this.#value(`${rate} failed`, row, row.over === true ? 'red' : '', until), {
        environment,
        edge: text(row, 'edge'),
      })
    }
  }

  #incident(data: Row) {
    const incident = sub(data, 'incident')
    if (!incident) return
    const status = sub(data, 'status')
    const affected = sub(data, 'affected')
    const symptom = sub(data, 'symptom')
    this.#know(
      'incident',
      text(incident, 'id'),
      [
        ...this.#value(symptom ? (symptom.present === true ? 'symptom present' : 'symptom gone') : '', symptom, symptom?.present === true ? 'red' : ''),
        ...this.#value(inWords(text(status, 'status')), status),
      ],
      {
        stage: text(status, 'status'),
        ...(affected ? { users: text(affected, 'users'), minutes: text(affected, 'minutes'), affectedEntry: text(affected, 'entry') } : {}),
      },
    )
    for (const row of rowsOf(data.notices)) {
      const answer = sub(row, 'answer')
      this.#know('notice', text(row, 'id'), this.#value(answer ? 'answered' : 'sent', answer ?? row), { to: text(row, 'to') })
    }
  }

  #holds(data: Row) {
    for (const row of rowsOf(data.holds)) {
      this.#know('hold', text(row, 'id'), this.#value('in force', row, 'amber'), {
        environment: text(row, 'environment') || text(row, 'host') || text(row, 'database'),
        what: text(row, 'kind'),
      })
    }
  }

  #done(data: Row) {
    for (const row of rowsOf(data.done)) {
      const fact = text(row, 'fact')
      const lifted = /(Unfrozen|Resolved|Uncordoned|Unfenced|Unpaused|Lifted)$/.test(fact)
      const hold = text(row, 'hold')
      if (hold) {
        this.#know('hold', hold, this.#value(lifted ? 'lifted' : 'in force', row, lifted ? '' : 'amber'), {
          environment: text(row, 'environment') || text(row, 'host') || text(row, 'database'),
          what: fact === 'EnvironmentFrozen' ? 'freeze' : '',
        })
      }
      this.#know('notice', text(row, 'notice'), this.#value('sent', row, 'amber'))
      if (fact !== 'OperationRequested') continue
      this.#know('operation', text(row, 'operation'), this.#value('requested', row, 'amber'), {
        environment: text(row, 'environment'),
        release: text(row, 'release'),
        own: 'yes',
      })
    }
  }

  #waited(data: Row) {
    const waited = sub(data, 'waited')
    if (!waited || text(waited, 'result') !== 'reached') return
    const kind = text(waited, 'until')
    const words = kind === 'operation' ? 'ended' : 'answered'
    if (kind === 'operation' || kind === 'notice') this.#know(kind, text(waited, 'object'), this.#value(words, waited))
  }
}

export function learn(answers: Answer[]): Knowledge {
  const learner = new Learner()
  answers.forEach((answer, n) => learner.take(answer, n))
  return learner.known
}

const number = (name: string) => Number(/\d+$/.exec(name)?.[0] ?? 0)
export const byNumber = (a: Known, b: Known) => number(a.name) - number(b.name) || a.name.localeCompare(b.name)

/** Objects of a kind, `op-9` before `op-10`. */
export const ofKind = (known: Knowledge, kind: string): Known[] =>
  [...known.values()].filter((one) => one.kind === kind).sort(byNumber)

export const toneOfValues = (values: Value[]): Tone =>
  values.some((one) => one.tone === 'red') ? 'red' : values.some((one) => one.tone === 'amber') ? 'amber' : ''
