/** One view of the tables panel. */
import type { ComputedRef } from 'vue';
import type { Column, Row } from './column';

export interface Table<R extends Row> {
  /** Made anew from the stores. */
  readonly rows: () => readonly R[];
  readonly columns: ComputedRef<readonly Column<R>[]>;
}
