import type english from '../en';
import operations from './operations';
import reasons from './reasons';

const german: typeof english = { operations, reasons };
export default german;
