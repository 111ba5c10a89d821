-- SPDX-License-Identifier: MIT
-- The outbox of mq on H2. With another mq.outbox.table, change the name wherever it stands.
CREATE TABLE mq_outbox (
    id               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id       VARCHAR(255)  NOT NULL,
    topic            VARCHAR(249)  NOT NULL,
    record_key       VARBINARY(1048576),
    record_value     BINARY LARGE OBJECT,
    record_headers   BINARY LARGE OBJECT,
    record_partition INTEGER,
    record_timestamp BIGINT        NOT NULL,
    failure          VARCHAR(1000)
);
CREATE INDEX mq_outbox_failure ON mq_outbox (topic, failure);
-- What the relay that is at work has locked; always this one row.
CREATE TABLE mq_outbox_relay (
    id INTEGER PRIMARY KEY
);
INSERT INTO mq_outbox_relay (id) VALUES (1);
