// What does the drawn screen know of the rest? Lines to show, and whom to tell of keys.

/** Gives the terminal away as long as something lasts. */
export type Suspend = (during: () => Promise<void>) => Promise<void>

export interface Host {
  listen(listener: () => void): () => void
  lines(): readonly string[]
  press(key: string): void
  paste(text: string): void
  /** Whether letters go into a line. */
  isTyping(): boolean
  suspendable(suspend: Suspend): void
}
