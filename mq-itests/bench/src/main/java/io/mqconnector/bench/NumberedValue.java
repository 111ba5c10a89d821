// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A record's value that tells its number in the topic, the number of its key and a time; what follows means nothing.
 * Read without allocating. Stateless.
 */
final class NumberedValue {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int KEY_AT = Integer.BYTES;
    private static final int NANOS_AT = 2 * Integer.BYTES;

    private NumberedValue() {}

    /** Writes into a value, of 16 bytes at least. */
    static void write(byte[] value, int number, int key, long nanos) {
        INT.set(value, 0, number);
        INT.set(value, KEY_AT, key);
        LONG.set(value, NANOS_AT, nanos);
    }

    static int number(byte[] value) {
        return (int) INT.get(value, 0);
    }

    static int key(byte[] value) {
        return (int) INT.get(value, KEY_AT);
    }

    static long nanos(byte[] value) {
        return (long) LONG.get(value, NANOS_AT);
    }
}
