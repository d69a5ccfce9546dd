import type { Pages } from '../pages';
import namespaces from './namespaces';
import network from './network';
import window from './window';

const pages: Pages = { ...window, ...network, ...namespaces };
export default pages;
