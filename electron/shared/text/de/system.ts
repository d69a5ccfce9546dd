import type english from '../en/system';

const system: typeof english = {
  ENOENT: 'es gibt nichts unter diesem Namen',
  EACCES: 'Sie haben kein Recht dazu',
  EPERM: 'das System lässt es nicht zu',
  EISDIR: 'das ist ein Ordner',
  ENOTDIR: 'ein Teil des Pfads ist kein Ordner',
  ENOSPC: 'die Platte ist voll',
  EROFS: 'das Dateisystem ist nur lesbar',
  ELOOP: 'die symbolischen Links gehen im Kreis',
  ENAMETOOLONG: 'der Name ist zu lang',
  EMFILE: 'dieser Prozess hat zu viele offene Dateien',
  ECONNREFUSED: 'dort antwortet niemand',
  EADDRINUSE: 'die Adresse ist belegt',
};
export default system;
