// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** What the producer of a world writes into its records, so that each is known wherever it turns up. */
final class Stamp {
    /** Its number; also of a tombstone, which has no value. */
    static final String ID = "model-id";
    /** Its number among those of its key. */
    static final String KEY_SEQUENCE = "model-key-sequence";
    /** The CRC of its value. */
    static final String CRC = "model-crc";
    /** A name that comes twice, once with a null. */
    static final String TWICE = "model-twice";

    private static final String FILLER = "abcdefghijklmnopqrstuvwxyz";

    private Stamp() {}

    /** The value of a record. */
    static byte[] value(long id, long keySequence) {
        return (id + "|" + keySequence + "|" + FILLER.repeat(1 + (int) (id % 5))).getBytes(StandardCharsets.UTF_8);
    }

    /** The headers of a record. */
    static List<Header> headers(long id, long keySequence, byte @Nullable [] value) {
        var headers = new ArrayList<Header>();
        headers.add(new RecordHeader(ID, text(id)));
        headers.add(new RecordHeader(TWICE, null));
        headers.add(new RecordHeader(KEY_SEQUENCE, text(keySequence)));
        headers.add(new RecordHeader(CRC, text(crc(value))));
        headers.add(new RecordHeader(TWICE, new byte[] {(byte) id, 0, -1}));
        return headers;
    }

    /** The number of a record; -1 if it has none. */
    static long id(Headers headers) {
        Header header = headers.lastHeader(ID);
        return header == null ? -1 : number(header.value());
    }

    /** Reads a number. */
    static long number(byte[] text) {
        return Long.parseLong(new String(text, StandardCharsets.US_ASCII));
    }

    /** Of a value, or of nothing. */
    static long crc(byte @Nullable [] value) {
        var crc = new CRC32();
        if (value != null) {
            crc.update(value);
        }
        return crc.getValue();
    }

    private static byte[] text(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }
}
