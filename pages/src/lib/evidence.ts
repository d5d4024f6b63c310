import { duration } from './format'
import type { Answer } from './messages'
import { Run } from './run.svelte'

// What can be chosen as evidence: each answer's own entry, and the rows of it that the console marks
// as unusual.

export interface Seen {
  entry: number
  text: string
  note: string
}
export interface SeenAnswer extends Seen {
  rows: Seen[]
}

const max_rows = 4
const unusual = /\x1b\[(31|33)m/
const plain = (text: string) => text.replaceAll(/\x1b\[\d+m/g, '')
const bare = (command: string) => command.replace(/ --(because|ref|summary) .*$/, '').replace(/ "[^"]*"/g, ' …')

/** `15:14:50  edge-a  960  960  100.0%  ███  over` without columns and bars. */
function sentence(row: string): string {
  return plain(row)
    .trim()
    .replaceAll(/[▁-█▉▊▋▌▍▎▏#]{1,}/g, ' ')
    .split(/\s{2,}/)
    .filter(Boolean)
    .join(' · ')
}

function rowsOf(answer: Answer, own: number): Seen[] {
  const found = new Map<number, Seen>()
  for (const line of answer.text.split('\n')) {
    const number = /^(.*?)\s{2}(\d+)$/.exec(plain(line))
    if (!number || !unusual.test(line)) continue
    const entry = Number(number[2])
    if (entry !== own && !found.has(entry)) found.set(entry, { entry, text: sentence(number[1] ?? ''), note: '' })
  }
  return [...found.values()].slice(-max_rows)
}

/** Newest first; of a query that was repeated, the latest answer, and earlier ones that are chosen. */
export function seenBy(run: Run): SeenAnswer[] {
  const commands = new Set<string>()
  const seen: SeenAnswer[] = []
  for (const answer of run.answers.toReversed()) {
    const own = Run.entryOf(answer)
    if (answer.kind !== 'done' || !own) continue
    const command = bare(answer.command)
    const rows = rowsOf(answer, own)
    const chosen = [own, ...rows.map((row) => row.entry)].some((entry) => run.refs.includes(entry))
    if (commands.has(command) && !chosen) continue
    commands.add(command)
    seen.push({ entry: own, text: command, note: `${duration(run.ageOf(answer.clock))} ago`, rows })
  }
  return seen
}
