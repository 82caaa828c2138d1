import { HARMLESS, SDKS, SIGNS_REQUESTS, STARTS_PROGRAMS, WITH_PROFILE } from './known-libraries';
import { Engine, Place } from '../engine/engine';
import { ExternalModule } from '../files/module-source';
import { Located } from '../ir';

/** The modules of Python's standard library that handlers use. */
const PYTHON_STANDARD = new Set(('__future__ abc argparse array ast asyncio atexit base64 binascii bisect builtins calendar cgi cmath codecs collections concurrent '
  + 'configparser contextlib contextvars copy copyreg csv dataclasses datetime decimal difflib dis email enum errno fcntl filecmp fileinput fnmatch fractions ftplib functools '
  + 'gc getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http imaplib imghdr importlib inspect io ipaddress itertools json keyword linecache locale logging lzma '
  + 'mailbox math mimetypes mmap multiprocessing netrc numbers operator os pathlib pickle pkgutil platform plistlib poplib posixpath pprint profile pwd pyexpat queue quopri '
  + 'random re reprlib resource sched secrets select selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 ssl stat statistics string stringprep struct '
  + 'symtable sys sysconfig tarfile tempfile textwrap threading time timeit token tokenize trace traceback tracemalloc types typing unicodedata unittest urllib uuid warnings '
  + 'wave weakref webbrowser wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo bz2 tomllib').split(' '));

/** Reports a library whose requests, if it makes any, aren't known. */
export function checkLibrary({ engine, at }: Place, { name, path, library }: ExternalModule): void {
  const whole = [name, path].filter(Boolean).join('.');
  if (SIGNS_REQUESTS.test(name)) return engine.noteOpen('library', at, `${name} signs requests of its own`);
  if (STARTS_PROGRAMS.test(name)) return engine.noteOpen('language', at, `${name} runs code that is not followed`);
  const profile = WITH_PROFILE.find(([pattern]) => pattern.test(whole));
  if (profile) return noteOnce(engine, at, `uses ${profile[1]}`);
  const isStandard = at.file.language === 'python' && PYTHON_STANDARD.has(name);
  if (SDKS.test(name) || isStandard || HARMLESS.test(whole) || HARMLESS.test(name) || library === 'silent') return;
  if (library === 'absent') return engine.noteOpen('module', at, `the library ${whole} is not in the asset: it may come from a layer outside of the app`);
  engine.noteOpen('library', at, `the library ${whole} names DynamoDB or the AWS SDK: it may make requests of its own`);
}

/** A bundle has many files of a library. */
function noteOnce(engine: Engine, at: Located, reason: string): void {
  const isNoted = [...engine.openItems.values()].some((each) => each.reason === reason && each.at?.file === at.file);
  if (!isNoted) engine.noteOpen('library', at, reason);
}
