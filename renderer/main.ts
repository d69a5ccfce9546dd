import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/frame.css';
import './styles/start.css';
import './styles/over.css';
import './styles/print.css';
import './styles/uplink.css';
import './styles/dock.css';
import './styles/terminals.css';
import { i18n } from './text';

createApp(App).use(createPinia()).use(i18n).mount('#app');
