-- Clients that turned out to be one: which was merged into which.

-- Into whom the client was merged. It stays, in the archive, with its papers, and gets nothing new.
ALTER TABLE clients ADD COLUMN merged_into @ID@ REFERENCES clients (id)
    CHECK (merged_into IS NULL OR (merged_into <> id AND archived_at IS NOT NULL));
CREATE INDEX clients_by_heir ON clients (merged_into) WHERE merged_into IS NOT NULL;

-- Every merge that ever was, also one that was undone: what went over keeps naming the other client's documents.
CREATE TABLE merged_clients (
    client         @ID@ NOT NULL REFERENCES clients (id),
    into_client    @ID@ NOT NULL REFERENCES clients (id),
    PRIMARY KEY (client, into_client),
    CHECK (client <> into_client)
) @PACKED@;
