// Facts, groups and claims of a mizan database as Parquet, with a data dictionary. The program says what there is (export --to ndjson), DuckDB writes it:
//
//   OUT/facts/month=2026-03/lang=ar/*.parquet     every fact of the latest versions, as people corrected them
//   OUT/groups.parquet, OUT/claims.parquet        groups with their verdicts, and the claims that they hold
//   OUT/dictionary.csv                            every column: table, name, type, what it means
//
// Numbers stay exact: low and high are texts as in every output of the program, low_number and high_number doubles beside them to reckon with.
import { DuckDBInstance } from '@duckdb/node-api';
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const text = (name, means) => ({ name, type: 'VARCHAR', means });
const integer = (name, means) => ({ name, type: 'BIGINT', means });

// What the program does not describe itself (the columns of facts come from its CSV on the Web metadata). ON DISK: names are never changed.
export const GROUPS = [
  text('id', 'Id of the group of comparable figures.'),
  text('story', 'Id of the story that all its articles belong to.'),
  text('subject', 'Id of whom or what the figures are about; null where that is the story.'),
  text('subject_name', 'Its name.'),
  text('metric', 'The measure.'),
  text('noun', 'What is counted.'),
  text('unit', 'Unit of the figures.'),
  text('per', 'Per what they are.'),
  text('aspect', 'level, or change.'),
  text('period', 'The period that they are of.'),
  text('counterpart', 'Id of the other party.'),
  text('counterpart_name', 'Its name.'),
  text('check', 'Of an arithmetic check: sum, growth, share or conversion.'),
  text('stated', 'Of a check: the figure as stated.'),
  text('computed', 'Of a check: the figure as its parts give it.'),
  text('verdict', 'agree, rounding, update, corrected, disputed, partial, conflict or incomparable.'),
  text('reason', 'Why, in words.'),
  { name: 'confidence', type: 'DOUBLE', means: 'How sure the verdict is, 0 to 1.' },
  integer('sources', 'Independent sources; copies count once.'),
  integer('weight', 'For reading order, 0 to 100.'),
];
export const CLAIMS = [
  { ...text('group', 'Id of the group.'), from: null },
  { ...integer('number', 'Position in the group, from 0.'), from: null },
  text('document', 'Id of the article.'),
  text('source', 'Its publisher.'),
  text('published', 'When it was published.'),
  text('field', 'text or title.'),
  integer('start', 'Where the figure begins, in code points from 0.'),
  integer('end', 'Where it ends.'),
  text('fact', 'Id of the fact, as in facts.id.'),
  text('text', 'The figure as written.'),
  text('low', 'The lower end, exact.'),
  text('high', 'The upper end, exact.'),
  text('value', 'A date, duration or age instead.'),
  text('bound', 'How it was hedged.'),
  text('unit', 'Unit of low and high.'),
  text('per', 'Per what the figure is.'),
  text('status', 'actual, planned, projected ...'),
  text('period', 'The period that it is of.'),
  text('scope', 'The part of the subject that it is of.'),
  text('basis', 'What a change is measured against.'),
  text('speaker', 'Who says so.'),
  integer('cluster', 'Claims whose values agree have the same number.'),
  { name: 'copy', type: 'BOOLEAN', means: 'The article repeats the text of another.' },
  text('sentence', 'The sentence around it.'),
  text('rule', 'The rule that found the fact.'),
];
// Of a fact in NDJSON, but not in CSV.
const ONLY_NDJSON = [
  integer('sentence_start', 'Where the sentence begins.'),
  integer('sentence_end', 'Where it ends.'),
  text('subject_as_read', 'The id that the article itself gave, where names were linked.'),
  text('counterpart_as_read', 'The same of the other party.'),
];
const ADDED = [
  { name: 'low_number', type: 'DOUBLE', means: 'low as a double, to reckon with; low is exact.' },
  { name: 'high_number', type: 'DOUBLE', means: 'high as a double.' },
  text('month', 'Partition: month of publication (2026-03), unknown where the article has no date.'),
];

// Runs the program with its output into a file. What it says on standard error is passed on; another exit code than 0 is an error.
export async function run(program, args, file) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const code = new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  await pipeline(child.stdout, createWriteStream(file));
  if ((await code) !== 0) throw new Error(`${program} ${args.join(' ')}: exit code ${await code}`);
}

const quoted = (value) => `'${value.replaceAll("'", "''")}'`;
const named = (name) => `"${name.replaceAll('"', '""')}"`;
const struct = (columns) => `{${columns.map((c) => `${quoted(c.name)}: ${quoted(c.type)}`).join(', ')}}`;

// The columns of a fact: names and meanings as the program gives them.
export async function factColumns(program, db, folder) {
  const csv = join(folder, 'columns.csv');
  // A metric that is none: only the heading and its metadata are wanted.
  await run(program, ['export', '--db', db, '--to', 'csv', '--csvw', '--metric', '-', '-o', csv, '--quiet'], join(folder, 'nothing'));
  const metadata = JSON.parse(await readFile(`${csv}-metadata.json`, 'utf8'));
  const columns = metadata.tableSchema.columns.map((c) => ({
    name: c.name, type: c.datatype === 'integer' ? 'BIGINT' : 'VARCHAR', means: c['dc:description'],
  }));
  return [...columns, ...ONLY_NDJSON];
}

export async function write(db, out, program) {
  await access(program);
  if (await access(out).then(() => true, () => false)) throw new Error(`${out}: there is something of this name already`);
  const folder = await mkdtemp(join(tmpdir(), 'mizan-parquet-'));
  const partial = `${out}.part`;
  const duck = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false' });
  const c = await duck.connect();
  try {
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    const facts = join(folder, 'facts.ndjson'), groups = join(folder, 'groups.ndjson');
    await run(program, ['export', '--db', db, '--to', 'ndjson', '--quiet', '-o', facts], join(folder, 'nothing'));
    await run(program, ['export', '--db', db, '--groups', '--to', 'ndjson', '--quiet', '-o', groups], join(folder, 'nothing'));
    const columns = await factColumns(program, db, folder);
    const read = (file, of) => `read_ndjson(${quoted(file)}, columns = ${struct(of)}, maximum_object_size = 268435456)`;
    // One thread, so that rows stay in their order.
    await c.run('SET threads = 1; SET preserve_insertion_order = true');
    await c.run(`COPY (SELECT * EXCLUDE (lang), TRY_CAST(low AS DOUBLE) AS low_number, TRY_CAST(high AS DOUBLE) AS high_number,
        coalesce(substr(published, 1, 7), 'unknown') AS month, coalesce(lang, 'unknown') AS lang FROM ${read(facts, columns)})
      TO ${quoted(join(partial, 'facts'))} (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (month, lang))`);
    const claims = CLAIMS.filter((column) => column.from === undefined);
    const nested = [...GROUPS, { name: 'claims', type: `STRUCT(${claims.map((x) => `${named(x.name)} ${x.type}`).join(', ')})[]` }];
    await c.run(`CREATE TABLE g AS SELECT * FROM ${read(groups, nested)}`);
    await c.run(`COPY (SELECT * EXCLUDE (claims) FROM g) TO ${quoted(join(partial, 'groups.parquet'))} (FORMAT parquet, COMPRESSION zstd)`);
    await c.run(`COPY (SELECT id AS "group", n - 1 AS number, ${claims.map((x) => `claims[n].${named(x.name)} AS ${named(x.name)}`).join(', ')}
        FROM (SELECT id, claims, unnest(generate_series(1, len(claims))) AS n FROM g) ORDER BY id, n)
      TO ${quoted(join(partial, 'claims.parquet'))} (FORMAT parquet, COMPRESSION zstd)`);
    const cell = (value) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
    const rows = [['table', 'column', 'type', 'meaning']];
    for (const [table, list] of [['facts', [...columns, ...ADDED]], ['groups', GROUPS], ['claims', CLAIMS]]) {
      for (const column of list) rows.push([table, column.name, column.type, column.means]);
    }
    await writeFile(join(partial, 'dictionary.csv'), rows.map((row) => `${row.map(cell).join(',')}\n`).join(''));
    await rename(partial, out);
    const count = async (sql) => (await c.runAndReadAll(sql)).getRows()[0][0];
    return { groups: await count('SELECT count(*) FROM g') };
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  } finally {
    c.closeSync();
    duck.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1]?.endsWith('parquet.mjs')) {
  const [, , db, out, program] = process.argv;
  try {
    await write(db, out, program);
  } catch (error) {
    console.error(`tools/parquet: ${error.message}`);
    process.exitCode = 4;
  }
}
