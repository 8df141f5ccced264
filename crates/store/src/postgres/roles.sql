-- The rights of a Lykta database, as three roles that nobody logs in with. Whoever runs this is a superuser or may create roles.
-- Logins are made by the operator and given one of them:
--     CREATE ROLE node1 LOGIN PASSWORD '…' IN ROLE lykta_app;
DO $$
BEGIN
    -- Makes and changes the tables, and does nothing else.
    IF to_regrole('lykta_owner') IS NULL THEN CREATE ROLE lykta_owner NOLOGIN; END IF;
    -- What the running program is: adds to the record and reads it, for one authority at a time.
    IF to_regrole('lykta_app') IS NULL THEN CREATE ROLE lykta_app NOLOGIN; END IF;
    -- Empties what has been destroyed by the book, by one function.
    IF to_regrole('lykta_destroyer') IS NULL THEN CREATE ROLE lykta_destroyer NOLOGIN; END IF;
    IF NOT pg_has_role('lykta_owner', 'lykta_app', 'MEMBER') THEN GRANT lykta_app TO lykta_owner; END IF;
    EXECUTE format('GRANT CREATE ON DATABASE %I TO lykta_owner', current_database());
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END
$$;
