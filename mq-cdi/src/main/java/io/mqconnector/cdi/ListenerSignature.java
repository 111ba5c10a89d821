// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

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
    private final List<ArgumentSource> sources = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private int keyCount;
    private int payloadCount;

    ListenerSignature(ListenerMethod method, PayloadConverters converters) {
        this.converters = converters;
        readDeclaration(method);
        for (AnnotatedParameter<?> parameter : method.annotated().getParameters()) {
            var source = source(parameter, method.parameterTypes().get(parameter.getPosition()));
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
            return (message, metadata) -> message;
        }
        if (type == MqMetadata.class) {
            return (message, metadata) -> metadata;
        }
        return payload(place, type);
    }

    private @Nullable ArgumentSource key(String place, Type type) {
        if (type == String.class) {
            return (message, metadata) -> message.keyText();
        }
        if (type == byte[].class) {
            return (message, metadata) -> message.key();
        }
        problems.add(textOrBytes("@MqKey " + place, type));
        return null;
    }

    private @Nullable ArgumentSource header(String place, String name, Type type) {
        if (name.isBlank()) {
            problems.add("@MqHeader " + place + " names no header; give the header's name");
        }
        if (type == String.class) {
            return (message, metadata) -> message.headers().text(name).orElse(null);
        }
        if (type == byte[].class) {
            return (message, metadata) -> message.headers().last(name).orElse(null);
        }
        problems.add(textOrBytes("@MqHeader " + place, type));
        return null;
    }

    private @Nullable ArgumentSource payload(String place, Type type) {
        var erased = ResolvedTypes.erased(type);
        if (erased.getPackageName().equals(MqMessage.class.getPackageName())) {
            problems.add(place + " is of unsupported type " + ResolvedTypes.simpleName(type)
                    + "; of mq's own types only MqMessage and MqMetadata can be taken");
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
        return (message, metadata) -> {
            var value = message.value();
            return value == null ? null : converter.fromBytes(value, type);
        };
    }

    private Optional<MqPayloadConverter> converter(Type type) {
        try {
            var found = converters.find(type);
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

    private static String textOrBytes(String place, Type type) {
        return place + " is of type " + ResolvedTypes.simpleName(type) + "; make it String or byte[]";
    }
}
