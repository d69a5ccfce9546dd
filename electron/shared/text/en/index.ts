/** English: what is said when nobody asks for another language, and the keys that every other language has. */
import operations from './operations';
import reasons from './reasons';

export default { operations, reasons };
