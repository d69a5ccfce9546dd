import type english from '../en';
import fixes from './fixes';
import hints from './hints';
import labels from './labels';
import operations from './operations';
import problems from './problems';
import reasons from './reasons';
import system from './system';

const german: typeof english = { fixes, hints, labels, operations, problems, reasons, system };
export default german;
