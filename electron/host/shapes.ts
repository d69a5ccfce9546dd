/** Drawings made by rule, for doors without a window. */
export { generate, shapes } from '../engine/generate';
