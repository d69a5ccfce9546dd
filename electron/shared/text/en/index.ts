/** English: what is said when nobody asks for another language, and the keys that every other language has. */
import fixes from './fixes';
import hints from './hints';
import labels from './labels';
import operations from './operations';
import problems from './problems';
import reasons from './reasons';
import system from './system';

export default { fixes, hints, labels, operations, problems, reasons, system };
