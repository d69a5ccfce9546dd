/** What the tables remember while another panel is shown. */
import { reactive, ref } from 'vue';
import type { Order } from './column';

export type TableName = 'nodes' | 'links' | 'addresses' | 'routes';
export const chosen = ref<TableName>('nodes');
export const typed = ref('');
export const orders = reactive<Partial<Record<TableName, Order>>>({});
