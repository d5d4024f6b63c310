import dagre from '@dagrejs/dagre'
import type { LifeCycle } from './messages'

// Places a life cycle's stages and arrows.

export interface Stage {
  /** As the code names it: `edge_propagating`. */
  id: string
  name: string
  x: number
  y: number
  width: number
  height: number
  role: 'first' | 'last' | 'failed' | ''
}
export interface Arrow {
  from: string
  to: string
  events: string
  path: string
  x: number
  y: number
  failure: boolean
}
export interface Graph {
  stages: Stage[]
  arrows: Arrow[]
  width: number
  height: number
}

const letter = 7.2
const failure = /fail|reject|expired|refused/
const inWords = (name: string) => name.replaceAll('_', ' ')

export function graphOf(machine: LifeCycle): Graph {
  const graph = new dagre.graphlib.Graph({ multigraph: false })
  graph.setGraph({ rankdir: 'LR', nodesep: 34, ranksep: 40, edgesep: 18, marginx: 8, marginy: 16 })
  graph.setDefaultEdgeLabel(() => ({}))
  const names = [...new Set(machine.rows.flatMap((row) => [row.from, row.to]))]
  for (const name of names) graph.setNode(name, { width: letter * inWords(name).length + 28, height: 34 })
  // One arrow for all events between two stages.
  const events = new Map<string, string[]>()
  for (const { from, event, to } of machine.rows) {
    const key = `${from}\n${to}`
    events.set(key, [...(events.get(key) ?? []), inWords(event)])
  }
  for (const [key, words] of events) {
    const [from = '', to = ''] = key.split('\n')
    const text = words.join(', ')
    graph.setEdge(from, to, { width: from === to ? 0 : 6.2 * text.length + 8, height: 16, labelpos: 'c', text })
  }
  dagre.layout(graph)
  const leaves = new Set(machine.rows.map((row) => row.from))
  const stages = names.map((name): Stage => {
    const { x = 0, y = 0, width = 0, height = 0 } = graph.node(name)
    const role = name === machine.first ? 'first' : failure.test(name) ? 'failed' : leaves.has(name) ? '' : 'last'
    return { id: name, name: inWords(name), x, y, width, height, role }
  })
  const arrows = graph.edges().map(({ v, w }): Arrow => {
    const edge = graph.edge(v, w) as { points: { x: number; y: number }[]; x?: number; y?: number; text: string }
    const node = graph.node(v)
    const bad = failure.test(edge.text) || failure.test(w)
    const common = { from: inWords(v), to: inWords(w), events: edge.text, failure: bad }
    if (v === w) {
      const { x = 0, y = 0, height = 0 } = node
      const top = y - height / 2
      return { ...common, path: `M${x - 16} ${top}C${x - 22} ${top - 26} ${x + 22} ${top - 26} ${x + 16} ${top}`, x, y: top - 24 }
    }
    const path = edge.points.map((point, n) => `${n === 0 ? 'M' : 'L'}${point.x.toFixed(1)} ${point.y.toFixed(1)}`).join('')
    return { ...common, path, x: edge.x ?? 0, y: edge.y ?? 0 }
  })
  const size = graph.graph()
  return { stages, arrows, width: (size.width ?? 0) + 4, height: (size.height ?? 0) + 24 }
}
