import { expect, test } from 'vitest'
import { answerEach } from './answers.js'
import { InputFileError } from './input-files.js'
import { terminalOf } from './terminal.js'

test.each([true, undefined])('a question is asked once the reader has taken the answer before, json %s', async (json) => {
  const events: string[] = []
  const out = async (text: string) => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    events.push(`taken ${/u\d/.exec(text)![0]}`)
  }
  const terminal = terminalOf({ out, err() {}, cwd: '/', outColumns: undefined, bar: undefined, colour: false } as unknown as Parameters<
    typeof terminalOf
  >[0])
  const questions = ['u1', 'u2', 'u3'].map((user) => ({
    label: { user },
    async ask() {
      events.push(`asked ${user}`)
      if (user === 'u2') throw new InputFileError('a blank line')
      return []
    },
  }))

  expect(await answerEach(questions, json ? { json } : {}, terminal)).toBe(false)
  expect(events).toEqual(['asked u1', 'taken u1', 'asked u2', 'taken u2', 'asked u3', 'taken u3'])
})
