import type { Known, Tone, Value } from './knowledge'
import { byNumber, ofKind, toneOfValues } from './knowledge'
import type { Run } from './run.svelte'

// The picture of what the operator has queried: columns of boxes. A box without values was not
// queried yet; a click on a box types the query that shows it.

export interface Line {
  name: string // empty: the values belong to the box's title
  values: Value[]
  query: string
}

export interface Box {
  id: string
  title: string
  query: string
  lines: Line[] // empty: not queried yet
  tone: Tone
  /** Boxes to which a line is drawn. */
  to: string[]
}

const max_lines = 5

function box(id: string, title: string, query: string, lines: Line[], to: string[] = []): Box {
  return { id, title, query, lines, tone: toneOfValues(lines.flatMap((line) => line.values)), to }
}

/** The objects of a kind as the lines of one box; the unusual ones first if there are too many. */
function group(
  run: Run,
  kind: string,
  title: string,
  query: string,
  one: (name: string) => string,
  keep: (thing: Known) => boolean = () => true,
): Box {
  const things = ofKind(run.known, kind).filter(keep)
  const weight = (thing: Known) => ({ red: 0, amber: 1, '': 2 })[toneOfValues(thing.values)]
  const first = things.toSorted((a, b) => weight(a) - weight(b) || -byNumber(a, b)).slice(0, max_lines)
  // A line has room for what is unusual, or else for the first value.
  const short = (thing: Known) => {
    const unusual = thing.values.filter((value) => value.tone !== '')
    return unusual.length > 0 ? unusual : thing.values.slice(0, 1)
  }
  const lines = first.sort(byNumber).map((thing) => ({ name: thing.name, values: short(thing), query: one(thing.name) }))
  const more = things.length - lines.length
  if (more > 0) lines.push({ name: `${more} more`, values: [], query: `recall ${title}` })
  return box(kind, title, query, lines)
}

export function pictureOf(run: Run): Box[][] {
  const incident = run.opening?.incident
  if (!incident) return []
  const environment = incident.environment
  const ours = (thing: Known) => (thing.links.environment ?? environment) === environment
  const database = incident.database ?? run.known.get(`environment ${environment}`)?.links.database ?? ''
  const route = incident.route ?? run.known.get(`environment ${environment}`)?.links.route ?? ''
  return [
    edgeBoxes(run, environment, incident.edge ?? ''),
    [
      routeBox(run, route, environment),
      ...(incident.operation ? [operationBox(run, incident.operation)] : []),
      group(run, 'operation', 'other operations', `show operations ${environment}`, (name) => `show operation ${name}`, (thing) => thing.name !== incident.operation && (ours(thing) || thing.links.own === 'yes')),
      group(run, 'release', 'releases', `show releases ${environment}`, (name) => `show release ${name}`, ours),
    ],
    [
      ...allocationBoxes(run, environment),
      group(run, 'host', 'hosts', 'show hosts', (name) => `show host ${name}`),
      ...extra(run, 'sessions', 'host-upgrade', 'sessions', `show sessions ${incident.host ?? environment}`, (name) => `show allocation ${name}`),
      ...extra(run, 'quorum', 'host-upgrade', 'quorum', 'show quorum', () => 'show quorum'),
      ...extra(run, 'health', 'provider-outage', 'health', 'show status', () => 'show status'),
    ],
    [
      group(run, 'binding', 'bindings', `show bindings ${environment}`, () => `show bindings ${environment}`, ours),
      group(run, 'database', 'databases', 'show databases', (name) => `show database ${name}`, ours),
      ...extra(run, 'backup', 'database-restore', 'backups', `show backups ${database}`, () => `show backups ${database}`),
      ...extra(run, 'consumer', 'database-restore', 'consumers', `show consumers ${database}`, () => `show consumers ${database}`),
      group(run, 'provider', 'providers', 'show providers', (name) => `show provider ${name}`),
      ...extra(run, 'region', 'provider-outage', 'regions', 'show regions', () => 'show regions'),
      group(run, 'environment', 'other environments', 'show environments', (name) => `show environment ${name}`, (thing) => thing.name !== environment),
    ],
  ]
}

/** What only one runbook always has: elsewhere it is drawn once it was queried. */
function extra(run: Run, kind: string, runbook: string, title: string, query: string, one: (name: string) => string): Box[] {
  if (run.opening?.runbook !== runbook && ofKind(run.known, kind).length === 0) return []
  return [group(run, kind, title, query.trim(), one)]
}

function edgeBoxes(run: Run, environment: string, alerted: string): Box[] {
  const names = new Set(ofKind(run.known, 'edge').map((one) => one.name))
  for (const one of ofKind(run.known, 'errors')) {
    if (one.links.environment === environment && one.links.edge) names.add(one.links.edge)
  }
  for (const one of ofKind(run.known, 'gate')) names.add(one.name)
  if (alerted) names.add(alerted)
  if (names.size === 0) return [box('edges', 'edges', 'show edges', [], ['route'])]
  return [...names].sort().map((name) => {
    const values = (key: string) => run.known.get(`${key} ${name}`)?.values ?? []
    const lines = [
      { values: values(`errors ${environment}`), query: `show errors ${environment}` },
      { values: values('gate'), query: `show gate ${environment}` },
      { values: values('edge'), query: `show edge ${name}` },
    ]
    return box(
      `edge ${name}`,
      name,
      `show edge ${name}`,
      lines.filter((line) => line.values.length > 0).map((line) => ({ ...line, name: '' })),
      ['route'],
    )
  })
}

function routeBox(run: Run, route: string, environment: string): Box {
  const known = run.known.get(`route ${route}`)
  const owner = run.known.get(`environment ${environment}`)
  const query = route ? `show route ${route} --edges` : `show environment ${environment}`
  const values = known?.values.length ? known.values : (owner?.values ?? [])
  const serving = ofKind(run.known, 'allocation').filter(
    (one) => one.links.environment === environment && one.links.stage !== 'stopped',
  )
  const to = serving.length > 0 ? serving.map((one) => `allocation ${one.name}`) : ['allocation']
  return box('route', route || environment, query, values.length > 0 ? [{ name: '', values, query }] : [], to)
}

function operationBox(run: Run, name: string): Box {
  const known = run.known.get(`operation ${name}`)
  const query = `show operation ${name}`
  return box('operation-of-alert', name, query, known?.values.length ? [{ name: '', values: known.values, query }] : [])
}

function allocationBoxes(run: Run, environment: string): Box[] {
  const things = ofKind(run.known, 'allocation').filter((one) => one.links.environment === environment)
  const query = `show allocations ${environment}`
  if (things.length === 0) return [box('allocation', 'allocations', query, [], ['binding', 'database'])]
  const live = things.filter((one) => one.links.stage !== 'stopped')
  const boxes = live.slice(0, max_lines).map((one) => {
    const title = one.links.host ? `${one.name} · ${one.links.host}` : one.name
    const values = one.values.map((value, n) => (n === 0 && one.links.release ? { ...value, text: `${one.links.release}, ${value.text}` } : value))
    return box(`allocation ${one.name}`, title, `show allocation ${one.name}`, [{ name: '', values, query }], ['binding'])
  })
  const rest = things.length - boxes.length
  if (rest > 0) {
    const stopped = things.filter((one) => !live.slice(0, max_lines).includes(one))
    const lines = stopped.slice(-3).map((one) => ({ name: one.name, values: one.values, query: `show allocation ${one.name}` }))
    boxes.push(box('allocation-stopped', 'stopped', query, lines))
  }
  return boxes
}
