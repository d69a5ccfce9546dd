import type { Run } from '../command';
import { turn } from './expose';

export const run: Run = ({ positionals }, context) => turn(positionals[0], false, context);
