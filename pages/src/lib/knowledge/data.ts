// Databases, bindings, and the providers and regions behind them.
import { inWords, percent, timeOfDay } from '../format'
import type { Learner } from './learner'
import { rowsOf, sub, text, toneOf, type Row, type Value } from './rows'

export function bindings(learner: Learner, data: Row) {
  for (const row of learner.rows(data, 'bindings', 'binding')) {
    const probe = sub(row, 'probe')
    const secret = sub(row, 'secret')
    const state = text(probe, 'state')
    const kept = text(secret, 'state')
    learner.know(
      'binding',
      text(row, 'name'),
      [
        ...learner.value(inWords(state), probe, state && state !== 'answers' ? 'red' : ''),
        ...learner.value(kept ? `secret ${inWords(kept)}` : '', secret, kept && kept !== 'present' ? 'red' : ''),
        ...calls(learner, sub(row, 'calls')),
      ],
      { environment: text(row, 'environment'), provider: text(row, 'provider') },
    )
  }
}

/** What the proxies counted of a binding's calls. */
function calls(learner: Learner, calls: Row | undefined): Value[] {
  const all = Number(calls?.calls)
  if (!calls || !all) return []
  const part = (key: string, words: string): Value[] => {
    const some = Number(calls[key] ?? 0)
    return learner.value(some > 0 ? `${percent((1000 * some) / all)} ${words}` : '', calls, 'red')
  }
  const credential = text(calls, 'credential')
  const odd = credential && credential !== 'present' ? `credential ${credential}` : ''
  const found = [...part('failed', 'failed'), ...part('rejected', 'rejected'), ...learner.value(odd, calls, 'red')]
  return found.length > 0 ? found : learner.value('calls answered', calls)
}

export function databases(learner: Learner, data: Row) {
  for (const row of learner.rows(data, 'databases', 'database')) {
    const schema = sub(row, 'schema')
    const check = sub(row, 'check')
    const damage = rowsOf(row.damage)
    const fence = sub(row, 'fence')
    const rows = damage.reduce((sum, one) => sum + Number(one.rows ?? 0), 0)
    learner.know(
      'database',
      text(row, 'name'),
      [
        ...learner.value(schema ? `schema ${text(schema, 'version')}` : '', schema),
        ...learner.value(check ? (rows > 0 ? `${rows} rows damaged` : 'no damage found') : '', rows > 0 ? damage[0] : check, rows > 0 ? 'red' : ''),
        ...learner.value(fence ? (fence.in_force === true ? 'fenced' : 'fence ordered') : '', fence, 'amber'),
      ],
      { environment: text(row, 'environment'), provider: text(row, 'provider') },
    )
  }
}

export function backups(learner: Learner, data: Row, database: string) {
  for (const row of rowsOf(data.backups)) {
    learner.know('backup', text(row, 'name'), learner.value(`of ${text(row, 'source')} at ${timeOfDay(text(row, 'taken_at'))}`, row), { database })
  }
}

export function consumers(learner: Learner, data: Row, database: string) {
  for (const row of rowsOf(data.consumers)) {
    const settled = sub(row, 'settled')
    const past = sub(row, 'past_restore')
    const words = settled ? `settled: ${text(settled, 'choice')}` : past ? 'not settled' : ''
    learner.know(
      'consumer',
      text(row, 'name'),
      [
        ...learner.value(words, settled ?? past, settled ? '' : 'amber'),
        ...learner.value(`effect ${text(row, 'effect') === 'outside' ? 'outside' : 'in rows'}, ${text(row, 'idempotency') === 'by-key' ? 'by key' : 'no keys'}`, row),
      ],
      { database },
    )
  }
}

export function providers(learner: Learner, data: Row) {
  for (const row of learner.rows(data, 'providers', 'provider')) {
    const watch = sub(row, 'watch')
    const state = text(watch, 'state')
    const estimate = sub(row, 'estimate')
    const expects = text(estimate, 'expects')
    learner.know('provider', text(row, 'name'), [
      ...learner.value(state || inWords(text(row, 'kind')), watch ?? row, toneOf(state)),
      ...learner.value(estimate ? (expects ? `expects to be well at ${timeOfDay(expects)}` : 'cannot say until when') : '', estimate),
    ])
  }
}

export function regions(learner: Learner, data: Row) {
  for (const row of rowsOf(data.regions)) learner.know('region', text(row, 'name'), learner.value(row.home === true ? 'home' : '', row))
  for (const row of rowsOf(data.replicas)) {
    const proofs = rowsOf(row.proofs)
    const lacking = proofs.filter((proof) => text(proof, 'verdict') !== 'holds')
    learner.know(
      'region',
      text(row, 'region'),
      row.serves === true
        ? learner.value(`serves ${text(row, 'database')}`, row)
        : lacking.length > 0
          ? lacking.flatMap((proof) => learner.value(`${text(proof, 'proof')} ${text(proof, 'verdict')}`, proof, 'amber'))
          : learner.value('every proof holds', proofs[0]),
      { database: text(row, 'database') },
    )
  }
}
