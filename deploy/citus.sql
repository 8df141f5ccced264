-- How the tables would be spread over several servers with Citus: by authority, so that everything of one municipality lies together and no
-- act or page crosses.
--
-- UNTRIED. Citus is in no package source that this is built with, and nothing below has been run. What is tested is what Citus demands of
-- tables: the authority stands in every key, every unique index and every reference (`a table without the authority in its keys` in the
-- tests). Before anybody relies on it these are to be tried, with the tests of `crates/store/tests/postgres`:
--
-- * Two tables have triggers that guard what is never changed (`entry`, `access`), and Citus refuses tables with triggers unless it is told
--   that they are safe. Ours look for an earlier entry of the *same* authority, so they stay on one server; but they ask by the table's own
--   name, which Citus may answer on another connection, where what the same transaction has just written is not seen. Then a lawful
--   destruction is refused (the guard fails closed), and the guard must ask the shard itself.
-- * Row-level security rests on `SET LOCAL lykta.authority` and `SET LOCAL ROLE`, which reach the other servers only when Citus passes them
--   on. Where it does not, nothing is found (it fails closed too).
-- * Tables that are parted by hash, which Citus may refuse: then `dialect.rs` makes them without parts, for Citus parts them itself.
--
-- Run as the owner on the coordinator, in an empty database after `lykta prepare`.

SET citus.enable_unsafe_triggers = on;
ALTER DATABASE lykta SET citus.propagate_set_commands = 'local';

SET search_path = lykta;
SELECT create_reference_table('step');
SELECT create_distributed_table(t.name, 'authority', colocate_with => CASE WHEN t.place = 1 THEN 'none' ELSE 'authority' END)
FROM (SELECT c.relname AS name, row_number() OVER (ORDER BY c.relname <> 'authority', c.relname) AS place
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'authority'
      WHERE c.relnamespace = 'lykta'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition) t
ORDER BY t.place;

SET search_path = keyring;
SELECT create_reference_table('step');
SELECT create_reference_table('keyring');
SELECT create_distributed_table('wrapped_key', 'authority', colocate_with => 'lykta.authority');
