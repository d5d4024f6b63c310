// Previews: a line with the option --plan, which shows what the line without it would do. The words
// of a line are split as src/command_language/tokenizer.cpp does, and the option is found as
// Reader::plan_flag of src/command_language/reader.cpp does.

interface Word {
  text: string
  begin: number
  end: number
  /** Only a bare word can be one. */
  option: boolean
}

/** `"…"` keeps spaces and reads \" and \\; `'…'` keeps everything; `--name=VALUE` is two words. */
const word = /(--[a-z-]+)=((?:"(?:\\["\\]|[^"])*"|'[^']*'|\\.|[^ \t"'\\])*)|(?:"(?:\\["\\]|[^"])*"|'[^']*'|\\.|[^ \t"'\\])+/g

function wordsOf(line: string): Word[] {
  return [...line.matchAll(word)].flatMap((found): Word[] => {
    const begin = found.index
    const end = begin + found[0].length
    const name = found[1]
    if (name === undefined) return [{ text: found[0], begin, end, option: found[0].startsWith('--') && !/["'\\]/.test(found[0]) }]
    const valueAt = begin + name.length + 1
    return [
      { text: name, begin, end: valueAt, option: true },
      { text: found[2] ?? '', begin: valueAt, end, option: false },
    ]
  })
}

/** A typed line may abbreviate the option. */
const isPlan = ({ option, text }: Word) => option && /^--p(l(an?)?)?$/.test(text)

/** These have an option --plan of their own, whose value is the name of a restore plan. */
const namesPlan = /^(restore (run|cutover)|reconcile)$/

function previewOption(line: string): Word | undefined {
  const words = wordsOf(line)
  const [first, second] = words.map(({ text }) => text)
  const named = [first, `${first} ${second}`].some((verb) => namesPlan.test(verb ?? ''))
  return words.find((one, n) => isPlan(one) && !(named && words[n + 1]?.option === false))
}

/** Whether the line only shows what it would do. */
export const isPreview = (line: string): boolean => previewOption(line) !== undefined

/** The line that does what the preview shows. */
export function withoutPreview(line: string): string {
  const option = previewOption(line)
  return option ? line.slice(0, option.begin).trimEnd() + line.slice(option.end) : line
}
