import type { Pages } from '../pages';
import lists from './lists';
import namespaces from './namespaces';
import network from './network';
import show from './show';
import window from './window';

const pages: Pages = { ...window, ...lists, ...network, ...show, ...namespaces };
export default pages;
