// DuckDB's side of the analytics bench.
//
//   node duckdb.mjs MODULES load DATABASE CSV   makes the table `joins`
//   node duckdb.mjs MODULES ask DATABASE SQL    prints CPU-seconds, the least of three times in a row, and
//                                               the sum of the column joins_counted
import {createRequire} from 'node:module';

const [modules, action, path, what] = process.argv.slice(2);
const {DuckDBInstance} = createRequire(`${modules}/package.json`)('@duckdb/node-api');

const instance = await DuckDBInstance.create(path, {threads: '2'});
const connection = await instance.connect();
if (action === 'load') {
    await connection.run(`CREATE TABLE joins AS SELECT * FROM read_csv('${what}', header = false, columns = {
        joined_at: 'BIGINT', stayed_least: 'BIGINT', stayed_most: 'BIGINT', by_kind: 'UTINYINT',
        inviter_verdict: 'UTINYINT', inviter: 'BIGINT', source_verdict: 'UTINYINT', source: 'INTEGER'})`);
    await connection.run('CHECKPOINT');
} else {
    let least = Infinity;
    let counted = 0n;
    for (let i = 0; i < 3; ++i) {
        const before = process.cpuUsage();
        const rows = (await connection.runAndReadAll(what)).getRowObjects();
        const used = process.cpuUsage(before);
        least = Math.min(least, (used.user + used.system) / 1e6);
        counted = rows.reduce((sum, row) => sum + BigInt(row.joins_counted), 0n);
    }
    console.log(`${least} ${counted}`);
}
