from django.db import migrations

FORBID = """
CREATE FUNCTION journal_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.position IS NULL AND NEW.position IS NOT NULL
       AND (NEW.id, NEW.name, NEW.subject_type, NEW.subject_id, NEW.by_id, NEW.data, NEW.recorded_at)
           IS NOT DISTINCT FROM
           (OLD.id, OLD.name, OLD.subject_type, OLD.subject_id, OLD.by_id, OLD.data, OLD.recorded_at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the journal is append-only: record a correcting event instead';
END $$;
CREATE TRIGGER journal_event_is_append_only BEFORE UPDATE OR DELETE ON journal_event
    FOR EACH ROW EXECUTE FUNCTION journal_event_is_append_only();
"""
ALLOW = "DROP TRIGGER journal_event_is_append_only ON journal_event; DROP FUNCTION journal_event_is_append_only();"


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
