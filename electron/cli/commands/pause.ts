import { setPaused } from '../pausing';
import type { Run } from '../command';

export const run: Run = (given, context) => setPaused(given, context, true);
