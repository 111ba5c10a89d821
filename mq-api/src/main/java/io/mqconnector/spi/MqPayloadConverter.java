// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import java.lang.reflect.Type;

/**
 * Turns an application's types into bytes and back. Found by {@link java.util.ServiceLoader} on the application's class
 * loader, asked in that order; the first that supports a type is used for it. Thread-safe.
 */
public interface MqPayloadConverter {
    /** Whether this converter reads and writes {@code type}; the answer never changes. */
    boolean supports(Type type);

    /**
     * Writes.
     *
     * @param payload an instance of a supported type, not null
     * @throws Exception if it cannot; the message is then not sent
     */
    byte[] toBytes(Object payload) throws Exception;

    /**
     * Reads.
     *
     * @param bytes the value of a record, not null
     * @param type a supported type
     * @throws Exception if it cannot; the record is then a failed record like any other
     */
    Object fromBytes(byte[] bytes, Type type) throws Exception;
}
