// What can be handed on as a page?
import type { ReportPage, ReportRequest } from '../core/reports.ts'
import type { Watched } from '../core/verbs.ts'
import { driftRoom } from './drifting.ts'
import type { Opened } from './opened.ts'

export interface Reporting {
  /** One HTML page under 1 MB that needs no network. */
  report(request: ReportRequest, watched?: Watched): Promise<ReportPage>
}

export const reporting = (opened: Opened): Reporting => ({
  report: async (request, watched = {}) => {
    const { driftReport } = await import('../monitoring/report/report.ts')
    const room = { ...(await driftRoom(opened)), project: opened.project.project }
    return driftReport(room, request, watched)
  },
})
