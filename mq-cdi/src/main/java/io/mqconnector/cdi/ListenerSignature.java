// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqContext;
import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqEnvelope;
import io.mqconnector.api.MqHeader;
import io.mqconnector.api.MqKey;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMetadata;
import io.mqconnector.spi.MqPayloadConverter;
import io.mqconnector.spi.PayloadConverters;
import jakarta.enterprise.inject.spi.AnnotatedParameter;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A listener method's parameters, read once: where each argument comes from, and what is wrong with the signature. */
final class ListenerSignature {
    private final PayloadConverters converters;
    private final MqPayloadConverter fallback;
    private final List<ArgumentSource> sources = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final boolean isBatch;
    private int keyCount;
    private int payloadCount;
    private boolean canAcknowledge;
    private int envelopeAt = -1;

    /**
     * @param converters those of the application
     * @param fallback asked for what they do not support
     */
    ListenerSignature(ListenerMethod method, PayloadConverters converters, MqPayloadConverter fallback) {
        this.converters = converters;
        this.fallback = fallback;
        readDeclaration(method);
        this.isBatch = method.annotated().getParameters().stream().anyMatch(parameter -> isBatch(parameter, method));
        if (isBatch) {
            readBatch(method);
        } else {
            readParameters(method);
        }
    }

    private void readParameters(ListenerMethod method) {
        for (AnnotatedParameter<?> parameter : method.annotated().getParameters()) {
            var source = source(parameter, typeOf(parameter, method));
            if (source != null) {
                sources.add(source);
            }
        }
        if (keyCount > 1) {
            problems.add("has " + keyCount + " @MqKey parameters; keep one");
        }
        if (payloadCount > 1) {
            problems.add(
                    "has " + payloadCount + " payload parameters; keep one and mark the others @MqKey or @MqHeader");
        }
    }

    private void readBatch(ListenerMethod method) {
        var parameters = method.annotated().getParameters();
        if (parameters.size() > 1) {
            problems.add(
                    "takes a batch, a List, beside other parameters; take List<MqDelivery> alone, whose elements have"
                            + " key, headers and metadata");
            return;
        }
        var element = ResolvedTypes.elementOf(typeOf(parameters.get(0), method));
        var source = element == null ? noElement() : element(element);
        if (source != null) {
            sources.add(source);
        }
    }

    private @Nullable ArgumentSource noElement() {
        problems.add("takes a batch, a List, of anything; name the type of its elements, as List<MqDelivery>");
        return null;
    }

    private @Nullable ArgumentSource element(Type type) {
        if (type == MqDelivery.class) {
            canAcknowledge = true;
            return delivery -> delivery;
        }
        return type == MqMessage.class ? delivery -> delivery : payload("element of its batch", type);
    }

    /** What is marked is a key or a header, and what the application itself reads is the payload of one record. */
    private boolean isBatch(AnnotatedParameter<?> parameter, ListenerMethod method) {
        var type = typeOf(parameter, method);
        return ResolvedTypes.erased(type) == List.class
                && !parameter.isAnnotationPresent(MqKey.class)
                && !parameter.isAnnotationPresent(MqHeader.class)
                && !isReadByApplication(type);
    }

    private boolean isReadByApplication(Type type) {
        try {
            return converters.find(type).isPresent();
        } catch (RuntimeException e) {
            return false; // asked again for the elements, and then reported
        }
    }

    private static Type typeOf(AnnotatedParameter<?> parameter, ListenerMethod method) {
        return method.parameterTypes().get(parameter.getPosition());
    }

    /** Whether the one source is that of the elements of a batch. */
    boolean isBatch() {
        return isBatch;
    }

    /** Whether the method gets at the context of a delivery. */
    boolean canAcknowledge() {
        return canAcknowledge;
    }

    /** Which of the sources is that of an envelope; -1 if none is. */
    int envelopeAt() {
        return envelopeAt;
    }

    /** One a parameter, in order; complete only if there are no {@linkplain #problems() problems}. */
    List<ArgumentSource> sources() {
        return sources;
    }

    /** {@code <what>; <remedy>} each. */
    List<String> problems() {
        return problems;
    }

    private void readDeclaration(ListenerMethod listener) {
        var method = listener.method();
        if (Modifier.isPrivate(method.getModifiers())) {
            problems.add("is private; make it package-private, protected or public");
        }
        if (Modifier.isStatic(method.getModifiers())) {
            problems.add("is static; make it an instance method");
        }
        if (method.getReturnType() != void.class) {
            problems.add("returns " + method.getReturnType().getSimpleName()
                    + "; make it void, nothing takes what a listener returns");
        }
        if (method.getParameterCount() == 0) {
            problems.add("has no parameter; take a payload, an MqMessage, an MqMetadata, an @MqKey or an @MqHeader");
        }
    }

    private @Nullable ArgumentSource source(AnnotatedParameter<?> parameter, Type type) {
        var isKey = parameter.isAnnotationPresent(MqKey.class);
        var header = parameter.getAnnotation(MqHeader.class);
        var place = "parameter " + (parameter.getPosition() + 1);
        if (isKey && header != null) {
            problems.add(place + " is marked @MqKey and @MqHeader; keep one of them");
            return null;
        }
        if (isKey) {
            keyCount++;
            return key(place, type);
        }
        if (header != null) {
            return header(place, header.value(), type);
        }
        if (type == MqMessage.class) {
            return delivery -> delivery;
        }
        if (type == MqDelivery.class || type == MqMetadata.class) {
            canAcknowledge = true;
            return delivery -> delivery;
        }
        if (type == MqContext.class) {
            canAcknowledge = true;
            return MqDelivery::context;
        }
        return payload(place, type);
    }

    private @Nullable ArgumentSource key(String place, Type type) {
        if (type == String.class) {
            return delivery -> delivery.keyText();
        }
        if (type == byte[].class) {
            return delivery -> delivery.key();
        }
        problems.add(textOrBytes("@MqKey " + place, type));
        return null;
    }

    private @Nullable ArgumentSource header(String place, String name, Type type) {
        if (name.isBlank()) {
            problems.add("@MqHeader " + place + " names no header; give the header's name");
        }
        if (type == String.class) {
            return delivery -> delivery.headers().text(name).orElse(null);
        }
        if (type == byte[].class) {
            return delivery -> delivery.headers().last(name).orElse(null);
        }
        problems.add(textOrBytes("@MqHeader " + place, type));
        return null;
    }

    private @Nullable ArgumentSource payload(String place, Type type) {
        var erased = ResolvedTypes.erased(type);
        if (erased == MqEnvelope.class) {
            envelopeAt = sources.size();
            if (JsonTypes.payloadOf(type) == null) {
                problems.add(
                        place + " is an MqEnvelope of anything; name the type of its payload, as MqEnvelope<String>");
                return null;
            }
        } else if (erased.getPackageName().equals(MqMessage.class.getPackageName())) {
            problems.add(place + " is of unsupported type " + ResolvedTypes.simpleName(type)
                    + "; of mq's own types only "
                    + (isBatch
                            ? "MqDelivery and MqMessage can be in a batch"
                            : "MqDelivery, MqMessage, MqMetadata and MqContext can be taken"));
            return null;
        }
        payloadCount++;
        if (erased.isPrimitive()) {
            problems.add("payload " + place + " is of primitive type " + erased.getName()
                    + "; a payload can be null, take a String or a type of your own");
            return null;
        }
        if (ResolvedTypes.isUnknown(type)) {
            problems.add("payload " + place + " is of type " + type.getTypeName()
                    + ", which nothing here binds; let a subclass bind it or name the type");
            return null;
        }
        return converter(type)
                .<ArgumentSource>map(found -> payload(found, type))
                .orElse(null);
    }

    private static ArgumentSource payload(MqPayloadConverter converter, Type type) {
        return delivery -> {
            var value = delivery.value();
            return value == null ? null : converter.fromBytes(value, type);
        };
    }

    private Optional<MqPayloadConverter> converter(Type type) {
        try {
            var found = converters.find(type).or(() -> fallback(type));
            if (found.isEmpty()) {
                problems.add("no converter reads payload type " + type.getTypeName()
                        + " (byte[] and String are built in, the application adds " + converters.applicationCount()
                        + "); write a " + MqPayloadConverter.class.getName() + " that supports it and list it in"
                        + " META-INF/services/" + MqPayloadConverter.class.getName());
            }
            return found;
        } catch (RuntimeException e) {
            problems.add("a converter failed when asked for payload type " + type.getTypeName() + ": " + e
                    + "; correct its supports method");
            return Optional.empty();
        }
    }

    private Optional<MqPayloadConverter> fallback(Type type) {
        return fallback.supports(type) ? Optional.of(fallback) : Optional.empty();
    }

    private static String textOrBytes(String place, Type type) {
        return place + " is of type " + ResolvedTypes.simpleName(type) + "; make it String or byte[]";
    }
}
