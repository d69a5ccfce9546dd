import background from './background';
import canvas from './canvas';
import commands from './commands';
import common from './common';
import device from './device';
import edits from './edits';
import errors from './errors';
import events from './events';
import files from './files';
import finder from './finder';
import frame from './frame';
import ghosts from './ghosts';
import help from './help';
import history from './history';
import inspector from './inspector';
import lab from './lab';
import menu from './menu';
import messages from './messages';
import picture from './picture';
import plan from './plan';
import preflight from './preflight';
import problems from './problems';
import settings from './settings';
import start from './start';
import tables from './tables';
import terminals from './terminals';
import tour from './tour';
import uplink from './uplink';

export default {
  background,
  canvas,
  commands,
  common,
  device,
  edits,
  errors,
  events,
  files,
  finder,
  frame,
  ghosts,
  help,
  history,
  inspector,
  lab,
  menu,
  messages,
  picture,
  plan,
  preflight,
  problems,
  settings,
  start,
  tables,
  terminals,
  tour,
  uplink,
};
