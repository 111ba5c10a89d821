// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.spi.MqPayloadConverter;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/**
 * JSON by Jakarta JSON Binding, one {@link Jsonb} an application. Thread-safe. The only class that names its types, and of
 * them only what version 2.0 has.
 */
final class JsonBinding implements MqPayloadConverter {
    private static final MqCdiLog LOG = MqCdiLog.of(JsonBinding.class);

    private final Jsonb jsonb;

    private JsonBinding(Jsonb jsonb) {
        this.jsonb = jsonb;
    }

    /** Looks for a provider by the context class loader of the thread. Returned as what it is for: not as this class. */
    static MqPayloadConverter opened() {
        return new JsonBinding(JsonbBuilder.create());
    }

    @Override
    public boolean supports(Type type) {
        return JsonTypes.isReadable(type);
    }

    @Override
    public byte[] toBytes(Object payload) {
        return jsonb.toJson(payload).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object fromBytes(byte[] bytes, Type type) {
        return jsonb.fromJson(new ByteArrayInputStream(bytes), type);
    }

    /** What goes wrong with that is logged. */
    void close() {
        try {
            jsonb.close();
        } catch (Exception e) {
            LOG.closeFailed("JSON Binding", e);
        }
    }
}
