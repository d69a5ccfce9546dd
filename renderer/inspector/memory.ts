/** What the inspector remembers while it shows one thing after another. */
import { reactive, ref } from 'vue';

export const nodeTabs = ['interfaces', 'routing', 'services', 'inside'] as const;
export type NodeTab = (typeof nodeTabs)[number];

/** The tab of a device: whoever compares devices stays on it. */
export const nodeTab = ref<NodeTab>('interfaces');
/** Parts that are open, by their name. */
export const opened = reactive(new Set<string>());
export const interfaceKey = (name: string): string => `interface ${name}`;
