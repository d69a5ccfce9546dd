import commands from './commands';
import common from './common';
import edits from './edits';
import errors from './errors';
import files from './files';
import finder from './finder';
import frame from './frame';
import help from './help';
import lab from './lab';
import menu from './menu';
import messages from './messages';
import preflight from './preflight';
import settings from './settings';
import start from './start';
import terminals from './terminals';
import tour from './tour';

export default {
  commands,
  common,
  edits,
  errors,
  files,
  finder,
  frame,
  help,
  lab,
  menu,
  messages,
  preflight,
  settings,
  start,
  terminals,
  tour,
};
