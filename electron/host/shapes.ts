/** Drawings made by rule, for doors without a window. */
export { generate } from '../engine/generate';
