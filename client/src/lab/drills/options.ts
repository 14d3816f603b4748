/** How a drill is run. */
import type { Forecast, ForecastParams, NoForecast } from '../../../../server/src/protocol';
import type { RunOptions } from '../progress';

export interface DrillOptions extends RunOptions {
  /** The node to strike; the drill's own choice when not given. */
  readonly target?: string | undefined;
  /** Requests a second; 50 when not given. */
  readonly rate?: number | undefined;
  /** Who can reckon what the configurations come to. */
  readonly forecast?: ((params: ForecastParams) => Promise<Forecast | NoForecast>) | undefined;
}
