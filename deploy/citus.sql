-- How the tables are spread over several servers with Citus: by authority, so that everything of one municipality lies together and no
-- act or page crosses. Not tested here, for Citus is in no package source that this is built with. What is tested is what it demands: the
-- authority stands in every key, every unique index and every reference (`a table without the authority in its keys` in the tests).
--
-- Run as the owner on the coordinator, in an empty database after `lykta prepare`. Citus distributes the hash parts with their table.

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
