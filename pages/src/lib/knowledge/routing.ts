// Environments, their routes, and what the edges know of them.
import { inWords, percent } from '../format'
import type { Learner } from './learner'
import { rowsOf, sub, text, type Row, type Tone } from './rows'

export function environments(learner: Learner, data: Row) {
  for (const row of learner.rows(data, 'environments', 'environment')) {
    const owner = sub(row, 'owner')
    const frozen = sub(row, 'freeze')
    const symptom = sub(row, 'symptom')
    learner.know(
      'environment',
      text(row, 'name'),
      [
        ...learner.value(owner ? `owner ${text(owner, 'release')}` : '', owner),
        ...learner.value(frozen?.frozen === true ? 'frozen' : '', frozen, 'amber'),
        ...learner.value(symptom?.present === true ? 'over the threshold' : '', symptom, 'red'),
      ],
      { route: text(row, 'route'), database: text(row, 'database') },
    )
  }
}

export function routes(learner: Learner, data: Row) {
  for (const row of learner.rows(data, 'routes', 'route')) {
    learner.know(
      'route',
      text(row, 'route'),
      [
        ...learner.value(`owner ${text(row, 'release')} · epoch ${text(row, 'epoch')}${text(row, 'operation') ? `, ${text(row, 'operation')}` : ''}`, row),
      ],
      { environment: text(row, 'environment'), release: text(row, 'release'), operation: text(row, 'operation'), since: text(row, 'since') },
    )
  }
}

export function edges(learner: Learner, data: Row) {
  const ledger = new Map(rowsOf(data.ledger).map((row) => [text(row, 'partition'), Number(row.sequence)]))
  const know = (name: string, view: Row) => {
    if (view.answered === false) {
      learner.know('edge', name, learner.value('does not answer', view, 'red'))
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
    learner.know('edge', name, learner.value(words[0], words[1], words[2]))
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

export function gates(learner: Learner, data: Row) {
  const environment = text(sub(data, 'policy'), 'environment')
  for (const row of rowsOf(data.gates)) {
    const classes = rowsOf(row.classes)
    const sum = (key: string) => classes.reduce((total, one) => total + Number(one[key] ?? 0), 0)
    const waiting = sum('waiting')
    const refused = sum('refused') + sum('expired')
    learner.know(
      'gate',
      text(row, 'edge'),
      [
        ...learner.value(`${waiting.toLocaleString('en-US')} waiting`, row, waiting > 0 ? 'amber' : ''),
        ...learner.value(refused > 0 ? `${refused.toLocaleString('en-US')} refused` : '', row, 'red'),
      ],
      { environment, operation: text(row, 'operation') },
    )
  }
}

export function errors(learner: Learner, data: Row) {
  const environment = text(sub(data, 'threshold'), 'environment')
  for (const row of rowsOf(data.observations)) {
    const requests = Number(row.requests)
    if (!requests) continue
    const rate = percent((1000 * Number(row.errors)) / requests)
    const name = `${environment} ${text(row, 'edge')}`
    const before = learner.known.get(`errors ${name}`)?.values[0]
    const until = text(row, 'until')
    if (before && before.at > until) continue
    learner.know('errors', name, learner.value(`${rate} failed`, row, row.over === true ? 'red' : '', until), {
      environment,
      edge: text(row, 'edge'),
    })
  }
}
