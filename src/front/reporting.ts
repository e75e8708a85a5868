// What can be handed on as a page?
import type { ReportPage, ReportRequest } from '../core/reports.ts'
import type { Watched } from '../core/verbs.ts'
import { driftRoom } from './drifting.ts'
import type { Opened } from './opened.ts'
import { watching } from './watching.ts'

export interface Reporting {
  /** One HTML page under 1 MB that needs no network. */
  report(request: ReportRequest, watched?: Watched): Promise<ReportPage>
}

export const reporting = (opened: Opened): Reporting => ({
  report: async (request, watched = {}) => {
    const { driftReport, qualityReport } = await import('../monitoring/report/report.ts')
    const room = { ...(await driftRoom(opened)), project: opened.project.project }
    if (request.about === 'drift') return driftReport(room, request, watched)
    return qualityReport({ ...room, freshness: (views) => watching(opened).freshness(views) }, request)
  },
})
