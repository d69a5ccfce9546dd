/** Why a call of the system failed, by the symbol of its errno (errno(3)); the end of a sentence. */
export default {
  ENOENT: 'it does not exist',
  EACCES: 'you are not allowed to',
  EPERM: 'the system does not permit it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
  ELOOP: 'its symbolic links go in a circle',
  ENAMETOOLONG: 'its name is too long',
  EMFILE: 'this process has too many open files',
  ECONNREFUSED: 'nobody listens there',
  EADDRINUSE: 'the address is in use',
};
