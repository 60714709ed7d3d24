"""Triggers write the history of what is counted; what stands already begins with its state."""

from django.db import migrations

COMMON = """
    CREATE FUNCTION jobs_city_of(region text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT CASE
            WHEN left(region, 2) IN ('11', '12', '31', '50', '81', '82') THEN left(region, 2) || '0000'
            WHEN substr(region, 3, 2) = '90' THEN region
            WHEN substr(region, 3, 2) IN ('00', '') THEN ''
            ELSE left(region, 4) || '00'
        END
    $$;
"""

# What begins and ends in one transaction never stood: it leaves no trace.
VACANCIES = """
    CREATE FUNCTION jobs_vacancy_spells(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        WITH counted AS MATERIALIZED (
            SELECT v.id AS vacancy, jobs_city_of(v.region) AS city, v.occupation, v.education, v.grade,
                coalesce(nullif(v.industry, ''), e.industry) AS industry, v.headcount,
                CASE left(e.credit_code, 2) WHEN '11' THEN 'A' WHEN '12' THEN 'P' WHEN '51' THEN 'S'
                    WHEN '52' THEN 'S' WHEN '53' THEN 'S' ELSE e.economic_type END AS employer_type,
                coalesce((v.expires_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai',
                    '9999-01-01'::timestamptz) AS ends_at
            FROM jobs_vacancy v JOIN jobs_employer e ON e.id = v.employer_id
            WHERE v.id = ANY(ids) AND v.state = 'open' AND v.duplicate_of_id IS NULL AND NOT v.is_demo
                AND e.verification = 'verified'
                AND (v.expires_on IS NULL
                    OR v.expires_on >= (now() AT TIME ZONE 'Asia/Shanghai')::date)
        ),
        standing AS MATERIALIZED (
            SELECT * FROM jobs_vacancyspell WHERE vacancy = ANY(ids) AND ends_at > now()
        ),
        same AS MATERIALIZED (
            SELECT s.vacancy, s.number, c.ends_at FROM standing s JOIN counted c USING (vacancy)
            WHERE (s.city, s.occupation, s.education, s.grade, s.industry, s.headcount, s.employer_type)
                = (c.city, c.occupation, c.education, c.grade, c.industry, c.headcount, c.employer_type)
        ),
        never AS (
            DELETE FROM jobs_vacancyspell x USING standing s
            WHERE x.vacancy = s.vacancy AND x.number = s.number AND s.begins_at = now()
                AND NOT EXISTS (SELECT FROM same WHERE same.vacancy = s.vacancy)
        ),
        ended AS (
            UPDATE jobs_vacancyspell x SET ends_at = now() FROM standing s
            WHERE x.vacancy = s.vacancy AND x.number = s.number AND s.begins_at < now()
                AND NOT EXISTS (SELECT FROM same WHERE same.vacancy = s.vacancy)
        ),
        moved AS (
            UPDATE jobs_vacancyspell x SET ends_at = same.ends_at FROM same
            WHERE x.vacancy = same.vacancy AND x.number = same.number AND x.ends_at <> same.ends_at
        )
        INSERT INTO jobs_vacancyspell (vacancy, number, city, occupation, education, grade, industry,
            headcount, employer_type, begins_at, ends_at, followed)
        SELECT c.vacancy, 1 + coalesce((SELECT max(number) FROM jobs_vacancyspell x WHERE x.vacancy = c.vacancy), 0),
            c.city, c.occupation, c.education, c.grade, c.industry, c.headcount, c.employer_type,
            now(), c.ends_at, false
        FROM counted c WHERE NOT EXISTS (SELECT FROM same WHERE same.vacancy = c.vacancy);
        UPDATE jobs_vacancyspell s SET followed = true
        WHERE s.vacancy = ANY(ids) AND NOT s.followed AND EXISTS (
            SELECT FROM jobs_vacancyspell n WHERE n.vacancy = s.vacancy AND n.number > s.number);
    END $$;

    CREATE FUNCTION jobs_vacancy_added() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE ids bigint[] := (SELECT array_agg(id) FROM fresh WHERE state = 'open' AND NOT is_demo);
    BEGIN
        IF ids IS NOT NULL THEN PERFORM jobs_vacancy_spells(ids); END IF;
        RETURN NULL;
    END $$;
    CREATE FUNCTION jobs_vacancy_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE ids bigint[] := (SELECT array_agg(id) FROM (
        SELECT id, state = 'open', employer_id, duplicate_of_id, is_demo, region, occupation, education, grade,
            industry, headcount, expires_on FROM fresh
        EXCEPT SELECT id, state = 'open', employer_id, duplicate_of_id, is_demo, region, occupation, education,
            grade, industry, headcount, expires_on FROM stale) AS changed);
    BEGIN
        IF ids IS NOT NULL THEN PERFORM jobs_vacancy_spells(ids); END IF;
        RETURN NULL;
    END $$;
    CREATE FUNCTION jobs_vacancy_removed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM jobs_vacancy_spells((SELECT array_agg(id) FROM stale));
        RETURN NULL;
    END $$;
    CREATE FUNCTION jobs_employer_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM jobs_vacancy_spells(
            (SELECT array_agg(id) FROM jobs_vacancy WHERE employer_id = NEW.id AND state = 'open'));
        RETURN NULL;
    END $$;

    CREATE TRIGGER jobs_vacancy_added AFTER INSERT ON jobs_vacancy
        REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION jobs_vacancy_added();
    CREATE TRIGGER jobs_vacancy_changed AFTER UPDATE ON jobs_vacancy
        REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
        FOR EACH STATEMENT EXECUTE FUNCTION jobs_vacancy_changed();
    CREATE TRIGGER jobs_vacancy_removed AFTER DELETE ON jobs_vacancy
        REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION jobs_vacancy_removed();
    CREATE TRIGGER jobs_employer_changed AFTER UPDATE ON jobs_employer FOR EACH ROW
        WHEN ((OLD.verification, OLD.economic_type, OLD.industry, OLD.credit_code)
            IS DISTINCT FROM (NEW.verification, NEW.economic_type, NEW.industry, NEW.credit_code))
        EXECUTE FUNCTION jobs_employer_changed();
"""

# What a person states is spread over rows that a service replaces: looked at once, at the end of the transaction.
SEEKERS = """
    CREATE FUNCTION jobs_seeker_spells(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        WITH counted AS MATERIALIZED (
            SELECT p.id AS seeker, jobs_city_of(p.region) AS city, p.education, p.category, p.sex,
                coalesce((SELECT w.occupation FROM jobs_wantedoccupation w WHERE w.seeker_id = p.id
                    ORDER BY w.weight DESC, w.occupation LIMIT 1), '') AS occupation,
                coalesce((SELECT g.grade FROM jobs_heldgrade g WHERE g.seeker_id = p.id
                    ORDER BY array_position('{10,T1,20,T2,30,T3,40,50}'::text[], g.grade::text) LIMIT 1), '') AS grade,
                CASE WHEN years >= 45 THEN 45 WHEN years >= 35 THEN 35 WHEN years >= 25 THEN 25
                    WHEN years >= 16 THEN 16 END::smallint AS age_from,
                p.updated_at + interval '180 days' AS ends_at
            FROM jobs_jobseeker p CROSS JOIN LATERAL (
                SELECT extract(year FROM age((now() AT TIME ZONE 'Asia/Shanghai')::date, p.birth_date)) AS years
            ) AS aged
            WHERE p.id = ANY(ids) AND NOT p.is_demo AND p.updated_at + interval '180 days' > now()
                AND jobs_city_of(p.region) <> ''
        ),
        standing AS MATERIALIZED (
            SELECT * FROM jobs_seekerspell WHERE seeker = ANY(ids) AND ends_at > now()
        ),
        same AS MATERIALIZED (
            SELECT s.seeker, s.number, c.ends_at FROM standing s JOIN counted c USING (seeker)
            WHERE (s.city, s.education, s.category, s.sex, s.occupation, s.grade, s.age_from)
                IS NOT DISTINCT FROM (c.city, c.education, c.category, c.sex, c.occupation, c.grade, c.age_from)
        ),
        never AS (
            DELETE FROM jobs_seekerspell x USING standing s
            WHERE x.seeker = s.seeker AND x.number = s.number AND s.begins_at = now()
                AND NOT EXISTS (SELECT FROM same WHERE same.seeker = s.seeker)
        ),
        ended AS (
            UPDATE jobs_seekerspell x SET ends_at = now() FROM standing s
            WHERE x.seeker = s.seeker AND x.number = s.number AND s.begins_at < now()
                AND NOT EXISTS (SELECT FROM same WHERE same.seeker = s.seeker)
        ),
        moved AS (
            UPDATE jobs_seekerspell x SET ends_at = same.ends_at FROM same
            WHERE x.seeker = same.seeker AND x.number = same.number AND x.ends_at <> same.ends_at
        )
        INSERT INTO jobs_seekerspell (seeker, number, city, occupation, education, grade, category, sex, age_from,
            begins_at, ends_at, followed)
        SELECT c.seeker, 1 + coalesce((SELECT max(number) FROM jobs_seekerspell x WHERE x.seeker = c.seeker), 0),
            c.city, c.occupation, c.education, c.grade, c.category, c.sex, c.age_from, now(), c.ends_at, false
        FROM counted c WHERE NOT EXISTS (SELECT FROM same WHERE same.seeker = c.seeker);
        UPDATE jobs_seekerspell s SET followed = true
        WHERE s.seeker = ANY(ids) AND NOT s.followed AND EXISTS (
            SELECT FROM jobs_seekerspell n WHERE n.seeker = s.seeker AND n.number > s.number);
    END $$;

    CREATE FUNCTION jobs_seeker_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM jobs_seeker_spells(ARRAY[coalesce(NEW.id, OLD.id)]);
        IF TG_OP = 'DELETE' THEN
            UPDATE jobs_seekerspell SET seeker = -1 - nameless.number
            FROM (SELECT floor(random() * 9e18)::bigint AS number OFFSET 0) AS nameless WHERE seeker = OLD.id;
        END IF;
        RETURN NULL;
    END $$;
    CREATE FUNCTION jobs_seeker_states() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM jobs_seeker_spells(ARRAY[coalesce(NEW.seeker_id, OLD.seeker_id)]);
        RETURN NULL;
    END $$;

    CREATE CONSTRAINT TRIGGER jobs_seeker_changed AFTER INSERT OR UPDATE OR DELETE ON jobs_jobseeker
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION jobs_seeker_changed();
    CREATE CONSTRAINT TRIGGER jobs_seeker_states AFTER INSERT OR UPDATE OR DELETE ON jobs_wantedoccupation
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION jobs_seeker_states();
    CREATE CONSTRAINT TRIGGER jobs_seeker_states AFTER INSERT OR UPDATE OR DELETE ON jobs_heldgrade
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION jobs_seeker_states();
"""

STANDING = """
    SELECT jobs_vacancy_spells(array_agg(id)) FROM jobs_vacancy WHERE state = 'open';
    UPDATE jobs_vacancyspell s SET begins_at = v.state_at FROM jobs_vacancy v
        WHERE v.id = s.vacancy AND v.state_at < s.ends_at;
    SELECT jobs_seeker_spells(array_agg(id)) FROM jobs_jobseeker;
    UPDATE jobs_seekerspell s SET begins_at = p.created_at FROM jobs_jobseeker p
        WHERE p.id = s.seeker AND p.created_at < s.ends_at;
"""

UNDO = """
    DROP TRIGGER jobs_seeker_states ON jobs_heldgrade;
    DROP TRIGGER jobs_seeker_states ON jobs_wantedoccupation;
    DROP TRIGGER jobs_seeker_changed ON jobs_jobseeker;
    DROP TRIGGER jobs_employer_changed ON jobs_employer;
    DROP TRIGGER jobs_vacancy_removed ON jobs_vacancy;
    DROP TRIGGER jobs_vacancy_changed ON jobs_vacancy;
    DROP TRIGGER jobs_vacancy_added ON jobs_vacancy;
    DROP FUNCTION jobs_seeker_states(), jobs_seeker_changed(), jobs_seeker_spells(bigint[]), jobs_employer_changed(),
        jobs_vacancy_removed(), jobs_vacancy_changed(), jobs_vacancy_added(), jobs_vacancy_spells(bigint[]),
        jobs_city_of(text);
"""


class Migration(migrations.Migration):
    dependencies = [("jobs", "0011_spells")]

    operations = [
        migrations.RunSQL(COMMON + VACANCIES + SEEKERS, UNDO),
        migrations.RunSQL(STANDING, migrations.RunSQL.noop),
    ]
