/** Pictures of the help, and how wide each is drawn, px. */
export const pictures = { states: 340, cable: 300, nested: 320 } as const;
export type PictureName = keyof typeof pictures;
export const isPicture = (name: string): name is PictureName => name in pictures;
