// Operations, releases, and the hosts and allocations that run them.
import { inWords } from '../format'
import type { Learner } from './learner'
import { rowsOf, sub, text, toneOf, type Row, type Value } from './rows'

export function operations(learner: Learner, data: Row) {
  const rows = [...learner.rows(data, 'operations', 'operation'), ...rowsOf(data.open_operations)]
  for (const row of rows) {
    const stage = sub(row, 'stage')
    const word = text(stage, 'stage')
    learner.know(
      'operation',
      text(row, 'id'),
      [
        ...learner.value(inWords(word), stage, toneOf(word)),
        ...learner.value(`${inWords(text(row, 'kind'))} ${text(row, 'release') || text(row, 'edge')}`.trim(), row),
      ],
      { environment: text(row, 'environment'), release: text(row, 'release'), kind: text(row, 'kind'), stage: word },
    )
  }
}

export function allocations(learner: Learner, data: Row) {
  for (const row of learner.rows(data, 'allocations', 'allocation')) {
    const stage = sub(row, 'stage')
    const word = text(stage, 'stage')
    const probe = text(stage, 'probe_status')
    const failed = text(stage, 'failed_at')
    const words = [inWords(word), failed ? `at ${inWords(failed)}` : '', word === 'ready' && probe ? `probe ${probe}` : '']
    learner.know('allocation', text(row, 'id'), learner.value(words.filter(Boolean).join(', '), stage, toneOf(word)), {
      environment: text(row, 'environment'),
      release: text(row, 'release'),
      host: text(row, 'host'),
      stage: word,
    })
  }
}

export function releases(learner: Learner, data: Row) {
  for (const row of learner.rows(data, 'releases', 'release')) {
    const serving = sub(row, 'serving')
    const manifest = sub(row, 'manifest')
    const store = sub(row, 'store')
    const served = rowsOf(row.served)
    const over = served.reduce((sum, one) => sum + Number(one.symptoms ?? 0), 0)
    learner.know(
      'release',
      text(row, 'id'),
      [
        ...learner.value(serving ? 'serving' : served.length > 0 ? 'served before' : 'never served', serving ?? row),
        ...learner.value(manifest ? `reads ${text(manifest, 'reads') || 'unknown'}` : '', manifest),
        ...learner.value(store?.in_store === false ? 'artifact gone' : '', store, 'amber'),
        ...learner.value(over > 0 ? `over the threshold ${over === 1 ? 'once' : `${over} times`}` : '', row, 'amber'),
      ],
      { environment: text(row, 'environment') },
    )
  }
}

export function hosts(learner: Learner, data: Row) {
  for (const row of learner.rows(data, 'hosts', 'host')) {
    const load = sub(row, 'load')
    const cordon = sub(row, 'cordon')
    const postcheck = sub(row, 'postcheck')
    const stage = text(row, 'upgrade') || (cordon ? 'cordoned' : '')
    learner.know(
      'host',
      text(row, 'id'),
      [
        ...learner.value(load ? `${text(load, 'used')} of ${text(row, 'slots')} slots used` : '', load),
        ...learner.value(stage, cordon ?? load, 'amber'),
        ...learner.value(postcheck ? (postcheck.passed === true ? 'postcheck passed' : 'postcheck failed') : '', postcheck, postcheck?.passed === true ? '' : 'red'),
        ...drift(learner, row),
      ],
      // Whatever shows a host shows whether it is out of service.
      { stage: 'cordon' in row ? stage || 'in_service' : '' },
    )
  }
}

/** What the latest check found changed on a host. */
function drift(learner: Learner, row: Row): Value[] {
  const found = rowsOf(row.drift)
  const open = found.filter((one) => !one.recorded)
  const words = open.length > 0 ? `${open.length} ${open.length === 1 ? 'change' : 'changes'} not recorded` : 'drift recorded'
  return learner.value(found.length > 0 ? words : '', found[0], open.length > 0 ? 'red' : '')
}

export function quorum(learner: Learner, data: Row) {
  for (const row of rowsOf(data.environments)) {
    const ready = sub(row, 'allocations')
    if (!('quorum' in row) || !ready) continue
    const left = Number(ready.ready) - Number(row.quorum)
    const tone = left < 0 ? 'red' : left === 0 ? 'amber' : ''
    learner.know('quorum', text(row, 'environment'), learner.value(`${text(ready, 'ready')} ready, quorum ${text(row, 'quorum')}`, ready, tone))
  }
}

export function sessions(learner: Learner, data: Row) {
  const ages = new Map(rowsOf(data.ages).map((row) => [text(row, 'allocation'), row]))
  for (const row of rowsOf(data.sessions)) {
    const name = text(row, 'allocation')
    const age = ages.get(name)
    learner.know(
      'sessions',
      name,
      [...learner.value(`${text(row, 'sessions')} live`, row), ...learner.value(age ? inWords(text(age, 'continuity')) : '', age)],
      { environment: text(row, 'environment'), host: text(row, 'host'), drainTime: text(age, 'min_drain_time') },
    )
  }
}

/** The two trees of `show status`. */
export function health(learner: Learner, data: Row) {
  const plane = sub(data, 'control_plane')
  const know = (name: string, row: Row) => {
    const state = text(row, 'health')
    learner.know('health', name, learner.value(state, row, toneOf(state)))
  }
  if (plane) know('control plane', plane)
  for (const row of rowsOf(data.environments)) if ('health' in row) know(text(row, 'environment'), row)
}
