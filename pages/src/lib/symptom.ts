import { entryNumber } from './format'
import type { Answer, Incident } from './messages'

// The measure of the symptom over time, as far as it was queried.

export interface Point {
  at: string
  value: number
  entry: number
}

export interface Symptom {
  title: string
  unit: string
  threshold: number | undefined
  series: Map<string, Point[]>
  /** The query that measures it. */
  query: string
}

type Row = Record<string, unknown>
const rowsOf = (value: unknown): Row[] => (Array.isArray(value) ? (value as Row[]) : [])

function add(series: Map<string, Point[]>, name: string, point: Point) {
  const points = series.get(name) ?? []
  const same = points.findIndex((one) => one.at === point.at)
  if (same >= 0) points[same] = point
  else points.push(point)
  points.sort((a, b) => a.at.localeCompare(b.at))
  series.set(name, points)
}

function errors(answers: Answer[], incident: Incident): Symptom {
  const series = new Map<string, Point[]>()
  for (const { data } of answers) {
    const threshold = data.threshold as Row | undefined
    if (threshold?.environment !== incident.environment) continue
    for (const row of rowsOf(data.observations)) {
      const requests = Number(row.requests)
      if (!requests) continue
      add(series, String(row.edge), {
        at: String(row.until),
        value: (100 * Number(row.errors)) / requests,
        entry: entryNumber(String(row.entry)),
      })
    }
  }
  return {
    title: `Failed requests, ${incident.environment}`,
    unit: '%',
    threshold: typeof incident.threshold_permille === 'number' ? incident.threshold_permille / 10 : undefined,
    series,
    query: `show errors ${incident.environment}`,
  }
}

function waiting(answers: Answer[], incident: Incident): Symptom {
  const series = new Map<string, Point[]>()
  for (const { data, clock } of answers) {
    if ((data.policy as Row | undefined)?.environment !== incident.environment) continue
    for (const row of rowsOf(data.gates)) {
      const value = rowsOf(row.classes).reduce((sum, one) => sum + Number(one.waiting ?? 0), 0)
      add(series, String(row.edge), { at: clock, value, entry: entryNumber(String(row.entry)) })
    }
  }
  return {
    title: `Requests that wait for ${incident.environment}`,
    unit: '',
    threshold: undefined,
    series,
    query: `show gate ${incident.environment}`,
  }
}

function missing(answers: Answer[], incident: Incident): Symptom {
  const series = new Map<string, Point[]>()
  for (const { data, clock } of answers) {
    const edge = data.edge as Row | undefined
    const view = data.view as Row | undefined
    const edges = edge && view ? [{ id: edge.id, view }] : rowsOf(data.edges).filter((row) => row.view)
    const ledger = new Map(rowsOf(data.ledger).map((row) => [row.partition, Number(row.sequence)]))
    if (ledger.size === 0) continue
    for (const row of edges) {
      const parts = rowsOf((row.view as Row).partitions)
      const value = parts.reduce(
        (sum, part) => sum + Math.max(0, (ledger.get(part.partition as string) ?? 0) - Number(part.applied)),
        0,
      )
      const entry = entryNumber(String((row.view as Row).entry))
      if (parts.length > 0) add(series, String(row.id), { at: clock, value, entry })
    }
  }
  return {
    title: `Events that an edge has not applied`,
    unit: '',
    threshold: undefined,
    series,
    query: incident.edge ? `show edge ${incident.edge}` : 'show edges',
  }
}

export function symptomOf(runbook: string, answers: Answer[], incident: Incident): Symptom {
  const done = answers.filter((answer) => answer.kind === 'done')
  if (runbook === 'stuck-wake') return waiting(done, incident)
  if (runbook === 'route-gap') return missing(done, incident)
  return errors(done, incident)
}
