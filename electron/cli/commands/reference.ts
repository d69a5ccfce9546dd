import { exit } from '../command';
import type { Run } from '../command';
import { misused } from '../misuse';
import { manualPage, markdown } from '../reference';
import { version } from '../version';

export const run: Run = ({ positionals: [form] }, { out, root, groups }) => {
  if (form !== 'man' && form !== 'markdown') {
    return Promise.resolve(misused(out, `There is no form "${form}".`, 'There are man and markdown.'));
  }
  out.raw(form === 'man' ? manualPage({ groups, version: version(root) }, today()) : markdown({ groups }));
  return Promise.resolve(exit.ok);
};

/** Of the package that is being made, where its maker says when (https://reproducible-builds.org/specs/source-date-epoch/). */
function today(): string {
  const epoch = Number(process.env.SOURCE_DATE_EPOCH || NaN);
  return (Number.isFinite(epoch) ? new Date(epoch * 1000) : new Date()).toISOString().slice(0, 10);
}
