/** Commands about Nestwork itself and this computer. */
import type { Group } from '../command';

const shells = ['bash', 'zsh', 'fish'] as const;

export const application: Group = {
  title: 'Nestwork',
  commands: [
    {
      name: 'serve',
      usage: 'serve [FILE]',
      summary: 'Open Nestwork in the browser: prints an address, and serves it until Ctrl-C.',
      details:
        'Only this computer and only you can use it: it listens on 127.0.0.1, and the printed address holds a secret that works once. Labs go on when it ends (unless --end).',
      options: {
        port: { type: 'string', value: 'PORT', help: 'TCP port. Default: a free one.' },
        run: { type: 'boolean', help: 'Run the lab of FILE at once.' },
        end: { type: 'boolean', help: 'At the end, end the labs that are open here.' },
      },
      examples: ['nestwork serve', 'nestwork serve --run star.nestwork.json', 'nestwork serve --port 8080'],
      arguments: [0, 1],
      kinds: ['file'],
      load: () => import('../commands/serve'),
    },
    {
      name: 'doctor',
      usage: 'doctor',
      summary: 'Look at what this computer allows and lacks, and say what to do.',
      details: 'Changes nothing. Exit code 1 if something keeps labs from running; limits alone are 0.',
      examples: ['nestwork doctor', 'nestwork doctor --json'],
      arguments: [0, 0],
      load: () => import('../commands/doctor'),
    },
    {
      name: 'completion',
      usage: `completion ${shells.join('|')}`,
      summary: 'Print what makes a shell complete commands, options, running labs and their devices.',
      details: 'The Debian package installs it for all three.',
      examples: [
        'source <(nestwork completion bash)   # for now; in ~/.bashrc for good',
        'nestwork completion zsh > ~/.zfunc/_nestwork   # a folder of $fpath',
        'nestwork completion fish > ~/.config/fish/completions/nestwork.fish',
      ],
      arguments: [1, 1],
      kinds: [shells],
      load: () => import('../commands/completion'),
    },
    {
      name: 'help',
      usage: 'help [COMMAND]',
      summary: 'Show all commands, or how one is used.',
      examples: ['nestwork help', 'nestwork help exec'],
      arguments: [0, 1],
      kinds: ['command'],
      load: () => import('../commands/help'),
    },
    {
      name: 'reference',
      usage: 'reference man|markdown',
      summary: 'Print the description of all commands as a manual page or as Markdown.',
      examples: ['nestwork reference man > nestwork.1 && man -l nestwork.1'],
      arguments: [1, 1],
      kinds: [['man', 'markdown']],
      hidden: true,
      load: () => import('../commands/reference'),
    },
    {
      name: 'complete',
      usage: 'complete WORD…',
      summary: 'Print what may stand in place of the last word, one a line, with a tab before what it is. For the shells.',
      examples: ['nestwork complete -- exec star/h'],
      arguments: [0, 0],
      takesRest: true,
      hidden: true,
      load: () => import('../commands/complete'),
    },
  ],
};
