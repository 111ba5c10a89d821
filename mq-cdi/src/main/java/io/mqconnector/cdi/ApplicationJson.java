// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqEnvelope;
import io.mqconnector.spi.MqPayloadConverter;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * JSON as the class loader of an application has it: payloads by Jakarta JSON Binding, envelopes by JSON Processing. Each is
 * looked for once, when something is first to be read by it; where there is none, nothing is supported.
 *
 * <p>What is supported is asked by one thread at a time, as the container starts an application; what was found to be
 * supported is read by any.
 */
final class ApplicationJson implements MqPayloadConverter {
    private static final MqCdiLog LOG = MqCdiLog.of(ApplicationJson.class);

    private final ClassLoader applicationLoader;
    private final Once<MqPayloadConverter> binding;
    private final Once<EnvelopeFormat> envelopes;

    ApplicationJson(ClassLoader applicationLoader) {
        this.applicationLoader = applicationLoader;
        this.binding = new Once<>("Jakarta JSON Binding", JsonBinding::opened);
        this.envelopes = new Once<>("Jakarta JSON Processing", () -> EnvelopeJson.opened(binding));
    }

    @Override
    public boolean supports(Type type) {
        if (JsonTypes.payloadOf(type) != null) {
            var format = envelopes.get();
            return format != null && format.supports(type);
        }
        return JsonTypes.isReadable(type) && binding.get() != null;
    }

    @Override
    public byte[] toBytes(Object payload) throws Exception {
        return found(payload.getClass()).toBytes(payload);
    }

    @Override
    public Object fromBytes(byte[] bytes, Type type) throws Exception {
        return found(type).fromBytes(bytes, type);
    }

    /** What finds the event type of the envelope that a record may be; to be called where types are asked for. */
    Function<MqDelivery, Optional<String>> eventTypes() {
        var format = envelopes.get();
        return delivery -> {
            var value = delivery.value();
            return format == null || value == null ? Optional.empty() : format.eventType(value);
        };
    }

    /** Closes what was opened. */
    void close() {
        if (binding.opened instanceof JsonBinding opened) {
            opened.close();
        }
    }

    private MqPayloadConverter found(Type type) {
        var found = ResolvedTypes.erased(type) == MqEnvelope.class ? envelopes.get() : binding.get();
        if (found == null) {
            throw new IllegalStateException("there is no JSON here for " + type.getTypeName());
        }
        return found;
    }

    /** Opened when first asked for, with the application's class loader as context. */
    private final class Once<T> implements Supplier<@Nullable T> {
        private final String name;
        private final Supplier<T> opening;
        private volatile boolean isTried;
        /** Written before {@link #isTried}. */
        private @Nullable T opened;

        Once(String name, Supplier<T> opening) {
            this.name = name;
            this.opening = opening;
        }

        @Override
        public @Nullable T get() {
            if (!isTried) {
                opened = tried();
                isTried = true;
            }
            return opened;
        }

        private @Nullable T tried() {
            var thread = Thread.currentThread();
            var before = thread.getContextClassLoader();
            thread.setContextClassLoader(applicationLoader);
            try {
                return opening.get();
            } catch (LinkageError | RuntimeException | ServiceConfigurationError e) {
                LOG.noJson(name, e);
                return null;
            } finally {
                thread.setContextClassLoader(before);
            }
        }
    }
}
