/** Where a person was last among the folders, while the window is there. */
export const folderMemory = { folder: '' };
