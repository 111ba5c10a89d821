// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import io.mqconnector.spi.MqPayloadConverter;
import java.io.IOException;
import java.lang.reflect.Type;

/** The application's converter that never succeeds; found by ServiceLoader. */
public final class SpoiltConverter implements MqPayloadConverter {
    /** What it says it can convert. */
    public record Spoilt(String content) {}

    @Override
    public boolean supports(Type type) {
        return type == Spoilt.class;
    }

    @Override
    public byte[] toBytes(Object payload) throws IOException {
        throw new IOException("spoilt beyond repair");
    }

    @Override
    public Object fromBytes(byte[] bytes, Type type) throws IOException {
        throw new IOException("spoilt beyond repair");
    }
}
