/** English: what is said when nobody asks for another language, and the keys that every other language has. */
import fixes from './fixes';
import hints from './hints';
import operations from './operations';
import problems from './problems';
import reasons from './reasons';

export default { fixes, hints, operations, problems, reasons };
