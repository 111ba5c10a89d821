// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound.outbox;

import io.mqconnector.api.MqHeaders;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Headers as the bytes of one column: their number, then for each the length of its name, its name in UTF-8, the length of
 * its value or -1 for null, its value; lengths have four bytes. Stateless.
 */
final class HeaderBytes {
    private static final int NULL = -1;

    private HeaderBytes() {}

    /** Null for no headers. */
    static byte @Nullable [] of(MqHeaders headers) {
        if (headers.isEmpty()) {
            return null;
        }
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(headers.size());
            for (MqHeaders.Entry header : headers) {
                byte[] name = header.name().getBytes(StandardCharsets.UTF_8);
                out.writeInt(name.length);
                out.write(name);
                byte[] value = header.value();
                out.writeInt(value == null ? NULL : value.length);
                if (value != null) {
                    out.write(value);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /**
     * What {@link #of} has written.
     *
     * @throws IllegalArgumentException if it is not that
     */
    static MqHeaders read(byte @Nullable [] bytes) {
        if (bytes == null) {
            return MqHeaders.none();
        }
        try {
            var in = ByteBuffer.wrap(bytes);
            int count = in.getInt();
            var headers = new ArrayList<MqHeaders.Entry>();
            for (int i = 0; i < count; i++) {
                var name = new String(next(in, in.getInt()), StandardCharsets.UTF_8);
                int length = in.getInt();
                headers.add(new MqHeaders.Entry(name, length == NULL ? null : next(in, length)));
            }
            return MqHeaders.of(headers);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the headers end too early", e);
        }
    }

    private static byte[] next(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException(
                    "a header of " + length + " bytes where " + in.remaining() + " are left");
        }
        byte[] next = new byte[length];
        in.get(next);
        return next;
    }
}
