-- Run once by psql as a superuser, when the database server is created. `kith migrate` grants the rest.
-- Without a password in the environment the statement is not valid SQL, and the start stops here.
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD

CREATE ROLE kith_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'owner_password';
CREATE ROLE kith_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'app_password';
CREATE DATABASE kith OWNER kith_owner;
REVOKE ALL ON DATABASE kith FROM PUBLIC;
GRANT CONNECT ON DATABASE kith TO kith_app;
\connect kith
CREATE EXTENSION vector;
