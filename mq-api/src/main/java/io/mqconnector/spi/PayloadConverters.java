// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The converters of one application, in the order they are asked. Immutable and thread-safe.
 *
 * <p>{@code byte[]} and {@code String} (UTF-8) are built in and come first.
 */
public final class PayloadConverters {
    private static final MqPayloadConverter BYTES = new MqPayloadConverter() {
        @Override
        public boolean supports(Type type) {
            return type == byte[].class;
        }

        @Override
        public byte[] toBytes(Object payload) {
            return (byte[]) payload;
        }

        @Override
        public Object fromBytes(byte[] bytes, Type type) {
            return bytes;
        }
    };

    private static final MqPayloadConverter TEXT = new MqPayloadConverter() {
        @Override
        public boolean supports(Type type) {
            return type == String.class;
        }

        @Override
        public byte[] toBytes(Object payload) {
            return ((String) payload).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }

        @Override
        public Object fromBytes(byte[] bytes, Type type) {
            return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
        }
    };

    private final List<MqPayloadConverter> converters;

    private PayloadConverters(List<MqPayloadConverter> converters) {
        this.converters = converters;
    }

    /** The built-in ones, then those that {@code applicationLoader} provides. */
    public static PayloadConverters of(ClassLoader applicationLoader) {
        var all = new java.util.ArrayList<>(List.of(BYTES, TEXT));
        ServiceLoader.load(MqPayloadConverter.class, applicationLoader).forEach(all::add);
        return new PayloadConverters(List.copyOf(all));
    }

    /** The converter for {@code type}, when there is one. */
    public Optional<MqPayloadConverter> find(Type type) {
        for (MqPayloadConverter converter : converters) {
            if (converter.supports(type)) {
                return Optional.of(converter);
            }
        }
        return Optional.empty();
    }

    /** How many there are beyond the built-in ones, for error messages. */
    public int applicationCount() {
        return converters.size() - 2;
    }
}
