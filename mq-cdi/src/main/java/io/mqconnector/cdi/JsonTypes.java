// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqEnvelope;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which payload types JSON says enough for. */
final class JsonTypes {
    private JsonTypes() {}

    /** Whether an object of {@code type} can be made of JSON: not of anything, and of no class that cannot be known. */
    static boolean isReadable(Type type) {
        return type != Object.class && type != String.class && type != byte[].class && isReadablePart(type);
    }

    /** The type of the payload of an envelope of {@code type}; null if it is no envelope, or one of anything. */
    static @Nullable Type payloadOf(Type type) {
        return type instanceof ParameterizedType envelope && envelope.getRawType() == MqEnvelope.class
                ? ResolvedTypes.elementOf(type)
                : null;
    }

    private static boolean isReadablePart(Type type) {
        if (type == Object.class || type == String.class) {
            return true;
        }
        if (type instanceof ParameterizedType parameterized) {
            return isReadableClass(ResolvedTypes.erased(type))
                    && Arrays.stream(parameterized.getActualTypeArguments()).allMatch(JsonTypes::isReadablePart);
        }
        if (type instanceof WildcardType wildcard) {
            return isReadablePart(wildcard.getUpperBounds()[0]);
        }
        return type instanceof Class<?> known && isReadableClass(known);
    }

    private static boolean isReadableClass(Class<?> type) {
        if (type.isArray()) {
            return type.getComponentType().isPrimitive() || isReadablePart(type.getComponentType());
        }
        if (type == List.class || type == Map.class || type.isEnum()) {
            return true;
        }
        return !type.isPrimitive()
                && !Modifier.isAbstract(type.getModifiers())
                && !type.getPackageName().equals(MqEnvelope.class.getPackageName());
    }
}
