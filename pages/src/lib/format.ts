/** `18:23:24`, in UTC as the console prints it. */
export const timeOfDay = (instant: string) => instant.slice(11, 19)

/** `1 hour 2 minutes`-like lengths as the console writes them: `4s`, `2m10s`, `1h02m`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole}s`
  if (whole < 3600) return `${Math.floor(whole / 60)}m${String(whole % 60).padStart(2, '0')}s`
  return `${Math.floor(whole / 3600)}h${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')}m`
}

/** An age as the API states it: `4s`, `2m10s`, or microseconds as `2023073us`. */
export function age(text: string): string {
  const micros = /^(\d+)us$/.exec(text)
  return micros ? duration(Number(micros[1]) / 1e6) : text
}

export const secondsBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 1000

export const count = (n: number) => n.toLocaleString('en-US')

/** What the expert would have saved, and, where a number is negative, what it would have cost. */
export function savings(saves: { points: number; failed_requests: number; seconds: number }): string {
  const parts = [
    { size: saves.failed_requests, text: `${count(Math.abs(saves.failed_requests))} failed requests` },
    { size: saves.seconds, text: `${duration(Math.abs(saves.seconds))} of errors` },
  ]
  const texts = (sign: number) => parts.filter((part) => Math.sign(part.size) === sign).map((part) => part.text).join(', ')
  const saved = texts(1)
  const cost = texts(-1)
  const points = saves.points && `${count(Math.abs(saves.points))} ${Math.abs(saves.points) === 1 ? 'point' : 'points'} ${saves.points > 0 ? 'more' : 'fewer'}`
  const and = points ? `That is ${points}. It` : 'That'
  if (saved && cost) return `${and} would have saved ${saved}, at an additional cost of ${cost}.`
  if (cost) return `${and} would have cost ${cost} more.`
  if (saved) return `${and} would have saved ${saved}.`
  return points ? `That is ${points}.` : 'That would have saved nothing.'
}

export const percent = (permille: number) => `${(permille / 10).toFixed(1)}%`

/** `entry-57` is 57. */
export const entryNumber = (entry: string) => Number(entry.replace('entry-', ''))

export const inWords = (name: string) => name.replaceAll('-', ' ').replaceAll('_', ' ')

export interface Span {
  text: string
  style: '' | 'strong' | 'dim' | 'red' | 'amber' | 'green'
}

const styles: Record<string, Span['style']> = { '0': '', '1': 'strong', '2': 'dim', '31': 'red', '33': 'amber', '32': 'green' }

/** The parts of a text with a terminal's colours. */
export function spans(line: string): Span[] {
  const parts: Span[] = []
  let style: Span['style'] = ''
  for (const part of line.split('\x1b[')) {
    const escape = parts.length === 0 && !line.startsWith('\x1b[') ? null : /^(\d+)m/.exec(part)
    if (escape) style = styles[escape[1] ?? '0'] ?? ''
    const text = escape ? part.slice(escape[0].length) : part
    if (text) parts.push({ text, style })
    else if (parts.length === 0) parts.push({ text: '', style: '' })
  }
  return parts.filter((part) => part.text)
}
