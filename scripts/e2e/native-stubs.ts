import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Ends the extension host when its parent has died. */
const watchdog = `
exports.exit = (code) => process.reallyExit(code || 0);
exports.start = (pid) => pid && setInterval(() => { try { process.kill(pid, 0); } catch { process.reallyExit(87); } }, 2000).unref();
`;

/** Writes log files line by line. */
const spdlog = `
const fs = require('fs'), path = require('path');
const names = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];
class Logger {
  constructor(file) { this.file = file; this.level = 2; this.raw = false; try { fs.mkdirSync(path.dirname(file), { recursive: true }); } catch {} }
  setLevel(level) { this.level = level; }
  getLevel() { return this.level; }
  setPattern() {}
  clearFormatters() { this.raw = true; }
  flush() {}
  drop() {}
  write(level, message) {
    if (level < this.level) return;
    const line = this.raw ? message : new Date().toISOString() + ' [' + names[level] + '] ' + message + '\\n';
    try { fs.appendFileSync(this.file, line); } catch {}
  }
}
names.forEach((name, level) => { Logger.prototype[name] = function (message) { this.write(level, message); }; });
const create = async (name, file) => new Logger(file);
// one by one, so that an ES module's import finds the names
exports.Logger = Logger;
exports.version = 0;
exports.setFlushOn = exports.setLevel = exports.shutdown = () => {};
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
`;

const stubs: Readonly<Record<string, string>> = {
  'native-watchdog': watchdog,
  '@vscode/native-watchdog': watchdog,
  '@vscode/spdlog': spdlog,
};

/** VS Code's server loads two native modules; each gets a small JavaScript of the same interface, so that nothing is compiled. */
export function stubNativeModules(nodeModules: string): void {
  for (const [name, source] of Object.entries(stubs)) {
    const folder = join(nodeModules, name);
    if (!existsSync(folder)) continue;
    const { main = 'index.js' } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { main?: string };
    writeFileSync(join(folder, main), source);
  }
}
