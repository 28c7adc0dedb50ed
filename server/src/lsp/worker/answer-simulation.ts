import { selectAttempts } from '../../simulate/select-attempts.ts';
import { simulationPage, whatIfPage } from '../../simulate/simulation-page.ts';
import { summarise } from '../../simulate/simulation-summary.ts';
import { simulationWriters } from '../../simulate/writers/simulate.ts';
import { banMarks } from '../../simulate/ban-marks.ts';
import type { SimulationAnswer, SimulationAsk, SimulationInput } from './messages.ts';
import type { Simulated } from './simulate-logs.ts';

/** Rows of each list of a file. */
const fileRows = 50;

/** What is asked of a simulation. */
export function answerSimulation(
  { run: { filter } }: SimulationInput,
  { logs, rules }: Simulated,
  ask: SimulationAsk,
): SimulationAnswer {
  // As the command line and fail2ban.log tell moments, whatever zone the log's dates are in.
  const timeZone = filter.localZone;
  switch (ask.kind) {
    case 'summary':
      return summarise(logs, rules[0]!);
    case 'page':
      return simulationPage(logs, rules, timeZone);
    case 'whatIf':
      return whatIfPage(logs, rules, ask.tried, ask.bantime);
    case 'lines':
      return selectAttempts(logs, ask.attempts, filter.fail2ban, ask.most);
    case 'fates':
      return banMarks(logs, ask, timeZone);
    case 'file':
      return [...simulationWriters[ask.format](logs.report(fileRows), { timeZone })].join('');
  }
}
