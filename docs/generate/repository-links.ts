import { posix } from 'path';

/** Where files of the repository are that are no pages of the site. */
export const REPOSITORY = 'https://github.com/cdk-dynamo-access/cdk-dynamo-access/blob/main/';

/**
 * The address of a link on the site: code and folders lead to the repository, as the site has the pages only.
 *
 * @param page the path of the page in the repository
 * @param address the address as the page has it
 */
export function addressOnSite(page: string, address: string): string {
  if (/^[a-z]+:|^#|^\//.test(address)) return address;
  const path = posix.join(posix.dirname(page), address);
  const isOnSite = /\.(md|svg|png)(#|$)/.test(path) && !path.startsWith('test/');
  return isOnSite ? address : REPOSITORY + path;
}
