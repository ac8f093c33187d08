-- A company is a set of domains: each of `companies` is a domain, part of a company that is named after one of them. What
-- `memberships` say of identities and persons, they say of domains and companies too: no id is both.
ALTER TABLE companies ADD part_of uuid;
UPDATE companies SET part_of = id;
ALTER TABLE companies ALTER part_of SET NOT NULL;
CREATE INDEX companies_part ON companies (user_id, part_of);
