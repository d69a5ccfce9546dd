import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import './styles/tokens.css';
import './styles/window.css';
import { i18n } from './text';

createApp(App).use(createPinia()).use(i18n).mount('#app');
