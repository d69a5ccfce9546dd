/** Begins the way to the host when the page's code is evaluated, before the window is made. */
import { reachEarly } from './transport';

reachEarly();
