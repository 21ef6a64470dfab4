/** Whose decisions these are. */
import { userInfo } from 'node:os';

/** The name from the setting, else the operating system's user. */
export function reviewerName(setting: string): string {
  const name = setting.trim();
  if (name !== '') return name;
  try {
    return userInfo().username;
  } catch {
    // A user id without an entry in the system's list, as in some containers.
    return process.getuid === undefined ? 'unknown' : `uid ${process.getuid()}`;
  }
}
