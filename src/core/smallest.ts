// Which few of many, whoever asks and in whatever order they come? Those whose hashes are least.

interface Kept<T> {
  readonly hash: string
  readonly it: T
}

/** Keeps the `most` of what it is offered with the least hashes; 0 keeps all. */
export class Smallest<T> {
  readonly #most: number
  #kept: Kept<T>[] = []
  /** No hash above it can be among them any more. */
  #bound: string | null = null

  constructor(most: number) {
    this.#most = most
  }

  offer(hash: string, it: T): void {
    if (this.#bound !== null && hash >= this.#bound) return
    this.#kept.push({ hash, it })
    if (this.#most > 0 && this.#kept.length >= 2 * this.#most + 1) this.#cut()
  }

  /** In the order of their hashes. */
  kept(): readonly Kept<T>[] {
    this.#cut()
    return this.#kept
  }

  #cut(): void {
    this.#kept.sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0))
    if (this.#most === 0 || this.#kept.length <= this.#most) return
    this.#kept = this.#kept.slice(0, this.#most)
    this.#bound = this.#kept.at(-1)?.hash ?? null
  }
}
