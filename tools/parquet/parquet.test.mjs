// What DuckDB reads from Parquet is what the program says of the database, row for row. Run by tools/parquet/run --test; MIZAN and SOURCE name the program and the
// project, ARTICLES more files to try it with.
import { DuckDBInstance } from '@duckdb/node-api';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CLAIMS, GROUPS, write } from './parquet.mjs';

const program = process.env.MIZAN;
const inputs = [join(process.env.SOURCE, 'corpus/samples'), ...(process.env.ARTICLES ?? '').split(' ').filter(Boolean)];
let folder, db, out, duck, c;

function mizan(...args) {
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
  assert.equal(done.status, 0, `${args.join(' ')}: ${done.stderr}`);
  return done.stdout;
}
const lines = (ndjson) => ndjson.split('\n').filter(Boolean).map((line) => JSON.parse(line));
async function rows(sql) {
  const read = await c.runAndReadAll(sql);
  return read.getRowObjectsJson().map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, typeof v === 'string' && /^(BIGINT)$/.test(types(read, k)) ? Number(v) : v])));
}
function types(read, name) {
  return read.columnTypes()[read.columnNames().indexOf(name)].toString();
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mizan-parquet-test-'));
  db = join(folder, 'facts.db');
  out = join(folder, 'parquet');
  mizan('ingest', '--db', db, '--quiet', ...inputs);
  mizan('reconcile', '--db', db, '--to', 'json');
  await write(db, out, program);
  duck = await DuckDBInstance.create(':memory:');
  c = await duck.connect();
});
after(async () => {
  c?.closeSync();
  duck?.closeSync();
  await rm(folder, { recursive: true, force: true });
});

test('facts are those of the database, row for row', async () => {
  const wanted = lines(mizan('export', '--db', db, '--to', 'ndjson'));
  assert.ok(wanted.length > 20);
  const found = await rows(`SELECT * FROM read_parquet('${out}/facts/*/*/*.parquet', hive_partitioning = true)`);
  assert.equal(found.length, wanted.length);
  const plain = (fact) => {
    const { schema, low_number, high_number, month, ...rest } = fact;
    return JSON.stringify(Object.entries(rest).sort());
  };
  assert.deepEqual(found.map(plain).sort(), wanted.map(plain).sort());
  for (const fact of found) {
    assert.equal(fact.month, fact.published?.slice(0, 7) ?? 'unknown');
    if (fact.low !== null) assert.equal(fact.low_number, Number(fact.low));
  }
});

test('groups, verdicts and claims are those of the database, row for row', async () => {
  const wanted = lines(mizan('export', '--db', db, '--groups', '--to', 'ndjson'));
  assert.ok(wanted.some((group) => group.verdict === 'conflict'));
  const groups = await rows(`SELECT * FROM '${out}/groups.parquet'`);
  assert.equal(groups.length, wanted.length);
  const only = (object, columns) => Object.fromEntries(columns.map((name) => [name, object[name] ?? null]));
  const names = GROUPS.map((column) => column.name);
  groups.forEach((group, i) => assert.deepEqual(only(group, names), only(wanted[i], names)));
  const claims = await rows(`SELECT * FROM '${out}/claims.parquet'`);
  const members = CLAIMS.filter((column) => column.from === undefined).map((column) => column.name);
  const expected = wanted.flatMap((group) => group.claims.map((claim, number) => ({ group: group.id, number, ...only(claim, members) })));
  assert.deepEqual(claims.map((claim) => only(claim, ['group', 'number', ...members])), expected);
});

test('the verdicts are those that reconcile prints', async () => {
  const printed = JSON.parse(mizan('reconcile', '--db', db, '--to', 'json')).map((group) => [group.id, group.verdict, group.reason]).sort();
  const stored = (await rows(`SELECT id, verdict, reason FROM '${out}/groups.parquet'`)).map(Object.values).sort();
  assert.deepEqual(stored, printed);
});

test('the dictionary names every column, and nothing else', async () => {
  const dictionary = (await rows(`SELECT * FROM '${out}/dictionary.csv'`)).map((row) => `${row.table}.${row.column}`);
  const there = [];
  for (const [table, files] of [['facts', `${out}/facts/*/*/*.parquet`], ['groups', `${out}/groups.parquet`], ['claims', `${out}/claims.parquet`]]) {
    const columns = await rows(`DESCRIBE SELECT * FROM read_parquet('${files}'${table === 'facts' ? ', hive_partitioning = true' : ''})`);
    there.push(...columns.map((column) => `${table}.${column.column_name}`));
  }
  assert.deepEqual(dictionary.sort(), there.sort());
});

test('months and languages are partitions', async () => {
  const months = await readdir(join(out, 'facts'));
  assert.ok(months.every((name) => /^month=(\d{4}-\d\d|unknown)$/.test(name)), months.join());
  const [{ n }] = await rows(`SELECT count(*) AS n FROM read_parquet('${out}/facts/*/lang=ar/*.parquet')`);
  assert.equal(n, lines(mizan('export', '--db', db, '--to', 'ndjson')).filter((fact) => fact.lang === 'ar').length);
});

test('what is there already is left alone, and a database that is none says so', async () => {
  await assert.rejects(write(db, out, program), /there is something of this name already/);
  await assert.rejects(write(join(folder, 'absent.db'), join(folder, 'other'), program), /exit code 4/);
  assert.deepEqual((await readdir(folder)).filter((name) => name.startsWith('other')), []);
});
