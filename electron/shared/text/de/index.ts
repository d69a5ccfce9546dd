import type english from '../en';
import fixes from './fixes';
import hints from './hints';
import operations from './operations';
import problems from './problems';
import reasons from './reasons';

const german: typeof english = { fixes, hints, operations, problems, reasons };
export default german;
