// The way to the host is begun first, and what follows is read meanwhile.
import './bridge/early';
import './no-eval';
// All styles, in their order: also those of parts that are read later.
import '@xterm/xterm/css/xterm.css';
import './styles/dock-lists.css';
import './styles/plan.css';
import './styles/tables.css';
import './styles/events.css';
import './styles/inspector.css';
import './styles/fields.css';
import './styles/inspector-rows.css';
import './styles/inside.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/frame.css';
import './styles/collapse.css';
import './styles/start.css';
import './styles/first-hints.css';
import './styles/over.css';
import './styles/menus.css';
import './styles/settings.css';
import './styles/help.css';
import './styles/messages.css';
import './styles/print.css';
import './styles/uplink.css';
import './styles/dock.css';
import './styles/terminals.css';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { i18n } from './text';

createApp(App).use(createPinia()).use(i18n).mount('#app');
