import type { Completion } from './messages'
import type { Run } from './run.svelte'
import { ofKind } from './knowledge'

// What a click can put into the prompt. With an empty prompt these are whole lines for the chosen
// step of the operator's path; else the words that can come next.

export interface Offer {
  /** Shown on the button. */
  label: string
  note: string
  /** The prompt's line after a click. */
  line: string
}

export const path = [
  ['Find truth', 'Query the platform. Each query takes 5 s and leaves one entry.'],
  ['Classify risk', 'State the class, with the entries that show it.'],
  ['Take the smallest correct action', 'Holds, checks and repairs. Add --plan to see what would happen.'],
  ['Leave evidence', 'State the impact, take notes, close.'],
] as const

const findingVerbs = new Set(['show', 'logs', 'hint', 'recall', 'help'])
const evidenceVerbs = new Set(['note', 'impact', 'close', 'wait'])
const reason = '"as the referenced entries show"'
const summary = '"found the cause, repaired it, and verified the repair"'

function queries(run: Run): string[] {
  const incident = run.opening?.incident
  const environment = incident?.environment ?? ''
  const lines = ['show incident']
  if (incident?.operation) lines.push(`show operation ${incident.operation}`)
  lines.push(`show operations ${environment}`)
  if (incident?.route) lines.push(`show route ${incident.route} --edges`)
  if (incident?.edge && run.opening?.runbook === 'route-gap') lines.push(`show edge ${incident.edge}`)
  if (run.opening?.runbook === 'stuck-wake') lines.push(`show gate ${environment}`)
  lines.push(...ofRunbook(run, environment))
  lines.push(
    `show errors ${environment}`,
    `show releases ${environment}`,
    `show allocations ${environment}`,
    `show bindings ${environment}`,
    'show databases',
    'show edges',
    'show hosts',
    'show providers',
    'show environments',
    'show status',
    'show quorum',
    `logs ${environment}`,
    'show runbook',
    'recall',
    'hint',
  )
  return [...new Set(lines)]
}

/** Queries about what the alert names, and about what was shown by them. */
function ofRunbook(run: Run, environment: string): string[] {
  const { runbook, incident } = run.opening ?? {}
  if (runbook === 'host-upgrade' && incident?.host) {
    return [`show host ${incident.host}`, 'show quorum', `show sessions ${incident.host}`, 'show hosts', `headroom ${incident.host}`]
  }
  if (runbook === 'database-restore') {
    const name = incident?.database ?? ofKind(run.known, 'database').find((one) => one.links.environment === environment)?.name
    return name ? [`show database ${name}`, `show backups ${name}`, `show consumers ${name}`] : ['show databases']
  }
  if (runbook !== 'provider-outage') return []
  const odd = ofKind(run.known, 'provider').filter((one) => one.values.some((value) => value.tone !== ''))
  return ['show status', 'show providers', ...odd.map((one) => `show provider ${one.name}`), `show bindings ${environment}`, 'show regions']
}

// Holds and repairs that every runbook may need.
const usualActions = new Set(['notify-owner', 'escalate', 'status', 'retry', 'cancel'])

/** The other verbs stay what they are at the prompt: they can be typed. */
function verbsOfRunbook(verbs: Completion[], runbookVerbs: string): Completion[] {
  const named = new Set(runbookVerbs.match(/[a-z]+(-[a-z]+)*/g) ?? [])
  return named.size === 0 ? verbs : verbs.filter(({ word }) => named.has(word) || usualActions.has(word))
}

function actions(run: Run, verbs: Completion[], runbookVerbs: string): Offer[] {
  const environment = run.opening?.incident.environment ?? ''
  const whole: string[] = []
  if (run.opening?.runbook === 'bad-deploy') {
    const held = run.named('hold').some((hold) => hold.links.what === 'freeze' && hold.values[0]?.text === 'in force')
    whole.push(held ? `unfreeze ${environment} --because ${reason}` : `freeze ${environment} --because ${reason}`)
    const earlier = ofKind(run.known, 'release').filter(
      (one) => one.links.environment === environment && one.values[0]?.text === 'served before',
    )
    for (const one of earlier.toReversed()) whole.push(`rollback ${environment} --to ${one.name} --plan`)
  }
  const words = verbsOfRunbook(verbs, runbookVerbs).filter(({ word }) => !findingVerbs.has(word) && !evidenceVerbs.has(word) && word !== 'classify')
  return [
    ...whole.map((line) => ({ label: line.replace(` --because ${reason}`, ''), note: '', line })),
    ...words.map(({ word, note }) => ({ label: `${word} …`, note, line: `${word} ` })),
  ]
}

function evidence(run: Run, references: string): Offer[] {
  const affected = run.named('incident')[0]?.links
  const numbers = affected?.users ? `--users ${affected.users} --minutes ${affected.minutes} ` : '--users '
  const open = run.named('operation').filter((one) => one.links.own && !/healthy|hot|failed|ended/.test(one.values[0]?.text ?? ''))
  const asked = run.named('notice').filter((one) => one.values[0]?.text === 'sent')
  const lines: [string, string][] = [
    ...asked.map((one): [string, string] => [`wait --for ${one.name}`, 'until it is answered']),
    ...open.map((one): [string, string] => [`wait --for ${one.name}`, 'until it has ended']),
    ['wait --until symptom-gone', 'at most 10 minutes'],
    ['wait ', 'let drill time pass'],
    [`impact ${numbers}${affected?.users ? `--because ${reason}${references}` : ''}`, 'users and minutes, as show incident prints them'],
    [`note ${reason}${references}`, 'in the ledger'],
    ['close --plan', 'lists what is still missing'],
    [`close --summary ${summary}${references}`, 'ends the run'],
  ]
  return lines.map(([line, note]) => ({ label: line.replace(/ $/, ' …').replace(/ --(because|summary) .*$/, ' …').replace(/ "[^"]*".*$/, ' …'), note, line }))
}

const outages = new Set(['database', 'object-store', 'queue', 'payment'])
const scopes = ['customer', 'platform', 'both']

/** Whether the class is that of an outage, of which `classify` requires the scope. */
export function needsScope(name: string): boolean {
  return outages.has(name)
}

/** The class as it can be stated: once, or with each scope. */
function statements(name: string): string[] {
  return needsScope(name) ? scopes.map((scope) => `${name} --scope ${scope}`) : [name]
}

/** Whole lines for a step of the path, 0 to 3. */
export function linesFor(
  step: number,
  run: Run,
  verbs: Completion[],
  classes: string[],
  runbookVerbs: string,
): Offer[] {
  const references = run.refs.length > 0 ? ` --ref ${run.refs.join(' ')}` : ''
  if (step === 0) {
    const whole = queries(run).map((line) => ({ label: line, note: '', line }))
    return [...whole, { label: 'show …', note: 'anything else', line: 'show ' }]
  }
  if (step === 1) {
    return classes.flatMap(statements).map((words) => ({
      label: `classify ${words}`,
      note: '',
      line: `classify ${words} --because ${reason}${references}`,
    }))
  }
  return step === 2 ? actions(run, verbs, runbookVerbs) : evidence(run, references)
}

const durations = ['5s', '10s', '30s', '1m', '2m', '5m', '10m', '20m', '30m']

const seconds: Record<string, number> = { s: 1, m: 60, h: 3600 }
const secondsOf = (text: string) => Number.parseInt(text) * (seconds[text.at(-1) ?? ''] ?? 0)

/** Deadlines of a drain: the longest drain time that was shown first, because all may have it. */
function deadlines(run: Run): string[] {
  const shown = run.named('sessions').flatMap((one) => one.links.drainTime ?? [])
  const longest = shown.toSorted((a, b) => secondsOf(b) - secondsOf(a)).slice(0, 1)
  return [...new Set([...longest, ...durations])]
}

/** Words for a place that the grammar leaves open: a text, a number, a duration. */
function openWords(run: Run, before: string): string[] {
  const affected = run.named('incident')[0]?.links
  if (before === 'wait') return [...durations, '--for', '--until']
  if (before === '--because') return [reason]
  if (before === '--summary') return [summary]
  if (before === 'note') return [reason]
  if (before === '--deadline') return deadlines(run)
  if (before === '--says') return ['"calls to a provider fail; we are watching it and will report"']
  if (before === '--data') return ['"as the plan lists, settled consumer by consumer"']
  if (before === '--approved-by') return ['duty-manager']
  if (before === '--events') return ['replay', 'skip', 'compensate']
  if (before === '--method') return ['pitr', 'backup', 'forward-repair']
  if (before === '--cause') return [...run.named('provider').map((one) => `provider:${one.name}`), 'platform', 'app']
  if (before === '--users') return [affected?.users || '0']
  if (before === '--minutes') return [affected?.minutes || '1']
  if (/^(--at-most|--max-age|--for-at-most|--since)$/.test(before)) return durations
  return []
}

/** The words that can come next after `line`; they replace its last word, if that is unfinished. */
export function wordsFor(line: string, completions: Completion[], run: Run): Offer[] {
  const begin = line.lastIndexOf(' ') + 1
  const partial = line.slice(begin)
  const before = line.slice(0, begin).trimEnd().split(' ').at(-1) ?? ''
  const head = line.slice(0, begin)
  if ((head.match(/"/g) ?? []).length % 2 === 1) return []
  const open = openWords(run, before).filter((word) => word.startsWith(partial))
  const found = before === 'note' ? [] : completions
  const words = [...open.map((word) => ({ word, note: '' })), ...found]
  if (before === '--ref' && partial === '' && run.refs.length > 0) {
    const all = run.refs.join(' ')
    words.unshift({ word: all, note: 'chosen as evidence' })
  }
  return words.map(({ word, note }) => ({ label: word, note, line: `${head}${word} ` }))
}
