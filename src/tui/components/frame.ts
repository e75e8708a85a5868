// How do lines reach Ink? One text a line; those that stay the same are not drawn again.
import { Box, Text } from 'ink'
import { createElement, memo, type ReactElement } from 'react'

const Row = memo(
  ({ text }: { readonly text: string }): ReactElement =>
    createElement(Text, { wrap: 'truncate' }, text === '' ? ' ' : text),
)

const rowOf = (text: string): ReactElement => createElement(Row, { text })

export const Frame = ({ lines }: { readonly lines: readonly string[] }): ReactElement =>
  createElement(Box, { flexDirection: 'column', height: lines.length }, ...lines.map(rowOf))
