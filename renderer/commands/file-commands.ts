/** Labs as files and windows. */
import {
  AppWindow,
  FilePlus2,
  FolderOpen,
  History,
  House,
  Image,
  ListPlus,
  Printer,
  Save,
  Settings2,
  SquareTerminal,
  SquareX,
} from '@lucide/vue';
import { inElectronWindow, useDocuments } from '../stores/documents';
import { laterCode } from '../later';
import { useLab } from '../stores/lab';
import { useUi } from '../stores/ui';
import { t } from '../text';
import type { Command } from './command';

const readPicture = laterCode(() => import('../stores/picture'));

export function fileCommands(): Command[] {
  const [documents, lab, ui] = [useDocuments(), useLab(), useUi()];
  return [
    {
      id: 'file.new',
      label: () => t('commands.file.new'),
      group: 'file',
      icon: FilePlus2,
      keys: { electron: ['Ctrl+N'], browser: ['Alt+N'] },
      reach: 'fields',
      run: () => void documents.create(),
    },
    {
      id: 'file.list',
      label: () => t('commands.file.list'),
      group: 'file',
      icon: ListPlus,
      run: () => void (ui.over = 'list'),
    },
    {
      id: 'file.open',
      label: () => t('commands.file.open'),
      group: 'file',
      icon: FolderOpen,
      keys: ['Ctrl+O'],
      reach: 'fields',
      run: documents.chooseFile,
    },
    {
      id: 'file.save',
      label: () => t('commands.file.save'),
      group: 'file',
      icon: Save,
      keys: ['Ctrl+S'],
      reach: 'fields',
      page: 'lab',
      run: () => documents.save(),
    },
    {
      id: 'file.saveAs',
      label: () => t('commands.file.saveAs'),
      group: 'file',
      keys: ['Ctrl+Shift+S'],
      reach: 'fields',
      page: 'lab',
      run: () => documents.save(true),
    },
    {
      id: 'file.versions',
      label: () => t('commands.file.versions'),
      group: 'file',
      icon: History,
      page: 'lab',
      enabled: () => lab.path !== undefined,
      run: () => (ui.over = 'versions'),
    },
    {
      id: 'file.picture',
      label: () => t('commands.file.picture'),
      group: 'file',
      icon: Image,
      keys: ['Ctrl+E'],
      page: 'lab',
      enabled: () => lab.topology.nodes.length > 0,
      run: () => (ui.over = 'picture'),
    },
    {
      id: 'file.script',
      label: () => t('commands.file.script'),
      group: 'file',
      icon: SquareTerminal,
      page: 'lab',
      enabled: () => lab.topology.nodes.length > 0,
      run: documents.saveScript,
    },
    {
      id: 'file.print',
      label: () => t('commands.file.print'),
      group: 'file',
      icon: Printer,
      keys: ['Ctrl+P'],
      reach: 'fields',
      page: 'lab',
      enabled: () => lab.topology.nodes.length > 0,
      run: () => void readPicture().then(({ usePicture }) => usePicture().print()),
    },
    {
      id: 'file.close',
      label: () => t('commands.file.close'),
      group: 'file',
      icon: SquareX,
      keys: { electron: ['Ctrl+W'], browser: ['Alt+W'] },
      page: 'lab',
      run: documents.close,
    },
    {
      id: 'file.newWindow',
      label: () => t('commands.file.newWindow'),
      group: 'file',
      icon: AppWindow,
      keys: { electron: ['Ctrl+Shift+N'], browser: ['Alt+Shift+N'] },
      run: () => documents.another(false),
    },
    {
      id: 'file.sameWindow',
      label: () => t('commands.file.sameWindow'),
      group: 'file',
      page: 'lab',
      run: () => documents.another(true),
    },
    { id: 'file.start', label: () => t('commands.file.start'), group: 'file', icon: House, page: 'lab', run: documents.home },
    {
      id: 'file.settings',
      label: () => t('commands.file.settings'),
      group: 'file',
      icon: Settings2,
      keys: ['Ctrl+,'],
      reach: 'fields',
      run: () => ui.showSettings(),
    },
    ...(inElectronWindow
      ? [
          {
            id: 'file.closeWindow',
            label: () => t('commands.file.closeWindow'),
            group: 'file',
            keys: ['Ctrl+Shift+W'],
            run: () => window.close(),
          } satisfies Command,
        ]
      : []),
    {
      id: 'go.lab',
      label: () => t('commands.go.lab'),
      group: 'go',
      keys: ['Ctrl+Shift+O'],
      reach: 'fields',
      unlisted: true,
      run: () => {
        void documents.refresh();
        ui.finder = 'labs';
      },
    },
    {
      id: 'go.next',
      label: () => t('commands.go.next'),
      group: 'go',
      keys: ['Ctrl+F6'],
      reach: 'everywhere',
      page: 'lab',
      enabled: () => documents.open.length > 1,
      run: () => void documents.step(1),
    },
    {
      id: 'go.previous',
      label: () => t('commands.go.previous'),
      group: 'go',
      keys: ['Ctrl+Shift+F6'],
      reach: 'everywhere',
      page: 'lab',
      enabled: () => documents.open.length > 1,
      run: () => void documents.step(-1),
    },
  ];
}
