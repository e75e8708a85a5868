// What happens in one visit to the sample shop? Pages are opened, load and shift about; something is clicked, or bought.
import type { Chance } from '../random.ts'
import { drawDevice, drawPlace, type Visitor } from './visitor.ts'

/** To look around, to make up one's mind, to buy, or to see where the parcel is. */
export type Purpose = 'stroll' | 'consider' | 'buy' | 'after'

export type Properties = Readonly<Record<string, unknown>>

export interface ShopEvent {
  /** Milliseconds. */
  readonly at: number
  readonly visitor: string
  readonly session: string
  readonly view: string
  readonly type: string
  readonly properties: Properties | null
  readonly app: boolean
  readonly source: Properties
}

const product = (chance: Chance): string => `/products/${chance.whole(1, 40)}`

const pathOf = (purpose: Purpose, chance: Chance): string => {
  const weights = { stroll: [22, 20, 10, 5, 36, 1, 2, 1], consider: [8, 4, 8, 26, 38, 12, 2, 0], buy: [], after: [10] }
  const kind = chance.weighted(purpose === 'after' ? [10, 6, 4, 2, 12, 1, 35, 0] : weights[purpose])
  const paths = ['/', '/blog', '/docs', '/pricing', product(chance), '/cart', '/orders', '/Blog']
  return paths[kind] ?? '/'
}

const offers: Readonly<Record<string, readonly string[]>> = {
  '/': ['Shop now', 'Sign in', 'Cart', '❤️', 'Read more'],
  '/blog': ['Read more', 'Share', 'Say "hello"', 'Subscribe', "Don't show again"],
  '/Blog': ['Read more'],
  '/docs': ['Search', 'Copy', "'); DROP TABLE events; --", '日本語'],
  '/pricing': ['Cart', 'Buy now', 'Compare', 'Contact us'],
  '/cart': ['Checkout', 'Remove', 'cart', 'Keep shopping'],
  '/orders': ['Track order', 'Invoice', 'Contact us'],
}
const ofProduct = ['Add to cart', 'Cart', 'Reviews', '❤️', `All about this product: ${'it is very good, '.repeat(18)}`]

const textOf = (path: string, purpose: Purpose, chance: Chance): string => {
  const texts = offers[path] ?? ofProduct
  const keen = purpose === 'consider' && chance.happens(0.4)
  return texts[keen ? 0 : chance.weighted(texts.map((_, i) => texts.length - i))] ?? 'Cart'
}

const hundredths = (x: number): number => Math.round(x * 100) / 100

/** The events of a visit in order. A visit to buy goes by product and cart and ends at `start` plus some minutes. */
export const visitEvents = (
  visitor: Visitor,
  session: string,
  start: number,
  purpose: Purpose,
  chance: Chance,
): readonly ShopEvent[] => {
  const device = chance.happens(0.1) ? drawDevice(chance) : visitor.device
  const { country, region } = chance.happens(0.04) ? drawPlace(chance) : visitor.place
  const app = device === 'mobile' && chance.happens(0.3)
  const events: ShopEvent[] = []
  let at = start
  let referrer: string | null = null
  const length = purpose === 'stroll' ? chance.whole(1, 3) : chance.whole(2, 3)
  const wanted = Array.from({ length }, () => pathOf(purpose, chance))
  const paths = purpose === 'buy' ? ['/', product(chance), '/cart', '/checkout'] : wanted
  for (const [page, path] of paths.entries()) {
    const source = {
      user_agent: { device, browser: app ? 'Shop App' : 'Browser' },
      location: region === null ? { country } : { country, region },
      url: { host: 'shop.example', path },
    }
    const happen = (type: string, properties: Properties | null): void => {
      events.push({ at, visitor: visitor.id, session, view: `${session}-${page + 1}`, type, properties, app, source })
    }
    happen('navigate', referrer === null ? null : { referrer })
    at += chance.whole(200, 3000)
    const slow = chance.happens(0.06) ? 4 : 1
    const millis = hundredths(Math.max(60, chance.bell(700, 220)) * visitor.slowness * slow)
    happen('load', { load: { dom_content_time_millis: millis, from_cache: chance.happens(0.2) } })
    if (chance.happens(0.7)) {
      at += chance.whole(20, 2000)
      const shift = hundredths(chance.uniform() * chance.uniform() * (visitor.trouble > 0.1 ? 0.9 : 0.5))
      happen('cumulative_layout_shift', { cumulative_layout_shift: shift })
    }
    if (chance.happens(visitor.trouble)) {
      at += chance.whole(100, 4000)
      happen('custom', { name: 'error', message: `cannot read "${path}"` })
    }
    const bought = purpose === 'buy' && path === '/checkout'
    for (let clicks = chance.weighted([30, 42, 20, 8]); clicks > 0 && !bought; clicks--) {
      at += chance.whole(900, 40_000)
      happen('click', { target: { tag: 'button', text: textOf(path, purpose, chance) } })
    }
    if (page === 0 && chance.happens(purpose === 'stroll' ? 0.05 : 0.2)) {
      happen('identify', { user_id: `u${visitor.id.slice(1)}`, plan: 'free' })
    }
    if (chance.happens(0.03)) happen('custom', { name: 'newsletter', consent: chance.happens(0.5) })
    if (bought) {
      at += chance.whole(10_000, 90_000)
      happen('purchase', { order: { total: hundredths(10 + 90 * chance.uniform()), items: chance.whole(1, 5) } })
    }
    at += chance.whole(3000, 90_000)
    referrer = path
  }
  return events
}
